"""A series without its season: X-13ARIMA-SEATS where it can run, otherwise STL, and it says which and why."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from suixin.engines.statistics.estimates import x13
from suixin.engines.statistics.estimates.estimate import EXACT, Estimate, Mark, line
from suixin.engines.statistics.estimates.memory import remembered
from suixin.engines.statistics.estimates.reasons import CannotEstimate, Reason, reason
from suixin.engines.statistics.estimates.series import YEARS, Points, Series, read

STL_YEARS = 2  # two of each month is the least that shows a season at all


@dataclass(frozen=True, slots=True)
class Decomposition:
    method: str
    version: str
    adjusted: tuple[Decimal, ...]  # not yet rounded
    trend: tuple[Decimal, ...]
    parameters: Mapping[str, str]
    marks: tuple[Mark, ...] = ()
    remarks: tuple[Reason, ...] = ()


def adjust(points: Points, places: int | None = None) -> Estimate:
    """The lines `adjusted`, `trend` and `season` (reported less adjusted)."""
    try:
        series = read(points, places)
        parts = decompose(series)
        season = [EXACT.subtract(*pair) for pair in zip(series.values, parts.adjusted, strict=True)]
        lines = {"adjusted": parts.adjusted, "trend": parts.trend, "season": season}
        return Estimate(
            method=parts.method,
            version=parts.version,
            places=series.places,
            lines=MappingProxyType(
                {name: line(series.periods, values, series.places) for name, values in lines.items()}
            ),
            marks=parts.marks,
            parameters=parts.parameters,
            remarks=parts.remarks,
        )
    except CannotEstimate as refusal:
        return Estimate(reason=refusal.reason)


def decompose(series: Series) -> Decomposition:
    if series.frequency == YEARS:
        raise CannotEstimate("yearly")
    least = STL_YEARS * series.frequency
    if len(series) < least:
        raise CannotEstimate("short", count=len(series), least=least)
    if series.constant:
        raise CannotEstimate("constant")
    try:
        return _by_x13(series)
    except x13.X13Failed as failure:
        return _by_stl(series, failure.reason)


def _by_x13(series: Series) -> Decomposition:
    answer = x13.ask(series)
    return Decomposition(
        method=x13.METHOD,
        version=answer.version,
        adjusted=answer.adjusted,
        trend=answer.trend,
        parameters=answer.parameters,
        marks=answer.marks,
        remarks=() if answer.seasonal else (reason("season-unclear"),),
    )


def _by_stl(series: Series, why: Reason) -> Decomposition:
    adjusted, trend = _stl(series)
    import statsmodels

    return Decomposition(
        method="STL",
        version=f"statsmodels {statsmodels.__version__}",
        adjusted=adjusted,
        trend=trend,
        parameters=MappingProxyType({"period": str(series.frequency), "seasonal": "7", "robust": "yes"}),
        remarks=(why,),
    )


@remembered(512)
def _stl(series: Series) -> tuple[tuple[Decimal, ...], tuple[Decimal, ...]]:
    import numpy
    from statsmodels.tsa.seasonal import STL  # two seconds: never when the site starts

    inside, back = series.floats()
    parts = STL(numpy.array(inside), period=series.frequency, seasonal=7, robust=True).fit()
    season, trend = parts.seasonal.tolist(), parts.trend.tolist()
    if not all(map(math.isfinite, (*season, *trend))):
        raise CannotEstimate("unstable")
    adjusted = [value - its_season for value, its_season in zip(inside, season, strict=True)]
    return tuple(map(back, adjusted)), tuple(map(back, trend))
