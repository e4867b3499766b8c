"""The address that a request comes from: what limits, lock-outs and the records of sign-ins go by."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class ClientAddress:
    """Behind n proxies the n-th address from the right of X-Forwarded-For is the client's; what stands left of it
    anybody can write. Without proxies the header is not believed. Nobody further in sees it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = request.META.pop("HTTP_X_FORWARDED_FOR", "").split(",")
        if 0 < settings.PROXIES <= len(told) and (address := told[-settings.PROXIES].strip()):
            request.META["REMOTE_ADDR"] = address
        return self.get_response(request)


class SchemeTold:
    """Behind a proxy that encrypts, only the proxy knows whether somebody came over https. If it does not say, each
    page redirects to itself for ever: the operator is told, once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.is_said = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = settings.SECURE_PROXY_SSL_HEADER
        if told is not None and told[0] not in request.META and not self.is_said:
            self.is_said = True
            logger.warning(
                "A request came without X-Forwarded-Proto, and was sent on to https. If it came through the proxy, "
                "let the proxy set that header: see docs/operators.md."
            )
        return self.get_response(request)
