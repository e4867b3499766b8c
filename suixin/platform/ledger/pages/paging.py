"""Records a page at a time, newest first. By index, not by offset: a page costs the same at the end of ten million as
at the start."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from django.db.models import QuerySet
from django.http import HttpRequest

from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.reading import INDEX_LIMIT

CHUNK = 500  # rows in memory at a time, of each choice

Choices = Sequence[
    QuerySet[Entry]
]  # of different records, each newest first; each follows an index of its own


@dataclass(frozen=True, slots=True)
class Page:
    rows: Sequence[Entry]
    newer: int | None = None  # ?after=
    older: int | None = None  # ?before=


def page_of(choices: Choices, request: HttpRequest, size: int) -> Page:
    before, after = position(request, "before"), position(request, "after")
    if after is not None:
        later = [rows.filter(index__gt=after).order_by("index")[: size + 1] for rows in choices]
        nearest = sorted((row for rows in later for row in rows), key=lambda row: row.index)[: size + 1]
        if len(nearest) > size:
            shown = nearest[:size][::-1]
            return Page(shown, newer=shown[0].index, older=shown[-1].index)
        before = None  # that is the first page
    if before is not None:
        choices = [rows.filter(index__lt=before) for rows in choices]
    found = newest(choices, size + 1)
    shown = found[:size]
    newer = shown[0].index if shown and before is not None else None
    return Page(shown, newer=newer, older=shown[-1].index if len(found) > size else None)


def newest(choices: Choices, most: int) -> list[Entry]:
    """The newest of all choices together."""
    return list(islice(in_order(choices, most), most))


def in_order(choices: Choices, most: int) -> Iterator[Entry]:
    chunk = min(CHUNK, most)
    rows = [rows[:most].iterator(chunk_size=chunk) for rows in choices]
    return merge(*rows, key=lambda row: row.index, reverse=True)


def position(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 19 and int(given) < INDEX_LIMIT else None
