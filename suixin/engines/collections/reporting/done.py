"""After reporting: the number of the record, who looks at it next, and the receipt to keep."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from suixin.engines.collections.reporting.places import period_words, place_of, said
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role


@require_GET
@require_role(Role.REPORTER, Role.COMPANY)
def receipt(request: HttpRequest, form: str, period: str) -> HttpResponse:
    place = place_of(request.actor, form, period)  # type: ignore[attr-defined]
    if place.live is None:
        raise Http404
    context = {"place": place, "title": said(place.form.titles), "period": period_words(place.period)}
    return render(request, "collections/reporting/receipt.html", context)
