"""From leaves to what counts: which records an indicator takes for a period, as anybody must find them again.

This is what the words of docs/certificates.md mean; any quicker way of counting has to come to the same. `Wanted` says
what is looked for, `facts_of` takes it from one leaf, and `Evidence` holds the facts of all leaves and tells what
counts as of a number of records. An entry of the log that is no leaf is no record.
"""

import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from suixin.kernel.records.commitment import MeasureTooLarge, NotAMeasure, scaled
from suixin.kernel.records.leaf import Leaf
from suixin.kernel.records.sealing import ABSENT, value_at
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.indicators import Selection, Span, Status
from suixin.kernel.statistics.periods import Frequency, MalformedPeriod, Period

REVIEW, UNIT = "collection.review", "collection.unit"
DAY = 10  # characters of 2019-06-30


class Unreadable(str):
    """Stands where a record has something that is no value; says what is wrong."""

    __slots__ = ()


Amount = int | bytes | Unreadable | None  # open, in the smallest unit; a commitment; or nothing there


class Entry(NamedTuple):  # named tuples: millions pass between processes
    """A record of the type that is looked for, for the period."""

    number: int  # in the ledger
    time: datetime
    by: str | None
    period: str  # as it is written
    rank: int  # of its period's end among days
    fits: bool  # whether it has what is asked for by `where`
    dimensions: tuple[str | None, ...]  # in the order of `Wanted.dimensions`; None where there is no text
    amounts: tuple[Amount, ...]  # in the order of `Wanted.values`


class Correction(NamedTuple):
    """Takes the place of an earlier record of the same type, whatever period that was for."""

    number: int  # in the ledger
    time: datetime
    by: str | None
    type: str
    supersedes: int


class Review(NamedTuple):
    number: int  # in the ledger
    time: datetime
    by: str | None
    level: str
    returned: bool
    reports: tuple[int, ...]


class Line(NamedTuple):
    """Of a form's register: a unit, and the days from and until which it reports."""

    number: int  # in the ledger
    time: datetime
    by: str | None
    unit: str
    since: int
    until: int | None


Fact = Entry | Correction | Review | Line


@dataclass(frozen=True, slots=True)
class Wanted:
    """A selection for a period, as plain values that go to other processes."""

    type: str
    form: str  # "" where every record of the type counts
    period: Period
    pointer: str  # to the period in a record
    to_date: bool
    values: tuple[tuple[str, int], ...]  # path, scale
    dimensions: tuple[tuple[str, str], ...]  # name, pointer
    where: tuple[tuple[str, Any], ...]  # pointer, what must stand there

    @classmethod
    def of(cls, selection: Selection, period: Period) -> "Wanted":
        return cls(
            type=selection.type,
            form=selection.form.id if selection.form else "",
            period=period,
            pointer=selection.period,
            to_date=selection.span is Span.TO_DATE,
            values=tuple((value.path, value.scale) for value in selection.values),
            dimensions=tuple(selection.dimensions.items()),
            where=tuple(selection.where.items()),
        )

    @property
    def types(self) -> frozenset[str]:
        return frozenset((self.type, REVIEW, UNIT) if self.form else (self.type,))

    def has(self, text: str) -> bool:
        """Whether a record for the period or day that is so written is for the period looked for."""
        found = cut(text, self.period.frequency)
        return found is not None and (
            found == self.period or (self.to_date and found.ordinal < self.period.ordinal)
        )


@lru_cache(maxsize=4096)
def cut(text: str, frequency: Frequency) -> Period | None:
    """The period of that frequency in which a day or period lies; None where it lies in none."""
    try:
        days = first_and_last(text)
    except (MalformedPeriod, ValueError, OverflowError):
        return None
    first, last = (Period.of(day, frequency) for day in days)
    return first if first == last else None


def first_and_last(text: str) -> tuple[date, date]:
    """Raises MalformedPeriod or ValueError."""
    if len(text) == DAY and text[4] == text[7] == "-":
        day = date.fromisoformat(text)
        return day, day
    period = Period.read(text)
    return period.first_day, period.last_day


@lru_cache(maxsize=4096)
def days_of(text: str) -> tuple[int, int]:
    """The first and the last day as their place among all days. Raises as `first_and_last` does."""
    first, last = first_and_last(text)
    return first.toordinal(), last.toordinal()


