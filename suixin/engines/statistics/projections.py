"""Keeps the tables of indicators, releases and figures up to date with the `statistics.*` records."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from suixin.engines.statistics.models import Due, Figure, IndicatorVersion, Release
from suixin.kernel.statistics.indicators import read_indicator
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.entries import StoredEntry


class Publications:
    name = "statistics.publications"
    types = frozenset({"statistics.indicator", "statistics.release", "statistics.calendar"})

    def clear(self) -> None:
        for table in (Figure, Release, Due, IndicatorVersion):
            table.objects.all().delete()

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        for entry in entries:
            if entry.type == "statistics.indicator":
                take_indicator(entry)
            elif entry.type == "statistics.calendar":
                take_due(entry)
            else:
                take_release(entry)


def take_indicator(entry: StoredEntry) -> None:
    definition = entry.data["definition"]
    if entry.supersedes is not None:
        IndicatorVersion.objects.filter(pk=entry.supersedes).update(to_index=entry.index)
    indicator = read_indicator(definition)
    IndicatorVersion.objects.create(
        index=entry.index,
        indicator=indicator.id,
        version=indicator.version,
        digest=indicator.digest,
        form=indicator.source.form if indicator.source else "",
        programme=indicator.programme,
        target=indicator.target,
        definition=definition,
        organisation=entry.organisation,
        recorded_at=entry.time,
    )


def take_due(entry: StoredEntry) -> None:
    data = entry.data
    Due.objects.filter(indicator=data["indicator"], period=data["period"]).update(holds=False)
    Due.objects.create(
        index=entry.index,
        indicator=data["indicator"],
        period=data["period"],
        at=datetime.fromisoformat(data["at"]),
        reason=data["reason"],
        organisation=entry.organisation,
        recorded_at=entry.time,
        holds=True,
    )


def take_release(entry: StoredEntry) -> None:
    if entry.supersedes is not None:
        Release.objects.filter(pk=entry.supersedes).update(to_index=entry.index, to_time=entry.time)
        Figure.objects.filter(release_id=entry.supersedes).update(holds=False)
    data = dict(entry.data)
    release = Release.objects.create(
        index=entry.index,
        indicator=data["indicator"],
        digest=data["digest"],
        period=data["period"],
        ordinal=Period.read(data["period"]).ordinal,
        stage=data["stage"],
        size=data["size"],
        records=data["records"],
        supersedes=entry.supersedes,
        recorded_at=entry.time,
        data=data,
    )
    Figure.objects.bulk_create(figures(release))


def figures(release: Release) -> Iterator[Figure]:
    for cell in release.data["cells"]:
        state = "withheld" if "withheld" in cell else "missing" if "missing" in cell else "open"
        yield Figure(
            release=release,
            indicator=release.indicator,
            period=release.period,
            ordinal=release.ordinal,
            at=cell["at"],
            place=place(cell["at"]),
            value=cell.get("value"),
            figure=cell.get("figure"),
            units=cell["units"],
            state=state,
            holds=True,
        )


def place(at: dict[str, str]) -> str:
    return ";".join(f"{name}={value}" for name, value in sorted(at.items()))
