"""The parts of a page as plain data. An engine fills these in; the templates in `ui/parts` draw them.

No part here reads a database or decides what is true.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

SEALS = ("verified", "estimate", "suppressed", "synthetic", "awaiting")
STATUSES = ("done", "on-track", "attention", "due-soon", "overdue", "stopped", "waiting", "none")


@dataclass(frozen=True, slots=True)
class Link:
    address: str
    words: str


@dataclass(frozen=True, slots=True)
class ProofStep:
    state: str  # a status
    sentence: str  # what was found, in plain words
    evidence: Sequence[tuple[str, str]] = ()  # name and value
    check: Link | None = None  # how to do it oneself


@dataclass(frozen=True, slots=True)
class Proof:
    recorded: ProofStep  # recorded as reported
    kept: ProofStep  # kept as recorded
    counted: ProofStep  # counted as recorded


@dataclass(frozen=True, slots=True)
class Number:
    """The hero. Without a value the seal says why: suppressed or awaiting."""

    name: str
    value: Decimal | int | None
    unit: str = ""
    seal: str = "awaiting"
    as_of: date | str | None = None
    change: Decimal | None = None  # per cent on the year before
    trend: Sequence[Decimal] = ()
    address: str = ""
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """A promise with a number. What is not known stays None and is drawn as unknown, not as nought."""

    name: str
    value: Decimal | int | None
    unit: str = ""
    op: str = ">="  # >= > = <= < ~
    due: date | str | int | None = None
    baseline: Decimal | int | None = None
    baseline_at: date | str | int | None = None
    now: Decimal | int | None = None
    now_at: date | str | int | None = None
    pace: Decimal | int | None = None  # where it should be by now to arrive in time
    forecast: tuple[Decimal, Decimal] | None = None
    seal: str = "awaiting"
    address: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """What stands under a table or chart."""

    what: str
    who: str
    log_size: int | None = None
    as_of: date | str | None = None
    downloads: Sequence[Link] = ()
    certificate: Link | None = None


@dataclass(frozen=True, slots=True)
class Event:
    when: date | str
    what: str
    who: str = ""
    address: str = ""
    ahead: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """One field, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a notice's text, offsets into it, and what was understood there."""

    start: int
    end: int
    kind: str  # organisation, target, date, reference, heading, or unplaced
    fact: str
    address: str = ""  # where the fact stands in the draft
    id: str = ""  # of the element, to be led to from there