def facts_of(wanted: Wanted, index: int, leaf: Leaf) -> Iterator[Fact]:
    """What a leaf has to say of what is wanted: nothing, mostly."""
    if leaf.type == wanted.type:
        if leaf.supersedes is not None and leaf.supersedes < index:
            yield Correction(index, leaf.time, leaf.by, leaf.type, leaf.supersedes)
        period = value_at(leaf.public, wanted.pointer)
        if type(period) is str and wanted.has(period):
            yield entry_of(wanted, index, leaf, period)
    elif wanted.form and leaf.public.get("form") == wanted.form:
        if leaf.type == REVIEW:
            yield from review_of(index, leaf)
        elif leaf.type == UNIT:
            if leaf.supersedes is not None and leaf.supersedes < index:
                yield Correction(index, leaf.time, leaf.by, leaf.type, leaf.supersedes)
            yield from line_of(index, leaf)


def entry_of(wanted: Wanted, index: int, leaf: Leaf, period: str) -> Entry:
    public = leaf.public
    return Entry(
        index,
        leaf.time,
        leaf.by,
        period,
        days_of(period)[1],
        all(is_same(value_at(public, pointer), value) for pointer, value in wanted.where),
        tuple([text_at(public, pointer) for _, pointer in wanted.dimensions]),
        tuple([amount_of(leaf, path, scale) for path, scale in wanted.values]),
    )


def is_same(found: Any, asked: Any) -> bool:
    """`true` is not 1."""
    return type(found) is type(asked) and found == asked


def text_at(public: Mapping[str, Any], pointer: str) -> str | None:
    found = value_at(public, pointer)
    return found if type(found) is str else None


def amount_of(leaf: Leaf, path: str, scale: int) -> Amount:
    found = value_at(leaf.public, path)
    measure = leaf.measures.get(path)
    if measure is None:
        return None if found is ABSENT else open_amount(found, path, scale)
    if found is not ABSENT:
        return Unreadable(f"{path} is there twice")
    if measure["scale"] != scale:
        return Unreadable(f"{path} has {measure['scale']} places, not {scale}")
    return bytes.fromhex(measure["commitment"])


def open_amount(found: Any, path: str, scale: int) -> int | Unreadable:
    """A decimal text, or a whole number as some types have it."""
    try:
        return scaled(str(found) if type(found) is int else found, scale)
    except (NotAMeasure, MeasureTooLarge, TypeError):
        return Unreadable(f"{path} is no number of {scale} places within 10^18")


def review_of(index: int, leaf: Leaf) -> Iterator[Review]:
    level, decision, reports = (leaf.public.get(name) for name in ("level", "decision", "reports"))
    if (
        type(level) is str
        and decision in ("accepted", "returned")
        and type(reports) is list
        and all(type(each) is int for each in reports)
    ):
        yield Review(index, leaf.time, leaf.by, level, decision == "returned", tuple(reports))


def line_of(index: int, leaf: Leaf) -> Iterator[Line]:
    unit, since, until = (leaf.public.get(name) for name in ("unit", "since", "until"))
    try:
        if type(unit) is str and type(since) is str and (until is None or type(until) is str):
            last = None if until is None else days_of(until)[1]
            yield Line(index, leaf.time, leaf.by, unit, days_of(since)[0], last)
    except (MalformedPeriod, ValueError, OverflowError):
        return


@dataclass(frozen=True, slots=True)
class Response:
    """Of the units in the form's register for the period: how many there are, have reported, and are accepted."""

    expected: int
    reported: int
    accepted: int


@dataclass(frozen=True, slots=True)
class Selected:
    reports: int
    digest: str


@dataclass(frozen=True, slots=True)
class Counted:
    entries: tuple[Entry, ...]  # by index
    response: Response | None  # of forms only
    faults: tuple[str, ...]  # why nothing may be counted; in English, for experts

    @property
    def selected(self) -> Selected:
        return Selected(len(self.entries), digest_of_indexes(entry.number for entry in self.entries))


def digest_of_indexes(indexes: Iterable[int]) -> str:
    """SHA-256 over ascending indexes, eight bytes each, the highest first."""
    return hashlib.sha256(b"".join(index.to_bytes(8) for index in indexes)).hexdigest()


Holds = Callable[[int, datetime], bool]  # whether a record of that index and time is to be considered


