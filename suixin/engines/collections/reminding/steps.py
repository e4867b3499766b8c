"""On which days a unit is reminded: before the due day, on it, and after it ever more seldom."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

BEFORE = 3  # days
AFTER = (1, 3, 7)  # days, then every week
WEEK = 7
MOST = 8  # reminders after the due day, or after a return
MADE_UP = timedelta(days=2)  # a day on which the site stood still is made up for within so many


class Kind(StrEnum):
    BEFORE = "before-due"
    DUE = "due"
    LATE = "late"
    RETURNED = "returned"
    BY_HAND = "by-hand"


LATER = (*AFTER, *(AFTER[-1] + WEEK * n for n in range(1, MOST - len(AFTER) + 1)))
OF_DUE_DAY = (-BEFORE, 0, *LATER)
LONGEST = timedelta(days=LATER[-1]) + MADE_UP


@dataclass(frozen=True, slots=True)
class Step:
    kind: Kind
    days: int  # from the due day, or from the return
    day: date  # on which it is reached


def step_of_due(due: date, today: date) -> Step | None:
    """The newest that is reached, and not too long ago."""
    return newest(OF_DUE_DAY, due, today, None)


def step_of_return(returned: date, today: date) -> Step | None:
    return newest(LATER, returned, today, Kind.RETURNED)


def newest(steps: Sequence[int], start: date, today: date, kind: Kind | None) -> Step | None:
    reached = [days for days in steps if start + timedelta(days=days) <= today]
    if not reached:
        return None
    step = Step(kind or kind_of(reached[-1]), reached[-1], start + timedelta(days=reached[-1]))
    return step if today - step.day <= MADE_UP else None


def kind_of(days: int) -> Kind:
    if days < 0:
        return Kind.BEFORE
    return Kind.LATE if days else Kind.DUE
