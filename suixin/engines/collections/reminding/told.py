"""What one unit was told of a form and period, and when: on its desk, and in the list of what it has to report."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import ngettext

from suixin.engines.collections.models import Reminded, Reminder
from suixin.platform.ui.numbers import written_date

Place = tuple[str, str]  # form and period


@dataclass(frozen=True, slots=True)
class Told:
    times: int
    day: date  # of the newest
    message: str  # the newest that an officer wrote

    @property
    def words(self) -> str:
        words = ngettext("%(day)s提醒过，共 %(n)d 次。", "%(day)s提醒过，共 %(n)d 次。", self.times)
        return words % {"day": written_date(self.day), "n": self.times}


def told(unit: str, places: Collection[Place]) -> dict[Place, Told]:
    """In two questions, however many there are."""
    forms, periods = {form for form, _period in places}, {period for _form, period in places}
    rows = list(Reminded.objects.filter(form__in=forms, period__in=periods, unit=unit).order_by("reminder"))
    messages = dict(
        Reminder.objects.filter(pk__in=[row.reminder for row in rows])
        .exclude(message="")
        .values_list("pk", "message")
    )
    found: dict[Place, Told] = {}
    for row in rows:
        before = found.get((row.form, row.period), Told(0, row.day, ""))
        message = messages.get(row.reminder, before.message)
        found[row.form, row.period] = replace(before, times=before.times + 1, day=row.day, message=message)
    return found
