"""The background work of reminding: once a day, in the hours in which people work, whoever owes something is reminded when a
step is reached. It looks at the clock once a minute; whether a unit has been told stands in the records, so that a
process that was cut short goes on where it was.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from time import monotonic

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.timezone import localdate

from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Opening, Report
from suixin.engines.collections.models import Step as Review
from suixin.engines.collections.reminding.recording import UNIT_LIMIT, remind
from suixin.engines.collections.reminding.steps import (
    BEFORE,
    LONGEST,
    Step,
    step_of_due,
    step_of_return,
)
from suixin.engines.collections.reminding.units import not_told_since, to_correct, to_report
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.reading import midnight
from suixin.platform.ledger.refusals import Refusal

logger = logging.getLogger(__name__)

DAY = timedelta(days=1)
EVERY = 60.0  # seconds
HOURS = range(9, 18)  # of the city's day


@dataclass(frozen=True, slots=True)
class Owed:
    """The units of one period that a step has reached and nobody has told."""

    form: Form
    opening: Opening
    step: Step
    units: list[str]


@dataclass(slots=True)
class Round:
    """What one process knows of where it is."""

    looks_at: float = 0.0  # by the monotonic clock
    done: set[tuple[int, date]] = field(default_factory=set)  # periods, by their record, that had their day

    def work(self) -> bool:
        if monotonic() < self.looks_at:
            return False
        now = timezone.localtime()
        if now.hour in HOURS:
            for opening in self.open_today(now.date()):
                try:
                    if tell(opening, now.date()):
                        return True
                except Refusal as refusal:  # somebody reported in between, or the ledger waits for the log
                    logger.info("%s: reminders wait (%s)", opening, type(refusal).__name__)
                else:
                    self.done.add((opening.index, now.date()))
        self.looks_at = monotonic() + EVERY
        return False

    def open_today(self, today: date) -> Iterator[Opening]:
        self.done = {each for each in self.done if each[1] == today}
        for opening in periods(today):
            if (opening.index, today) not in self.done:
                yield opening


def tell(opening: Opening, today: date) -> bool:
    """One record at a time, so that other work has its turn. Whether there was somebody to tell."""
    form = newest_form(opening.form)
    owed = next(owing(form, opening, today), None) if form else None
    if owed is None:
        return False
    actor = Actor.system("reminders", organisation=owed.form.authority)
    remind(owed.form, opening, owed.units, actor, kind=owed.step.kind, step=owed.step.days)
    return True


def periods(today: date) -> Iterator[Opening]:
    """Those in which a step may be reached: due about now, or with something returned."""
    near = Opening.objects.filter(to_index=None, due__range=(today - LONGEST, today + BEFORE * DAY))
    returned = (
        Report.objects.filter(state=Report.State.RETURNED, to_index=None)
        .order_by()
        .values_list("form", "period")
        .distinct()
    )
    found = {(each.form, each.period): each for each in near}
    for form, period in returned:
        if (form, period) not in found and (held := Opening.objects.now(form=form, period=period)):
            found[form, period] = held
    yield from found.values()


def owing(form: Form, opening: Opening, today: date) -> Iterator[Owed]:
    period = Period.read(opening.period)
    if opening.is_open and (step := step_of_due(opening.due, today)):
        missing = not_told_since(to_report(form, period), form, period, step.day)
        if units := list(missing.values_list("unit", flat=True)[:UNIT_LIMIT]):
            yield Owed(form, opening, step, units)
    reports = to_correct(form, period).annotate(returned=newest_return())
    for day in sorted({localdate(at) for at in reports.values_list("returned", flat=True).order_by()}):
        if step := step_of_return(day, today):
            of_day = reports.filter(returned__gte=midnight(day), returned__lt=midnight(day + DAY))
            waiting = not_told_since(of_day, form, period, step.day)
            if units := list(waiting.values_list("unit", flat=True)[:UNIT_LIMIT]):
                yield Owed(form, opening, step, units)


def newest_return() -> Subquery:
    reviews = Review.objects.filter(report=OuterRef("index"), decision="returned")
    return Subquery(reviews.order_by("-review").values("recorded_at")[:1])


ROUND = Round()


def work() -> bool:
    """Whether there was something to do."""
    return ROUND.work()
