"""The form of one unit for one period as a file to fill in: with its head, what has been typed so far, and what the
unit reported before."""

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from suixin.engines.collections.numerals import decimal_of
from suixin.engines.collections.reporting.places import Place, organisation_name, place_of, said
from suixin.engines.collections.reporting.sheet import earlier_values
from suixin.engines.collections.sheets import template
from suixin.engines.collections.sheets.shape import Heading, Numbers
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.ui.numbers import language

KINDS: Mapping[str, tuple[Callable[[Form, Heading, Numbers, str], bytes], str]] = {
    "xlsx": (template.xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (template.csv_text, "text/csv; charset=utf-8"),
}


@require_safe
@require_role(Role.REPORTER, Role.COMPANY)
def blank(request: HttpRequest, form: str, period: str, kind: str) -> HttpResponse:
    return blank_file(place_of(request.actor, form, period), kind)  # type: ignore[attr-defined]


def blank_file(place: Place, kind: str) -> HttpResponse:
    """Raises `Http404` for a kind that there is not."""
    if kind not in KINDS:
        raise Http404
    write, media_type = KINDS[kind]
    heading = Heading(
        place.unit.unit,
        organisation_name(place.actor, place.unit.unit),
        organisation_name(place.actor, place.form.authority),
        place.period,
    )
    previous, year_before = earlier_values(place)
    numbers = Numbers(only_numbers(place), previous, year_before)
    response = HttpResponse(write(place.form, heading, numbers, language()), content_type=media_type)
    name = f"{said(place.form.titles)} {place.period}.{kind}"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


def only_numbers(place: Place) -> dict[str, str]:
    """Of a draft, in which anything may have been typed."""
    read = {item.id: decimal_of(place.values.get(item.id), item) for item in place.form.items}
    return {name: number for name, number in read.items() if isinstance(number, str)}
