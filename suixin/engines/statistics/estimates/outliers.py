"""Points that stand out from their series: questions to whoever reported them, never corrections.

Three ways, because each is blind to something: what X-13 found where it ran (AO a single point, LS a lasting step, TC a
shock that fades); MAD where it did not run (far from the year before, or from a straight trend where there are too few
years, by the median absolute deviation); and HB (a ratio to the period compared with that is unlike the other ratios,
after Hidiroglou and Berthelot).

MAD is not asked of a seasonally adjusted series: adjusting by robust methods leaves most points with hardly any
deviation, and then several points of every ordinary series seem to stand out.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import mean, median, quantiles
from types import MappingProxyType

from suixin import __version__
from suixin.engines.statistics.estimates import x13
from suixin.engines.statistics.estimates.estimate import EXACT, Estimate, Mark, rounded
from suixin.engines.statistics.estimates.reasons import CannotEstimate, Reason, reason
from suixin.engines.statistics.estimates.series import YEARS, Points, Series, places_of, read

LEAST = 8  # periods
MAD_SCORE = Decimal("4.5")  # the usual 3.5 marks every fifth ordinary series of ten periods
HB_SCORE = Decimal(5)  # distances between the median and a quartile
HB_SIZE_POWER = Decimal("0.4")  # how much more a change of a large value counts
HB_LEAST_CHANGE = Decimal("0.05")  # beyond the usual change; less is nobody's question
_NORMAL_MAD = Decimal("1.4826")  # of a normal distribution: standard deviation over MAD
_NORMAL_MEAN = Decimal("1.2533")  # and over the mean absolute deviation


@dataclass(frozen=True, slots=True)
class Distance:
    position: int  # in the series
    size: Decimal  # reported less expected
    score: Decimal


def find(points: Points, places: int | None = None) -> Estimate:
    try:
        series = read(points, places)
        if len(series) < LEAST:
            raise CannotEstimate("short", count=len(series), least=LEAST)
        lag = _lag(series)
        answer, remarks = _asked_of_x13(series)
        marks = list(answer.marks) if answer else _marks("MAD", series, *_far_off(series, lag))
        if lag == YEARS < series.frequency:
            remarks.append(reason("with-season"))
        if min(series.values) > 0:
            marks += _marks("HB", series, _odd_ratios(series, lag), lag)
        else:
            remarks.append(reason("no-ratios"))
        parameters = {"HB": f"{HB_SCORE}", "compared with": f"-{lag}"}
        return Estimate(
            method=f"{x13.METHOD} {answer.version}, HB" if answer else "MAD, HB",
            version=f"suixin {__version__}",
            places=series.places,
            marks=tuple(sorted(marks, key=lambda mark: (mark.period, mark.kind))),
            parameters=MappingProxyType(parameters if answer else {"MAD": f"{MAD_SCORE}", **parameters}),
            remarks=tuple(remarks),
        )
    except CannotEstimate as refusal:
        return Estimate(reason=refusal.reason)


def _asked_of_x13(series: Series) -> tuple[x13.Answer | None, list[Reason]]:
    if series.frequency == YEARS or series.constant:
        return None, []
    try:
        return x13.ask(series), []
    except x13.X13Failed as failure:
        return None, [failure.reason]


def _lag(series: Series) -> int:
    """Compared with the same period of the year before, once there are enough such pairs; otherwise with the last."""
    return series.frequency if len(series) - series.frequency >= max(LEAST, series.frequency) else 1


def _marks(kind: str, series: Series, distances: Iterable[Distance], lag: int) -> list[Mark]:
    """`lag` tells with which period each was compared; 0: with none."""
    return [
        Mark(series.periods[each.position], kind, rounded(each.size, series.places), rounded(each.score, 2))
        for each in _at_fault({each.position: each for each in distances}, lag, len(series))
    ]


def _at_fault(apart: Mapping[int, Distance], lag: int, length: int) -> Iterator[Distance]:
    """Of two periods that are far apart, the one that stands out."""
    found: dict[int, Distance] = {}
    for position, each in apart.items():
        before = found.get(position - lag)
        if before is not None and (before.size > 0) != (each.size > 0):
            continue  # only the way back from a point that is marked
        found[position] = each
        alone = not {position - 1, position + 1, position + lag} & apart.keys()
        if lag <= position < 2 * lag and position + lag < length and alone:
            yield Distance(
                position - lag, -each.size, each.score
            )  # later ones are like this one, not like the first
        else:
            yield each


def _far_off(series: Series, lag: int) -> tuple[list[Distance], int]:
    """From the year before, or from a straight trend; and the lag."""
    values = series.values
    if lag == YEARS:
        lag, distances = 0, _from_straight_trend(values)
    else:
        pairs = zip(values, values[lag:], strict=False)
        distances = [EXACT.subtract(after, before) for before, after in pairs]
    middle = median(distances)
    sizes = [EXACT.subtract(distance, middle) for distance in distances]
    deviations = [abs(size) for size in sizes]
    usual = _NORMAL_MAD * median(deviations) or _NORMAL_MEAN * mean(deviations)
    unit = max(usual, Decimal(1).scaleb(-places_of(values)))  # no finer than the values themselves
    scores = [EXACT.divide(deviation, unit) for deviation in deviations]
    rows = enumerate(zip(sizes, scores, strict=True), start=lag)
    return [Distance(position, size, score) for position, (size, score) in rows if score > MAD_SCORE], lag


def _from_straight_trend(values: tuple[Decimal, ...]) -> list[Decimal]:
    """Distances from the line of Theil and Sen: its slope is the median of the slopes of all pairs."""
    slope = median(
        EXACT.divide(EXACT.subtract(values[after], values[before]), Decimal(after - before))
        for before, after in combinations(range(len(values)), 2)
    )
    return [EXACT.subtract(value, slope * place) for place, value in enumerate(values)]


def _odd_ratios(series: Series, lag: int) -> Iterator[Distance]:
    values = series.values
    ratios = [EXACT.divide(after, before) for before, after in zip(values, values[lag:], strict=False)]
    usual = median(ratios)
    weights = [max(pair) ** HB_SIZE_POWER for pair in zip(values, values[lag:], strict=False)]
    effects = [_symmetric(ratio, usual) * weight for ratio, weight in zip(ratios, weights, strict=True)]
    lower, middle, upper = quantiles(effects, n=4, method="inclusive")
    for position, (effect, weight) in enumerate(zip(effects, weights, strict=True), start=lag):
        spread = max(
            upper - middle if effect > middle else middle - lower, HB_LEAST_CHANGE / HB_SCORE * weight
        )
        score = abs(effect - middle) / spread
        if score > HB_SCORE:
            expected = EXACT.multiply(values[position - lag], usual)
            yield Distance(position, EXACT.subtract(values[position], expected), score)


def _symmetric(ratio: Decimal, usual: Decimal) -> Decimal:
    """A halving is as far from the usual ratio as a doubling."""
    return ratio / usual - 1 if ratio >= usual else 1 - usual / ratio
