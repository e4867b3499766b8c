"""How often one address may try something that needs no sign-in. The count is in the cache all processes share."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

PERIOD = 60
View = Callable[..., HttpResponseBase]


def limited(name: str, most: int) -> Callable[[View], View]:
    """At most `most` requests a minute from one address; then a page that says when to come back."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            now = time.time()
            key = f"limit:{name}:{request.META.get('REMOTE_ADDR')}:{int(now) // PERIOD}"
            cache.add(key, 0, 2 * PERIOD)
            try:
                count = cache.incr(key)
            except ValueError:  # dropped by the cache between the two calls
                count = 1
            if count <= most:
                return view(request, *args, **kwargs)
            response = render(request, "429.html", status=429)
            response["Retry-After"] = str(PERIOD - int(now) % PERIOD)
            return response

        return counted

    return decorate
