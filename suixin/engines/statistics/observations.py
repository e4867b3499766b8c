"""Published figures as whoever gives them out needs them: pages, SDMX, tables. Nothing unpublished is read here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from suixin.engines.statistics.models import Figure


@dataclass(frozen=True, slots=True)
class Observation:
    indicator: str
    period: str
    at: Mapping[str, str]  # {} for the total
    figure: Decimal | None  # rounded, in the indicator's unit; None where it is withheld or missing
    state: str  # open | withheld | missing
    stage: str  # provisional | final | revised
    units: int
    size: int  # of the log
    release: int  # index of the record that published it
    digest: str  # of the definition that it was computed by
    published: datetime
    replaced: datetime | None  # when a later release took its place


def observations(
    indicator: str,
    *,
    as_of: datetime | None = None,
    history: bool = False,
    since: int | None = None,
    until: int | None = None,
) -> Iterator[Observation]:
    """By period and place. What holds now; or what held at a moment; or, with `history`, every release there was up to
    that moment. `since` and `until` are ordinals of periods, both inclusive."""
    figures = Figure.objects.filter(indicator=indicator).select_related("release")
    if as_of is not None:
        figures = figures.filter(release__recorded_at__lte=as_of)
        if not history:
            figures = figures.exclude(release__to_time__lte=as_of)
    elif not history:
        figures = figures.filter(holds=True)
    if since is not None:
        figures = figures.filter(ordinal__gte=since)
    if until is not None:
        figures = figures.filter(ordinal__lte=until)
    # A release holds all its cells once more: reading that with each cell would make this quadratic.
    figures = figures.defer("release__data").order_by("ordinal", "place", "release_id")
    for row in figures.iterator(chunk_size=2_000):
        release = row.release
        yield Observation(
            indicator=row.indicator,
            period=row.period,
            at=row.at,
            figure=None if row.figure is None else Decimal(row.figure),
            state=row.state,
            stage=release.stage,
            units=row.units,
            size=release.size,
            release=release.index,
            digest=release.digest,
            published=release.recorded_at,
            replaced=release.to_time,
        )
