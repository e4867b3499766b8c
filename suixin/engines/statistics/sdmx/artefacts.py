"""SDMX's structures as far as we have them: code lists, concepts, data structures, dataflows.

pysdmx has them too, but its names are in one language; ours are in three. Writers turn these into messages.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from suixin.kernel.records.problem import Sentence

SHARED_VERSION = "1.0.0"  # of what all indicators have in common


class Kind:
    """The types of artefact there are here, as the REST interface names them, with their place in a URN."""

    AGENCIES = "agencyscheme"
    CODES = "codelist"
    CONCEPTS = "conceptscheme"
    STRUCTURE = "datastructure"
    FLOW = "dataflow"


URN_CLASSES = {
    Kind.AGENCIES: "base.AgencyScheme",
    Kind.CODES: "codelist.Codelist",
    Kind.CONCEPTS: "conceptscheme.ConceptScheme",
    Kind.STRUCTURE: "datastructure.DataStructure",
    Kind.FLOW: "datastructure.Dataflow",
}


class Artefact(Protocol):
    """What all of them have."""

    @property
    def kind(self) -> str: ...
    @property
    def agency(self) -> str: ...
    @property
    def id(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def names(self) -> Sentence: ...


def short_urn(artefact: Artefact) -> str:
    return f"{artefact.agency}:{artefact.id}({artefact.version})"


def urn(artefact: Artefact) -> str:
    return f"urn:sdmx:org.sdmx.infomodel.{URN_CLASSES[artefact.kind]}={short_urn(artefact)}"


@dataclass(frozen=True, slots=True)
class Item:
    """A code, a concept or an agency."""

    id: str
    names: Sentence
    about: Sentence = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ItemScheme:
    kind: str
    agency: str
    id: str
    names: Sentence
    items: tuple[Item, ...]
    version: str = SHARED_VERSION
    partial: bool = False
    about: Sentence = field(default_factory=dict)

    def only(self, ids: set[str]) -> "ItemScheme":
        kept = tuple(item for item in self.items if item.id in ids)
        return self if len(kept) == len(self.items) else replace(self, items=kept, partial=True)


@dataclass(frozen=True, slots=True)
class Component:
    """A dimension, the measure or an attribute. Each takes its name from the concept of the same id."""

    id: str
    names: Sentence
    codes: ItemScheme | None = None
    data_type: str = "String"  # where it has no codes
    concepts: "ItemScheme | None" = None  # the scheme that its concept is in


@dataclass(frozen=True, slots=True)
class DataStructure:
    agency: str
    id: str
    version: str
    names: Sentence
    dimensions: tuple[Component, ...]  # without the time
    time: Component
    measure: Component
    attributes: tuple[Component, ...]
    about: Sentence = field(default_factory=dict)
    kind: str = Kind.STRUCTURE

    @property
    def components(self) -> Mapping[str, Component]:
        return {each.id: each for each in (*self.dimensions, self.time, self.measure, *self.attributes)}

    @property
    def schemes(self) -> list[ItemScheme]:
        """What it refers to, each once."""
        found: dict[str, ItemScheme] = {}
        for each in self.components.values():
            for scheme in (each.codes, each.concepts):
                if scheme is not None:
                    found[urn(scheme)] = scheme
        return list(found.values())


@dataclass(frozen=True, slots=True)
class Dataflow:
    agency: str
    id: str
    version: str
    names: Sentence
    structure: DataStructure
    about: Sentence = field(default_factory=dict)
    kind: str = Kind.FLOW
