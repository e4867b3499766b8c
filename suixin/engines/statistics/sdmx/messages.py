"""What every message says of itself. The same query at the same log gives the same bytes: a message counts as prepared
when the newest record in it was made, and its number follows from the query."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby

from django.conf import settings

from suixin.engines.statistics.dimensions import LANGUAGES, in_all
from suixin.engines.statistics.sdmx.artefacts import Artefact, Kind
from suixin.engines.statistics.sdmx.queries import ALL_DIMENSIONS, TIME, DataQuery
from suixin.engines.statistics.sdmx.selection import DataSet, Row
from suixin.engines.statistics.sdmx.times import instant
from suixin.kernel.records.problem import Sentence, in_language
from suixin.platform.ui.numbers import language

TAGS = dict(zip(LANGUAGES, ("zh-Hans", "zh-Hant", "en"), strict=True))  # as messages write our languages
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Header:
    id: str
    prepared: str


def header(address: str, times: Iterable[datetime] = ()) -> Header:
    number = hashlib.sha256(address.encode("utf-8", "replace")).hexdigest()[:16]
    return Header(f"S{number}", instant(max(times, default=BEGINNING)))


def names(sentence: Sentence) -> dict[str, str]:
    """By language tag."""
    return {TAGS[each]: text for each, text in in_all(sentence).items()} if sentence else {}


def best(sentence: Sentence) -> str:
    return in_language(in_all(sentence), language()) if sentence else ""


def address_of(artefact: Artefact) -> str:
    place = f"structure/{artefact.kind}/{artefact.agency}/{artefact.id}/{artefact.version}"
    return f"{settings.BASE_URL}/sdmx/v2/{place}"


@dataclass(frozen=True, slots=True)
class DataMessage:
    header: Header
    query: DataQuery
    sets: list[DataSet]

    @property
    def flat(self) -> bool:
        return self.query.at_observation == ALL_DIMENSIONS

    @property
    def rows(self) -> int:
        return sum(len(each.rows) for each in self.sets)

    @property
    def by_structure(self) -> bool:
        return self.query.context == Kind.STRUCTURE

    def subject(self, data: DataSet) -> Artefact:
        """What the data was asked for."""
        return data.flow.structure if self.by_structure else data.flow.dataflow

    def attributes(self, data: DataSet) -> list[str]:
        """Ids of those to be told, in the order of the structure."""
        if data.action == "Delete":
            return []
        return [each.id for each in data.flow.structure.attributes if each.id in self.query.attributes]

    def with_values(self, data: DataSet) -> bool:
        return self.query.with_values and data.action != "Delete"

    def dimensions(self, data: DataSet) -> list[str]:
        """All ids, the time last."""
        return [*(each.id for each in data.flow.structure.dimensions), TIME]

    def series(self, data: DataSet) -> Iterator[tuple[dict[str, str], list[Row]]]:
        """Rows that have everything in common but the dimension at the observation, with what they have in common."""
        at = self.query.at_observation
        apart = [name for name in self.dimensions(data) if name != at]

        def common(row: Row) -> tuple[str, ...]:
            values = self.coordinates(data, row)
            return tuple(values[name] for name in apart)

        gathered: dict[tuple[str, ...], list[Row]] = {}
        for key, rows in groupby(data.rows, key=common):
            gathered.setdefault(key, []).extend(rows)
        for key, together in gathered.items():
            yield dict(zip(apart, key, strict=True)), together

    def coordinates(self, data: DataSet, row: Row) -> dict[str, str]:
        return dict(zip(self.dimensions(data), (*row.key, row.period), strict=True))


def data_message(address: str, query: DataQuery, sets: list[DataSet]) -> DataMessage:
    times = (row.published for data in sets for row in data.rows)
    return DataMessage(header(address, times), query, sets)


def only_series_keys(message: DataMessage, data: DataSet) -> list[Mapping[str, str]]:
    """Each series once, without time."""
    found = {row.key for row in data.rows}
    ids = message.dimensions(data)[:-1]
    return [dict(zip(ids, key, strict=True)) for key in sorted(found)]