@dataclass(slots=True)
class Evidence:
    """All facts that bear on one selection for one period, by ascending index."""

    wanted: Wanted
    status: Status
    forms: Sequence[tuple[int, Form]] = ()  # every version of the form, with its record's index
    entries: list[Entry] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    def add(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            kind = type(fact)
            if kind is Entry:
                self.entries.append(fact)  # type: ignore[arg-type]
            elif kind is Correction:
                self.corrections.append(fact)  # type: ignore[arg-type]
            elif kind is Review:
                self.reviews.append(fact)  # type: ignore[arg-type]
            else:
                self.lines.append(fact)  # type: ignore[arg-type]

    def take(self, index: int, leaf: Leaf) -> None:
        self.add(facts_of(self.wanted, index, leaf))

    def counted(self, records: int) -> Counted:
        """As of the first so many records of the ledger."""
        return self.counted_where(lambda index, _: index < records)

    def counted_where(self, holds: Holds) -> Counted:
        entries = [entry for entry in self.entries if holds(entry.number, entry.time)]
        faults: list[str] = []
        gone = self.superseded(holds, faults)
        live = [entry for entry in entries if entry.number not in gone]
        if not self.wanted.form:
            return Counted(tuple(entry for entry in live if entry.fits), None, tuple(faults))
        faults.extend(doubled(live))
        returned, accepted = self.reviewed(live, holds)
        standing = [entry for entry in live if entry.number not in returned]
        response = self.response(standing, accepted, gone, holds)
        if self.status is Status.ACCEPTED:
            standing = [entry for entry in standing if entry.number in accepted]
        return Counted(tuple(entry for entry in standing if entry.fits), response, tuple(faults))

    def superseded(self, holds: Holds, faults: list[str]) -> frozenset[int]:
        """A record is corrected once, by whoever reported it: the ledger takes in nothing else."""
        named = {each.supersedes for each in self.corrections}
        owners: dict[int, tuple[str | None, str]] = {
            line.number: (line.by, UNIT) for line in self.lines if line.number in named
        } | {entry.number: (entry.by, self.wanted.type) for entry in self.entries if entry.number in named}
        gone: set[int] = set()
        for each in self.corrections:
            owner = owners.get(each.supersedes)
            if owner is None or owner[1] != each.type or not holds(each.number, each.time):
                continue
            if owner[0] != each.by:
                faults.append(f"record {each.number} corrects record {each.supersedes} of somebody else")
            elif each.supersedes in gone:
                faults.append(f"record {each.supersedes} is corrected twice")
            gone.add(each.supersedes)
        return frozenset(gone)

    def reviewed(self, live: Sequence[Entry], holds: Holds) -> tuple[set[int], set[int]]:
        """Which reports were returned, and which were accepted by the last level, by those whom the form names."""
        place = next((at for at, (name, _) in enumerate(self.wanted.dimensions) if name == "district"), None)
        districts = {
            entry.number: (entry.dimensions[place] if place is not None else None) or "" for entry in live
        }
        returned: set[int] = set()
        accepted: set[int] = set()
        at = [index for index, _ in self.forms]
        for review in self.reviews:
            version = bisect_left(at, review.number)
            if not version or not holds(review.number, review.time):
                continue
            levels = self.forms[version - 1][1].reviews
            level = next((each for each in levels if each.id == review.level), None)
            if level is None or not (review.returned or level is levels[-1]):
                continue
            for report in review.reports:
                district = districts.get(report)
                if district is None or report >= review.number:
                    continue
                reviewer = level.reviewer(district)
                if reviewer is None or reviewer != review.by:  # where nobody is named, nobody's review counts
                    continue
                (returned if review.returned else accepted).add(report)
        return returned, accepted

    def response(
        self, standing: Sequence[Entry], accepted: set[int], gone: frozenset[int], holds: Holds
    ) -> Response:
        period = self.wanted.period
        first, last = period.first_day.toordinal(), period.last_day.toordinal()
        register = {
            line.unit
            for line in self.lines
            if line.number not in gone
            and holds(line.number, line.time)
            and line.since <= last
            and (line.until is None or first <= line.until)
        }
        own = [entry for entry in standing if entry.by in register and entry.rank >= first]
        return Response(
            expected=len(register),
            reported=len({entry.by for entry in own}),
            accepted=len({entry.by for entry in own if entry.number in accepted}),
        )


def doubled(live: Iterable[Entry]) -> Iterator[str]:
    """Two reports of one unit for one period, of which neither corrects the other."""
    seen: dict[tuple[str | None, str], int] = {}
    for entry in live:
        first = seen.setdefault((entry.by, entry.period), entry.number)
        if first != entry.number:
            yield f"records {first} and {entry.number} are reports of {entry.by} for {entry.period}"


def count(
    leaves: Iterable[tuple[int, Leaf]],
    selection: Selection,
    period: Period,
    records: int,
    forms: Sequence[tuple[int, Form]] = (),
) -> Counted:
    """What counts of these leaves, which come by ascending index; the reference that quicker ways are compared with.
    `forms` are all versions of the form that the selection names, each with the index of its record."""
    evidence = Evidence(Wanted.of(selection, period), selection.status, forms)
    for index, leaf in leaves:
        evidence.take(index, leaf)
    return evidence.counted(records)
