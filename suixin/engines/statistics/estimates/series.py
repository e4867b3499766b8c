"""A time series as it was given: its periods read, its gaps found. Nothing is filled in or put in order."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from suixin.engines.statistics.estimates.estimate import EXACT
from suixin.engines.statistics.estimates.reasons import CannotEstimate

Points = Sequence[tuple[str, Decimal]]

DIGITS = 18  # on either side of the point
GAPS_TOLD = 6
MONTHS, QUARTERS, YEARS = 12, 4, 1  # periods in a year

_PERIOD = re.compile(r"((?:19|20|21)\d\d)(?:-(0[1-9]|1[0-2])|-Q([1-4]))?", re.ASCII)


@dataclass(frozen=True)
class Series:
    frequency: int  # periods in a year
    first: int  # number of the first period, counted from the year 0
    values: tuple[Decimal, ...]
    places: int

    def __len__(self) -> int:
        return len(self.values)

    @property
    def last(self) -> int:
        return self.first + len(self) - 1

    @cached_property
    def periods(self) -> tuple[str, ...]:
        return tuple(label(number, self.frequency) for number in range(self.first, self.last + 1))

    @property
    def constant(self) -> bool:
        return len(set(self.values)) == 1

    def number_at(self, day: date) -> int:
        """The period that a day lies in."""
        return day.year * self.frequency + (day.month - 1) * self.frequency // 12

    def floats(self) -> tuple[list[float], Callable[[float], Decimal]]:
        """The values between -1 and 1 for programs that reckon in floats, and the way back. Not for a constant."""
        centre = EXACT.divide(sum(self.values, Decimal(0)), Decimal(len(self)))
        spread = max(abs(EXACT.subtract(value, centre)) for value in self.values)
        inside = [float(EXACT.divide(EXACT.subtract(value, centre), spread)) for value in self.values]
        return inside, lambda found: EXACT.fma(Decimal(found), spread, centre)


def read(points: Points, places: int | None = None) -> Series:
    """The series; by default its estimates keep as many places as its most exact value."""
    if not points:
        raise CannotEstimate("empty")
    numbers = [_number(period) for period, _ in points]
    frequency = numbers[0][0]
    for (period, _), (its_frequency, _) in zip(points, numbers, strict=True):
        if its_frequency != frequency:
            raise CannotEstimate("mixed", period=period)
    _refuse_gaps(points, [number for _, number in numbers], frequency)
    values = tuple(value for _, value in points)
    return Series(frequency, numbers[0][1], values, places_of(values, places))


def places_of(values: Sequence[Decimal], wanted: int | None = None) -> int:
    """The places wanted, or as many as the most exact value has; refuses values and places that are out of reach."""
    for value in values:
        if not value.is_finite() or _places(value) > DIGITS or (value and value.adjusted() >= DIGITS):
            raise CannotEstimate("digits")
    places = max(map(_places, values)) if wanted is None else wanted
    if not 0 <= places <= DIGITS:
        raise CannotEstimate("places")
    return places


def label(number: int, frequency: int) -> str:
    year, place = divmod(number, frequency)
    if frequency == MONTHS:
        return f"{year:04}-{place + 1:02}"
    return f"{year:04}-Q{place + 1}" if frequency == QUARTERS else f"{year:04}"


def _number(period: str) -> tuple[int, int]:
    """How many such periods a year has, and which one this is."""
    match = _PERIOD.fullmatch(period)
    if match is None:
        raise CannotEstimate("period", period=period[:40])
    year, month, quarter = match.groups()
    if month:
        return MONTHS, int(year) * MONTHS + int(month) - 1
    return (QUARTERS, int(year) * QUARTERS + int(quarter) - 1) if quarter else (YEARS, int(year))


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _refuse_gaps(points: Points, numbers: list[int], frequency: int) -> None:
    missing: list[int] = []
    for position in range(1, len(numbers)):
        before, here = numbers[position - 1], numbers[position]
        if here <= before:
            raise CannotEstimate("order", period=points[position][0])
        missing += range(before + 1, here)
    if missing:
        told = "、".join(label(number, frequency) for number in missing[:GAPS_TOLD])
        more = "……" if len(missing) > GAPS_TOLD else ""
        raise CannotEstimate("gap", count=len(missing), periods=told + more)


def labels_after(series: Series, steps: int) -> Iterator[str]:
    return (label(series.last + step, series.frequency) for step in range(1, steps + 1))
