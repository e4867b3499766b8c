"""The completeness screen of a form and period: districts, units, devices, reminders; and its tables as files."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from suixin.engines.collections.models import Opening
from suixin.engines.collections.office import completeness, roster
from suixin.engines.collections.office.seats import keeps, kept_form
from suixin.engines.collections.office.wording import district_words, period_words
from suixin.engines.collections.reminding.history import history
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.api.export import csv_file
from suixin.platform.office.periods import period_in
from suixin.platform.post import queue

PAGE_SIZE = 50


@require_safe
@require_role(Role.PROGRAMME_OFFICER, Role.AUDITOR)
def screen(request: HttpRequest, form: str, period: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = kept_form(actor, form)
    at = period_in(period, found.frequency)
    choice = roster.Choice.read(request.GET)
    match request.GET.get("format"):
        case "csv":
            return standings_file(found, at)
        case "units":
            return units_file(found, at, choice)
    standings = completeness.standings(found, at)
    page = Paginator(roster.chosen(found, at, choice), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": found,
        "title": said(found.titles),
        "period": str(at),
        "period_words": period_words(str(at)),
        "opening": Opening.objects.filter(form=found.id, period=str(at), to_index=None).first(),
        "total": completeness.whole(standings),
        "rows": [(code, district_words(code), standing) for code, standing in standings],
        "choice": choice,
        "choices": [(name, words) for name, (words, _narrow) in roster.STANDINGS.items()],
        "page": page,
        "lines": list(roster.lines(found, at, page)),
        "devices": completeness.devices(found, at),
        "most": completeness.MOST_OF_ONE_DEVICE,
        "reminders": history(found, at),
        "has_mail": queue.is_on(),
        "keeps": keeps(actor, found),
    }
    return render(request, "collections/office/completeness.html", context)


def standings_file(form: Form, period: Period) -> HttpResponse:
    heading = [
        _("代号"), _("所在区"), _("应报"), _("已报"), _("按时"), _("审核通过"), _("待审核"), _("已退回"), _("未报"),
        _("写了核实说明"), _("退回过"),
    ]  # fmt: skip
    rows = [
        [
            code,
            district_words(code),
            each.expected,
            each.reported,
            each.on_time,
            each.accepted,
            each.waiting,
            each.returned,
            each.missing,
            each.explained,
            each.sent_back,
        ]
        for code, each in completeness.standings(form, period)
    ]
    return csv_file(f"{form.id}-{period}-completeness.csv", heading, rows)


def units_file(form: Form, period: Period, choice: roster.Choice) -> HttpResponse:
    heading = [
        _("代号"), _("填报单位"), _("所在区"), _("状态"), _("报送"), _("按时"), _("核实说明"), _("退回次数"),
        _("与多个单位同一设备"), _("提醒次数"), _("最近提醒"),
    ]  # fmt: skip
    rows = [
        [
            each.unit.unit,
            each.name,
            each.district,
            each.state[1],
            each.report.recorded_at.date().isoformat() if each.report else "",
            yes_or_no(each.report.on_time) if each.report else "",
            each.explanations,
            each.returns,
            yes_or_no(each.is_of_busy_device),
            each.reminders,
            each.reminded or "",
        ]
        for each in roster.lines(form, period, roster.chosen(form, period, choice))
    ]
    return csv_file(f"{form.id}-{period}-{choice.standing}.csv", heading, rows)


def yes_or_no(given: bool) -> str:
    return _("是") if given else _("否")
