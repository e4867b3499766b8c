"""Days as notices give them, with their own precision: 2021, 2021-06 or 2021-06-30. 2021 ends on 31 December."""

import re
from calendar import monthrange
from datetime import date

_PRINTED = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_FIRST_YEAR, _LAST_YEAR = 1949, 2200


def is_due(text: str) -> bool:
    """Whether there is such a day, month or year, in the time that programmes are about."""
    found = _PRINTED.fullmatch(text)
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR:
        return False
    month, day = int(found[2] or 1), int(found[3] or 1)
    return 1 <= month <= 12 and 1 <= day <= monthrange(int(found[1]), month)[1]


def last_day(due: str | None) -> date | None:
    """None for no date, and for one that the calendar does not have."""
    if not due or not is_due(due):
        return None
    year, month, day, *_ = [*map(int, due.split("-")), None, None]
    if year is None:
        return None
    month = month or 12
    return date(year, month, day or monthrange(year, month)[1])
