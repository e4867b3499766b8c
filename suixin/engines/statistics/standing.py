"""Where a target stands by what is published: its newest figure, how far that is from what is sought, whether it is in
time, and where it is heading. Only figures decide whether a target is reached; pace and forecast are estimates."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from suixin.engines.statistics import forecasts, read
from suixin.engines.statistics.estimates import pace
from suixin.engines.statistics.estimates.estimate import Estimate, Point
from suixin.engines.statistics.estimates.series import Points
from suixin.engines.statistics.models import Figure
from suixin.engines.statistics.promises import Plan, Promise
from suixin.kernel.programme.model import TargetKind
from suixin.kernel.statistics.indicators import Aggregate, Indicator
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.rounding import EXACT
from suixin.platform.ui.numbers import split_unit

GROWS_EVENLY = frozenset({TargetKind.LEVEL, TargetKind.SHARE})  # a rate of growth or a rank does not


class State(StrEnum):
    REACHED = "reached"
    ON_COURSE = "on-course"
    BEHIND = "behind"
    MISSED = "missed"  # the figure of the due date is out and falls short
    OPEN = "open"  # there are figures, and nothing to hold them against
    WAITING = "waiting"  # nothing is published


@dataclass(frozen=True, slots=True)
class Reading:
    """One period, in the indicator's unit. No amounts: withheld or missing."""

    period: Period
    state: str  # open | withheld | missing
    published: Decimal | None  # rounded
    exact: Decimal | None


