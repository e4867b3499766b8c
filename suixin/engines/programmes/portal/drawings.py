"""Where marks stand on the portal's drawings. Positions are for the eye, in tenths of a per cent; the exact days
and numbers stand beside them as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from suixin.engines.programmes import read
from suixin.engines.programmes.portal import parts
from suixin.kernel.programme.days import last_day
from suixin.platform.ui.target_bar import goal_words

WHOLE = 1000
CLOSE = 220  # two labels nearer than this would touch on a phone


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on the line at `at`: what is due then, or nothing but a day with a name."""

    at: int
    day: str
    targets: tuple[read.Target, ...] = ()
    raised: bool = False  # its label stands a line higher, clear of the one before

    @property
    def x(self) -> str:
        return percent(self.at)

    @property
    def anchor(self) -> str:
        return "start" if self.at < CLOSE else "end" if self.at > WHOLE - CLOSE else "middle"


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    at: int
    middle: int

    @property
    def x(self) -> str:
        return percent(self.at)

    @property
    def label_x(self) -> str:
        return percent(self.middle)


@dataclass(frozen=True, slots=True)
class DueLine:
    years: Sequence[Year]
    marks: Sequence[Mark]
    issued: Mark | None
    today: Mark | None  # None when today is not on the line
    over: bool  # all of it is past


def due_line(programme: read.Programme, today: date) -> DueLine | None:
    """None for a programme without any date to draw."""
    due: dict[str, list[read.Target]] = {}
    for target in programme.targets:
        if target.due:
            due.setdefault(target.due, []).append(target)
    ends = sorted((last_day(day), day) for day in due)
    if not ends:
        return None
    issued = programme.dates.get("issued_on") or programme.dates.get("signed_on")
    opening = int(issued[:4]) if issued else ends[0][0].year
    first = min(programme.period[0] if programme.period else opening, opening, ends[0][0].year)
    last = max(programme.period[1] if programme.period else first, ends[-1][0].year)

    def at(day: date) -> int:
        days = (date(last + 1, 1, 1) - date(first, 1, 1)).days
        return ((day - date(first, 1, 1)).days + 1) * WHOLE // days

    marks: list[Mark] = []
    for end, day in ends:
        near = bool(marks) and at(end) - marks[-1].at < CLOSE and not marks[-1].raised
        marks.append(Mark(at(end), day, tuple(due[day]), near))
    years = range(first, last + 1)
    return DueLine(
        years=[Year(year, at(date(year, 1, 1)), at(date(year, 7, 1))) for year in years],
        marks=marks,
        issued=Mark(at(date.fromisoformat(issued)), issued) if issued else None,
        today=Mark(at(today), today.isoformat()) if first <= today.year <= last else None,
        over=today.year > last,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """A level of a cascade: a target, whose it is, and how long its bar is beside the highest one's."""

    programme: read.Programme
    target: read.Target
    width: int | None  # None: not to be drawn, the units differ or it is no amount
    share: Decimal | None  # of the level above, in per cent

    @property
    def bar(self) -> str:
        return percent(self.width or 0)

    @property
    def words(self) -> str:
        return goal_words(parts.bar(self.target, self.programme))


def bar_width(value: Decimal, highest: Decimal) -> int:
    return min(WHOLE, max(4, int(value * WHOLE / highest)))  # never thinner than can be seen


def percent(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}%"
