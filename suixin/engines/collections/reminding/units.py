"""Who has something to do for a form and period, and has not been told of it since a day."""

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from suixin.engines.collections.models import Reminded, Report, Unit
from suixin.engines.collections.office.completeness import expected, report_of_unit
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period


def to_report(form: Form, period: Period) -> QuerySet[Unit]:
    return expected(form, period).filter(~Exists(report_of_unit(form, period)))


def to_correct(form: Form, period: Period) -> QuerySet[Report]:
    return Report.objects.filter(
        form=form.id, ordinal=period.ordinal, state=Report.State.RETURNED, to_index=None
    )


def not_told_since(owing: QuerySet, form: Form, period: Period, day: date) -> QuerySet:
    told = Reminded.objects.filter(form=form.id, period=str(period), unit=OuterRef("unit"), day__gte=day)
    return owing.filter(~Exists(told))
