"""Projections: tables that engines keep beside the ledger and that can be made again from it at any time."""

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from django.db import transaction
from django.db.models import Q

from suixin.platform.ledger.entries import StoredEntry, stored_entries
from suixin.platform.ledger.models import Entry, Head

CHUNK = 2_000


class Projection(Protocol):
    name: str  # room.table, such as programmes.tasks
    types: frozenset[str]  # record types that it follows; "report.*" is all of a family

    def clear(self) -> None:
        """Empties the tables."""

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        """Takes in new entries of its types, in order of index, within the transaction that appends them."""


def follows(projection: Projection, name: str) -> bool:
    return name in projection.types or f"{name.partition('.')[0]}.*" in projection.types


def followed(projection: Projection) -> Q:
    """The entries of its types."""
    families = [name.removesuffix("*") for name in projection.types if name.endswith(".*")]
    found = Q(type__in=[name for name in projection.types if not name.endswith(".*")])
    for prefix in families:
        found |= Q(type__startswith=prefix)
    return found


def rebuild(projection: Projection) -> int:
    """Derives the projection anew from all entries; returns how many it took in. Nobody can append meanwhile."""
    with transaction.atomic():
        Head.objects.select_for_update().first()
        projection.clear()
        entries = stored_entries(Entry.objects.filter(followed(projection)))
        count = 0
        while chunk := list(islice(entries, CHUNK)):
            projection.apply(chunk)
            count += len(chunk)
        return count
