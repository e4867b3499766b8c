"""A stored record with its sealed values put back: what projections and readers work on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

import orjson
from django.db.models import QuerySet

from suixin.kernel.records.leaf import ACTOR, Opening, read_leaf
from suixin.kernel.records.receipt import Receipt
from suixin.kernel.records.sealing import ABSENT, merged
from suixin.platform.ledger.models import Entry, Sealed


@dataclass(frozen=True, slots=True)
class StoredEntry:
    index: int
    type: str
    version: int
    record_id: str
    organisation: str | None
    time: datetime
    supersedes: int | None
    actor: Mapping[str, Any]  # {"person": 7} or {"system": "..."}; empty once erased
    data: Mapping[str, Any]  # everything, sealed fields included: show it only through `reading.opened`
    sealed: Mapping[str, str]  # path -> confidential | personal
    erased: frozenset[str]  # paths that are in `sealed` and no longer in `data`

    @property
    def person(self) -> int | None:
        return self.actor.get("person")


def stored(entry: Entry) -> StoredEntry:
    """The row and its vault rows as one; prefetch `sealed` where there are many."""
    rows = list(entry.sealed.all())
    values = {row.path: value_of(row) for row in rows if row.secret is not None}
    return StoredEntry(
        index=entry.index,
        type=entry.type,
        version=entry.version,
        record_id=entry.record_id,
        organisation=entry.organisation,
        time=entry.time,
        supersedes=entry.supersedes_id,
        actor=MappingProxyType(values.pop(ACTOR, {})),
        data=merged(read_leaf(bytes(entry.leaf)).public, values),
        sealed={row.path: row.kind for row in rows if row.path != ACTOR},
        erased=frozenset(row.path for row in rows if row.secret is None),
    )


def public_data(entry: Entry) -> dict[str, Any]:
    """What the leaf says in clear, and nothing of the vault: for lists. Our own leaves need no second check of form."""
    return orjson.loads(bytes(entry.leaf))["public"]


def stored_entries(entries: QuerySet[Entry], chunk: int = 2_000) -> Iterator[StoredEntry]:
    """In order of index, a chunk in memory at a time."""
    for entry in entries.order_by("index").prefetch_related("sealed").iterator(chunk_size=chunk):
        yield stored(entry)


def receipt_of(entry: Entry) -> Receipt:
    """With every opening that has not been erased."""
    rows: Iterable[Sealed] = sorted(entry.sealed.all(), key=lambda row: row.pk)
    openings = tuple(
        Opening(row.path, value_of(row), bytes(row.secret), row.scale)
        for row in rows
        if row.secret is not None
    )
    return Receipt(entry.index, bytes(entry.leaf), openings)


def value_of(row: Sealed) -> Any:
    return ABSENT if row.value is None else orjson.loads(bytes(row.value))


def in_parts(items: Sequence[Any], size: int = 500) -> Iterator[Sequence[Any]]:
    """A database takes only so many parameters at once."""
    for start in range(0, len(items), size):
        yield items[start : start + size]
