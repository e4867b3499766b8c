"""Availability queries: which values each dimension has in what a data query would get, and how much that would be."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from suixin.engines.statistics.observations import observations
from suixin.engines.statistics.sdmx.artefacts import Artefact, Dataflow, ItemScheme, Kind
from suixin.engines.statistics.sdmx.catalogue import Flow
from suixin.engines.statistics.sdmx.parameters import Parameters
from suixin.engines.statistics.sdmx.queries import TIME, DataQuery, Key, path_values, place
from suixin.engines.statistics.sdmx.refusals import Refused
from suixin.engines.statistics.sdmx.selection import Row, matching

REFERENCES = (
    "none",
    "all",
    "codelist",
    "valuelist",
    "datastructure",
    "conceptscheme",
    "dataflow",
    "dataproviderscheme",
)


@dataclass(frozen=True, slots=True)
class AvailabilityQuery:
    data: DataQuery
    components: frozenset[str] | None
    available: bool  # what could still be added to the query, instead of what it gets
    references: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Availability:
    subject: Artefact
    values: Mapping[str, list[str]]  # by dimension, in the order of the codes
    series: int
    observations: int
    flow: Flow


def read_availability_query(path: Mapping[str, str], parameters: Parameters) -> AvailabilityQuery:
    """Raises `Refused`."""
    data = replace(
        place(path), conditions=parameters.members("c"), updated_after=parameters.moment("updatedAfter")
    )
    references = tuple(parameters.text("references", "none").split(","))
    if set(references) - set(REFERENCES):
        parameters.refuse("references", ", ".join(REFERENCES))
    if parameters.text("reportingYearStartDay"):
        raise Refused("not-implemented", what="reportingYearStartDay")
    query = AvailabilityQuery(
        data,
        path_values("componentID", path.get("component", "*")),
        parameters.one_of("mode", ("exact", "available"), "exact") == "available",
        references,
    )
    parameters.done()
    return query


def available(query: AvailabilityQuery) -> list[Availability]:
    """Raises `Refused` where there is nothing."""
    found = []
    for flow in query.data.flows():
        ids = [*(each.id for each in flow.structure.dimensions), TIME]
        if query.components is not None and not query.components & set(ids):
            raise Refused("unknown-component", name=min(query.components))
        if any(name not in flow.structure.components for name in query.data.conditions or ()):
            continue
        rows = rows_of(flow, query.data)
        if not rows:
            continue
        values = {}
        for number, name in enumerate(ids):
            if query.components is None or name in query.components:
                some = rows_of(flow, without(query.data, number, name)) if query.available else rows
                values[name] = values_of(flow, name, some)
        subject: Artefact = flow.structure if query.data.context == Kind.STRUCTURE else flow.dataflow
        found.append(Availability(subject, values, len({row.key for row in rows}), len(rows), flow))
    if not found:
        raise Refused("no-results")
    return found


def rows_of(flow: Flow, query: DataQuery) -> list[Row]:
    after = query.updated_after
    rows = matching(flow, query, observations(flow.indicator.id))
    return [row for row in rows if after is None or row.published > after]


def without(query: DataQuery, number: int, name: str) -> DataQuery:
    """The same with one dimension left open."""
    keys: tuple[Key, ...] = tuple(
        (*key[:number], None, *key[number + 1 :]) if number < len(key) else key for key in query.keys
    )
    conditions = {each: text for each, text in (query.conditions or {}).items() if each != name}
    return replace(query, keys=keys, conditions=conditions)


def values_of(flow: Flow, name: str, rows: list[Row]) -> list[str]:
    if name == TIME:
        return [period for _, period in sorted({(row.span.first, row.period) for row in rows})]
    held = {row.of(flow, name) for row in rows}
    codes = flow.structure.components[name].codes
    return [item.id for item in codes.items if item.id in held] if codes is not None else []


def references_of(query: AvailabilityQuery, found: list[Availability]) -> list[Artefact]:
    """What goes with the answer: lists only as far as they are used in it."""
    wanted = set(query.references)
    chosen: dict[str, Artefact] = {}
    for each in found:
        for artefact in parts(each):
            if "all" in wanted or artefact.kind in wanted:
                chosen.setdefault(f"{artefact.kind} {artefact.id}", artefact)
    return list(chosen.values())


def parts(each: Availability) -> list[Artefact]:
    flow: Dataflow = each.flow.dataflow
    found: list[Artefact] = [flow, flow.structure]
    schemes: dict[str, ItemScheme] = {}
    for component in flow.structure.dimensions:
        if component.id in each.values and component.codes is not None:
            schemes[component.codes.id] = component.codes.only(set(each.values[component.id]))
    used = set(each.values)
    for scheme in flow.structure.schemes:
        if scheme.kind == Kind.CONCEPTS and (kept := scheme.only(used)).items:
            schemes[scheme.id] = kept
    return [*found, *schemes.values()]
