"""Reminding those who are missing, by hand: how many, in which district, with a sentence; then it is done at once."""

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from suixin.engines.collections.models import Opening, Unit
from suixin.engines.collections.office.opening import own_form
from suixin.engines.collections.office.wording import district_words, period_words
from suixin.engines.collections.reminding.recording import remind
from suixin.engines.collections.reminding.units import not_told_since, to_report
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.office.periods import period_in
from suixin.platform.post import queue
from suixin.platform.ui.numbers import language


class MessageForm(forms.Form):
    message = forms.CharField(
        label=gettext_lazy("留言"),
        required=False,
        min_length=2,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("可以不写。填报单位在工作台和邮件里看到它；请勿写个人信息和数值。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(Role.PROGRAMME_OFFICER)
def remind_missing(request: HttpRequest, form: str, period: str) -> HttpResponse:
    found = own_form(request, form)
    at = period_in(period, found.frequency)
    opening = Opening.objects.now(form=found.id, period=str(at))
    if opening is None or not opening.is_open:
        messages.error(request, _("这一期没有开放填报，没有提醒任何单位。"))
        return redirect("collecting:completeness", form=found.id, period=str(at))
    district = request.GET.get("district") or None
    fields = MessageForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and fields.is_valid():
        units = list(to_remind(found, at, district).values_list("unit", flat=True))
        if send(request, found, opening, units, fields):
            return redirect("collecting:completeness", form=found.id, period=str(at))
    missing = of_district(to_report(found, at), district)
    count = to_remind(found, at, district).count()
    context = {
        "form": found,
        "title": said(found.titles),
        "period": str(at),
        "period_words": period_words(str(at)),
        "opening": opening,
        "fields": fields,
        "count": count,
        "told": missing.count() - count,
        "district": district,
        "district_words": district_words(district) if district else "",
        "districts": districts(found, at),
        "has_mail": queue.is_on(),
    }
    return render(request, "collections/office/remind.html", context, status=422 if fields.errors else 200)


def to_remind(form: Form, period: Period, district: str | None) -> QuerySet[Unit]:
    """Those who are missing and have not been told today."""
    today = timezone.localdate()
    return of_district(not_told_since(to_report(form, period), form, period, today), district)


def of_district(units: QuerySet[Unit], district: str | None) -> QuerySet[Unit]:
    return units if district is None else units.filter(district=district)


def districts(form: Form, period: Period) -> list[tuple[str, str]]:
    codes = to_report(form, period).order_by("district").values_list("district", flat=True).distinct()
    return [(code, district_words(code)) for code in codes]


def send(request: HttpRequest, form: Form, opening: Opening, units: list[str], fields: MessageForm) -> bool:
    if not units:
        fields.add_error(None, _("没有要提醒的单位：都已报送，或今天已经提醒过。"))
        return False
    try:
        remind(form, opening, units, request.actor, message=fields.cleaned_data["message"].strip())  # type: ignore[attr-defined]
    except Refusal as refusal:
        for words in [each.message(language()) for each in refusal.problems] or [refusal.message(language())]:
            fields.add_error(None, words)
        return False
    words = ngettext("已提醒 %(n)d 个单位。", "已提醒 %(n)d 个单位。", len(units))
    messages.success(request, words % {"n": len(units)})
    return True
