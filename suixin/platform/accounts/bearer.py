"""Requests that carry an access key (`Authorization: Bearer …`). Such a request is its key's owner's, or nobody's: a
cookie that comes with it counts for nothing, and the token that protects cookies is not needed.
"""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse

from suixin.platform.accounts.keys import actor_with
from suixin.platform.accounts.limits import place, seconds_left, times
from suixin.platform.api import problems
from suixin.platform.api.problems import Rejection
from suixin.platform.ledger.actor import Actor

FOR_PROGRAMS = ("/api/", "/log/")  # the addresses where a key counts; a page has only its cookie
MOST_WRONG = 30  # keys a minute from one place


def bearer(request: HttpRequest) -> str | None:
    """What was sent as a key, if anything was."""
    scheme, _, text = request.headers.get("Authorization", "").partition(" ")
    return text.strip() if scheme.lower() == "bearer" else None


def actor_of_bearer(request: HttpRequest) -> Actor | None:
    """The owner of the key that was sent; None if none was. Raises `Rejection` for one that does not count, which a
    view may leave to `KeyBeforeCookie`. The view must be exempt from the token of forms.

    Who sends wrong keys is told to wait, by place. A right one is never refused for them, so nobody can lock out
    somebody else; what is sent cannot be guessed anyway.
    """
    text = bearer(request)
    if text is None:
        return None
    try:
        return actor_with(text)
    except Rejection as rejection:
        if rejection.code == "wrong-key" and times("wrong-key", place(request)) > MOST_WRONG:
            raise Rejection(429, "wrong-keys", seconds=seconds_left()) from None
        raise


class KeyBeforeCookie:
    """Who sends a key is not signed in by the cookie beside it. Stands behind the middleware that reads the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(FOR_PROGRAMS) and bearer(request) is not None:
            request.user = AnonymousUser()
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return problems.rejected(request, exception) if isinstance(exception, Rejection) else None
