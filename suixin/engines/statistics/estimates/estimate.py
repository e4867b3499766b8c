"""What an estimate is, and how its values are rounded."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Context, Decimal
from types import MappingProxyType

from suixin.engines.statistics.estimates.reasons import CannotEstimate, Reason
from suixin.kernel.statistics.rounding import rounded as by_gbt_8170

EXACT = Context(prec=80)  # holds 18 digits on either side of the point, multiplied by others
BEYOND = Decimal("1E+30")  # a series has at most 18 digits: what is so far outside is a model gone astray


@dataclass(frozen=True, slots=True)
class Point:
    period: str
    value: Decimal
    low: Decimal | None = None  # the interval, where the method gives one
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A point that stands out. A question to whoever reported it, not a finding that it is wrong."""

    period: str
    kind: str  # AO, LS, TC (by X-13), MAD, HB
    size: Decimal  # reported less expected, in the unit of the series
    score: Decimal  # how far outside: in the method's own measure, see docs/estimates.md


@dataclass(frozen=True, slots=True)
class Estimate:
    """What a series suggests. Nobody reported it and no certificate covers it.

    It may be shown, with its method and marked as an estimate, and it may lead a person to ask. It may not be
    published as a figure, stored in a record, given a certificate, added to or counted with official numbers, put in
    the place of a report that is missing, or decide that a target is met.

    Its values come from floating-point programs and are rounded afterwards: the same input gives the same output on
    one machine; on another one the last place may differ.
    """

    method: str = ""  # empty: nothing could be estimated, and `reason` says why
    version: str = ""  # of the program that estimated
    places: int = 0  # decimal places that the values are rounded to
    lines: Mapping[str, tuple[Point, ...]] = field(default_factory=lambda: MappingProxyType({}))
    marks: tuple[Mark, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    remarks: tuple[Reason, ...] = ()  # what to know beside it: why not the first choice of method
    reason: Reason | None = None


def rounded(value: Decimal, places: int) -> Decimal:
    """To so many places, half to even as GB/T 8170 wants it."""
    if not value.is_finite() or abs(value) > BEYOND:
        raise CannotEstimate("unstable")
    return by_gbt_8170(value, places)


def line(periods: Iterable[str], values: Sequence[Decimal], places: int) -> tuple[Point, ...]:
    return tuple(Point(period, rounded(value, places)) for period, value in zip(periods, values, strict=True))
