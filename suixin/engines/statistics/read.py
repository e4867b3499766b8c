"""What pages ask of published figures: which indicators there are, what holds, how it came to be, what comes next.

Everything here is public. What is not published is not here; officers look at it through `publishing.draft`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from suixin.engines.statistics import known
from suixin.engines.statistics.models import Due, Figure, IndicatorVersion, Release
from suixin.engines.statistics.observations import Observation, observations
from suixin.engines.statistics.projections import place
from suixin.engines.statistics.schedule import current, due_at
from suixin.kernel.statistics.counting import Response
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import read_release


@dataclass(frozen=True, slots=True)
class Known:
    """An indicator, and what was last published of it."""

    indicator: Indicator
    keeper: str | None
    newest: Release | None  # of the latest period
    total: Figure | None  # of that


@dataclass(frozen=True, slots=True)
class Expected:
    """Figures that are to come out."""

    indicator: Indicator
    period: Period
    at: datetime
    reason: str  # of the calendar's entry; "" where the definition says when


def indicators() -> list[Known]:
    """In their newest versions, by id."""
    held = IndicatorVersion.objects.filter(to_index=None).order_by("indicator")
    totals = {
        figure.indicator: figure
        for figure in Figure.objects.filter(holds=True, place="")
        .order_by("ordinal")
        .select_related("release")
        .defer("release__data")  # all cells of every release: nobody needs them here
    }
    return [
        Known(
            known.indicator_in(version.digest),
            version.organisation,
            totals[version.indicator].release if version.indicator in totals else None,
            totals.get(version.indicator),
        )
        for version in held
    ]


def indicator(name: str) -> Indicator | None:
    return known.newest_indicator(name)


def versions(name: str) -> list[IndicatorVersion]:
    """All definitions that there were, the newest first."""
    return list(IndicatorVersion.objects.filter(indicator=name).order_by("-index"))


def serving(programme: str, target: str) -> list[Indicator]:
    """Those that tell of a programme's target."""
    held = IndicatorVersion.objects.filter(to_index=None, programme=programme, target=target)
    return [known.indicator_in(version.digest) for version in held.order_by("indicator")]


def newest_release(name: str) -> Release | None:
    """Of the latest period that has one."""
    return Release.objects.filter(indicator=name, to_index=None).order_by("-ordinal").first()


def release_of(name: str, period: Period, index: int | None = None) -> Release | None:
    """The one that holds, or an earlier one by its record."""
    found = Release.objects.filter(indicator=name, period=str(period))
    return found.filter(to_index=None).first() if index is None else found.filter(pk=index).first()


def revisions(name: str, period: Period) -> list[Release]:
    """All releases of a period, the newest first."""
    return list(Release.objects.filter(indicator=name, period=str(period)).order_by("-index"))


def periods(name: str) -> list[Period]:
    """Those that have figures."""
    held = Release.objects.filter(indicator=name, to_index=None).order_by("ordinal")
    return [Period.read(text) for text in held.values_list("period", flat=True)]


def series(name: str, at: Mapping[str, str]) -> Iterator[Observation]:
    """One cell over time."""
    wanted = place(dict(at))
    return (each for each in observations(name) if place(dict(each.at)) == wanted)


def totals(name: str) -> list[Figure]:
    """The whole city's figures over time, each with its release but for what that holds."""
    held = Figure.objects.filter(indicator=name, holds=True, place="")
    return list(held.order_by("ordinal").select_related("release").defer("release__data"))


def cells(release: Release) -> list[Figure]:
    """The total first, then by place."""
    return sorted(release.figures.all(), key=lambda figure: (len(figure.at), sorted(figure.at), figure.place))


def response_of(release: Release) -> Response | None:
    return read_release(release.data).response


def calendar(now: datetime | None = None, only: str = "") -> list[Expected]:
    """What is to come out, the soonest first: the next of each indicator, and whatever the calendar names."""
    now = now or timezone.now()
    found: dict[tuple[str, Period], Expected] = {}
    reasons = {(due.indicator, due.period): due.reason for due in Due.objects.filter(holds=True, at__gt=now)}
    for each in known.indicators():
        if only and each.id != only:
            continue
        named = {Period.read(period) for name, period in reasons if name == each.id}
        for period in named | ({next_period(each, now)} if each.release_days is not None else set()):
            at = due_at(each, period)
            if at is not None and at > now:
                reason = reasons.get((each.id, str(period)), "")
                found[each.id, period] = Expected(each, period, at, reason)
    return sorted(found.values(), key=lambda expected: (expected.at, expected.indicator.id))


def next_period(indicator: Indicator, now: datetime) -> Period:
    """The earliest whose moment is still to come."""
    period = current(indicator.frequency).earlier(indicator.frequency.a_year)
    while (at := due_at(indicator, period)) is not None and at <= now:
        period = period.later(1)
    return period
