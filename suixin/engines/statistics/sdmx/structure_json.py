"""Structures as SDMX-JSON 2.1 and 2.0."""

from collections.abc import Iterable
from typing import Any

import orjson

from suixin.engines.statistics.sdmx.artefacts import (
    Artefact,
    Component,
    Dataflow,
    DataStructure,
    Item,
    ItemScheme,
    Kind,
    urn,
)
from suixin.engines.statistics.sdmx.availability import Availability
from suixin.engines.statistics.sdmx.data_json import meta
from suixin.engines.statistics.sdmx.messages import Header, address_of, best, names
from suixin.engines.statistics.sdmx.structures import Found, Stub
from suixin.kernel.records.problem import Sentence

SCHEMAS = {
    "2.1.0": "https://json.sdmx.org/2.1/sdmx-json-structure-schema.json",
    "2.0.0": "https://json.sdmx.org/2.0.0/sdmx-json-structure-schema.json",
}
PLACES = {
    Kind.FLOW: "dataflows",
    Kind.STRUCTURE: "dataStructures",
    Kind.CODES: "codelists",
    Kind.CONCEPTS: "conceptSchemes",
    Kind.AGENCIES: "agencySchemes",
}
ITEMS = {Kind.CODES: "codes", Kind.CONCEPTS: "concepts", Kind.AGENCIES: "agencies"}


def write(head: Header, found: Found, version: str, availability: Iterable[Availability] = ()) -> bytes:
    data: dict[str, list[dict[str, Any]]] = {}
    for each in found.full:
        data.setdefault(PLACES[each.kind], []).append(artefact(each))
    for stub in found.stubs:
        data.setdefault(PLACES[stub.artefact.kind], []).append(as_stub(stub))
    for given in availability:
        if version == "2.0.0":
            data.setdefault("dataConstraints", []).append(constraint_of_old(given))
        else:
            data.setdefault("availabilityConstraints", []).append(constraint(given))
    return orjson.dumps({"$schema": SCHEMAS[version], "meta": meta(head), "data": data})


def texts(titles: Sentence, about: Sentence) -> dict[str, Any]:
    found: dict[str, Any] = {"name": best(titles), "names": names(titles)}
    return found | ({"description": best(about), "descriptions": names(about)} if about else {})


def maintained(given: Artefact, about: Sentence) -> dict[str, Any]:
    versioned = {} if given.kind == Kind.AGENCIES else {"version": given.version}
    link = {"rel": "self", "urn": urn(given), "href": address_of(given)}
    return {
        "id": given.id,
        "agencyID": given.agency,
        **versioned,
        **texts(given.names, about),
        "links": [link],
    }


def as_stub(stub: Stub) -> dict[str, Any]:
    about = getattr(stub.artefact, "about", {}) if stub.complete else {}
    return maintained(stub.artefact, about) | {"isExternalReference": True}


def artefact(given: Artefact) -> dict[str, Any]:
    if isinstance(given, Dataflow):
        return maintained(given, given.about) | {"structure": urn(given.structure)}
    if isinstance(given, DataStructure):
        return maintained(given, given.about) | {"dataStructureComponents": components(given)}
    if isinstance(given, ItemScheme):
        items = [item(each) for each in given.items]
        return maintained(given, given.about) | {"isPartial": given.partial, ITEMS[given.kind]: items}
    raise TypeError(given)


def item(given: Item) -> dict[str, Any]:
    return {"id": given.id, **texts(given.names, given.about)}


def components(given: DataStructure) -> dict[str, Any]:
    dimensions = [
        component(each) | {"position": place} | representation(each)
        for place, each in enumerate(given.dimensions)
    ]
    measure = component(given.measure) | {"usage": "optional"} | representation(given.measure)
    attributes = [
        component(each)
        | {"usage": "optional", "attributeRelationship": {"observation": {}}}
        | {"measureRelationship": [given.measure.id]}
        | representation(each)
        for each in given.attributes
    ]
    return {
        "dimensionList": {
            "id": "DimensionDescriptor",
            "dimensions": dimensions,
            "timeDimension": component(given.time) | representation(given.time),
        },
        "measureList": {"id": "MeasureDescriptor", "measures": [measure]},
        "attributeList": {"id": "AttributeDescriptor", "attributes": attributes},
    }


def component(given: Component) -> dict[str, Any]:
    return {"id": given.id, "conceptIdentity": concept_urn(given)}


def concept_urn(given: Component) -> str:
    assert given.concepts is not None  # noqa: S101 - the catalogue gives every component one
    return f"{urn(given.concepts).replace('.ConceptScheme=', '.Concept=')}.{given.id}"


def representation(given: Component) -> dict[str, Any]:
    if given.codes is not None:
        return {"localRepresentation": {"enumeration": urn(given.codes)}}
    return {"localRepresentation": {"format": {"dataType": given.data_type}}}


def constraint(given: Availability) -> dict[str, Any]:
    subject = "dataflow" if given.subject.kind == Kind.FLOW else "dataStructure"
    found: dict[str, Any] = {
        "constraintAttachment": {subject: urn(given.subject)},
        "cubeRegion": {"include": True, "keyValues": [key_value(given, name) for name in given.values]},
    }
    return found | {"seriesCount": given.series, "obsCount": given.observations}


def constraint_of_old(given: Availability) -> dict[str, Any]:
    """2.0 has no availability constraint: there it is a data constraint whose role is to tell what is there."""
    subject = "dataflows" if given.subject.kind == Kind.FLOW else "dataStructures"
    counts = {"series_count": given.series, "obs_count": given.observations}
    return {
        "id": f"{given.subject.id}_AVAILABLE",
        "agencyID": given.subject.agency,
        "version": given.subject.version,
        **texts(given.subject.names, {}),
        "role": "Actual",
        "annotations": [
            {"id": name, "type": "sdmx_metrics", "title": str(count)} for name, count in counts.items()
        ],
        "constraintAttachment": {subject: [urn(given.subject)]},
        "cubeRegions": [{"include": True, "keyValues": [key_value(given, name) for name in given.values]}],
    }


def key_value(given: Availability, name: str) -> dict[str, Any]:
    return {"id": name, "include": True, "values": [{"value": value} for value in given.values[name]]}
