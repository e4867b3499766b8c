"""Where a target should be by now, if it grew evenly from its baseline to its due date. Exact days and decimals."""

from datetime import date
from decimal import Decimal
from types import MappingProxyType

from suixin import __version__
from suixin.engines.statistics.estimates.estimate import EXACT, Estimate, Point, rounded
from suixin.engines.statistics.estimates.reasons import CannotEstimate
from suixin.engines.statistics.estimates.series import places_of

Dated = tuple[date, Decimal]


def expected(baseline: Dated, target: Dated, today: date, places: int | None = None) -> Estimate:
    """The line `pace`: one point, today. After the due date it is the target itself.

    The notice asks for the target at its due date, not for a pace: being behind it breaks no promise.
    """
    (begun, start), (due, goal) = baseline, target
    try:
        places = places_of((start, goal), places)
        if due <= begun:
            raise CannotEstimate("backwards")
        if today < begun:
            raise CannotEstimate("not-begun")
        gone, days = min((today - begun).days, (due - begun).days), (due - begun).days
        grown = EXACT.divide(EXACT.multiply(EXACT.subtract(goal, start), Decimal(gone)), Decimal(days))
        value = rounded(EXACT.add(start, grown), places)
        return Estimate(
            method="linear pace",
            version=f"suixin {__version__}",
            places=places,
            lines=MappingProxyType({"pace": (Point(today.isoformat(), value),)}),
            parameters=MappingProxyType({"days gone": f"{gone}", "days": f"{days}"}),
        )
    except CannotEstimate as refusal:
        return Estimate(reason=refusal.reason)
