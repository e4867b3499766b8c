"""Open data over HTTP: for everybody, from every page, kept by every cache, asked for again each time.

It holds no secret and looks the same to whoever is signed in, so sessions do not matter here, and it may be compressed.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.gzip import gzip_page

from suixin import __version__
from suixin.engines.statistics.sdmx.catalogue import state
from suixin.platform.accounts.limits import place, seconds_left, times
from suixin.platform.ui.numbers import language

View = Callable[..., HttpResponseBase]
METHODS = "GET, HEAD, OPTIONS"
A_MINUTE = 240  # from one place
LARGE = 10_000  # rows; more of them are sent while they are written
PIECE = 65_536  # characters


def open_data(too_often: Callable[[HttpRequest, int], HttpResponse]) -> Callable[[View], View]:
    """`too_often` answers in the shape of the view's own errors, given the seconds to wait."""

    def decorate(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, **arguments: Any) -> HttpResponseBase:
            if request.method == "OPTIONS":
                return shared(HttpResponse(status=204))
            if request.method not in ("GET", "HEAD"):
                response = HttpResponse(status=405)
                response["Allow"] = METHODS
                return shared(response)
            if times("open-data", place(request)) > A_MINUTE:
                response = too_often(request, seconds_left())
                response["Retry-After"] = str(seconds_left())
                return shared(response)
            return shared(tagged(request, view, arguments))

        return answer

    return decorate


def tagged(request: HttpRequest, view: View, arguments: dict[str, Any]) -> HttpResponseBase:
    """Whoever has the answer already is told so before any of it is made again."""
    tag = tag_of(request)
    unchanged = get_conditional_response(request, etag=tag)
    response = unchanged if unchanged is not None else gzip_page(view)(request, **arguments)
    if response.status_code in (200, 204, 304):
        response["ETag"] = tag
    return response


def tag_of(request: HttpRequest) -> str:
    """Weak, because compressed and plain are the same data."""
    wanted = (__version__, state(), language(), request.get_full_path(), request.headers.get("Accept", ""))
    return f'W/"{hashlib.sha256(repr(wanted).encode()).hexdigest()[:32]}"'


def shared(response: HttpResponseBase) -> HttpResponseBase:
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Allow-Methods"] = METHODS
    response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
    response["Access-Control-Expose-Headers"] = "Content-Disposition, ETag, Retry-After"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    response["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ("Accept", "Accept-Language", "Cookie"))
    return response


def text_of(texts: Iterable[str], rows: int, content_type: str) -> HttpResponseBase:
    """Whole, with its length; or in pieces, so that a large answer is never held as a whole."""
    if rows <= LARGE:
        return HttpResponse("".join(texts).encode("utf-8", "replace"), content_type=content_type)
    return StreamingHttpResponse(in_pieces(texts, language()), content_type=content_type)


def in_pieces(texts: Iterable[str], spoken: str) -> Iterator[bytes]:
    """In the language that was spoken when they were asked for."""
    with translation.override(spoken):
        held, size = list[str](), 0
        for text in texts:
            held.append(text)
            size += len(text)
            if size >= PIECE:
                yield "".join(held).encode("utf-8", "replace")
                held, size = [], 0
        yield "".join(held).encode("utf-8", "replace")
