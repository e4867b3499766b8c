"""Points that stand out from their series: questions to whoever reported them, never corrections.

Three ways, because each is blind to something: what X-13 found where it ran (AO a single point, LS a lasting step,
TC a shock that fades), MAD (far from the trend, by the median absolute deviation), and HB (a change from one period
to another that is unlike the other changes, after Hidiroglou and Berthelot).
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations
from statistics import mean, median, quantiles
from types import MappingProxyType

from suixin import __version__
from suixin.engines.statistics.estimates.estimate import EXACT, Estimate, Mark, rounded
from suixin.engines.statistics.estimates.reasons import CannotEstimate, reason
from suixin.engines.statistics.estimates.seasonal import Decomposition, decompose
from suixin.engines.statistics.estimates.series import YEARS, Points, Series, read

LEAST = 8  # periods
MAD_SCORE = Decimal("3.5")  # Iglewicz and Hoaglin
HB_SCORE = Decimal(5)  # distances between the median and a quartile
HB_SIZE_POWER = Decimal("0.4")  # how much more a change of a large value counts
HB_LEAST_CHANGE = Decimal("0.05")  # beyond the usual change; less is nobody's question
_NORMAL_MAD = Decimal("1.4826")  # of a normal distribution: standard deviation over MAD
_NORMAL_MEAN = Decimal("1.2533")  # and over the mean absolute deviation


def find(points: Points, places: int | None = None) -> Estimate:
    try:
        series = read(points, places)
        if len(series) < LEAST:
            raise CannotEstimate("short", count=len(series), least=LEAST)
        parts = _parts(series)
        remarks = list(parts.remarks) if parts else []
        if parts is None and series.frequency != YEARS:
            remarks.append(reason("with-season"))
        marks = [*(parts.marks if parts else ()), *_far_from_trend(series, parts)]
        lag = _lag(series)
        if min(series.values) > 0:
            marks += _odd_changes(series, lag)
        else:
            remarks.append(reason("no-ratios"))
        return Estimate(
            method="MAD, Hidiroglou-Berthelot",
            version=f"suixin {__version__}",
            places=series.places,
            marks=tuple(sorted(marks, key=lambda mark: (mark.period, mark.kind))),
            parameters=MappingProxyType(
                {
                    "trend": f"{parts.method}, {parts.version}" if parts else "Theil-Sen",
                    "MAD": f"{MAD_SCORE}",
                    "HB": f"{HB_SCORE}",
                    "HB lag": f"{lag}",
                }
            ),
            remarks=tuple(remarks),
        )
    except CannotEstimate as refusal:
        return Estimate(reason=refusal.reason)


def _parts(series: Series) -> Decomposition | None:
    try:
        return decompose(series)
    except CannotEstimate:
        return None  # too short, yearly or constant: a straight trend will do


def _lag(series: Series) -> int:
    """Compared with the same period of the year before, once there are enough such pairs; otherwise with the last."""
    return series.frequency if len(series) - series.frequency >= max(LEAST, series.frequency) else 1


def _far_from_trend(series: Series, parts: Decomposition | None) -> Iterator[Mark]:
    if parts:
        pairs = zip(parts.adjusted, parts.trend, strict=True)
        distances = [EXACT.subtract(value, trend) for value, trend in pairs]
    else:
        distances = _from_straight_trend(series.values)
    middle = median(distances)
    deviations = [abs(EXACT.subtract(distance, middle)) for distance in distances]
    unit = _NORMAL_MAD * median(deviations) or _NORMAL_MEAN * mean(deviations)
    for period, distance, deviation in zip(series.periods, distances, deviations, strict=True):
        if deviation > MAD_SCORE * unit:
            score = EXACT.divide(deviation, unit)
            yield Mark(period, "MAD", rounded(distance, series.places), rounded(score, 2))


def _from_straight_trend(values: tuple[Decimal, ...]) -> list[Decimal]:
    """Distances from the line of Theil and Sen: its slope is the median of the slopes of all pairs."""
    slope = median(
        EXACT.divide(EXACT.subtract(values[after], values[before]), Decimal(after - before))
        for before, after in combinations(range(len(values)), 2)
    )
    level = [EXACT.subtract(value, slope * place) for place, value in enumerate(values)]
    middle = median(level)
    return [EXACT.subtract(each, middle) for each in level]


def _odd_changes(series: Series, lag: int) -> Iterator[Mark]:
    values = series.values
    ratios = [EXACT.divide(after, before) for before, after in zip(values, values[lag:], strict=False)]
    usual = median(ratios)
    sizes = [max(pair) ** HB_SIZE_POWER for pair in zip(values, values[lag:], strict=False)]
    effects = [_symmetric(ratio, usual) * size for ratio, size in zip(ratios, sizes, strict=True)]
    lower, middle, upper = quantiles(effects, n=4, method="inclusive")
    marked: dict[int, bool] = {}  # position -> whether it rose
    for position, (effect, size) in enumerate(zip(effects, sizes, strict=True), start=lag):
        rose = effect > middle
        spread = max(upper - middle if rose else middle - lower, HB_LEAST_CHANGE / HB_SCORE * size)
        score = abs(effect - middle) / spread
        if score <= HB_SCORE:
            continue
        if marked.get(position - lag, rose) != rose:
            continue  # only the way back from a point that is marked
        marked[position] = rose
        expected = EXACT.multiply(values[position - lag], usual)
        change = EXACT.subtract(values[position], expected)
        yield Mark(series.periods[position], "HB", rounded(change, series.places), rounded(score, 2))


def _symmetric(ratio: Decimal, usual: Decimal) -> Decimal:
    """A halving is as far from the usual ratio as a doubling."""
    return ratio / usual - 1 if ratio >= usual else 1 - usual / ratio
