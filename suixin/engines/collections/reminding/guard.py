"""The rule of reminders: only those are reminded who have something to do, and nobody twice in a day."""

from collections.abc import Iterator

from django.utils.timezone import localdate

from suixin.engines.collections.guards import by_authority, told
from suixin.engines.collections.models import Opening, Reminded
from suixin.engines.collections.reminding.steps import Kind
from suixin.engines.collections.reminding.units import to_correct, to_report
from suixin.kernel.records.problem import Problem
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.entries import in_parts
from suixin.platform.ledger.submit import GuardContext, Submission


@by_authority
def reminder(found: Form, submission: Submission, context: GuardContext) -> Iterator[Problem]:
    data, units = submission.data, submission.data["units"]
    opening = Opening.objects.now(form=found.id, period=data["period"])
    returned = data["kind"] == Kind.RETURNED
    if opening is None or opening.due.isoformat() != data["due"] or not (opening.is_open or returned):
        yield told("reminder-closed", "/period", period=data["period"])
        return
    period = Period.read(data["period"])
    owing = to_correct(found, period) if returned else to_report(found, period)
    still = sum(owing.filter(unit__in=some).count() for some in in_parts(units))
    if still < len(units):
        yield told("reminder-not-missing", "/units", count=len(units) - still)
    today = Reminded.objects.filter(form=found.id, period=data["period"], day=localdate(context.time))
    twice = sum(today.filter(unit__in=some).count() for some in in_parts(units)) + in_this_call(
        submission, context
    )
    if twice:
        yield told("reminder-today", "/units", count=twice)


def in_this_call(submission: Submission, context: GuardContext) -> int:
    data = submission.data
    return sum(
        len(set(data["units"]) & set(each.data["units"]))
        for each in context.earlier
        if each.type == submission.type
        and (each.data["form"], each.data["period"]) == (data["form"], data["period"])
    )
