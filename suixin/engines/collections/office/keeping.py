"""The pages of a form's authority: its forms, and one form in plain words with its periods."""

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from suixin.engines.collections.models import Opening, Unit
from suixin.engines.collections.office.completeness import at_a_glance, reported_counts
from suixin.engines.collections.office.seats import access_forms, keeps, kept_form
from suixin.engines.collections.office.wording import FREQUENCIES, period_words, unit_names
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.forms import EVERYWHERE, Form, Grade
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role

PERIODS_SHOWN = 12


@require_safe
@require_role(Role.PROGRAMME_OFFICER, Role.AUDITOR)
def forms(request: HttpRequest) -> HttpResponse:
    found = access_forms(request.actor)  # type: ignore[attr-defined]
    ids = [form.id for form in found]
    units = dict(
        Unit.objects.filter(form__in=ids, to_index=None)
        .order_by()
        .values_list("form")
        .annotate(count=Count("pk"))
    )
    newest: dict[str, str] = {}
    for form_id, period in (
        Opening.objects.filter(form__in=ids, to_index=None).order_by("ordinal").values_list("form", "period")
    ):
        newest[form_id] = period
    rows = [
        (
            form,
            said(form.titles),
            FREQUENCIES[form.frequency],
            units.get(form.id, 0),
            newest.get(form.id, ""),
            period_words(newest[form.id]) if form.id in newest else "",
            at_a_glance(form, Period.read(newest[form.id])) if form.id in newest else None,
        )
        for form in found
    ]
    return render(request, "collections/office/forms.html", {"rows": rows})


@require_safe
@require_role(Role.PROGRAMME_OFFICER, Role.AUDITOR)
def form(request: HttpRequest, form: str) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found = kept_form(actor, form)
    openings = Opening.objects.filter(form=found.id, to_index=None).order_by("-ordinal")
    page = Paginator(openings, PERIODS_SHOWN).get_page(request.GET.get("page"))
    counts = reported_counts(found, [each.ordinal for each in page])
    context = {
        "form": found,
        "title": said(found.titles),
        "frequency": FREQUENCIES[found.frequency],
        "authority": unit_names([found.authority])[found.authority],
        "submitters": [Role(each).title for each in found.submitters if each in set(Role)],
        "reviews": reviews(found),
        "units": Unit.objects.filter(form=found.id, to_index=None).count(),
        "page": page,
        "periods": [(each, period_words(each.period), counts.get(each.ordinal, 0)) for each in page],
        "items": [(item, said(item.titles)) for item in found.items],
        "edits": [(rule.id, rule.grade == Grade.FATAL, said(rule.sentence)) for rule in found.edits],
        "notes": said(found.notes) if found.notes else "",
        "keeps": keeps(actor, found),
    }
    return render(request, "collections/office/form.html", context)


def reviews(form: Form) -> list[str]:
    names = unit_names(code for level in form.reviews for code in level.organisations.values())
    told = []
    for level in form.reviews:
        everywhere = level.organisations.get(EVERYWHERE)
        districts = len(level.organisations) - (everywhere is not None)
        who = [_("%(n)s 个区各由本区单位审核") % {"n": districts}] if districts else []
        if everywhere is not None:
            who.append(names[everywhere])
        told.append(_("%(level)s：%(who)s") % {"level": said(level.titles), "who": _("，").join(who)})
    return told
