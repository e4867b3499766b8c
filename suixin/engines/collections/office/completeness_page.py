"""The completeness screen of a form and period, and its tables as files."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from suixin.engines.collections.models import Opening
from suixin.engines.collections.office import completeness
from suixin.engines.collections.office.seats import keeps, kept_form, period_of
from suixin.engines.collections.office.wording import district_words, period_words
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.api.export import csv_file

PAGE_SIZE = 50


@require_safe
@require_role(Role.PROGRAMME_OFFICER, Role.AUDITOR)
def screen(request: HttpRequest, form: str, period: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = kept_form(actor, form)
    at = period_of(found, period)
    district = request.GET.get("district")
    match request.GET.get("format"):
        case "csv":
            return standings_file(found, at)
        case "missing":
            return missing_file(found, at, district)
    standings = completeness.standings(found, at)
    page = Paginator(completeness.missing(found, at, district), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": found,
        "title": said(found.titles),
        "period": str(at),
        "period_words": period_words(str(at)),
        "opening": Opening.objects.filter(form=found.id, period=str(at), to_index=None).first(),
        "total": completeness.whole(standings),
        "rows": [(code, district_words(code), standing) for code, standing in standings],
        "page": page,
        "missing": completeness.named(page),
        "district": district,
        "district_words": district_words(district) if district is not None else "",
        "devices": completeness.devices(found, at),
        "most": completeness.MOST_OF_ONE_DEVICE,
        "keeps": keeps(actor, found),
    }
    return render(request, "collections/office/completeness.html", context)


def standings_file(form: Form, period: Period) -> HttpResponse:
    heading = [
        _("代号"), _("所在区"), _("应报"), _("已报"), _("按时"), _("审核通过"), _("待审核"), _("已退回"), _("未报"),
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
        ]
        for code, each in completeness.standings(form, period)
    ]
    return csv_file(f"{form.id}-{period}-completeness.csv", heading, rows)


def missing_file(form: Form, period: Period, district: str | None) -> HttpResponse:
    rows = completeness.named(completeness.missing(form, period, district))
    heading = [_("代号"), _("填报单位"), _("所在区")]
    return csv_file(
        f"{form.id}-{period}-missing.csv", heading, ([each.unit, name, words] for each, name, words in rows)
    )
