"""Structure queries: which artefacts are asked for, what goes with them, and in how much detail."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from suixin.engines.statistics.sdmx.artefacts import Artefact, Dataflow, DataStructure, ItemScheme, Kind, urn
from suixin.engines.statistics.sdmx.catalogue import artefacts
from suixin.engines.statistics.sdmx.parameters import Parameters
from suixin.engines.statistics.sdmx.queries import path_values, path_versions
from suixin.engines.statistics.sdmx.refusals import Refused
from suixin.engines.statistics.sdmx.versions import includes

HERE = (Kind.FLOW, Kind.STRUCTURE, Kind.CODES, Kind.CONCEPTS, Kind.AGENCIES)
ELSEWHERE = frozenset(  # the standard's other types
    {
        "metadatastructure",
        "categoryscheme",
        "hierarchy",
        "hierarchyassociation",
        "valuelist",
        "dataproviderscheme",
        "metadataproviderscheme",
        "dataconsumerscheme",
        "organisationunitscheme",
        "metadataflow",
        "reportingtaxonomy",
        "provisionagreement",
        "metadataprovisionagreement",
        "structuremap",
        "representationmap",
        "conceptschememap",
        "categoryschememap",
        "organisationschememap",
        "reportingtaxonomymap",
        "process",
        "categorisation",
        "dataconstraint",
        "metadataconstraint",
        "transformationscheme",
        "rulesetscheme",
        "userdefinedoperatorscheme",
        "customtypescheme",
        "namepersonalisationscheme",
        "vtlmappingscheme",
        "contentconstraint",
        "hierarchicalcodelist",
        "structureset",
        "structure",
        "organisationscheme",
    }
)
DETAILS = (
    "full",
    "allstubs",
    "referencestubs",
    "allcompletestubs",
    "referencecompletestubs",
    "referencepartial",
    "raw",
)
REFERENCES = ("none", "parents", "parentsandsiblings", "ancestors", "children", "descendants", "all")


@dataclass(frozen=True, slots=True)
class Stub:
    """An artefact of which only the name is told, and with `complete` what it is about."""

    artefact: Artefact
    complete: bool


@dataclass(frozen=True, slots=True)
class StructureQuery:
    kind: str  # * for all
    agencies: frozenset[str] | None
    ids: frozenset[str] | None
    versions: tuple[str, ...]
    items: frozenset[str] | None = None
    detail: str = "full"
    references: tuple[str, ...] = ("none",)


@dataclass(frozen=True, slots=True)
class Found:
    full: list[Artefact] = field(default_factory=list)
    stubs: list[Stub] = field(default_factory=list)


def read_structure_query(path: Mapping[str, str], parameters: Parameters) -> StructureQuery:
    """`path` has what the address names: kind, agency, id, version, item. Raises `Refused`."""
    kind = path.get("kind", "*")
    check_kind(kind)
    references = tuple(parameters.text("references", "none").split(","))
    for each in references:
        if each in ELSEWHERE:
            continue  # there are none of these, so none are referred to
        if each not in (*REFERENCES, *HERE):
            parameters.refuse("references", ", ".join((*REFERENCES, *HERE)))
    query = StructureQuery(
        kind,
        path_values("agencyID", path.get("agency", "*")),
        path_values("resourceID", path.get("id", "*")),
        path_versions(path.get("version", "~")),
        path_values("itemID", path.get("item", "*")),
        parameters.one_of("detail", DETAILS, "full"),
        references,
    )
    parameters.done()
    return query


def check_kind(kind: str) -> None:
    if kind in ELSEWHERE:
        raise Refused("not-implemented", what=kind)
    if kind not in (*HERE, "*"):
        raise Refused("wrong-parameter", name="artefactType", value=kind, expected=", ".join((*HERE, "*")))


def find(query: StructureQuery) -> Found:
    """Raises `Refused` where there is nothing."""
    every = list(artefacts())
    matching = [each for each in every if matches(query, each)]
    if query.items is not None:
        schemes = [each for each in matching if isinstance(each, ItemScheme)]
        matching = [kept for each in schemes if (kept := each.only(set(query.items))).items]
    if not matching:
        raise Refused("no-results")
    own = {urn(each) for each in matching}
    beside = [each for each in referenced(query.references, matching, every) if urn(each) not in own]
    if query.detail == "referencepartial":
        beside = [partial(each, matching) for each in beside]
    return in_detail(query.detail, matching, beside)


def matches(query: StructureQuery, artefact: Artefact) -> bool:
    return (
        query.kind in ("*", artefact.kind)
        and (query.agencies is None or artefact.agency in query.agencies)
        and (query.ids is None or artefact.id in query.ids)
        and any(includes(each, artefact.version) for each in query.versions)
    )


def in_detail(detail: str, matching: list[Artefact], beside: list[Artefact]) -> Found:
    complete = "complete" in detail
    if detail.startswith("all"):
        return Found([], [Stub(each, complete) for each in (*matching, *beside)])
    if detail in ("referencestubs", "referencecompletestubs"):
        return Found(matching, [Stub(each, complete) for each in beside])
    return Found([*matching, *beside])


def referenced(wanted: tuple[str, ...], matching: list[Artefact], every: list[Artefact]) -> list[Artefact]:
    found: dict[str, Artefact] = {}
    for each in wanted:
        if each in HERE:
            given: Iterable[Artefact] = (one for one in related("all", matching, every) if one.kind == each)
        else:
            given = related(each, matching, every)
        found |= {urn(one): one for one in given}
    return list(found.values())


def related(how: str, matching: list[Artefact], every: list[Artefact]) -> list[Artefact]:
    def up(some: Iterable[Artefact]) -> list[Artefact]:
        wanted = {urn(each) for each in some}
        return [each for each in every if wanted & {urn(child) for child in children(each)}]

    def down(some: Iterable[Artefact]) -> list[Artefact]:
        return [child for each in some for child in children(each)]

    def with_siblings(some: list[Artefact]) -> list[Artefact]:
        parents = up(some)
        return [*parents, *down(parents)]

    def everything(some: list[Artefact]) -> list[Artefact]:
        agencies = [each for each in every if each.kind == Kind.AGENCIES]
        return [*with_siblings(some), *all_steps(down, some), *agencies]

    ways: dict[str, Callable[[list[Artefact]], list[Artefact]]] = {
        "children": down,
        "descendants": lambda some: all_steps(down, some),
        "parents": up,
        "ancestors": lambda some: all_steps(up, some),
        "parentsandsiblings": with_siblings,
        "all": everything,
    }
    return ways[how](matching) if how in ways else []


def all_steps(step: Callable[[Iterable[Artefact]], list[Artefact]], some: list[Artefact]) -> list[Artefact]:
    """Again and again until nothing is new; no artefact refers back to itself."""
    found: list[Artefact] = []
    while some := step(some):
        found += some
    return found


def children(artefact: Artefact) -> list[Artefact]:
    if isinstance(artefact, Dataflow):
        return [artefact.structure]
    return list(artefact.schemes) if isinstance(artefact, DataStructure) else []


def partial(artefact: Artefact, matching: list[Artefact]) -> Artefact:
    """A concept scheme with the concepts that are used; code lists are all used in full."""
    if not isinstance(artefact, ItemScheme) or artefact.kind != Kind.CONCEPTS:
        return artefact
    structures = [each.structure if isinstance(each, Dataflow) else each for each in matching]
    used = {name for each in structures if isinstance(each, DataStructure) for name in each.components}
    return artefact.only(used) if used else artefact
