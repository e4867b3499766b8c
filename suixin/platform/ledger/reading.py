"""The one way to read. Leaves are public; what they seal is for the organisation that reported it and for auditors."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import BinaryField, F, Func, IntegerField, QuerySet, Value
from django.utils import timezone

from suixin.kernel.records.canonical import canonical_bytes
from suixin.kernel.records.receipt import Receipt
from suixin.kernel.records.sealing import merged
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import StoredEntry, in_parts, public_data, receipt_of, stored
from suixin.platform.ledger.models import Entry, Head, Sealed, Submitted
from suixin.platform.ledger.refusals import NotAuthorised, NotFound
from suixin.platform.log.shown import Unlike, proof_of

INDEX_LIMIT = 2**62
ERASURE = "ledger.erasure"  # the type of records that say what was erased
# Records come in the order of their times but for what was prepared at the same moment and stored one after another.
DISORDER = timedelta(minutes=10)


def access_entry(actor: Actor, index: int) -> StoredEntry:
    """One entry; show its data through `opened`. Raises `NotFound`."""
    return stored(access_row(index))


def access_entries(
    actor: Actor,
    *,
    type: str | None = None,
    organisation: str | None = None,
    live: bool = False,
    since: datetime | None = None,
    until: datetime | None = None,
) -> QuerySet[Entry]:
    """Rows, newest first, to be paged and made into entries by `entries.stored`. `until` is the first moment after.

    Page by index, not by offset: every choice here follows an index of the table, however long the ledger grows.
    """
    rows = Entry.objects.order_by("-index").prefetch_related("sealed")
    if type is not None:
        rows = rows.filter(type=type)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if live:
        rows = rows.filter(superseded_by=None)
    if since is not None:
        rows = rows.filter(index__gte=first_at(since - DISORDER), time__gte=since)
    if until is not None:
        rows = rows.filter(index__lt=first_at(until + DISORDER), time__lt=until)
    return rows


def saying(rows: QuerySet[Entry], field: str, word: str) -> QuerySet[Entry]:
    """Those whose leaf gives this public field, of one word, this value. The database looks through the leaves."""
    spelt = canonical_bytes({field: word})[1:-1]  # quotation marks inside a text are spelt otherwise
    place = Func(F("leaf"), Value(spelt, BinaryField()), function="INSTR", output_field=IntegerField())
    return rows.alias(place=place).filter(place__gt=0)


def first_at(moment: datetime) -> int:
    """About the index of the first record from a moment on: by halving, since there are no gaps to fall into."""
    times = Entry.objects.values_list("time", flat=True)
    return bisect_left(range(ledger_size()), moment, key=lambda index: times.get(index=index))


def ledger_size() -> int:
    """How many records there are; the newest has this index less one."""
    return Head.objects.values_list("size", flat=True).first() or 0


@dataclass(frozen=True, slots=True)
class States:
    """What became of some records."""

    corrected_by: Mapping[int, int]
    erased: frozenset[int]  # those of which something sealed is gone


@dataclass(frozen=True, slots=True)
class Erased:
    """Something sealed that is gone: on which ground, and by which record."""

    entry: int
    path: str
    ground: str
    record: int
    time: datetime


def access_states(indexes: Sequence[int]) -> States:
    """Public, as the corrections and erasures are themselves records."""
    corrected_by: dict[int, int] = {}
    erased: set[int] = set()
    for some in in_parts(indexes):
        corrections = Entry.objects.filter(supersedes__in=some)
        corrected_by |= dict(corrections.values_list("supersedes", "index"))
        erased |= set(Sealed.objects.filter(entry__in=some, secret=None).values_list("entry", flat=True))
    return States(corrected_by, frozenset(erased))


def access_erasures(indexes: Sequence[int]) -> list[Erased]:
    """What was erased from some records, in order. Public, as the erasures are themselves records."""
    if not indexes:
        return []
    wanted = set(indexes)
    rows = Entry.objects.filter(type=ERASURE, index__gt=min(wanted)).order_by("index")
    found = []
    for row in rows.only("index", "time", "leaf").iterator():
        said = public_data(row)
        if said["entry"] in wanted:
            found.append(Erased(said["entry"], said["path"], said["ground"], row.index, row.time))
    return found


def access_receipt(actor: Actor, index: int) -> Receipt:
    """With its openings: only for who may see all of it. Raises `NotFound`, `NotAuthorised`."""
    row = access_row(index)
    if not may_open(actor, stored(row)):
        raise NotAuthorised
    return replace(receipt_of(row), proof=log_proof(index, bytes(row.leaf)))


def log_proof(index: int, leaf: bytes) -> str | None:
    """That the public log holds the record: a C2SP tlog-proof file. None while no checkpoint covers it, or where the log
    holds something else."""
    try:
        proof = proof_of(index, leaf=leaf)
    except Unlike:
        return None
    return None if proof is None else proof.content.decode("utf-8")


def access_submitted(actor: Actor, key: str) -> StoredEntry | None:
    """What this actor's organisation has submitted under an idempotency key."""
    row = Submitted.objects.filter(scope=actor.scope, key=key).select_related("entry").first()
    return None if row is None else stored(row.entry)


def access_row(index: int) -> Entry:
    if not 0 <= index < INDEX_LIMIT:
        raise NotFound
    row = Entry.objects.filter(index=index).prefetch_related("sealed").first()
    if row is None:
        raise NotFound
    return row


def may_open(actor: Actor, entry: StoredEntry) -> bool:
    if actor.is_system or Role.AUDITOR in actor.roles:
        return True
    if actor.organisation is not None and actor.organisation == entry.organisation:
        return True
    return actor.person is not None and actor.person == entry.person


def withheld(actor: Actor, entry: StoredEntry) -> dict[str, str]:
    """The paths that this actor does not get to see, and why: confidential, personal or erased."""
    gone = {path: "erased" for path in entry.sealed if path in entry.erased}
    return gone if may_open(actor, entry) else {**entry.sealed, **gone}


def opened(actor: Actor, entry: StoredEntry) -> dict[str, Any]:
    """The data as far as this actor may see it. In place of the rest stands {"withheld": why}."""
    return merged(entry.data, {path: {"withheld": why} for path, why in withheld(actor, entry).items()})


def midnight(day: date) -> datetime:
    """When a day of the city begins."""
    return timezone.make_aware(datetime.combine(day, time.min))
