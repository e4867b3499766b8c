"""Forgetting: an erasure is itself a record, and taking it in wipes value and secret from the vault.

The leaf that was erased from stays as it is and still verifies; its digest can no longer be linked to anything.
Projections that hold the record are derived anew, so that they forget as well. What a database keeps elsewhere,
such as backups, is for the operator to let expire.
"""

from collections.abc import Iterable, Sequence

from django.db import connection, transaction

from suixin.kernel.records.problem import Problem
from suixin.kernel.records.receipt import Receipt
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.entries import StoredEntry
from suixin.platform.ledger.models import Entry, Sealed
from suixin.platform.ledger.projection import follows, rebuild
from suixin.platform.ledger.reading import ERASURE
from suixin.platform.ledger.submit import GuardContext, Submission, submit, told


def erase(entry: int, path: str, ground: str, actor: Actor) -> Receipt:
    """Wipes what is sealed at the path, on a stated ground. Raises what `submit` raises."""
    return submit([Submission(ERASURE, {"entry": entry, "path": path, "ground": ground})], actor)[0]


def guard(submission: Submission, _actor: Actor, context: GuardContext) -> Iterable[Problem]:
    index, path = submission.data["entry"], submission.data["path"]
    there = Sealed.objects.filter(entry_id=index, path=path, secret__isnull=False).exists()
    if not there or any(same_place(each, index, path) for each in context.earlier):
        yield told("nothing-to-erase", "/path", index=index)


def same_place(other: Submission, index: int, path: str) -> bool:
    return other.type == ERASURE and (other.data["entry"], other.data["path"]) == (index, path)


class Erasures:
    """Carries erasures out. Done once, doing it again changes nothing."""

    name = "ledger.erasures"
    types = frozenset({ERASURE})

    def clear(self) -> None:
        """What is erased stays erased."""

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA secure_delete = ON")  # overwrite freed bytes
            transaction.on_commit(empty_write_ahead_log)
        touched: set[int] = set()
        for entry in entries:
            rows = Sealed.objects.filter(entry_id=entry.data["entry"], path=entry.data["path"])
            if rows.filter(secret__isnull=False).update(value=None, secret=None):
                touched.add(entry.data["entry"])
        types = set(Entry.objects.filter(index__in=touched).values_list("type", flat=True))
        for projection in house().projections:
            if any(follows(projection, name) for name in types):
                rebuild(projection)


def empty_write_ahead_log() -> None:
    """The bytes would otherwise stay in SQLite's write-ahead file until it is next reused."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
