"""How often somebody may try something. Each process counts in its own memory; a site has one unless it outgrew it.

Pages answer 429 with a page, the API with a problem; both say in Retry-After when to come back.
"""

import ipaddress
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponseBase

from suixin.platform.ui.errors import too_many

PERIOD = 60
View = Callable[..., HttpResponseBase]


def times(name: str, who: str) -> int:
    """How often this happened in the present minute, this time included."""
    key = f"limit:{name}:{who}:{int(time.time()) // PERIOD}"
    counts = caches["counts"]
    counts.add(key, 0, 2 * PERIOD)
    try:
        return counts.incr(key)
    except ValueError:  # dropped by the cache between the two calls
        return 1


def seconds_left() -> int:
    return PERIOD - int(time.time()) % PERIOD


def place(request: HttpRequest) -> str:
    """Whose connection it is: the address, and for IPv6 its network of 64 bits, of which one customer has them all."""
    given = str(request.META.get("REMOTE_ADDR", ""))
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    if address.version == 4:
        return given
    return str(ipaddress.ip_network((address, 64), strict=False).network_address)


def limited(name: str, most: int) -> Callable[[View], View]:
    """At most `most` requests a minute from one place; then a page that says when to come back."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if times(name, place(request)) > most:
                return too_many(request, seconds=seconds_left())
            return view(request, *args, **kwargs)

        return counted

    return decorate
