"""Data as SDMX-CSV 2.1, 2.0 and 1.0: one row for each observation, values as they were published."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from suixin.engines.statistics.sdmx.artefacts import Component, short_urn
from suixin.engines.statistics.sdmx.messages import DataMessage, best, only_series_keys
from suixin.engines.statistics.sdmx.queries import ALL_DIMENSIONS, TIME
from suixin.engines.statistics.sdmx.selection import DataSet, Row
from suixin.platform.api.export import harmless

ACTIONS = {
    "2.1.0": {"Replace": "R", "Merge": "M", "Delete": "D"},
    "2.0.0": {"Replace": "R", "Merge": "A", "Delete": "D"},
}
LABELS = ("id", "name", "both")
TIME_FORMATS = ("original", "normalized")
KEYS = ("none", "series", "obs", "both")


@dataclass(frozen=True, slots=True)
class Shape:
    """What a reader may choose in the media type."""

    labels: str = "id"
    time_format: str = "original"
    keys: str = "none"


class Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def write(message: DataMessage, version: str, shape: Shape) -> Iterator[str]:
    """Values begin with nothing that a spreadsheet would run: they are numbers and codes; names are made harmless."""
    table = Table(message, version, shape)
    writer = csv.writer(Line(), lineterminator="\r\n")
    yield writer.writerow(table.heading())
    for data in message.sets:
        yield from map(writer.writerow, table.rows(data))


class Table:
    """Columns for all dataflows of the message: the dimensions of each, the measure, the attributes."""

    def __init__(self, message: DataMessage, version: str, shape: Shape) -> None:
        self.message, self.version, self.shape = message, version, shape
        found: dict[str, Component] = {}
        for data in message.sets:
            found |= {each.id: each for each in data.flow.structure.dimensions}
        structure = message.sets[0].flow.structure
        if not message.query.only_keys:
            found[TIME] = structure.time
        if message.query.with_values:
            found[structure.measure.id] = structure.measure
        found |= {each.id: each for each in structure.attributes if each.id in message.query.attributes}
        self.components = found

    def heading(self) -> list[str]:
        with_names = self.shape.labels == "name"
        if self.version == "1.0.0":
            first = ["DATAFLOW", *(["DATAFLOW_NAME"] if with_names else [])]
        else:
            first = ["STRUCTURE", "STRUCTURE_ID", *(["STRUCTURE_NAME"] if with_names else []), "ACTION"]
            first += ["SERIES_KEY"] if self.shape.keys in ("series", "both") else []
            first += ["OBS_KEY"] if self.shape.keys in ("obs", "both") else []
        for each in self.components.values():
            first.append(f"{each.id}: {best(each.names)}" if self.shape.labels == "both" else each.id)
            if with_names:
                first.append(harmless(best(each.names)))
        return first

    def rows(self, data: DataSet) -> Iterator[list[str]]:
        first = self.first(data)
        if self.message.query.only_keys:
            for key in only_series_keys(self.message, data):
                yield [*first, *self.keys(key), *self.cells(data, key)]
            return
        for row in data.rows:
            values = self.values(data, row)
            yield [*first, *self.keys(self.message.coordinates(data, row)), *self.cells(data, values)]

    def first(self, data: DataSet) -> list[str]:
        subject = self.message.subject(data)
        name, title = short_urn(subject), best(subject.names)
        told = f"{name}: {title}" if self.shape.labels == "both" else name
        beside = [harmless(title)] if self.shape.labels == "name" else []
        if self.version == "1.0.0":
            return [told, *beside]
        return [subject.kind, told, *beside, ACTIONS[self.version][data.action]]

    def keys(self, coordinates: Mapping[str, str]) -> list[str]:
        if self.version == "1.0.0" or self.shape.keys == "none":
            return []
        at = self.message.query.at_observation
        apart = [value for name, value in coordinates.items() if at not in (ALL_DIMENSIONS, name)]
        found = [".".join(apart)] if self.shape.keys in ("series", "both") else []
        return [*found, ".".join(coordinates.values())] if self.shape.keys in ("obs", "both") else found

    def values(self, data: DataSet, row: Row) -> dict[str, str]:
        found = self.message.coordinates(data, row)
        if self.shape.time_format == "normalized":
            found[TIME] = row.span.first.isoformat()
        if self.message.with_values(data):
            found[data.flow.structure.measure.id] = row.value or ""
        return found | {name: row.attributes[name] for name in self.message.attributes(data)}

    def cells(self, data: DataSet, values: Mapping[str, str]) -> Iterator[str]:
        if self.shape.labels == "id":
            yield from (values.get(name, "") for name in self.components)
            return
        own = data.flow.structure.components
        for name in self.components:
            value = values.get(name, "")
            title = self.title(own.get(name), value)
            yield f"{value}: {title}" if self.shape.labels == "both" and title else value
            if self.shape.labels == "name":
                yield harmless(title)

    def title(self, component: Component | None, value: str) -> str:
        """What a code is called; nothing where the value is no code."""
        if component is None or component.codes is None:
            return ""
        return best(next((item.names for item in component.codes.items if item.id == value), {}))
