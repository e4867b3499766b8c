"""When figures come out. Before that moment nobody publishes them, by hand or otherwise; who wants another moment says so
in the calendar, with a reason, for all to see."""

from datetime import datetime, time, timedelta

from django.utils import timezone

from suixin.engines.statistics.models import Due
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import Frequency, Period

MORNING = time(10)  # in the city


def due_at(indicator: Indicator, period: Period) -> datetime | None:
    """None: as soon as there is something to say."""
    held = Due.objects.filter(indicator=indicator.id, period=str(period), holds=True).first()
    if held is not None:
        return held.at
    if indicator.release_days is None:
        return None
    day = period.last_day + timedelta(days=indicator.release_days)
    return timezone.make_aware(datetime.combine(day, MORNING))


def current(frequency: Frequency) -> Period:
    """The period that today lies in, in the city."""
    today = timezone.localdate()
    return Period(frequency, today.year * frequency.a_year + (today.month - 1) * frequency.a_year // 12)
