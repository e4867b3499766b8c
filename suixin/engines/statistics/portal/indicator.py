"""/figures/<indicator>/: one indicator by what it is broken down and over time, as a table, lines, bars or a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from suixin.engines.statistics import known, read
from suixin.engines.statistics.dimensions import DISTRICT, Dimension, dimensions
from suixin.engines.statistics.models import Figure, Release
from suixin.engines.statistics.office.wording import STAGES, period_words, said
from suixin.engines.statistics.portal import charts, definition, relatives, tables, taking
from suixin.engines.statistics.portal.choice import Choice, breakdowns, read_choice, views
from suixin.engines.statistics.portal.estimated import can_adjust, can_mark, estimated
from suixin.engines.statistics.portal.grid import grid_of
from suixin.engines.statistics.sdmx.catalogue import state
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.districts import NAMES as DISTRICTS
from suixin.platform.ui.caching import asked_again
from suixin.platform.ui.context import page
from suixin.platform.ui.numbers import unit_words

REVISIONS = 12  # told, the newest first


@asked_again
def figures(request: HttpRequest, name: str) -> HttpResponse:
    indicator = read.indicator(name)
    if indicator is None:
        raise Http404(_("没有这项指标。"))
    periods = read.periods(name)
    context: dict[str, Any] = {
        "indicator": indicator,
        "title": said(indicator.titles),
        "about": said(indicator.about),
        "unit": unit_words(indicator.unit),
        "coming": read.calendar(only=name)[:1],
        **background(indicator),
    }
    if periods:
        context |= shown(request, indicator, periods)
    return render(request, "statistics/portal/indicator.html", context)


@lru_cache(maxsize=200)
def dimensions_at(state: str, name: str) -> Mapping[str, Dimension]:
    """With those values that have figures; all districts, so that each keeps its colour."""
    occurring: dict[str, set[str]] = {DISTRICT: set(DISTRICTS)}
    places = (
        Figure.objects.filter(indicator=name, holds=True).order_by().values_list("at", flat=True).distinct()
    )
    for at in places:
        for key, value in at.items():
            occurring.setdefault(key, set()).add(value)
    return {each.name: narrowed(each, occurring.get(each.name, set())) for each in dimensions(name)}


def narrowed(dimension: Dimension, occurring: set[str]) -> Dimension:
    values = {value: title for value, title in dimension.values.items() if value in occurring}
    return replace(dimension, values=values)


def shown(request: HttpRequest, indicator: Indicator, periods: list[Period]) -> dict[str, Any]:
    """What is published, as the reader wants it."""
    known_dimensions = dimensions_at(state(), indicator.id)
    declared = breakdowns(indicator)
    parts = {name: each for name, each in known_dimensions.items() if frozenset({name}) in declared}
    choice = read_choice(request.GET, indicator, known_dimensions, periods)
    grid = grid_of(indicator.id, choice, known_dimensions)
    whole = replace(choice, first=periods[0], last=periods[-1])
    found = None
    if choice.adjusted and can_mark(indicator, len(periods)):
        found = estimated(indicator, grid_of(indicator.id, whole, known_dimensions))
    mode = page(request)["mode"]
    newest = Figure.objects.filter(indicator=indicator.id, holds=True, place="", ordinal=periods[-1].ordinal)
    return {
        "choice": choice,
        "grid": grid,
        "first": str(choice.first),
        "last": str(choice.last),
        "withheld": grid.holds("withheld"),
        "missing": grid.holds("missing"),
        "revised_shown": grid.revised,
        "provisional_shown": grid.provisional,
        "periods": [(str(period), period_words(period)) for period in reversed(periods)],
        "groups": groups(choice, parts, declared),
        "narrowing": narrowing(choice, parts, declared),
        "views": [
            {"words": words, "address": choice.address(view=view), "here": view == choice.view}
            for view, words in view_words().items()
            if view in views(choice.by)
        ],
        "hero": hero(indicator, newest.select_related("release").first()),
        "by_title": said(parts[choice.by].titles) if choice.by else "",
        "narrowed": _("，").join(said(parts[name].values[value]) for name, value in choice.fixed.items()),
        "chart": charts.chart(charts.Asked(choice, grid, indicator, mode, found)),
        "matrix": tables.matrix(grid) if choice.by else None,
        "lines": tables.single(indicator, choice, grid) if not choice.by else None,
        "found": found,
        "can_adjust": can_adjust(indicator, len(periods)) and not choice.by,
        "can_mark": can_mark(indicator, len(periods)) and not choice.by,
        "downloads": taking.downloads(indicator),
        "total_address": reverse("statistics:indicator", args=[indicator.id]),
        "source": taking.source_of(indicator, read.newest_release(indicator.id)),
        "sdmx": taking.sdmx_address(indicator, choice),
        "revised": revised(indicator.id),
    }


def view_words() -> dict[str, str]:
    return {"line": _("折线"), "bar": _("条形"), "map": _("地图"), "table": _("只看表格")}


def groups(
    choice: Choice, parts: Mapping[str, Dimension], declared: set[frozenset[str]]
) -> list[dict[str, Any]]:
    """What the figures can be put side by side by, keeping what is narrowed where both go together."""
    found = []
    for name in ("", *parts):
        fixed = {key: value for key, value in choice.fixed.items() if key != name}
        if frozenset({name, *fixed} - {""}) not in declared:
            fixed = {}
        words = _("按%s分") % said(parts[name].titles) if name else pgettext("figures", "合计")
        view = choice.view if choice.view in views(name) else "line"
        view = (
            "map" if name == DISTRICT and view == "line" else view
        )  # districts are looked for on a map first
        address = choice.address(by=name, fixed=fixed, view=view, ranged=False)
        found.append({"words": words, "address": address, "here": name == choice.by})
    return found


def narrowing(
    choice: Choice, parts: Mapping[str, Dimension], declared: set[frozenset[str]]
) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
    """Of each other dimension that goes with the grouping: its name, title and values, and which is chosen."""
    found = []
    for name, each in parts.items():
        if name == choice.by or frozenset({choice.by, name} - {""}) not in declared:
            continue
        values = [
            (value, said(title), choice.fixed.get(name) == value) for value, title in each.values.items()
        ]
        found.append((name, said(each.titles), values))
    return found


@dataclass(frozen=True, slots=True)
class Hero:
    """The newest figure of the whole city."""

    figure: Figure
    unit: str
    period: str
    address: str
    stage: tuple[str, object]
    synthetic: bool
    movements: Sequence[tuple[str, str]]  # in words, and the address of the figure that says it

    @property
    def withheld(self) -> bool:
        return self.figure.state == "withheld"


def hero(indicator: Indicator, figure: Figure | None) -> Hero | None:
    if figure is None:
        return None
    release = figure.release
    growth = {
        each.indicator.id: each.change
        for each in relatives.of(indicator.id)
        if each.change in relatives.GROWTH
    }
    moved = Figure.objects.filter(indicator__in=growth, holds=True, place="", period=figure.period)
    moved = sorted(moved, key=lambda each: [*growth].index(each.indicator))
    movements = [
        (
            relatives.movement(growth[each.indicator], each.figure),
            reverse("statistics:figure", args=[each.indicator, each.period]),
        )
        for each in moved
    ]
    return Hero(
        figure,
        indicator.unit,
        period_words(Period.read(figure.period)),
        reverse("statistics:figure", args=[indicator.id, figure.period]),
        STAGES[release.stage],
        bool(release.data.get("synthetic", False)),
        [(words, address) for words, address in movements if words],
    )


@dataclass(frozen=True, slots=True)
class Revision:
    period: str
    address: str
    stage: tuple[str, object]
    reason: str
    at: Any


def revised(name: str) -> list[Revision]:
    """Figures that took the place of others, the newest first."""
    rows = Release.objects.filter(indicator=name, stage="revised").order_by("-index")
    return [
        Revision(
            period_words(Period.read(period)),
            reverse("statistics:figure", args=[name, period]) + f"?release={index}",
            STAGES[stage],
            reason or "",
            at,
        )
        for index, period, stage, reason, at in rows.values_list(
            "index", "period", "stage", KT("data__reason"), "recorded_at"
        )[:REVISIONS]
    ]


def background(indicator: Indicator) -> dict[str, Any]:
    """What holds for all its figures."""
    every = known.indicators()
    titles = {each.id: said(each.titles) for each in every}
    parts = list(dimensions_at(state(), indicator.id).values())
    source = indicator.derivation
    origins = [name for name in ((source.of, source.whole) if source else ()) if name in titles]
    return {
        "facts": definition.facts(indicator, parts, titles),
        "versions": read.versions(indicator.id),
        "derived": [
            (titles[each.indicator.id], reverse("statistics:indicator", args=[each.indicator.id]))
            for each in relatives.of(indicator.id, every)
        ],
        "origins": [(titles[name], reverse("statistics:indicator", args=[name])) for name in origins],
    }
