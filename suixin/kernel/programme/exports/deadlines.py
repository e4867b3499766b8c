"""The days that a deadline of the notice's own precision spans: 2021 ends on 31 December."""

from calendar import monthrange
from datetime import date


def last_day(due: str | None) -> date | None:
    if not due:
        return None
    year, month, day, *_ = [*map(int, due.split("-")), None, None]
    if year is None:
        return None
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])