@dataclass(frozen=True)
class Standing:
    plan: Plan
    promise: Promise
    indicator: Indicator | None = None
    readings: tuple[Reading, ...] = ()
    newest: Figure | None = None

    @cached_property
    def known(self) -> tuple[Reading, ...]:
        return tuple(reading for reading in self.readings if reading.exact is not None)

    @property
    def last(self) -> Reading | None:
        return self.known[-1] if self.known else None

    @cached_property
    def due(self) -> date | None:
        return self.plan.due(self.promise)

    @cached_property
    def shift(self) -> int | None:
        """The power of ten from the indicator's unit to the target's; None where they count different things."""
        if self.indicator is None:
            return None
        (power, noun), (wanted, same) = (
            split_unit(unit) for unit in (self.indicator.unit, self.promise.unit["zh-hans"])
        )
        return power - wanted if noun == same else None

    @cached_property
    def goal(self) -> Decimal | None:
        """What is sought, in the indicator's unit."""
        if self.promise.value is None or self.shift is None:
            return None
        return self.promise.value.scaleb(-self.shift, EXACT)

    def in_target_unit(self, amount: Decimal) -> Decimal:
        return amount.scaleb(self.shift or 0, EXACT)

    def is_met_by(self, reading: Reading) -> bool | None:
        if reading.exact is None or self.indicator is None:
            return None
        if self.promise.kind is TargetKind.STATUS and self.indicator.aggregate is Aggregate.COUNT:
            return reading.exact >= 1  # what was to come about is recorded
        return None if self.goal is None else self.promise.is_met_by(self.in_target_unit(reading.exact))

    @cached_property
    def distance(self) -> Decimal | None:
        """What is still lacking, in the target's unit; below nought: by how much it is surpassed."""
        if self.goal is None or self.last is None or self.last.exact is None or self.promise.value is None:
            return None
        now = self.in_target_unit(self.last.exact)
        ahead = EXACT.subtract(self.promise.value, now)
        return -ahead if self.promise.falls else ahead

    @cached_property
    def share(self) -> Decimal | None:
        """Per cent of what is sought, rounded down: short of it is never 100."""
        if (
            self.goal is None
            or self.last is None
            or self.last.exact is None
            or self.goal <= 0
            or self.promise.falls
        ):
            return None
        return Decimal(int(self.last.exact * 1000 / self.goal)).scaleb(-1)

    @cached_property
    def first_met(self) -> Reading | None:
        """Since when it has been reached without a break."""
        found = None
        for reading in reversed(self.known):
            if not self.is_met_by(reading):
                break
            found = reading
        return found

    @property
    def is_final(self) -> bool:
        """The figure of the due date is out."""
        return self.last is not None and self.due is not None and self.last.period.last_day >= self.due

    @cached_property
    def state(self) -> State:
        if self.last is None:
            return State.WAITING
        met = self.is_met_by(self.last)
        if met is None:
            return State.OPEN
        if met:
            return State.REACHED
        if self.is_final:
            return State.MISSED
        lead = self.lead
        if lead is None:
            return State.OPEN
        return State.ON_COURSE if lead >= 0 else State.BEHIND

    @cached_property
    def baseline(self) -> Reading | None:
        """The last figure from before the programme was issued, else the first there is."""
        begun = self.plan.begun
        before = [reading for reading in self.known if begun and reading.period.last_day <= begun]
        return before[-1] if before else next(iter(self.known), None)

    @cached_property
    def pace(self) -> Estimate | None:
        """Where it should be at the newest figure's date. None where nothing can be said to grow evenly."""
        if self.baseline is None or self.last is None or self.due is None or self.goal is None:
            return None
        if self.baseline == self.last or self.promise.kind not in GROWS_EVENLY or self.indicator is None:
            return None
        if self.baseline.exact is None:
            return None
        return pace.expected(
            (self.baseline.period.last_day, self.baseline.exact),
            (self.due, self.goal),
            self.last.period.last_day,
            max(self.indicator.places, 0),
        )

    @property
    def expected(self) -> Decimal | None:
        return self.pace.lines["pace"][0].value if self.pace and "pace" in self.pace.lines else None

    @cached_property
    def lead(self) -> Decimal | None:
        """By how much it is ahead of an even pace, in the indicator's unit; below nought: behind."""
        if self.expected is None or self.last is None or self.last.published is None:
            return None
        ahead = EXACT.subtract(self.last.published, self.expected)
        return -ahead if self.promise.falls else ahead

    @cached_property
    def to_forecast(self) -> tuple[Points, date] | None:
        """From what, and until when. None where there is nothing to look ahead to: it is reached, or due already."""
        if self.state not in (State.ON_COURSE, State.BEHIND, State.OPEN) or self.goal is None:
            return None
        if self.due is None or self.promise.kind not in GROWS_EVENLY or self.is_final:
            return None
        return [
            (str(each.period), each.published) for each in self.known if each.published is not None
        ], self.due

    @cached_property
    def forecast(self) -> Estimate | None:
        """None also while it has still to be made."""
        return forecasts.kept(*self.to_forecast) if self.to_forecast else None

    @property
    def ahead(self) -> Sequence[Point]:
        return self.forecast.lines.get("forecast", ()) if self.forecast else ()


def standings(plan: Plan) -> list[Standing]:
    return [standing(plan, promise) for promise in plan.promises]


def standing(plan: Plan, promise: Promise) -> Standing:
    """By the first indicator that has figures, of those that serve the target."""
    serving = [(indicator, read.totals(indicator.id)) for indicator in read.serving(plan.slug, promise.id)]
    if not serving:
        return Standing(plan, promise)
    indicator, rows = next(((each, rows) for each, rows in serving if rows), serving[0])
    readings = tuple(reading(indicator, row) for row in rows)
    told = [row for row in rows if row.figure is not None]
    return Standing(plan, promise, indicator, readings, told[-1] if told else None)


def reading(indicator: Indicator, row: Figure) -> Reading:
    if row.figure is None:
        return Reading(Period.read(row.period), row.state, None, None)
    published = Decimal(row.figure)
    derived = row.value is None or indicator.derivation is not None
    exact = published if derived else EXACT.multiply(Decimal(row.value or 0), indicator.factor)
    return Reading(Period.read(row.period), row.state, published, exact)


def counts(every: Iterable[Standing]) -> Counter[State]:
    return Counter(each.state for each in every)
