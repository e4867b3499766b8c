"""Public pages in caches: stored by anyone, asked for again each time, answered cheaply when nothing changed.

A correction must be seen at once, so nothing is used unasked (`no-cache`); the tag stands for all that a page is
made of, and a page drawn once is kept in memory under it. Only what is public is compressed: these pages hold no
secret, no token and no form that needs one, so the length of an answer tells nothing (BREACH). The office's pages
hold tokens and stay uncompressed.
"""

import hashlib
from collections.abc import Callable
from functools import cache, wraps
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.core.cache.backends.locmem import LocMemCache
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.gzip import gzip_page

import suixin
from suixin.engines.programmes.models import Item
from suixin.engines.programmes.portal.moment import WrongDay
from suixin.engines.programmes.portal.views import wrong_day
from suixin.platform.ledger.models import Entry
from suixin.platform.ui.caching import for_caches
from suixin.platform.ui.context import page
from suixin.platform.ui.numbers import language

View = Callable[..., HttpResponse]
ORGANISATIONS = "account.organisation"
PAGES = LocMemCache("portal-pages", {"timeout": None, "max_entries": 500})  # each process has its own
SOURCES = {".py", ".html", ".mo", ".css", ".js", ".toml", ".json"}


def public(view: View) -> View:
    """For whoever reads without signing in. One who is signed in gets the page as it is, and no cache keeps it."""
    drawn = told(view)
    return for_caches(drawn, for_everybody(drawn))


def for_everybody(draw: View) -> View:
    @gzip_page
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        state = tag(request)
        key = hashlib.sha256(f"{state} {request.get_full_path()}".encode()).hexdigest()
        if (kept := PAGES.get(key)) is not None:
            response = HttpResponse(kept[0], headers=kept[1])
        else:
            response = draw(request, **arguments)
            if response.status_code != HTTPStatus.OK:  # what is not there has no tag that could still hold
                return response
            response["ETag"] = state
            PAGES.set(key, (response.content, dict(response.items())))
        return get_conditional_response(request, etag=state, response=response)

    return answer


def told(view: View) -> View:
    """A day that cannot be shown is answered with a sentence."""

    @wraps(view)
    def answer(request: HttpRequest, **arguments: Any) -> HttpResponse:
        try:
            return view(request, **arguments)
        except WrongDay as problem:
            return wrong_day(request, problem)

    return answer


def tag(request: HttpRequest) -> str:
    """Weak: compressed and plain are the same page. The day is in it because pages tell what is past."""
    look = page(request)
    state = (
        sources(),
        newest(Entry.objects.filter(index__in=Item.objects.order_by("-index").values("index")[:1])),
        newest(Entry.objects.filter(type=ORGANISATIONS)),
        timezone.localdate().isoformat(),
        language(),
        *(look[name] for name in ("mode", "theme", "demo")),
    )
    return f'W/"{hashlib.sha256(repr(state).encode()).hexdigest()[:32]}"'


def newest(entries: QuerySet[Entry]) -> str | None:
    """By its own name, not its index: a log restored from a copy may go on in another way."""
    return entries.order_by("-index").values_list("record_id", flat=True).first()


@cache
def sources() -> str:
    """Another version of the software may draw the same records in another way."""
    digest = hashlib.sha256()
    folder = Path(suixin.__file__).parent
    for path in sorted(path for path in folder.rglob("*") if path.suffix in SOURCES):
        digest.update(path.read_bytes())
    return digest.hexdigest()
