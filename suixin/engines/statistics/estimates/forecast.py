"""Where a series is heading: up to a due date, with an interval that is meant to hold four times in five.

It carries the past on, by a local linear trend with a fixed season (a structural model of statsmodels). It knows
nothing of what a city will do, and no target is met or missed by it.
"""

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from suixin.engines.statistics.estimates.estimate import EXACT, Estimate, Point, rounded
from suixin.engines.statistics.estimates.memory import remembered
from suixin.engines.statistics.estimates.reasons import CannotEstimate, reason
from suixin.engines.statistics.estimates.series import YEARS, Points, Series, labels_after, read

LEAST = 8  # periods; fewer do not tell a trend from chance
FARTHEST = 120  # periods ahead
SEASON_YEARS = 2  # of each month, before the model is given a season
INTERVAL = "80%"
UPPER = 0.9  # an interval of 80 % leaves a tenth on either side

Row = tuple[Decimal, Decimal, Decimal]  # value, low, high


@dataclass(frozen=True, slots=True)
class Model:
    """One fitted model. Its values are between -1 and 1; `centre` and `spread` lead back."""

    fit: Any
    logarithms: bool
    centre: float
    spread: float
    aicc: float
    known: int  # periods beyond those that only start the model
    free: int  # parameters

    def ahead(self, steps: int) -> tuple[Row, ...]:
        from scipy.stats import t

        forecast = self.fit.get_forecast(steps)
        # statsmodels takes the parameters for certain; with few periods they are not
        left = max(self.known - self.free, 1)
        half = float(t.ppf(UPPER, left)) * math.sqrt(self.known / left)
        pairs = zip(forecast.predicted_mean.tolist(), forecast.se_mean.tolist(), strict=True)
        return tuple(
            (self._back(mean), self._back(mean - half * error), self._back(mean + half * error))
            for mean, error in pairs
        )

    def _back(self, found: float) -> Decimal:
        value = self.centre + self.spread * found
        try:
            return Decimal(math.exp(value) if self.logarithms else value)
        except OverflowError:
            raise CannotEstimate("unstable") from None


def until(points: Points, due: date, places: int | None = None) -> Estimate:
    """The line `forecast`: each period after the last known one, up to the one that the due date lies in."""
    try:
        series = read(points, places)
        steps = _steps(series, due)
        if _straight(series):
            return _carried_on(series, steps)
        rows, parameters, version = _modelled(series, steps)
        return Estimate(
            method="local linear trend",
            version=version,
            places=series.places,
            lines=_lines(series, rows),
            parameters=parameters,
        )
    except CannotEstimate as refusal:
        return Estimate(reason=refusal.reason)


def _steps(series: Series, due: date) -> int:
    if len(series) < LEAST:
        raise CannotEstimate("short", count=len(series), least=LEAST)
    steps = series.steps_to(due)
    if steps < 1:
        raise CannotEstimate("past")
    most = min(len(series), FARTHEST)  # nobody should look farther ahead than back
    if steps > most:
        raise CannotEstimate("too-far", count=steps, most=most)
    return steps


def _straight(series: Series) -> bool:
    pairs = zip(series.values, series.values[1:], strict=False)
    return len({EXACT.subtract(after, before) for before, after in pairs}) == 1


def _carried_on(series: Series, steps: int) -> Estimate:
    """No model can be fitted to what never deviates; it needs none."""
    step = EXACT.subtract(series.values[1], series.values[0])
    values = [EXACT.fma(step, Decimal(ahead), series.values[-1]) for ahead in range(1, steps + 1)]
    return Estimate(
        method="straight line",
        places=series.places,
        lines=_lines(series, tuple((value, value, value) for value in values)),
        remarks=(reason("straight"),),
    )


def _lines(series: Series, rows: tuple[Row, ...]) -> Mapping[str, tuple[Point, ...]]:
    points = (
        Point(period, *(rounded(value, series.places) for value in row))
        for period, row in zip(labels_after(series, len(rows)), rows, strict=True)
    )
    return MappingProxyType({"forecast": tuple(points)})


@remembered(512)
def _modelled(series: Series, steps: int) -> tuple[tuple[Row, ...], Mapping[str, str], str]:
    """The better of two models, of the values and of their logarithms, by the corrected Akaike criterion."""
    import statsmodels

    values = [float(value) for value in series.values]
    models = [_fitted(series, values, logarithms=False)]
    if min(values) > 0:
        models.append(_fitted(series, values, logarithms=True))
    usable = [model for model in models if math.isfinite(model.aicc)]
    if not usable:
        raise CannotEstimate("unstable")
    best = min(usable, key=lambda model: model.aicc)
    parameters = {
        "transform": "log" if best.logarithms else "none",
        "season": "fixed" if _season(series) else "none",
        "interval": INTERVAL,
        "converged": "yes" if best.fit.mle_retvals["converged"] else "no",
    }
    return best.ahead(steps), MappingProxyType(parameters), f"statsmodels {statsmodels.__version__}"


def _fitted(series: Series, values: list[float], logarithms: bool) -> Model:
    import numpy
    from statsmodels.tsa.statespace.structural import UnobservedComponents  # two seconds: never at the start

    given = numpy.log(values) if logarithms else numpy.array(values)
    centre = float(given.mean())
    spread = float(abs(given - centre).max()) or 1.0
    model = UnobservedComponents(
        (given - centre) / spread, level="lltrend", seasonal=_season(series), stochastic_seasonal=False
    )
    with warnings.catch_warnings(), numpy.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # whether it converged is told in the parameters
        fit = model.fit(disp=False)
    start = fit.loglikelihood_burn
    known, free = len(values) - start, len(fit.params)
    # compared on the scale of the values: both changes of scale count
    likelihood = float(fit.llf) - known * math.log(spread) - (float(given[start:].sum()) if logarithms else 0)
    penalty = 2 * free + 2 * free * (free + 1) / max(known - free - 1, 1)
    return Model(fit, logarithms, centre, spread, penalty - 2 * likelihood, known, free)


def _season(series: Series) -> int | None:
    enough = series.frequency > YEARS and len(series) >= SEASON_YEARS * series.frequency
    return series.frequency if enough else None
