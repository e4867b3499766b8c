"""Data as SDMX-JSON 2.1.

The measure is a Decimal, and for that type the format prescribes a JSON string: so every digit that was published
arrives, in JavaScript too, whose numbers would lose those after the sixteenth.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from suixin.engines.statistics.sdmx.artefacts import Component, urn
from suixin.engines.statistics.sdmx.messages import (
    DataMessage,
    Header,
    address_of,
    best,
    names,
    only_series_keys,
)
from suixin.engines.statistics.sdmx.queries import TIME
from suixin.engines.statistics.sdmx.selection import DataSet, Row
from suixin.engines.statistics.sdmx.times import instant
from suixin.engines.statistics.sdmx.vocabulary import AGENCY, AGENCY_NAMES
from suixin.platform.ui.numbers import language

SCHEMA = "https://json.sdmx.org/2.1/sdmx-json-data-schema.json"
READ = {"Integer": int, "Long": int, "Boolean": lambda text: text == "true"}


def write(message: DataMessage) -> bytes:
    structures, sets = [], []
    by_flow: dict[str, list[DataSet]] = {}
    for data in message.sets:
        by_flow.setdefault(data.flow.indicator.id, []).append(data)
    for together in by_flow.values():
        layout = Layout(message, together)
        first = len(sets)
        sets += [layout.data_set(data, len(structures)) for data in together]
        structures.append(layout.structure(list(range(first, len(sets)))))
    return orjson.dumps(
        {
            "$schema": SCHEMA,
            "meta": meta(message.header),
            "data": {"structures": structures, "dataSets": sets},
        }
    )


def meta(header: Header) -> dict[str, Any]:
    return {
        "id": header.id,
        "prepared": header.prepared,
        "test": False,
        "contentLanguages": [language()],
        "sender": {
            "id": AGENCY,
            "name": best(AGENCY_NAMES),
            "names": names(AGENCY_NAMES),
        },
    }


class Index:
    """The values of one component as they come, each with its number."""

    def __init__(self, component: Component) -> None:
        self.component = component
        self.numbers: dict[str, int] = {}

    def of(self, value: str) -> int:
        return self.numbers.setdefault(value, len(self.numbers))

    def values(self) -> list[dict[str, Any]]:
        titles = {item.id: item.names for item in self.component.codes.items} if self.component.codes else {}
        return [self.value(each, titles) for each in self.numbers]

    def value(self, text: str, titles: Mapping[str, Any]) -> dict[str, Any]:
        if self.component.codes is not None:
            said = titles.get(text, {"zh-hans": text})
            return {"id": text, "name": best(said), "names": names(said)}
        if self.component.id == TIME:
            return {"id": text, "name": text}
        return {"value": READ.get(self.component.data_type, str)(text)}


class Layout:
    """Where each component of one dataflow stands: what has one value in the whole message stands at the data set."""

    def __init__(self, message: DataMessage, sets: list[DataSet]) -> None:
        self.message = message
        self.flow = sets[0].flow
        self.components = self.flow.structure.components
        rows = [row for data in sets for row in data.rows]
        self.attributes = message.attributes(
            next((each for each in sets if each.action != "Delete"), sets[0])
        )
        self.plain_sets = [each for each in sets if each.action != "Delete"]
        self.indexes = {
            name: Index(self.components[name]) for name in (*message.dimensions(sets[0]), *self.attributes)
        }
        self.divide_dimensions(message.dimensions(sets[0]), rows)
        self.divide_attributes()

    def divide_dimensions(self, ids: list[str], rows: list[Row]) -> None:
        keys = [row.key for row in rows]
        single = {name for place, name in enumerate(ids[:-1]) if len({key[place] for key in keys}) == 1}
        at = self.message.query.at_observation
        self.at_observation = (
            [name for name in ids if name not in single or name == TIME] if self.message.flat else [at]
        )
        if self.message.query.only_keys:
            self.at_observation = []
        series = [name for name in ids if name not in self.at_observation and name not in single]
        if self.message.query.only_keys:
            series = [name for name in series if name != TIME]
        elif self.message.flat:
            series = []
        if not series and not (self.message.flat and not self.message.query.only_keys):
            series = [next(name for name in reversed(ids[:-1]) if name not in self.at_observation)]
        self.at_series = series
        placed = {*self.at_observation, *series}
        self.at_data_set = [name for name in ids if name not in placed and name != TIME]
        for name in self.at_data_set:
            self.indexes[name].of(keys[0][ids.index(name)])

    def divide_attributes(self) -> None:
        held = [row.attributes for data in self.plain_sets for row in data.rows]
        self.shared = [name for name in self.attributes if len({each[name] for each in held}) == 1]
        self.apart = [name for name in self.attributes if name not in self.shared]
        for name in self.shared:
            self.indexes[name].of(held[0][name])

    def data_set(self, data: DataSet, structure: int) -> dict[str, Any]:
        found: dict[str, Any] = {"structure": structure, "action": data.action}
        if data.valid_from is not None:
            found["validFrom"] = instant(data.valid_from)
        if data.valid_to is not None:
            found["validTo"] = instant(data.valid_to)
        if data.action != "Delete" and self.shared:
            found["attributes"] = [0] * len(self.shared)
        if self.message.query.only_keys:
            keys = only_series_keys(self.message, data)
            found["series"] = {self.numbers(self.at_series, each): {} for each in keys}
        elif self.message.flat:
            found["observations"] = self.observations(data, data.rows)
        else:
            found["series"] = {
                self.numbers(self.at_series, common): {"observations": self.observations(data, rows)}
                for common, rows in self.message.series(data)
            }
        return found

    def observations(self, data: DataSet, rows: Iterable[Row]) -> dict[str, list[Any]]:
        return {
            self.numbers(self.at_observation, self.message.coordinates(data, row)): self.observation(
                data, row
            )
            for row in rows
        }

    def observation(self, data: DataSet, row: Row) -> list[Any]:
        found: list[Any] = [row.value] if self.message.with_values(data) else []
        if data.action != "Delete":
            found += [self.indexes[name].of(row.attributes[name]) for name in self.apart]
        return found

    def numbers(self, ids: list[str], values: Mapping[str, str]) -> str:
        return ":".join(str(self.indexes[name].of(values[name])) for name in ids)

    def structure(self, sets: list[int]) -> dict[str, Any]:
        """After the data, because only then all values are known."""
        subjects = (
            [self.flow.structure, self.flow.dataflow] if self.message.by_structure else [self.flow.dataflow]
        )
        links = [{"rel": each.kind, "urn": urn(each), "href": address_of(each)} for each in subjects]
        titles = self.flow.dataflow.names
        found: dict[str, Any] = {
            "links": links,
            "name": best(titles),
            "names": names(titles),
            "dataSets": sets,
            "dimensions": {
                "dataSet": [self.dimension(name) for name in self.at_data_set],
                "series": [self.dimension(name) for name in self.at_series],
                "observation": [self.dimension(name) for name in self.at_observation],
            },
            "measures": {"observation": [self.measure()] if self.message.query.with_values else []},
            "attributes": {
                "dataSet": [self.attribute(name) for name in self.shared],
                "series": [],
                "observation": [self.attribute(name) for name in self.apart],
            },
        }
        return found

    def named(self, name: str) -> dict[str, Any]:
        titles = self.components[name].names
        return {"id": name, "name": best(titles), "names": names(titles)}

    def dimension(self, name: str) -> dict[str, Any]:
        ids = [*(each.id for each in self.flow.structure.dimensions), TIME]
        roles = {"roles": [name]} if name in ("FREQ", "REF_AREA", TIME) else {}
        return (
            self.named(name)
            | {"keyPosition": ids.index(name)}
            | roles
            | {"values": self.indexes[name].values()}
        )

    def measure(self) -> dict[str, Any]:
        measure = self.flow.structure.measure
        return self.named(measure.id) | {"roles": [measure.id], "format": {"dataType": measure.data_type}}

    def attribute(self, name: str) -> dict[str, Any]:
        component = self.components[name]
        found = self.named(name) | {"relationship": {"observation": {}}}
        if component.codes is None:
            found["format"] = {"dataType": component.data_type}
        return found | {"values": self.indexes[name].values()}
