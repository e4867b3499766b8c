"""The one way to write: authorise, validate, seal, then in one transaction look for replays, check corrections,
guard, append, project; and give receipts. All or nothing: whatever is raised, nothing was written."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import orjson
from django.db import OperationalError, transaction

from suixin.kernel.records.leaf import ACTOR, LeafTooLarge, SealedRecord, seal_record
from suixin.kernel.records.problem import Problem
from suixin.kernel.records.receipt import Receipt
from suixin.kernel.records.record_type import RecordType
from suixin.kernel.records.sealing import ABSENT, without
from suixin.kernel.records.validation import validate
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import Declared, house
from suixin.platform.ledger.entries import StoredEntry, in_parts, receipt_of, stored
from suixin.platform.ledger.models import Entry, Head, Sealed, Submitted
from suixin.platform.ledger.projection import follows
from suixin.platform.ledger.refusals import Behind, NotAuthorised, NotFound, NotStored, Refusal, Refused
from suixin.platform.ledger.sentences import PROBLEMS
from suixin.platform.log.admission import has_room

__all__ = (
    "Behind",
    "GuardContext",
    "NotAuthorised",
    "NotFound",
    "NotStored",
    "Refusal",
    "Refused",
    "Submission",
    "submit",
)

logger = logging.getLogger(__name__)

BATCH_LIMIT = 10_000
PROBLEM_LIMIT = 1_000
KEY_LIMIT = 128


@dataclass(frozen=True, slots=True)
class Submission:
    type: str
    data: Mapping[str, Any]
    key: str | None = None  # idempotency: the same key and content again gives the same receipt
    supersedes: int | None = None  # the index of the record that this one corrects


@dataclass(frozen=True, slots=True)
class GuardContext:
    """What a guard may want to know beside the submission. It may also read projections: they are up to date but
    for the submissions before this one in the same call, which are in `earlier`."""

    time: datetime
    position: int
    earlier: Sequence[Submission]
    corrects: StoredEntry | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A submission on its way into the ledger."""

    position: int
    submission: Submission
    declared: Declared
    record: SealedRecord


def submit(submissions: Sequence[Submission], actor: Actor) -> list[Receipt]:
    """Raises `NotAuthorised`, `Refused`, `Behind` or `NotStored`, each with sentences for the person who submitted."""
    time = datetime.now(UTC).replace(microsecond=0)
    declared = authorise(submissions, actor)
    check(submissions, declared)
    prepared = prepare(submissions, declared, actor, time)
    receipts: dict[int, Receipt] = {}
    try:
        with transaction.atomic():
            head = lock_head()
            receipts |= replays(prepared, actor)
            fresh = [each for each in prepared if each.position not in receipts]
            if fresh and not has_room(head.size + len(fresh)):
                raise Behind
            corrected = find_corrected(fresh, actor)
            guard(fresh, actor, time, corrected)
            entries = append(head, fresh, actor, time)
            project(entries)
    except OperationalError as error:  # disk full or failing, or locked for too long
        logger.error("submit was refused by the database: %s", error)
        raise NotStored from error
    for each, entry in zip(fresh, entries, strict=True):
        receipts[each.position] = Receipt(entry.index, each.record.leaf, each.record.openings)
    return [receipts[position] for position in range(len(submissions))]


def authorise(submissions: Sequence[Submission], actor: Actor) -> list[Declared]:
    if len(submissions) > BATCH_LIMIT:
        raise Refused([told("batch-too-large", limit=BATCH_LIMIT)])
    records = {name: house().records.get(name) for name in {each.type for each in submissions}}
    unknown = [
        told("unknown-type", name=str(each.type)[:60]).at(position)
        for position, each in enumerate(submissions)
        if records[each.type] is None
    ]
    if unknown:
        raise Refused(unknown)
    declared = [found for each in submissions if (found := records[each.type]) is not None]
    if not actor.is_system and any(not each.submitters & actor.roles for each in declared):
        raise NotAuthorised
    return declared


def check(submissions: Sequence[Submission], declared: Sequence[Declared]) -> None:
    problems: list[Problem] = []
    keys: set[str] = set()
    for position, (submission, each) in enumerate(zip(submissions, declared, strict=True)):
        found = validate(each.record_type, submission.data)
        if submission.key is not None:
            found = (*found, *key_problems(submission.key, keys))
        problems.extend(one.at(position) for one in found)
        if len(problems) >= PROBLEM_LIMIT:
            break
    if problems:
        raise Refused(problems[:PROBLEM_LIMIT])


def key_problems(key: str, seen: set[str]) -> Iterator[Problem]:
    if type(key) is not str or not 0 < len(key) <= KEY_LIMIT or not (key.isascii() and key.isprintable()):
        yield told("key-form")
    elif key in seen:
        yield told("key-twice-here")
    else:
        seen.add(key)


def prepare(
    submissions: Sequence[Submission], declared: Sequence[Declared], actor: Actor, time: datetime
) -> list[Prepared]:
    """Seals outside the transaction, so that others wait only for the writing."""
    prepared: list[Prepared] = []
    problems: list[Problem] = []
    for position, (submission, each) in enumerate(zip(submissions, declared, strict=True)):
        try:
            record = seal_record(
                each.record_type,
                submission.data,
                time=time,
                organisation=actor.organisation,
                actor=actor.sealed,
                supersedes=submission.supersedes,
            )
        except LeafTooLarge as error:
            problems.append(error.problem.at(position))
        else:
            prepared.append(Prepared(position, submission, each, record))
    if problems:
        raise Refused(problems)
    return prepared


def lock_head() -> Head:
    """From here to the end of the transaction nobody else appends."""
    head, _ = Head.objects.select_for_update().get_or_create(pk=1)
    return head


