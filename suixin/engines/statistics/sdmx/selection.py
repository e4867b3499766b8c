"""What a data query gets: observations as sets of data, in the terms of each dataflow."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from django.conf import settings

from suixin.engines.statistics.observations import Observation, observations
from suixin.engines.statistics.sdmx.catalogue import Flow
from suixin.engines.statistics.sdmx.conditions import Condition, read_condition
from suixin.engines.statistics.sdmx.queries import TIME, DataQuery, Key, kind_of
from suixin.engines.statistics.sdmx.refusals import Refused
from suixin.engines.statistics.sdmx.times import Span, instant, span_of
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.rounding import plain

MOST_GATHERED = 400_000  # observations held at once
MOST_ANSWERED = 100_000  # of one message
STATUSES = {"withheld": "Q", "missing": "O"}


@dataclass(frozen=True, slots=True)
class Row:
    """One observation in SDMX's terms. All values are texts, spelt as they were published."""

    key: tuple[str, ...]  # as the structure's dimensions
    period: str
    span: Span
    value: str | None
    attributes: Mapping[str, str]
    published: datetime
    release: int

    def of(self, flow: Flow, component: str) -> str | None:
        if component == TIME:
            return self.period
        if component == flow.structure.measure.id:
            return self.value
        for dimension, code in zip(flow.structure.dimensions, self.key, strict=True):
            if dimension.id == component:
                return code
        return self.attributes.get(component)


@dataclass(frozen=True, slots=True)
class DataSet:
    flow: Flow
    action: str  # Replace, Merge or Delete
    rows: list[Row]
    valid_from: datetime | None = None
    valid_to: datetime | None = None


def select(query: DataQuery) -> list[DataSet]:
    """Raises `Refused`, also where nothing is found."""
    found: list[DataSet] = []
    left = Counted(query.offset, query.limit)
    for flow in query.flows():
        if any(name not in flow.structure.components for name in (*(query.conditions or ()), *query.named())):
            continue
        for each in data_sets(flow, query):
            if rows := left.take(each.rows):
                found.append(DataSet(flow, each.action, rows, each.valid_from, each.valid_to))
    if not found:
        raise Refused("no-results")
    if sum(len(each.rows) for each in found) > MOST_ANSWERED:
        raise Refused("too-large", limit=MOST_ANSWERED)
    return found


class Counted:
    """Passes over the first `offset` rows, and ends after `limit`."""

    def __init__(self, offset: int, limit: int | None) -> None:
        self.offset = offset
        self.limit = limit

    def take(self, rows: list[Row]) -> list[Row]:
        passed = min(self.offset, len(rows))
        self.offset -= passed
        kept = rows[passed:] if self.limit is None else rows[passed : passed + self.limit]
        if self.limit is not None:
            self.limit -= len(kept)
        return kept


def data_sets(flow: Flow, query: DataQuery) -> Iterator[DataSet]:
    action = "Merge" if query.in_part else "Replace"
    rows = list(
        matching(flow, query, observations(flow.indicator.id, as_of=query.as_of, history=query.history))
    )
    if query.history:
        yield from history(flow, query, rows)
        return
    if query.updated_after is not None:
        before = matching(flow, query, observations(flow.indicator.id, as_of=query.updated_after))
        holding = {(row.key, row.period) for row in rows}
        gone = [row for row in before if (row.key, row.period) not in holding]
        rows = [row for row in rows if row.published > query.updated_after]
        if gone:
            yield DataSet(flow, "Delete", arranged(flow, query, gone), None, query.as_of)
    if rows:
        yield DataSet(flow, action, arranged(flow, query, rows), query.as_of, query.as_of)


def history(flow: Flow, query: DataQuery, rows: list[Row]) -> Iterator[DataSet]:
    """One set for each time at which something was published, and one for what that took away."""
    held: dict[str, set[tuple[str, ...]]] = {}
    for new in publications(rows):
        published = new[0].published
        gone: list[Row] = []
        for period in dict.fromkeys(row.period for row in new):
            keys = {row.key for row in new if row.period == period}
            gone += [bare(key, period, published, new) for key in sorted(held.get(period, set()) - keys)]
            held[period] = keys
        if query.updated_after is not None and published <= query.updated_after:
            continue
        if gone:
            yield DataSet(flow, "Delete", arranged(flow, query, gone), None, published)
        yield DataSet(
            flow, "Merge" if query.in_part else "Replace", arranged(flow, query, new), published, None
        )


