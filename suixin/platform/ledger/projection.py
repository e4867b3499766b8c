"""Projections: tables that engines keep beside the ledger and that can be made again from it at any time."""

from collections.abc import Sequence
from itertools import islice
from typing import Protocol

from django.db import transaction

from suixin.platform.ledger.entries import StoredEntry, stored_entries
from suixin.platform.ledger.models import Entry, Head

CHUNK = 2_000


class Projection(Protocol):
    name: str  # room.table, such as programmes.tasks
    types: frozenset[str]  # record types that it follows

    def clear(self) -> None:
        """Empties the tables."""

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        """Takes in new entries of its types, in order of index, within the transaction that appends them."""


def rebuild(projection: Projection) -> int:
    """Derives the projection anew from all entries; returns how many it took in. Nobody can append meanwhile."""
    with transaction.atomic():
        Head.objects.select_for_update().first()
        projection.clear()
        entries = stored_entries(Entry.objects.filter(type__in=projection.types))
        count = 0
        while chunk := list(islice(entries, CHUNK)):
            projection.apply(chunk)
            count += len(chunk)
        return count
