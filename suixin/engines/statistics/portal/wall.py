"""The targets on the wall of a hall: large, calm, one screen, and still right when the network is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from suixin.engines.statistics import promises, read
from suixin.engines.statistics.models import Figure, Release
from suixin.engines.statistics.office.wording import period_words, said
from suixin.engines.statistics.portal import addresses, telling
from suixin.engines.statistics.portal.drawings.spark import Spark, spark
from suixin.engines.statistics.portal.targets import is_synthetic, summary
from suixin.engines.statistics.standing import Standing, State, standings
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.models import Head
from suixin.platform.log.shown import LogState, states
from suixin.platform.ui.caching import asked_again
from suixin.platform.ui.districts import Cell
from suixin.platform.ui.numbers import Written

LARGE = 6  # numbers that one can read from eight metres
STEPS = 5  # of the map's colours


@dataclass(frozen=True, slots=True)
class Tile:
    """A target with a figure."""

    name: str
    sought: str
    status: tuple[str, str]
    figure: Written
    period: str
    distance: str
    address: str
    line: Spark | None
    is_synthetic: bool


@dataclass(frozen=True, slots=True)
class District:
    """How the districts share one target's figure."""

    title: str
    unit: str
    period: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Last:
    """What came out last."""

    name: str
    period: str
    at: datetime
    address: str


@asked_again
def wall(request: HttpRequest, slug: str) -> HttpResponse:
    plan = promises.plan(slug)
    if plan is None:
        raise Http404
    every = standings(plan)
    measured = [each for each in every if each.last is not None]
    log = newest_log()
    large = [tile(each) for each in measured[:LARGE]]
    context = {
        "theme": "dark",
        "wall": True,
        "title": said(plan.title),
        "slug": plan.slug,
        "summary": summary(every),
        "tiles": [each for each in large if each is not None],
        "rest": [(said(each.promise.metric), telling.state_words(each)) for each in measured[LARGE:]],
        "waiting": [said(each.promise.metric) for each in every if each.state is State.WAITING],
        "districts": districts(measured),
        "last": last_release(),
        "log": log,
        "witnesses": witnesses_words(log) if log else "",
        "is_synthetic": any(is_synthetic(each) for each in measured),
    }
    return render(request, "statistics/portal/wall.html", context)


def tile(each: Standing) -> Tile | None:
    indicator, last, newest = each.indicator, each.last, each.newest
    if indicator is None or last is None or last.published is None or newest is None:
        return None
    return Tile(
        name=said(each.promise.metric),
        sought=telling.sought(each.promise),
        status=telling.state_words(each),
        figure=telling.as_published(each, last.published),
        period=period_words(last.period),
        distance=telling.distance_words(each),
        address=addresses.of_figure(indicator.id, newest.period),
        line=spark([reading.published for reading in each.readings], each.goal),
        is_synthetic=is_synthetic(each),
    )


def districts(measured: Sequence[Standing]) -> District | None:
    """Of the target whose figure most districts have a part in."""
    found = [(cells_of(each), each) for each in measured]
    cells, each = max(found, key=lambda pair: len(pair[0]), default=([], None))
    if not cells or each is None or each.indicator is None or each.newest is None:
        return None
    period = period_words(Period.read(each.newest.period))
    return District(said(each.promise.metric), each.indicator.unit, period, cells)


def cells_of(each: Standing) -> list[Cell]:
    if each.newest is None:
        return []
    parts = Figure.objects.filter(release=each.newest.release_id, state="open")
    told = {
        row.at["district"]: Decimal(row.figure)
        for row in parts
        if set(row.at) == {"district"} and row.figure is not None
    }
    most = max(told.values(), default=Decimal(0))
    address = addresses.of_figure(each.newest.indicator, each.newest.period)
    return [
        Cell(code, value, step(value, most), f"{address}?district={code}")
        for code, value in sorted(told.items())
    ]


def step(value: Decimal, most: Decimal) -> int:
    return 1 if most <= 0 else min(STEPS, int(value * STEPS / most) + 1)


def last_release() -> Last | None:
    newest = Release.objects.order_by("-index").defer("data").first()
    indicator = read.indicator(newest.indicator) if newest else None
    if newest is None or indicator is None:
        return None
    period = period_words(Period.read(newest.period))
    return Last(
        said(indicator.titles),
        period,
        newest.recorded_at,
        addresses.of_figure(newest.indicator, newest.period),
    )


def newest_log() -> LogState | None:
    head = Head.objects.first()
    every = states(head.size if head else 0)
    return every[-1] if every else None


def witnesses_words(log: LogState) -> str:
    """How many have signed what is shown."""
    seen = sum(each.size >= log.size for each in log.witnesses)
    return _("%(seen)s/%(all)s 个见证方") % {"seen": seen, "all": len(log.witnesses)}
