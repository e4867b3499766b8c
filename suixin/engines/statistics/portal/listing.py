"""/figures/: all indicators, what is newest of each and how it moved, what comes out next, and how to take the data away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.conf import settings
from django.db.models.fields.json import KeyTextTransform
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from suixin.engines.statistics import known, read
from suixin.engines.statistics.models import Figure
from suixin.engines.statistics.office.wording import STAGES, period_words, said
from suixin.engines.statistics.portal import groups, relatives
from suixin.engines.statistics.portal.drawings import spark_line
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import Period
from suixin.platform.search.folding import form
from suixin.platform.ui.caching import asked_again
from suixin.platform.ui.numbers import Written, as_published

TREND = 24  # periods of the small line
LONGEST_QUERY = 100
SYNTHETIC = KeyTextTransform("synthetic", "release__data")  # the rest of a release is large
COMING = 6  # moments that are told; the rest folds out


@dataclass(frozen=True, slots=True)
class Total:
    """The whole city's figure of one period."""

    ordinal: int
    period: str
    figure: str | None
    state: str
    stage: str
    synthetic: bool


@dataclass(frozen=True, slots=True)
class Line:
    title: str
    about: str
    address: str
    figure: Written | None
    figure_address: str
    period: str  # "" before the first release
    withheld: bool
    stage: tuple[str, object]
    synthetic: bool
    movements: Sequence[tuple[str, str]]  # in words, and where that figure stands
    derived: Sequence[tuple[str, str]]  # what is derived from it: in words, and its address
    trend: spark_line.Drawing | None


@asked_again
def figures(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    every = known.indicators()
    held = totals()
    by_id = {each.id: each for each in every}
    found = [each for each in every if fits(each, typed)]
    families = {relatives.root(each, by_id).id for each in found}
    shown = [
        (group.title, [line(each, every, held) for each in group.indicators if each.id in families])
        for group in groups.groups(every)
    ]
    coming = [
        (
            at,
            [
                (
                    said(each.indicator.titles),
                    reverse("statistics:indicator", args=[each.indicator.id]),
                    period_words(each.period),
                    each.reason,
                )
                for each in some
            ],
        )
        for at, some in moments(read.calendar())
    ]
    context: dict[str, Any] = {
        "typed": typed,
        "count": len(families),
        "groups": [(title, lines) for title, lines in shown if lines],
        "coming": coming[:COMING],
        "later": coming[COMING:],
        "base": settings.BASE_URL,
        "any": bool(every),
    }
    return render(request, "statistics/portal/figures.html", context)


def totals() -> dict[str, list[Total]]:
    """By indicator, in order of time."""
    rows = Figure.objects.filter(holds=True, place="").order_by("indicator", "ordinal")
    columns = (
        "indicator",
        "ordinal",
        "period",
        "figure",
        "state",
        "release__stage",
        SYNTHETIC,
    )
    found: dict[str, list[Total]] = {}
    for name, ordinal, period, figure, state, stage, synthetic in rows.values_list(*columns):
        found.setdefault(name, []).append(Total(ordinal, period, figure, state, stage, synthetic == "true"))
    return found


def line(indicator: Indicator, every: list[Indicator], held: Mapping[str, list[Total]]) -> Line:
    series = held.get(indicator.id, [])
    newest = series[-1] if series else None
    others = relatives.of(indicator.id, every)
    movements = [
        (words, reverse("statistics:figure", args=[each.indicator.id, newest.period]))
        for each in others
        for total in held.get(each.indicator.id, [])
        if newest is not None
        and total.ordinal == newest.ordinal
        and (words := relatives.movement(each.change, total.figure))
    ]
    return Line(
        title=said(indicator.titles),
        about=said(indicator.about),
        address=reverse("statistics:indicator", args=[indicator.id]),
        figure=as_published(newest.figure, indicator.unit) if newest and newest.figure is not None else None,
        figure_address=reverse("statistics:figure", args=[indicator.id, newest.period]) if newest else "",
        period=period_words(Period.read(newest.period)) if newest else "",
        withheld=newest is not None and newest.state == "withheld",
        stage=STAGES[newest.stage] if newest else ("none", ""),
        synthetic=newest is not None and newest.synthetic,
        movements=movements,
        derived=[(each.words, reverse("statistics:indicator", args=[each.indicator.id])) for each in others],
        trend=spark_line.draw(
            [None if each.figure is None else Decimal(each.figure) for each in series[-TREND:]]
        ),
    )


def fits(indicator: Indicator, typed: str) -> bool:
    """Each word typed stands somewhere in what the indicator is called or said to count, in any language and script."""
    told = form(" ".join([indicator.id, *indicator.titles.values(), *indicator.about.values()]))
    return all(word in told for word in form(typed).split())


def moments(calendar: Sequence[read.Expected]) -> Iterator[tuple[datetime, list[read.Expected]]]:
    for at, some in groupby(calendar, key=lambda expected: expected.at):
        yield at, list(some)
