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
class ToDo:
    """A line of the office's home: what needs this person, why, by when, and the next thing to do about it."""

    title: str
    why: str
    action: Link
    state: str = "attention"  # a status
    words: str = ""  # of the status, where the usual ones do not fit
    due: str | None = None  # a day, a month (2021-06) or a year


@dataclass(frozen=True, slots=True)
class OwnTask:
    """A task as one organisation sees it: its part in it, under its own name or a collective one (各区政府)."""

    title: str
    address: str
    programme: str
    role: str  # lead, support or another
    words: str  # of the role
    state: str  # a status: where its date stands, not how far the work is
    state_words: str
    through: str = ""  # the collective name by which the notice means this organisation
    part: str = ""  # of the task, where the notice divides it
    due: str | None = None
    due_of_programme: bool = False  # the task has no date of its own
    targets: Sequence[Target] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """What one room puts before a person at work."""

    to_dos: Sequence[ToDo] = ()
    tasks: Sequence[OwnTask] = ()


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
