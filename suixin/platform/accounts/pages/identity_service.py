"""The way to a city's own identity service. Without one in the settings these addresses are not there."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.socialaccount.providers.openid_connect import views as openid_connect
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST
from requests import RequestException

from suixin.platform.accounts.limits import limited

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponseBase]


def service() -> dict[str, Any] | None:
    return next(iter(settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]), None)


def configured(view: View) -> View:
    @wraps(view)
    def only_if(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if service() is None:
            raise Http404
        return view(request, *args, **kwargs)

    return only_if


@require_POST
@limited("identity-service", most=20)
def go(request: HttpRequest) -> HttpResponse:
    """By a page that leads on, not by a redirect: after a form, browsers follow a redirect only to ourselves
    (form-action in the content security policy), and need no exception for the service this way."""
    found = service() or {}
    try:
        answer = openid_connect.login(request, found["provider_id"])
    except (RequestException, ValueError, KeyError) as error:  # its description cannot be had, or is none
        logger.error("the identity service at SUIXIN_OIDC_URL does not answer as it should: %s", error)
        return render(request, "socialaccount/authentication_error.html", status=502)
    if answer.status_code != 302:
        return answer
    return render(request, "accounts/leaving.html", {"address": answer["Location"], "service": found["name"]})
