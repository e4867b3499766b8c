"""What reminders there were of a form and period, what became of their letters, and how many have reported since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef

from suixin.engines.collections.models import Posted, Reminded, Reminder, Report
from suixin.engines.collections.reminding.letters import about
from suixin.engines.collections.reminding.words import kind_words
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.platform.post.queue import Tally, tallies

SHOWN = 12  # reminders; each may be many records


@dataclass(slots=True)
class Told:
    """One reminder, of as many records as it took."""

    day: date
    kind: str
    step: int | None
    message: str
    records: list[int] = field(default_factory=list)
    units: int = 0
    since: int = 0  # units that have reported or corrected since
    letters: Tally = field(default_factory=Tally)
    is_written: bool = True  # its letters

    @property
    def words(self) -> str:
        return kind_words(self.kind, self.step)


def history(form: Form, period: Period) -> list[Told]:
    """The newest first."""
    found: dict[tuple[date, str, int | None, str], Told] = {}
    for each in Reminder.objects.filter(form=form.id, period=str(period)).order_by("-index").iterator():
        place = (each.day, each.kind, each.step, each.message)
        if place not in found and len(found) == SHOWN:
            break
        told = found.setdefault(place, Told(*place))
        told.records.append(each.index)
        told.units += each.count
    count_letters(found.values())
    for told in found.values():
        told.since = reported_since(form, period, told.records)
    return list(found.values())


def count_letters(reminders: Iterable[Told]) -> None:
    records = {index: told for told in reminders for index in told.records}
    written = set(Posted.objects.filter(pk__in=list(records)).values_list("pk", flat=True))
    for index, told in records.items():
        told.is_written &= index in written
    for name, tally in tallies([about(index) for index in written]).items():
        letters = records[int(name.rpartition("/")[2])].letters
        letters.waiting += tally.waiting
        letters.sent += tally.sent
        letters.failed += tally.failed


def reported_since(form: Form, period: Period, records: Iterable[int]) -> int:
    newer = Report.objects.filter(
        form=form.id,
        unit=OuterRef("unit"),
        period=str(period),
        to_index=None,
        index__gt=OuterRef("reminder"),
    )
    return Reminded.objects.filter(Exists(newer), reminder__in=list(records)).count()
