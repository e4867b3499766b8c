"""From which device a report came: a token that the browser keeps, hashed, so that the record names no cookie."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "suixin_device"
SALT = "suixin.collections.device"
KEPT = 2 * 365 * 24 * 3600  # seconds
LONGEST = 64


def device_of(request: HttpRequest) -> str:
    """64 hexadecimal digits; empty where the browser keeps no cookie."""
    token = request.COOKIES.get(COOKIE, "")
    if not 0 < len(token) <= LONGEST:
        return ""
    return salted_hmac(SALT, token, algorithm="sha256").hexdigest()


def remember_device(request: HttpRequest, response: HttpResponse) -> None:
    if device_of(request):
        return
    response.set_cookie(
        COOKIE,
        secrets.token_urlsafe(32),
        max_age=KEPT,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
