"""An entry of the release calendar: when figures of a period come out, with a reason that everybody can read."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from suixin.engines.statistics.models import Due
from suixin.engines.statistics.office.seats import access_indicator, keeps
from suixin.engines.statistics.office.wording import period_words, said
from suixin.engines.statistics.schedule import due_at
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.office.periods import period_in
from suixin.platform.ui.fields import day_in_reach
from suixin.platform.ui.numbers import language


class DateForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("发布日期"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        validators=[day_in_reach],
        error_messages={"invalid": gettext_lazy("日期应写作 2021-06-30。")},
    )
    time = forms.TimeField(
        label=gettext_lazy("时间"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("时间应写作 10:00。")},
        help_text=gettext_lazy("本市时间。在此之前，谁都不能发布。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        min_length=2,
        max_length=500,
        help_text=gettext_lazy("随记录一起公开，例如“节假日顺延”。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.PROGRAMME_OFFICER)
def date(request: HttpRequest, name: str, period: str) -> HttpResponse:
    indicator = access_indicator(name)
    asked = period_in(period, indicator.frequency)
    actor = request.actor  # type: ignore[attr-defined]
    if not keeps(actor, name):
        raise PermissionDenied
    at = due_at(indicator, asked)
    now_due = timezone.localtime(at) if at else None
    fields = DateForm(
        request.POST or None, initial=now_due and {"day": now_due.date(), "time": now_due.time()}
    )
    if request.method == "POST" and fields.is_valid():
        try:
            enter(name, str(asked), fields.cleaned_data, actor)
        except Refusal as refusal:
            for problem in refusal.problems:
                fields.add_error(None, problem.message(language()))
        else:
            messages.success(request, _("发布日程已登记。"))
            return redirect("statistics:office-period", name, str(asked))
    context = {
        "title": said(indicator.titles),
        "name": name,
        "period": str(asked),
        "words": period_words(asked),
        "fields": fields,
    }
    return render(request, "statistics/office/date.html", context, status=422 if fields.errors else 200)


def enter(name: str, period: str, given: dict[str, Any], actor: Any) -> None:
    at = timezone.make_aware(timezone.datetime.combine(given["day"], given["time"]))
    held = Due.objects.filter(indicator=name, period=period, holds=True).first()
    data = {"indicator": name, "period": period, "at": at.isoformat(), "reason": given["reason"]}
    own = held is not None and held.organisation == actor.organisation
    submit([Submission("statistics.calendar", data, supersedes=held.index if own else None)], actor)