def replays(prepared: Sequence[Prepared], actor: Actor) -> dict[int, Receipt]:
    """By position, the receipts of what was submitted before under the same key with the same content."""
    keyed = {each.submission.key: each for each in prepared if each.submission.key is not None}
    receipts: dict[int, Receipt] = {}
    problems: list[Problem] = []
    for some in in_parts(list(keyed)):
        rows = Submitted.objects.filter(scope=actor.scope, key__in=some)
        for row in rows.select_related("entry").prefetch_related("entry__sealed"):
            each = keyed[row.key]
            if is_same(stored(row.entry), each.submission):
                receipts[each.position] = receipt_of(row.entry)
            else:
                problems.append(told("key-reused").at(each.position))
    if problems:
        raise Refused(problems)
    return receipts


def is_same(entry: StoredEntry, submission: Submission) -> bool:
    """Whether the content is the entry's. What has been erased since can no longer tell, and does not count."""
    given = without(submission.data, entry.erased) if entry.erased else submission.data
    return (entry.type, entry.supersedes) == (submission.type, submission.supersedes) and entry.data == given


def find_corrected(fresh: Sequence[Prepared], actor: Actor) -> dict[int, StoredEntry]:
    """The records that are corrected, by index: live ones, of the same type, by the same organisation."""
    wanted = {each.submission.supersedes for each in fresh if each.submission.supersedes is not None}
    found: dict[int, StoredEntry] = {}
    superseded: set[int] = set()
    for some in in_parts(list(wanted)):
        rows = Entry.objects.filter(index__in=some, organisation=actor.organisation)
        found |= {row.index: stored(row) for row in rows.prefetch_related("sealed")}
        superseded |= set(Entry.objects.filter(supersedes__in=some).values_list("supersedes", flat=True))
    problems: list[Problem] = []
    for each in fresh:
        index = each.submission.supersedes
        if index is None:
            continue
        if index not in found or found[index].type != each.submission.type:
            problems.append(told("nothing-to-correct", index=index).at(each.position))
        elif index in superseded:
            problems.append(told("already-superseded", index=index).at(each.position))
        superseded.add(index)
    if problems:
        raise Refused(problems)
    return found


def guard(
    fresh: Sequence[Prepared], actor: Actor, time: datetime, corrected: Mapping[int, StoredEntry]
) -> None:
    earlier: list[Submission] = []
    problems: list[Problem] = []
    for each in fresh:
        if each.declared.guard is not None:
            corrects = None if each.submission.supersedes is None else corrected[each.submission.supersedes]
            context = GuardContext(time, each.position, earlier, corrects)
            found = each.declared.guard(each.submission, actor, context)
            problems.extend(one.at(each.position) for one in found)
        earlier.append(each.submission)
    if problems:
        raise Refused(problems[:PROBLEM_LIMIT])


def append(head: Head, fresh: Sequence[Prepared], actor: Actor, time: datetime) -> list[StoredEntry]:
    """Entries, vault rows and keys, under the next indexes."""
    rows: list[Entry] = []
    vault: list[Sealed] = []
    keys: list[Submitted] = []
    entries: list[StoredEntry] = []
    for index, each in enumerate(fresh, start=head.size):
        rows.append(entry_row(index, each, actor, time))
        vault.extend(vault_rows(index, each.record, each.declared.record_type))
        if each.submission.key is not None:
            keys.append(Submitted(scope=actor.scope, key=each.submission.key, entry_id=index))
        entries.append(stored_entry(rows[-1], each, actor))
    Entry.objects.bulk_create(rows)
    Sealed.objects.bulk_create(vault)
    Submitted.objects.bulk_create(keys)
    head.size += len(rows)
    head.save(update_fields=["size"])
    return entries


def entry_row(index: int, each: Prepared, actor: Actor, time: datetime) -> Entry:
    return Entry(
        index=index,
        type=each.declared.record_type.id,
        version=each.declared.record_type.version,
        organisation=actor.organisation,
        time=time,
        record_id=each.record.id,
        supersedes_id=each.submission.supersedes,
        leaf=each.record.leaf,
        leaf_hash=each.record.leaf_hash,
    )


def vault_rows(index: int, record: SealedRecord, record_type: RecordType) -> Iterator[Sealed]:
    for opening in record.openings:
        yield Sealed(
            entry_id=index,
            path=opening.path,
            kind="actor" if opening.path == ACTOR else record_type.fields[opening.path].visibility,
            value=None if opening.value is ABSENT else orjson.dumps(opening.value),
            secret=opening.secret,
            scale=opening.scale,
        )


def stored_entry(row: Entry, each: Prepared, actor: Actor) -> StoredEntry:
    """What `entries.stored` would read back."""
    openings = [opening.path for opening in each.record.openings if opening.path != ACTOR]
    fields = each.declared.record_type.fields
    return StoredEntry(
        index=row.index,
        type=row.type,
        version=row.version,
        record_id=row.record_id,
        organisation=row.organisation,
        time=row.time,
        supersedes=row.supersedes_id,
        actor=MappingProxyType(actor.sealed),
        data=each.submission.data,
        sealed={path: fields[path].visibility for path in openings},
        erased=frozenset(),
    )


def project(entries: Sequence[StoredEntry]) -> None:
    for projection in house().projections:
        wanted = [entry for entry in entries if follows(projection, entry.type)]
        if wanted:
            projection.apply(wanted)


def told(code: str, path: str = "", **parameters: str | int) -> Problem:
    """One of the ledger's own problems."""
    return Problem(path, code, PROBLEMS[code], MappingProxyType(parameters))
