"""What may be known of the log: its state, its witnesses, its proofs, its policy. All of it is public."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.notes import MalformedNote
from suixin.kernel.log.proof_file import LogProof
from suixin.kernel.log.reading import MissingTile, TileTree
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Alarm, Log, WitnessSeen
from suixin.platform.log.trust import policy_of, quorum_in_words

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WitnessState:
    name: str
    key_name: str
    size: int  # of the last checkpoint it signed
    time: datetime | None  # when it did, by its own clock; None if it never has
    problem: str  # why it did not sign the last time, or ""

    def has_seen(self, leaf: int) -> bool:
        return leaf < self.size


@dataclass(frozen=True, slots=True)
class LogState:
    name: str
    origin: str
    keys: tuple[str, ...]  # public keys it has signed with, the newest last
    first: int  # the ledger's number of its first record
    closed: bool
    offset: int  # leaves before that
    size: int  # leaves that the published checkpoint covers
    root: bytes
    waiting: int  # leaves that are stored and not yet in a published checkpoint
    checkpoint: bytes  # the signed note; empty before the first
    published_at: datetime | None
    witnesses: tuple[WitnessState, ...]
    enough: bool  # whether the policy's quorum has signed the published checkpoint
    quorum: str  # in words of the policy: "3/5"; "" where no witness is asked

    @property
    def records(self) -> int:
        """How many of the ledger's records it covers."""
        return max(self.size - self.offset, 0)


def log_folder(name: str) -> Path:
    return Path(settings.SUIXIN_HOME) / "log" / name


def states(records: int) -> list[LogState]:
    """The logs, oldest first; `records` is how many the ledger has."""
    return [state_of(log, records) for log in Log.objects.prefetch_related("witnesses")]


def state_of(log: Log, records: int) -> LogState:
    note = bytes(log.published_note or b"")
    checkpoint = read_signed_checkpoint(note)[0] if note else None
    policy = policy_of(log)
    end = records if log.until is None else log.until
    return LogState(
        name=log.name,
        origin=log.origin,
        keys=tuple(log.keys.split()),
        first=log.first,
        offset=log.offset,
        closed=log.until is not None,
        size=checkpoint.size if checkpoint else 0,
        root=checkpoint.root if checkpoint else b"",
        waiting=max(log.leaf_of(end) - log.published_size, 0),
        checkpoint=note,
        published_at=log.published_at,
        witnesses=tuple(witness_states(log.witnesses.all(), set(policy.witnesses))),
        enough=policy.quorum == "none" or (bool(note) and log.witnessed_size == log.published_size),
        quorum=quorum_in_words(policy),
    )


def witness_states(rows: Sequence[WitnessSeen], named: set[str]) -> list[WitnessState]:
    return [
        WitnessState(row.name, row.key_name, row.size, row.time, row.problem)
        for row in sorted(rows, key=lambda row: row.name)
        if row.name in named
    ]


def alarms() -> list[Alarm]:
    return list(Alarm.objects.order_by("since"))


def log_of(record: int) -> Log | None:
    """The log that holds, or will hold, the ledger's record of that number."""
    return Log.objects.filter(first__lte=record).order_by("-first", "-opened").first()


def proof_of(record: int, log: Log | None = None) -> LogProof | None:
    """That the log holds the ledger's record; None while no checkpoint covers it."""
    log = log_of(record) if log is None else log
    if log is None or log.published_note is None:
        return None
    leaf = log.leaf_of(record)
    try:
        checkpoint, note = read_signed_checkpoint(bytes(log.published_note))
        if leaf >= checkpoint.size:
            return None
        path = TileTree(Folder(log_folder(log.name)), checkpoint.size).inclusion(leaf)
    except (MissingTile, MalformedNote, OSError) as error:
        logger.error("no proof of record %s: %s", record, error)
        return None
    return LogProof(leaf, tuple(path), checkpoint, note)