def publications(rows: list[Row]) -> Iterator[list[Row]]:
    """What came out together: at one time, and not twice for one period."""
    together: dict[str, list[Row]] = {}
    for (published, _, period), release in groupby(
        sorted(rows, key=lambda row: (row.published, row.release, row.period)),
        key=lambda row: (row.published, row.release, row.period),
    ):
        if together and (period in together or next(iter(together.values()))[0].published != published):
            yield [row for some in together.values() for row in some]
            together = {}
        together[period] = list(release)
    if together:
        yield [row for some in together.values() for row in some]


def bare(key: tuple[str, ...], period: str, published: datetime, new: list[Row]) -> Row:
    """An observation that is there no more: only where it was."""
    like = next(row for row in new if row.period == period)
    return Row(key, period, like.span, None, {}, published, like.release)


def matching(flow: Flow, query: DataQuery, given: Iterable[Observation]) -> Iterator[Row]:
    """In the order they come. Raises `Refused` when there are too many to hold."""
    components = flow.structure.components
    conditions = [
        read_condition(name, text, kind_of(components[name]))
        for name, text in (query.conditions or {}).items()
    ]
    in_key = key_test(query.keys)
    count = 0
    for observation in given:
        key = flow.key(observation.at)
        if not in_key(key):
            continue
        row = row_of(flow, key, observation)
        if all(holds(flow, row, condition) for condition in conditions):
            count += 1
            if count > MOST_GATHERED:
                raise Refused("too-large", limit=MOST_GATHERED)
            yield row


def holds(flow: Flow, row: Row, condition: Condition) -> bool:
    return condition.holds(row.span if condition.component == TIME else row.of(flow, condition.component))


def key_test(keys: tuple[Key, ...]) -> Callable[[tuple[str, ...]], bool]:
    """What a key leaves out at its end may be anything."""

    def test(given: tuple[str, ...]) -> bool:
        return any(
            len(key) <= len(given)
            and all(part is None or part_given in part for part, part_given in zip(key, given, strict=False))
            for key in keys
        )

    return test if keys else lambda given: True


def row_of(flow: Flow, key: tuple[str, ...], observation: Observation) -> Row:
    indicator = flow.versions.get(observation.digest, flow.indicator)
    status = STATUSES.get(observation.state) or ("P" if observation.stage == "provisional" else "A")
    attributes = {
        "OBS_STATUS": status,
        "CONF_STATUS": "C" if observation.state == "withheld" else "F",
        "STAGE": observation.stage.upper(),
        "UNIT_MEASURE": indicator.unit,
        "DECIMALS": str(max(indicator.places, 0)),
        "UNITS": str(observation.units),
        "DEF_VERSION": str(indicator.version),
        "RELEASE": str(observation.release),
        "LOG_SIZE": str(observation.size),
        "PUBLISHED": instant(observation.published),
        "CERT": f"{settings.BASE_URL}/figures/{flow.indicator.id}/{observation.period}/certificate.json",
        "SYNTHETIC": "true" if indicator.synthetic else "false",
    }
    value = None if observation.figure is None else plain(observation.figure)
    span = span_of(Period.read(observation.period))
    return Row(key, observation.period, span, value, attributes, observation.published, observation.release)


def arranged(flow: Flow, query: DataQuery, rows: list[Row]) -> list[Row]:
    """In the order asked for, or else by series and time; of each series as many as asked for."""
    rows = sorted(rows, key=lambda row: (flow.place(row.key), row.span.first))
    if query.first is not None or query.last is not None:
        rows = list(ends(rows, query.first or 0, query.last or 0))
    for each in reversed(query.sort):
        rows.sort(key=lambda row: sort_key(flow, row, each.component), reverse=each.descending)
    return rows


def ends(rows: list[Row], first: int, last: int) -> Iterator[Row]:
    for _, series in groupby(rows, key=lambda row: row.key):
        held = list(series)
        for place, row in enumerate(held):
            if place < first or place >= len(held) - last:
                yield row


def sort_key(flow: Flow, row: Row, component: str) -> Any:
    if component == "series_key":
        return row.key
    if component == "*":
        return (row.key, row.span.first)
    if component == TIME:
        return row.span.first
    value = row.of(flow, component)
    if kind_of(flow.structure.components[component]) == "number":
        return (value is not None, Decimal(value or 0))  # what is withheld stands before all numbers
    return value or ""
