"""A time series as it was given: its periods read, its gaps found. Nothing is filled in or put in order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from suixin.engines.statistics.estimates.estimate import EXACT
from suixin.engines.statistics.estimates.reasons import CannotEstimate
from suixin.kernel.statistics.periods import MalformedPeriod, Period, periods_between

Points = Sequence[tuple[str, Decimal]]

DIGITS = 18  # on either side of the point
GAPS_TOLD = 6
YEARS = 1  # period in a year
KNOWN_YEARS = range(1900, 2200)


@dataclass(frozen=True)
class Series:
    first: Period
    values: tuple[Decimal, ...]
    places: int

    def __len__(self) -> int:
        return len(self.values)

    @property
    def frequency(self) -> int:
        """Periods in a year."""
        return self.first.frequency.a_year

    @cached_property
    def periods(self) -> tuple[str, ...]:
        return tuple(str(self.first.later(position)) for position in range(len(self)))

    @property
    def constant(self) -> bool:
        return len(set(self.values)) == 1

    def steps_to(self, day: date) -> int:
        """From the last period to the one that a day lies in."""
        return Period.of(day, self.first.frequency).ordinal - self.first.ordinal - len(self) + 1

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
    periods = [_period(text) for text, _ in points]
    first = periods[0]
    for (text, _), period in zip(points, periods, strict=True):
        if period.frequency is not first.frequency:
            raise CannotEstimate("mixed", period=text)
    _refuse_gaps(points, periods)
    values = tuple(value for _, value in points)
    return Series(first, values, places_of(values, places))


def places_of(values: Sequence[Decimal], wanted: int | None = None) -> int:
    """The places wanted, or as many as the most exact value has; refuses values and places that are out of reach."""
    for value in values:
        if not value.is_finite() or _places(value) > DIGITS or (value and value.adjusted() >= DIGITS):
            raise CannotEstimate("digits")
    places = max(map(_places, values)) if wanted is None else wanted
    if not 0 <= places <= DIGITS:
        raise CannotEstimate("places")
    return places


def _period(text: str) -> Period:
    try:
        period = Period.read(text)
    except MalformedPeriod:
        raise CannotEstimate("period", period=text[:40]) from None
    if period.year not in KNOWN_YEARS:
        raise CannotEstimate("period", period=text[:40])
    return period


def _places(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _refuse_gaps(points: Points, periods: Sequence[Period]) -> None:
    missing: list[Period] = []
    for position, (before, here) in enumerate(pairwise(periods), start=1):
        if here <= before:
            raise CannotEstimate("order", period=points[position][0])
        missing += periods_between(before.later(1), here.earlier(1))
    if missing:
        told = "、".join(map(str, missing[:GAPS_TOLD]))
        more = "……" if len(missing) > GAPS_TOLD else ""
        raise CannotEstimate("gap", count=len(missing), periods=told + more)


def labels_after(series: Series, steps: int) -> Iterator[str]:
    return (str(series.first.later(len(series) - 1 + step)) for step in range(1, steps + 1))
