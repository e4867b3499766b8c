"""Public pages that change by themselves: any cache may keep them, and asks again each time.

They hold no secret, no token and no form that needs one, so they may be compressed (BREACH).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_safe

View = Callable[..., HttpResponse]


def asked_again(view: View) -> View:
    """Tagged by its content."""
    return for_caches(view, gzip_page(conditional_page(view)))


def for_caches(own: View, shared: View) -> View:
    """`shared` draws what any cache may keep. One who is signed in gets the page as `own` draws it, and no cache keeps
    it."""

    @require_safe
    @wraps(own)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        if is_personal(request):
            response = own(request, **arguments)
            patch_cache_control(response, private=True, no_cache=True)
            return response
        response = shared(request, **arguments)
        patch_cache_control(response, public=True, no_cache=True)
        patch_vary_headers(response, ("Cookie", "Accept-Language"))
        return response

    return answer


def is_personal(request: HttpRequest) -> bool:
    """Signed in, or with a message waiting to be shown."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES
