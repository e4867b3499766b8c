"""A programme's targets: what was promised, what is published of it, how far that is, and where it is heading."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from suixin.engines.statistics import promises
from suixin.engines.statistics.estimates.estimate import Point
from suixin.engines.statistics.office.wording import period_words, said
from suixin.engines.statistics.portal import addresses, telling
from suixin.engines.statistics.portal.drawings.progress import Ends, Way, way
from suixin.engines.statistics.standing import Reading, Standing, State, counts, standings
from suixin.kernel.statistics.periods import Period
from suixin.platform.ui.caching import asked_again
from suixin.platform.ui.numbers import Written, written_date

LATEST_DAY = date.max
FILTERS = (State.REACHED, State.ON_COURSE, State.BEHIND, State.MISSED, State.OPEN, State.WAITING)
ALWAYS = (State.REACHED, State.ON_COURSE, State.BEHIND, State.WAITING)  # also when there are none


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table beside a drawing."""

    period: str
    amount: str
    note: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One target as the page draws it."""

    standing: Standing
    name: str
    sought: str
    due: str
    status: tuple[str, str]
    task: tuple[str, str] | None  # address and title
    figure: Written | None
    period: str
    is_synthetic: bool
    figure_address: str
    indicator_address: str
    indicator_name: str
    distance: str
    since: str
    pace: str
    forecast: str
    why: str
    source: str
    way: Way | None
    ticks: Sequence[tuple[str, str, str]]  # where, how it is anchored, words
    alternative: str  # the drawing in words
    rows: Sequence[Row]

    @property
    def has_forecast(self) -> bool:
        return bool(self.standing.ahead)


@asked_again
def targets(request: HttpRequest, slug: str) -> HttpResponse:
    plan = promises.plan(slug)
    if plan is None:
        raise Http404
    every = standings(plan)
    counted = counts(every)
    asked, order = request.GET.get("state", ""), request.GET.get("sort", "")
    wanted = next((state for state in FILTERS if state.value == asked), None)
    shown = [each for each in every if wanted is None or each.state is wanted]
    if order in ORDERS:
        shown = sorted(shown, key=ORDERS[order])
    today = timezone.localdate()
    cards = [card(each, today) for each in shown]
    context = {
        "plan": plan,
        "title": said(plan.title),
        "summary": summary(every),
        "tabs": tabs(request, counted, wanted),
        "unknown_state": bool(asked) and wanted is None,
        "orders": [("", _("方案的次序")), ("due", _("期限")), ("distance", _("离目标远近"))],
        "order": order if order in ORDERS else "",
        "measured": [each for each in cards if each.way],
        "waiting": [each for each in cards if not each.way],
        "has_estimates": any(each.has_forecast or each.pace for each in cards),
    }
    return render(request, "statistics/portal/targets.html", context)


ORDERS: dict[str, Callable[[Standing], tuple[bool, date | Decimal]]] = {
    "due": lambda each: (each.due is None, each.due or LATEST_DAY),
    "distance": lambda each: (each.share is None, -(each.share or Decimal(0))),
}


def summary(every: Sequence[Standing]) -> str:
    """One sentence: how many have figures, and how these stand."""
    counted = counts(every)
    measured = len(every) - counted[State.WAITING]
    words = {
        State.REACHED: _("%s 个已达到"),
        State.ON_COURSE: _("%s 个进度相符"),
        State.BEHIND: _("%s 个进度落后"),
        State.MISSED: _("%s 个到期未达到"),
        State.OPEN: _("%s 个不作判断"),
    }
    parts = [told % counted[state] for state, told in words.items() if counted[state]]
    if not measured:
        return _("%s 个目标都还没有公布数据。") % len(every)
    told = {
        "all": len(every),
        "measured": measured,
        "parts": _("，").join(parts),
        "rest": counted[State.WAITING],
    }
    return _("%(all)s 个目标里，%(measured)s 个有公布的数据：%(parts)s。其余 %(rest)s 个还没有数据。") % told


def tabs(request: HttpRequest, counted: dict[State, int], wanted: State | None) -> list[dict[str, object]]:
    order = request.GET.get("sort", "")
    kept = f"&sort={order}" if order in ORDERS else ""
    every = {
        "words": _("全部"),
        "address": f"?{kept[1:]}",
        "here": wanted is None,
        "count": sum(counted.values()),
    }
    return [
        every,
        *(
            {
                "words": telling.STATES[state][1],
                "address": f"?state={state.value}{kept}",
                "here": state is wanted,
                "count": counted[state],
            }
            for state in FILTERS
            if counted[state] or state in ALWAYS
        ),
    ]


def card(each: Standing, today: date) -> Card:
    indicator, newest, last = each.indicator, each.newest, each.last
    drawn = drawing(each)
    return Card(
        standing=each,
        name=said(each.promise.metric),
        sought=telling.sought(each.promise),
        due=telling.due_words(each),
        status=telling.state_words(each),
        task=task(each),
        figure=telling.as_published(each, last.published) if last and last.published is not None else None,
        period=period_words(last.period) if last else "",
        is_synthetic=is_synthetic(each),
        figure_address=addresses.of_figure(indicator.id, newest.period) if indicator and newest else "",
        indicator_address=addresses.of_indicator(indicator.id) if indicator else "",
        indicator_name=said(indicator.titles) if indicator else "",
        distance=telling.distance_words(each),
        since=telling.reached_words(each, today),
        pace=telling.pace_words(each),
        forecast=telling.forecast_words(each),
        why=why(each),
        source=telling.source_words(indicator) if indicator else "",
        way=drawn,
        ticks=[(mark.x, mark.anchor, period_words(mark.period)) for mark in drawn.ticks if mark.period]
        if drawn
        else (),
        alternative=alternative(each),
        rows=rows(each),
    )


def why(each: Standing) -> str:
    if each.state is State.WAITING:
        return telling.why_waiting(each)
    return telling.why_open(each) if each.state is State.OPEN else ""


def is_synthetic(each: Standing) -> bool:
    marked = each.newest is not None and each.newest.release.data.get("synthetic", False)
    return bool(marked) or (each.indicator is not None and each.indicator.synthetic)


def task(each: Standing) -> tuple[str, str] | None:
    name = each.promise.task
    if name is None or name not in each.plan.tasks:
        return None
    return f"/programmes/{each.plan.slug}/tasks/{name}/", said(each.plan.tasks[name])


def drawing(each: Standing) -> Way | None:
    """Of what is published, up to the newest period that has an amount."""
    if each.last is None:
        return None
    steps = [(one.period, one.published) for one in each.readings if one.period <= each.last.period]
    return way(steps, each.goal, ends(each), each.ahead)


def ends(each: Standing) -> Ends | None:
    begun = each.baseline
    if each.expected is None or begun is None or begun.published is None or each.due is None:
        return None
    return Ends(begun.period, begun.published, Period.of(each.due, begun.period.frequency))


def alternative(each: Standing) -> str:
    first, last = next(iter(each.known), None), each.last
    if first is None or last is None or first.published is None or last.published is None:
        return ""
    told = {
        "name": said(each.promise.metric),
        "first": period_words(first.period),
        "start": telling.as_published(each, first.published),
        "last": period_words(last.period),
        "now": telling.as_published(each, last.published),
    }
    return _("%(name)s：%(first)s %(start)s，%(last)s %(now)s。各期数据见下面的表。") % told


def rows(each: Standing) -> list[Row]:
    """What is published, the newest first, after what is estimated."""
    coming = [estimated(each, point) for point in reversed(each.ahead)]
    return [*coming, *(published(each, reading) for reading in reversed(each.readings))]


def published(each: Standing, reading: Reading) -> Row:
    period = period_words(reading.period)
    address = addresses.of_figure(each.newest.indicator, str(reading.period)) if each.newest else ""
    if reading.published is None:
        return Row(period, "—", _("不公布") if reading.state == "withheld" else _("缺数"), address)
    return Row(period, str(telling.as_published(each, reading.published)), _("已公布"), address)


def estimated(each: Standing, point: Point) -> Row:
    amounts = {
        name: telling.as_published(each, value)
        for name, value in (("value", point.value), ("low", point.low), ("high", point.high))
        if value is not None
    }
    note = _("估算，区间 %(low)s 到 %(high)s") % amounts if "low" in amounts else _("估算")
    return Row(written_date(point.period), str(amounts["value"]), note)
