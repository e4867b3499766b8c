"""Points in time and periods as SDMX queries spell them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.utils import timezone

from suixin.kernel.statistics.periods import Period

MONTHS_OF = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}
REPORTING = re.compile(r"(\d{4})-([ASTQM])(\d{1,2})", re.ASCII)
WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
DAY_OF_YEAR = re.compile(r"(\d{4})-D(\d{3})", re.ASCII)
GREGORIAN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T[0-9:.+Z-]+)?)?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """From a first day to a last."""

    first: date
    last: date


def span(text: str) -> Span:
    """2019, 2019-06, 2019-06-30, 2019-A1, 2019-S1, 2019-Q2, 2019-M06, 2019-W26, 2019-D181. Raises `ValueError`."""
    if found := REPORTING.fullmatch(text):
        year, months, place = int(found[1]), MONTHS_OF[found[2]], int(found[3])
        if not 1 <= place <= 12 // months:
            raise ValueError(text)
        return months_from(year, (place - 1) * months + 1, months)
    if found := WEEK.fullmatch(text):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return Span(monday, monday + timedelta(days=6))
    if found := DAY_OF_YEAR.fullmatch(text):
        day = date(int(found[1]), 1, 1) + timedelta(days=int(found[2]) - 1)
        if day.year != int(found[1]):
            raise ValueError(text)
        return Span(day, day)
    if found := GREGORIAN.fullmatch(text):
        year, month, day_of_month = found.groups()
        if day_of_month:
            day = date(int(year), int(month), int(day_of_month))
            return Span(day, day)
        return months_from(int(year), int(month), 1) if month else months_from(int(year), 1, 12)
    raise ValueError(text)


def months_from(year: int, month: int, count: int) -> Span:
    first = date(year, month, 1)
    last = month + count - 1
    return Span(first, date(year, last, monthrange(year, last)[1]))


def span_of(period: Period) -> Span:
    months = 12 // period.frequency.a_year
    return months_from(period.year, (period.place - 1) * months + 1, months)


def moment(text: str) -> datetime:
    """A point in time; without an offset in the time of the city, without a time the beginning of the day. Raises
    `ValueError`."""
    found = datetime.fromisoformat(text)
    if not 1900 <= found.year <= 9000:  # room for offsets at both ends
        raise ValueError(text)
    return found if timezone.is_aware(found) else timezone.make_aware(found)


def instant(moment: datetime) -> str:
    """As messages tell a point in time: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
