"""`/search/?q=`: what was found, best first; or what to do when there is nothing."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from suixin.platform.search import matching, snapshot
from suixin.platform.search.examples import examples
from suixin.platform.search.kinds import Kind, kinds
from suixin.platform.search.marking import Line, line
from suixin.platform.search.models import StoredPage
from suixin.platform.search.nearest import suggestion
from suixin.platform.search.snapshot import Held
from suixin.platform.search.words import LIMIT, Word, read_query

PAGE_SIZE = 20


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()
    query = read_query(typed)
    if not query.words:
        context: dict[str, Any] = {"typed": query.typed, "examples": examples()}
        return render(request, "search/search.html", context)
    pages = snapshot.current()
    found = matching.find(query, pages)
    kind = request.GET.get("kind", "")
    counts = found.counts
    shown = [page for page in found.pages if page.kind == kind] if counts[kind] else found.pages
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "typed": query.typed,
        "cut": len(typed) > LIMIT,
        "limit": LIMIT,
        "found": found,
        "suggestion": suggestion(query, found, pages),
        "kinds": choices(query.typed, counts, kind) if len(counts) > 1 else (),
        "page": page,
        "lines": lines(page.object_list, found.words, query.phrase),
        "examples": () if found.pages else examples(),
    }
    return render(request, "search/search.html", context)


def choices(typed: str, counts: Counter[str], chosen: str) -> list[dict[str, Any]]:
    """All, and the kinds that there are among what was found, for tabs."""
    there = [Kind("", _("全部")), *(kind for kind in kinds() if counts[kind.name])]
    here = chosen if counts[chosen] else ""
    return [
        {
            "words": kind.title,
            "address": "?" + urlencode({"q": typed} | ({"kind": kind.name} if kind.name else {})),
            "count": counts[kind.name] if kind.name else counts.total(),
            "here": kind.name == here,
        }
        for kind in there
    ]


def lines(pages: Sequence[Held], words: Sequence[Word], phrase: str) -> list[Line]:
    rows = StoredPage.objects.in_bulk([page.pk for page in pages])
    return [line(rows[page.pk], words, phrase) for page in pages if page.pk in rows]
