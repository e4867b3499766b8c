"""Facts follow erasures: what the vault has lost must not live on in a file."""

from collections.abc import Sequence
from functools import partial

from django.db import transaction

from suixin.engines.statistics.facts.store import forget, forget_all
from suixin.platform.ledger.entries import StoredEntry
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.reading import ERASURE


class Facts:
    """No table: the files are made when somebody computes. Should the process die before they are gone, the next reading
    finds the erasure in the ledger."""

    name = "statistics.facts"
    types = frozenset({ERASURE})

    def clear(self) -> None:
        forget_all()

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        touched = [entry.data["entry"] for entry in entries]
        types = set(Entry.objects.filter(index__in=touched).values_list("type", flat=True))
        for each in sorted(types):
            transaction.on_commit(partial(forget, each))
