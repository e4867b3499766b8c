"""How often one person, or one place without sign-in, may ask."""

from django.http import HttpRequest
from ninja.throttling import BaseThrottle

from suixin.platform.accounts.limits import place, seconds_left, times


class Limit(BaseThrottle):
    """At most `most` requests a minute."""

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        self.most = most

    def allow_request(self, request: HttpRequest) -> bool:
        return times(self.name, who(request)) <= self.most

    def wait(self) -> float:
        return seconds_left()


def who(request: HttpRequest) -> str:
    """Before a key was looked at, its owner counts as the place that it came from."""
    if (actor := getattr(request, "auth", None)) is not None and actor.person is not None:
        return f"p{actor.person}"
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return f"p{user.pk}" if signed_in else f"a{place(request)}"
