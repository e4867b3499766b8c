"""A data query as it was meant, whichever version of the interface it came through."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from suixin.engines.statistics.sdmx import vocabulary
from suixin.engines.statistics.sdmx.artefacts import Component, Kind
from suixin.engines.statistics.sdmx.catalogue import Flow, flows
from suixin.engines.statistics.sdmx.parameters import Parameters
from suixin.engines.statistics.sdmx.refusals import Refused
from suixin.engines.statistics.sdmx.versions import includes, is_version

ALL_DIMENSIONS = "AllDimensions"
TIME = "TIME_PERIOD"
CONTEXTS = (Kind.FLOW, Kind.STRUCTURE, "provisionagreement")
IDS = re.compile(r"[A-Za-z0-9_@$.-]+", re.ASCII)
KEY_PART = re.compile(r"[A-Za-z0-9_@$-]+|\*", re.ASCII)
SORT = re.compile(r"([A-Za-z*][A-Za-z0-9_-]*|\*)(?::(asc|desc))?", re.ASCII)
MOST_KEYS = 500

Key = tuple[frozenset[str] | None, ...]  # what each dimension may be; None: anything


@dataclass(frozen=True, slots=True)
class Sorting:
    component: str  # or * for all dimensions, or series_key
    descending: bool


@dataclass(frozen=True, slots=True)
class DataQuery:
    context: str = Kind.FLOW
    agencies: frozenset[str] | None = None  # None: any
    ids: frozenset[str] | None = None
    versions: tuple[str, ...] = ("*",)
    keys: tuple[Key, ...] = ()  # any of them; none: everything
    conditions: Mapping[str, str] | None = None
    updated_after: datetime | None = None
    as_of: datetime | None = None
    history: bool = False
    first: int | None = None
    last: int | None = None
    offset: int = 0
    limit: int | None = None
    sort: tuple[Sorting, ...] = ()
    at_observation: str = TIME
    attributes: frozenset[str] = frozenset()  # ids
    with_values: bool = True
    in_part: bool = False  # attributes or measures were left out on purpose

    @property
    def only_keys(self) -> bool:
        return not self.with_values and not self.attributes

    def flows(self) -> list[Flow]:
        """Those that are asked for. Raises `Refused` where there are none, or none can be meant."""
        found = [
            flow
            for flow in flows()
            if (self.agencies is None or flow.dataflow.agency in self.agencies)
            and (self.ids is None or flow.dataflow.id in self.ids)
            and any(includes(each, flow.dataflow.version) for each in self.versions)
        ]
        if not found or self.context == "provisionagreement":
            raise Refused("no-results")
        for name in (*(self.conditions or ()), *self.named()):
            if not any(name in flow.structure.components for flow in found):
                raise Refused("unknown-component", name=name)
        for key in self.keys:
            if all(len(key) > len(flow.structure.dimensions) for flow in found):
                said = ".".join("*" if part is None else "+".join(sorted(part)) for part in key)
                raise Refused(
                    "key-too-long", key=said, count=max(len(flow.structure.dimensions) for flow in found)
                )
        return found

    def named(self) -> list[str]:
        at = [] if self.at_observation in (ALL_DIMENSIONS, TIME) else [self.at_observation]
        return at + [each.component for each in self.sort if each.component not in ("*", "series_key")]


def path_values(name: str, text: str) -> frozenset[str] | None:
    """One or more ids, separated by commas; None for the wildcard."""
    values = text.split(",")
    if "*" in values:
        return None
    if not all(IDS.fullmatch(value) for value in values):
        raise Refused("wrong-parameter", name=name, value=text, expected="ID · ID,ID · *")
    return frozenset(values)


def path_versions(text: str) -> tuple[str, ...]:
    values = tuple(text.split(","))
    if not all(is_version(value) for value in values):
        raise Refused("wrong-parameter", name="version", value=text, expected="1.0.0 · 1.+.0 · + · ~ · *")
    return values


def path_keys(text: str) -> tuple[Key, ...]:
    if text == "*":
        return ()
    keys = text.split(",")
    if len(keys) > MOST_KEYS:
        raise Refused("too-long")
    found = []
    for key in keys:
        parts = key.split(".")
        if not all(KEY_PART.fullmatch(part) for part in parts):
            raise Refused(
                "wrong-parameter", name="key", value=text, expected="M.440106.phones · M.*.phones · *"
            )
        found.append(tuple(None if part == "*" else frozenset({part}) for part in parts))
    return tuple(found)


def read_data_query(path: Mapping[str, str], parameters: Parameters) -> DataQuery:
    """`path` has what the address names: context, agency, id, version, key. Raises `Refused`."""
    query = replace(
        place(path),
        conditions=parameters.members("c"),
        updated_after=parameters.moment("updatedAfter"),
        as_of=parameters.moment("asOf"),
        history=parameters.flag("includeHistory"),
        first=parameters.whole("firstNObservations", 1),
        last=parameters.whole("lastNObservations", 1),
        offset=parameters.whole("offset", 0) or 0,
        limit=parameters.whole("limit", 1),
        sort=read_sort(parameters),
        at_observation=parameters.text("dimensionAtObservation", TIME),
    )
    if parameters.text("reportingYearStartDay"):
        raise Refused("not-implemented", what="reportingYearStartDay")
    query = with_contents(query, parameters)
    parameters.done()
    check(query)
    return query


def place(path: Mapping[str, str]) -> DataQuery:
    context = path.get("context", "*")
    named = set(context.split(","))
    if not named <= {*CONTEXTS, "*"}:
        raise Refused("wrong-parameter", name="context", value=context, expected=", ".join((*CONTEXTS, "*")))
    return DataQuery(
        context=next((each for each in CONTEXTS if each in named), Kind.FLOW),
        agencies=path_values("agencyID", path.get("agency", "*")),
        ids=path_values("resourceID", path.get("id", "*")),
        versions=path_versions(path.get("version", "*")),
        keys=path_keys(path.get("key", "*")),
    )


def with_contents(query: DataQuery, parameters: Parameters) -> DataQuery:
    """Which attributes and measures are to be told."""
    every = frozenset(each.id for each in vocabulary.ATTRIBUTES)
    attributes: set[str] = set()
    for each in (asked := parameters.text("attributes", "dsd").split(",")):
        if each in ("dsd", "all", "obs"):
            attributes |= every
        elif each in every:
            attributes.add(each)
        elif each not in ("none", "msd", "dataset", "series"):  # none of ours is attached there
            raise Refused("unknown-component", name=each)
    measures = parameters.text("measures", "all").split(",")
    if unknown := set(measures) - {"all", "none", vocabulary.MEASURE.id}:
        raise Refused("unknown-component", name=min(unknown))
    return replace(
        query,
        attributes=frozenset(attributes),
        with_values=measures != ["none"],
        in_part=asked != ["dsd"] or measures != ["all"],
    )


def read_sort(parameters: Parameters) -> tuple[Sorting, ...]:
    text = parameters.text("sort")
    found = []
    for each in text.split("+") if text else ():
        match = SORT.fullmatch(each)
        if match is None:
            parameters.refuse("sort", "TIME_PERIOD:desc · series_key+TIME_PERIOD · *")
        else:
            found.append(Sorting(match[1], match[2] == "desc"))
    return tuple(found)


def check(query: DataQuery) -> None:
    if query.updated_after and query.as_of and query.updated_after > query.as_of:
        raise Refused("times-crossed")


def kind_of(component: Component) -> str:
    """How values of a component compare."""
    if component.id == TIME:
        return "time"
    return "number" if component.codes is None and component.data_type in vocabulary.NUMERIC else "text"
