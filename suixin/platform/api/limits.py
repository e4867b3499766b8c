"""How often somebody may write: a count in the cache for each person or address and minute."""

import time

from django.core.cache import cache
from django.http import HttpRequest
from ninja.throttling import BaseThrottle

PERIOD = 60


class WriteLimit(BaseThrottle):
    """At most `most` requests a minute from one person, or from one address without sign-in."""

    def __init__(self, name: str, most: int) -> None:
        self.name = name
        self.most = most

    def allow_request(self, request: HttpRequest) -> bool:
        user = getattr(request, "user", None)
        who = (
            f"p{user.pk}"
            if user is not None and user.is_authenticated
            else f"a{request.META.get('REMOTE_ADDR')}"
        )
        key = f"limit:{self.name}:{who}:{int(time.time()) // PERIOD}"
        cache.add(key, 0, 2 * PERIOD)
        try:
            return cache.incr(key) <= self.most
        except ValueError:  # dropped by the cache between the two calls
            return True

    def wait(self) -> float:
        return PERIOD - time.time() % PERIOD
