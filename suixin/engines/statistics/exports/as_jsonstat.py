"""JSON-stat 2.0: one cube. Figures are JSON numbers with all their digits; JavaScript reads sixteen of them, a reader
of decimals reads all. Whoever needs every digit in JavaScript takes SDMX-JSON, where they are texts."""

from collections.abc import Sequence
from typing import Any

import simplejson

from suixin.engines.statistics.exports.table import TOTAL, Row, Table, best
from suixin.engines.statistics.sdmx.times import instant

TIME, METRIC = "period", "indicator"
STATUS = {"withheld": "withheld", "missing": "missing"}


def write(table: Table) -> bytes:
    parts = [each.name for each in table.dimensions]
    periods = list(dict.fromkeys(row.observation.period for row in table.rows))
    values = {each.name: [TOTAL, *(value for value in each.values)] for each in table.dimensions}
    axes = {**values, TIME: periods, METRIC: [table.indicator.id]}
    sizes = [len(axis) for axis in axes.values()]
    places = {name: {value: place for place, value in enumerate(axis)} for name, axis in axes.items()}

    def position(row: Row) -> int:
        found = 0
        at = {**row.at, TIME: row.observation.period, METRIC: table.indicator.id}
        for name, size in zip(axes, sizes, strict=True):
            found = found * size + places[name][at[name]]
        return found

    held = {position(row): row for row in table.rows}
    cube = {
        "version": "2.0",
        "class": "dataset",
        "label": table.title,
        "source": table.source,
        "updated": instant(max(row.observation.published for row in table.rows)),
        "href": f"{table.address}data.json",
        "id": list(axes),
        "size": sizes,
        "role": {
            "time": [TIME],
            "metric": [METRIC],
            **({"geo": ["district"]} if "district" in parts else {}),
        },
        "dimension": {
            **{
                each.name: dimension(
                    best(each.titles), values[each.name], list(table.value_titles(each).values())
                )
                for each in table.dimensions
            },
            TIME: dimension(table.columns()[0].title, periods, periods),
            METRIC: metric(table),
        },
        "value": {str(place): number(row) for place, row in held.items()},
        "status": {str(place): status(row) for place, row in held.items()},
        "extension": {"certificates": {period: table.certificate(period) for period in periods}},
    }
    return simplejson.dumps(cube, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def number(row: Row) -> Any:
    return None if row.figure is None else simplejson.RawJSON(row.figure)


def status(row: Row) -> str:
    return STATUS.get(row.observation.state, row.observation.stage)


def dimension(label: str, values: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    return {
        "label": label,
        "category": {"index": list(values), "label": dict(zip(values, labels, strict=True))},
    }


def metric(table: Table) -> dict[str, Any]:
    unit = {"label": table.indicator.unit, "decimals": max(table.indicator.places, 0)}
    category = {"label": {table.indicator.id: table.title}, "unit": {table.indicator.id: unit}}
    return {"label": table.title, "category": {"index": [table.indicator.id], **category}}
