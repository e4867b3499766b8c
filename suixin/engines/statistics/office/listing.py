"""All indicators: what is out of each, what comes next, and what waits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from suixin.engines.statistics import read, waiting
from suixin.engines.statistics.models import Held
from suixin.engines.statistics.office.seats import READERS
from suixin.engines.statistics.office.wording import STAGES, figure_words, period_words, said
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role


@dataclass(frozen=True, slots=True)
class Line:
    id: str
    title: str
    unit: str
    period: str  # "" before the first release
    figure: str
    stage: tuple[str, object]
    published: datetime | None
    next: datetime | None
    held: list[tuple[str, str, str]]  # period in the address, in words, and why
    fails: bool


@require_safe
@require_role(*READERS)
def figures(request: HttpRequest) -> HttpResponse:
    held: dict[str, list[Held]] = {}
    for each in Held.objects.order_by("-is_failure", "since"):
        held.setdefault(each.indicator, []).append(each)
    soonest = {each.indicator.id: each.at for each in reversed(read.calendar())}
    lines = [line(each, held.get(each.indicator.id, []), soonest) for each in read.indicators()]
    return render(request, "statistics/office/figures.html", {"lines": lines})


def line(each: read.Known, held: list[Held], soonest: Mapping[str, datetime]) -> Line:
    indicator, newest, total = each.indicator, each.newest, each.total
    return Line(
        id=indicator.id,
        title=said(indicator.titles),
        unit=indicator.unit,
        period="" if newest is None else period_words(Period.read(newest.period)),
        figure=figure_words(total.figure if total else None),
        stage=STAGES[newest.stage] if newest else ("none", ""),
        published=newest.recorded_at if newest else None,
        next=soonest.get(indicator.id),
        held=[
            (note.period, period_words(Period.read(note.period)), waiting.sentence(note.code, note.details))
            for note in held
        ],
        fails=any(note.is_failure for note in held),
    )
