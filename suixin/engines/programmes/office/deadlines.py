"""Where a date stands today. It says nothing about the work: without data nobody knows how far that is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from suixin.engines.programmes import read
from suixin.kernel.programme.days import last_day

SOON = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Deadline:
    state: str  # a status of the page's parts
    words: str

    @property
    def presses(self) -> bool:
        return self.state in {"overdue", "due-soon"}


def deadline(due: str | None, today: date) -> Deadline:
    last = last_day(due)
    if last is None:
        return Deadline("none", _("未定期限"))
    if last < today:
        return Deadline("overdue", _("期限已过"))
    if last <= today + SOON:
        return Deadline("due-soon", _("即将到期"))
    return Deadline("waiting", _("未到期"))


@dataclass(frozen=True, slots=True)
class Due:
    """By when a task is to be done: its own date or its soonest target's, else the end of the programme's period."""

    on: str | None
    of_programme: bool = False


def due_of(task: read.Task, programme: read.Programme) -> Due:
    if own := soonest([task.due, *(target.due for target in task.targets)]):
        return Due(own)
    return Due(str(programme.period[1]), of_programme=True) if programme.period else Due(None)


def soonest(dues: Iterable[str | None]) -> str | None:
    return min((due for due in dues if due), key=lambda due: last_day(due) or date.max, default=None)
