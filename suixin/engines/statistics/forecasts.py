"""Forecasts for pages, made in the background: fitting a model takes seconds, and no page waits for that. They are kept
in the shared cache under the figures they were made from, never in a record; whatever is lost is made again."""

import hashlib
from dataclasses import replace
from datetime import date

from django.core.cache import cache

from suixin import __version__
from suixin.engines.statistics.estimates import forecast
from suixin.engines.statistics.estimates.estimate import Estimate
from suixin.engines.statistics.estimates.reasons import Reason
from suixin.engines.statistics.estimates.series import Points

KEPT = 90 * 24 * 3600  # seconds


def kept(points: Points, due: date) -> Estimate | None:
    """None: it has still to be made."""
    found: Estimate | None = cache.get(key(points, due))
    return found


def make(points: Points, due: date) -> Estimate:
    made = plain(forecast.until(points, due))
    cache.set(key(points, due), made, KEPT)
    return made


def key(points: Points, due: date) -> str:
    told = repr((__version__, [(period, str(value)) for period, value in points], due.isoformat()))
    return f"forecast-{hashlib.sha256(told.encode()).hexdigest()}"


def plain(made: Estimate) -> Estimate:
    """The same, such that a cache can store it."""
    return replace(
        made,
        lines=dict(made.lines),
        parameters=dict(made.parameters),
        remarks=tuple(map(plain_reason, made.remarks)),
        reason=None if made.reason is None else plain_reason(made.reason),
    )


def plain_reason(reason: Reason) -> Reason:
    return Reason(reason.code, dict(reason.parameters))
