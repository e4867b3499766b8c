"""Opening a period of a form, moving its due date, closing it. Each with a reason, which is public."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from suixin.engines.collections.actions import open_period
from suixin.engines.collections.models import Opening
from suixin.engines.collections.office.seats import keeps, kept_form
from suixin.engines.collections.office.wording import period_words
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import MalformedPeriod, Period
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.office.periods import period_in
from suixin.platform.ui.fields import day_field
from suixin.platform.ui.numbers import language


class DueForm(forms.Form):
    due = day_field(gettext_lazy("截止日期"))
    is_open = forms.BooleanField(
        label=gettext_lazy("开放填报"),
        required=False,
        help_text=gettext_lazy("关闭后不再收首次报送；已退回的仍可更正。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("理由"),
        min_length=2,
        max_length=500,
        help_text=gettext_lazy("随记录一起公开，例如“节假日顺延”。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["due"].required = True
        self.fields["due"].help_text = gettext_lazy("截止当天仍算按时。")


class OpeningForm(DueForm):
    period = forms.CharField(
        label=gettext_lazy("期别"),
        max_length=7,
        help_text=gettext_lazy("写 2020-06、2020-Q2 或 2020，与报表的频度一致。"),
    )
    field_order = ("period", "due", "is_open", "reason")

    def __init__(self, *args: Any, form: Form, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.form = form

    def clean_period(self) -> str:
        given: str = self.cleaned_data["period"].strip()
        try:
            fits = Period.read(given).frequency is self.form.frequency
        except MalformedPeriod:
            fits = False
        if not fits:
            raise forms.ValidationError(_("期别应写作 2020-06、2020-Q2 或 2020，并与报表的频度一致。"))
        if Opening.objects.filter(form=self.form.id, period=given, to_index=None).exists():
            words = _("%(period)s 已经开放过。要改截止日期，请从期别列表里改。")
            raise forms.ValidationError(words % {"period": period_words(given)})
        return given


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.PROGRAMME_OFFICER)
def open_new(request: HttpRequest, form: str) -> HttpResponse:
    found = own_form(request, form)
    fields = OpeningForm(request.POST or None, form=found, initial=next_period(found))
    return answer(request, found, fields, None)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.PROGRAMME_OFFICER)
def change(request: HttpRequest, form: str, period: str) -> HttpResponse:
    found = own_form(request, form)
    name = str(period_in(period, found.frequency))
    held = Opening.objects.filter(form=found.id, period=name, to_index=None).first()
    if held is None:
        raise Http404
    fields = DueForm(request.POST or None, initial={"due": held.due, "is_open": held.is_open})
    return answer(request, found, fields, name)


def own_form(request: HttpRequest, name: str) -> Form:
    found = kept_form(request.actor, name)  # type: ignore[attr-defined]
    if not keeps(request.actor, found):  # type: ignore[attr-defined]
        raise PermissionDenied
    return found


def next_period(form: Form) -> dict[str, object]:
    """The one after the newest, due as the form says."""
    newest = Opening.objects.filter(form=form.id, to_index=None).order_by("-ordinal").first()
    if newest is None:
        return {"is_open": True}
    period = Period.read(newest.period).later(1)
    return {"period": str(period), "due": period.last_day + timedelta(days=form.due_days), "is_open": True}


def answer(request: HttpRequest, form: Form, fields: DueForm, period: str | None) -> HttpResponse:
    if request.method == "POST" and fields.is_valid():
        given = fields.cleaned_data
        name = period or given["period"]
        try:
            open_period(
                form,
                name,
                given["due"].isoformat(),
                request.actor,  # type: ignore[attr-defined]
                given["reason"],
                is_open=given["is_open"],
            )
        except Refusal as refusal:
            for problem in refusal.problems:
                fields.add_error(None, problem.message(language()))
            if not refusal.problems:
                fields.add_error(None, refusal.message(language()))
        else:
            messages.success(request, _("已保存 %(period)s。") % {"period": period_words(name)})
            return redirect("collecting:form", form=form.id)
    context = {
        "form": form,
        "title": said(form.titles),
        "fields": fields,
        "period": period_words(period) if period else "",
    }
    return render(request, "collections/office/opening.html", context, status=422 if fields.errors else 200)
