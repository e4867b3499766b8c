"""One indicator: what it counts, and its periods, those published and those that could be."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from suixin.engines.statistics import known, waiting
from suixin.engines.statistics.models import Figure, Held, Release
from suixin.engines.statistics.office.seats import READERS, access_indicator, keeps
from suixin.engines.statistics.office.wording import STAGES, figure_words, how, period_words, said
from suixin.engines.statistics.schedule import current, due_at
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language

PERIODS_SHOWN = 12
AHEAD = 2  # periods up to today's that can be looked at before they are out


@require_safe
@require_role(*READERS)
def figures(request: HttpRequest, name: str) -> HttpResponse:
    indicator = access_indicator(name)
    releases = {release.ordinal: release for release in Release.objects.filter(indicator=name, to_index=None)}
    totals = dict(
        Figure.objects.filter(indicator=name, holds=True, place="").values_list("ordinal", "figure")
    )
    notes = {note.period: note for note in Held.objects.filter(indicator=name)}
    today = current(indicator.frequency)
    ordinals = {*releases, *(Period.read(each).ordinal for each in notes)}
    ordinals |= {today.ordinal - back for back in range(AHEAD)}
    page = Paginator(sorted(ordinals, reverse=True), PERIODS_SHOWN).get_page(request.GET.get("page"))
    rows = []
    for ordinal in page:
        period = Period(indicator.frequency, ordinal)
        release, note = releases.get(ordinal), notes.get(str(period))
        rows.append(
            {
                "period": str(period),
                "words": period_words(period),
                "figure": figure_words(totals.get(ordinal)),
                "stage": STAGES[release.stage] if release else None,
                "published": release.recorded_at if release else None,
                "due": None if release else due_at(indicator, period),
                "held": waiting.sentence(note.code, note.details) if note else "",
            }
        )
    context = {
        "indicator": indicator,
        "title": said(indicator.titles),
        "about": said(indicator.about),
        "how": how(indicator),
        "of": of_what(indicator),
        "page": page,
        "rows": rows,
        "keeps": keeps(request.actor, name),  # type: ignore[attr-defined]
    }
    return render(request, "statistics/office/indicator.html", context)


def of_what(indicator: Indicator) -> str:
    """The form, record type or indicator that it is made from, in words."""
    if indicator.derivation is not None:
        base = known.newest_indicator(indicator.derivation.of)
        return said(base.titles) if base else indicator.derivation.of
    if indicator.source is None or not indicator.source.form:
        return indicator.source.type if indicator.source else ""
    versions = known.form_versions(indicator.source.form)
    if not versions:
        return indicator.source.form
    form = versions[-1][1]
    items = "、".join(indicator.source.items)
    number = traditional(form.number) if language() == "zh-hant" else form.number
    return (
        f"{said(form.titles)}（{number}） {items}".strip()
        if language() != "en"
        else f"{said(form.titles)} ({number}) {items}".strip()
    )
