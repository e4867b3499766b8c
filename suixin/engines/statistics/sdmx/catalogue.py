"""Each indicator that has a release as a dataflow with a data structure of its own.

Of its own, because classes and keys belong to the form that the indicator counts, and because a new version of a
definition may have others: so the structure's version tells which definition is in force. There is one version at a
time, the newest; figures of earlier ones are in the same series, and say so in DEF_VERSION.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from suixin.engines.statistics.dimensions import FORM, Dimension, definitions, dimensions
from suixin.engines.statistics.models import Release
from suixin.engines.statistics.sdmx import vocabulary
from suixin.engines.statistics.sdmx.artefacts import (
    Artefact,
    Component,
    Dataflow,
    DataStructure,
    Item,
    ItemScheme,
    Kind,
)
from suixin.engines.statistics.sdmx.identifiers import TOTAL, code, component_ids, flow_id
from suixin.engines.statistics.sdmx.vocabulary import AGENCY
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import Frequency
from suixin.platform.ledger.models import Entry

FREQUENCY_CODES = {Frequency.MONTH: "M", Frequency.QUARTER: "Q", Frequency.YEAR: "A"}
FOLLOWED = ("statistics.indicator", "statistics.release", FORM)


@dataclass(frozen=True, slots=True)
class Flow:
    """A dataflow, and what is needed to put our figures into its terms."""

    indicator: Indicator  # its newest version
    versions: Mapping[str, Indicator]  # by digest
    names: tuple[str, ...]  # of our dimensions, in the order of the structure's after FREQ
    dataflow: Dataflow
    places: tuple[Mapping[str, int], ...]  # of each code in its list, by dimension

    @property
    def structure(self) -> DataStructure:
        return self.dataflow.structure

    @property
    def frequency(self) -> str:
        return FREQUENCY_CODES[self.indicator.frequency]

    def key(self, at: Mapping[str, str]) -> tuple[str, ...]:
        """The codes of a cell, the time left out."""
        return (self.frequency, *(code(at[name]) if name in at else TOTAL for name in self.names))

    def place(self, key: tuple[str, ...]) -> tuple[int, ...]:
        """Where a series stands among the others: in the order of the code lists, totals first."""
        return tuple(places.get(code, len(places)) for places, code in zip(self.places, key, strict=True))


def state() -> str:
    """What everything here follows from: another name as soon as any of it has changed. By the record's own name, not
    its index: a log restored from a copy may go on in another way."""
    found = (
        Entry.objects.filter(type__in=FOLLOWED).order_by("-index").values_list("index", "record_id").first()
    )
    return "" if found is None else f"{found[0]}:{found[1]}"


def flows() -> list[Flow]:
    """Of all indicators that have a release, by id."""
    return list(flows_at(state()))


@lru_cache(maxsize=2)
def flows_at(state: str) -> tuple[Flow, ...]:
    names = Release.objects.order_by("indicator").values_list("indicator", flat=True).distinct()
    return tuple(flow_of(name) for name in names)


def flow_of(name: str) -> Flow:
    versions = definitions(name)
    newest = versions[-1]
    found = dimensions(name)
    flow, version = flow_id(name), f"{newest.version}.0.0"
    ids = component_ids([each.name for each in found], vocabulary.RESERVED)
    concepts = concepts_of(flow, version, newest, found, ids)
    parts = tuple(part(flow, version, each, ids[each.name], concepts) for each in found)
    structure = DataStructure(
        AGENCY,
        flow,
        version,
        newest.titles,
        (vocabulary.FREQUENCY, *parts),
        vocabulary.TIME,
        vocabulary.MEASURE,
        vocabulary.ATTRIBUTES,
        newest.about,
    )
    return Flow(
        newest,
        MappingProxyType({each.digest: each for each in versions}),
        tuple(each.name for each in found),
        Dataflow(AGENCY, flow, version, newest.titles, structure, newest.about),
        tuple(places(each) for each in structure.dimensions),
    )


def places(dimension: Component) -> dict[str, int]:
    assert dimension.codes is not None  # noqa: S101 - every dimension but time has them
    return {item.id: place for place, item in enumerate(dimension.codes.items)}


def concepts_of(
    flow: str, version: str, indicator: Indicator, found: list[Dimension], ids: Mapping[str, str]
) -> ItemScheme | None:
    """Of the dimensions that only this indicator has; the others are in the shared scheme."""
    items = tuple(
        Item(ids[each.name], each.titles) for each in found if ids[each.name] not in vocabulary.NAMES
    )
    return (
        ItemScheme(Kind.CONCEPTS, AGENCY, f"CS_{flow}-KEYS", indicator.titles, items, version)
        if items
        else None
    )


def part(flow: str, version: str, found: Dimension, name: str, concepts: ItemScheme | None) -> Component:
    """One dimension with its codes, the total first."""
    shared = name in vocabulary.NAMES
    total = Item(TOTAL, vocabulary.TOTAL_OF_AREAS if shared else vocabulary.TOTAL)
    items = (total, *(Item(code(value), titles) for value, titles in found.values.items()))
    codes = ItemScheme(Kind.CODES, AGENCY, f"CL_{flow}-{name}", found.titles, items, version)
    return Component(name, found.titles, codes, concepts=vocabulary.CONCEPTS if shared else concepts)


def artefacts() -> Iterator[Artefact]:
    """All there are, each once."""
    found = flows()
    for flow in found:
        yield flow.dataflow
    for flow in found:
        yield flow.structure
    for scheme in vocabulary.SHARED:
        yield scheme
    for flow in found:
        for each in flow.structure.dimensions:
            if each.codes is not None and each.codes not in vocabulary.SHARED:
                yield each.codes
    yield vocabulary.CONCEPTS
    for flow in found:
        for scheme in flow.structure.schemes:
            if scheme.kind == Kind.CONCEPTS and scheme is not vocabulary.CONCEPTS:
                yield scheme
    yield vocabulary.AGENCIES
