"""Structures as SDMX-ML 3.1, 3.0 and 2.1. The versions differ in how one thing refers to another, and in a few names."""

from collections.abc import Iterable

from suixin.engines.statistics.sdmx.artefacts import (
    Artefact,
    Component,
    Dataflow,
    DataStructure,
    ItemScheme,
    Kind,
    urn,
)
from suixin.engines.statistics.sdmx.availability import Availability
from suixin.engines.statistics.sdmx.markup import DECLARATION, attributes, element, header, namespaces, texts
from suixin.engines.statistics.sdmx.messages import Header, address_of
from suixin.engines.statistics.sdmx.structure_json import concept_urn
from suixin.engines.statistics.sdmx.structures import Found, Stub

OLD = "2.1"
# In which element each kind stands.
PLACES = {
    OLD: {
        Kind.AGENCIES: "OrganisationSchemes",
        Kind.FLOW: "Dataflows",
        Kind.CODES: "Codelists",
        Kind.CONCEPTS: "Concepts",
        Kind.STRUCTURE: "DataStructures",
    },
    "3": {
        Kind.AGENCIES: "AgencySchemes",
        Kind.FLOW: "Dataflows",
        Kind.CODES: "Codelists",
        Kind.CONCEPTS: "ConceptSchemes",
        Kind.STRUCTURE: "DataStructures",
    },
}
NAMES = {
    Kind.AGENCIES: "AgencyScheme",
    Kind.FLOW: "Dataflow",
    Kind.CODES: "Codelist",
    Kind.CONCEPTS: "ConceptScheme",
    Kind.STRUCTURE: "DataStructure",
}
ITEMS = {Kind.AGENCIES: "Agency", Kind.CODES: "Code", Kind.CONCEPTS: "Concept"}
# As the schemas want them.
ORDER = (Kind.AGENCIES, Kind.FLOW, Kind.CODES, Kind.CONCEPTS, Kind.STRUCTURE)


def write(head: Header, found: Found, version: str, availability: Iterable[Availability] = ()) -> bytes:
    writer = Writer(version)
    parts = dict.fromkeys(NAMES, "")
    for each in found.full:
        parts[each.kind] += writer.artefact(each)
    for stub in found.stubs:
        parts[stub.artefact.kind] += writer.stub(stub)
    family = OLD if version == OLD else "3"
    contents = [
        f"<str:{PLACES[family][kind]}>{parts[kind]}</str:{PLACES[family][kind]}>"
        for kind in ORDER
        if parts[kind]
    ]
    if constraints := "".join(map(writer.constraint, availability)):
        contents.append(f"<str:AvailabilityConstraints>{constraints}</str:AvailabilityConstraints>")
    body = f"<mes:Structures>{''.join(contents)}</mes:Structures>"
    return f"{DECLARATION}<mes:Structure{namespaces(version, ('str', 'structure'))}>{header(head)}{body}</mes:Structure>".encode()


class Writer:
    def __init__(self, version: str) -> None:
        self.version = version
        self.is_old = version == OLD

    def head(self, given: Artefact, about: bool, external: bool = False, partial: bool | None = None) -> str:
        """The opening tag and the texts."""
        versioned = given.kind != Kind.AGENCIES or self.is_old
        values = {
            "id": given.id,
            "urn": urn(given) if versioned else None,
            "agencyID": given.agency,
            "version": given.version if versioned else None,
            "isFinal": "true" if self.is_old and given.kind != Kind.AGENCIES and not external else None,
            "isPartial": None if partial is None or external else str(partial).lower(),
            "isExternalReference": "true" if external else None,
            "structureURL": address_of(given) if external else None,
        }
        name = NAMES[given.kind]
        said = texts("com:Description", getattr(given, "about", {})) if about else ""
        return f"<str:{name}{attributes(values)}>{texts('com:Name', given.names)}{said}"

    def stub(self, stub: Stub) -> str:
        return f"{self.head(stub.artefact, stub.complete, external=True)}</str:{NAMES[stub.artefact.kind]}>"

    def artefact(self, given: Artefact) -> str:
        if isinstance(given, Dataflow):
            to = self.reference("str:Structure", urn(given.structure))
            return f"{self.head(given, True)}{to}</str:Dataflow>"
        if isinstance(given, DataStructure):
            return f"{self.head(given, True)}{self.components(given)}</str:DataStructure>"
        if isinstance(given, ItemScheme):
            name = ITEMS[given.kind]
            items = "".join(
                f"<str:{name}{attributes({'id': each.id})}>{texts('com:Name', each.names)}"
                f"{texts('com:Description', each.about)}</str:{name}>"
                for each in given.items
            )
            return f"{self.head(given, True, partial=given.partial)}{items}</str:{NAMES[given.kind]}>"
        raise TypeError(given)

    def components(self, given: DataStructure) -> str:
        dimensions = "".join(
            self.component("Dimension", each, position=str(place))
            for place, each in enumerate(given.dimensions, 1)
        )
        time = self.component(
            "TimeDimension", given.time, position=str(len(given.dimensions) + 1) if self.is_old else None
        )
        told = "".join(self.attribute(given, each) for each in given.attributes)
        if self.is_old:
            measure = self.component("PrimaryMeasure", given.measure)
        else:
            measure = self.component("Measure", given.measure, usage="optional")
        lists = (
            f'<str:DimensionList id="DimensionDescriptor">{dimensions}{time}</str:DimensionList>',
            f'<str:AttributeList id="AttributeDescriptor">{told}</str:AttributeList>',
            f'<str:MeasureList id="MeasureDescriptor">{measure}</str:MeasureList>',
        )
        return f"<str:DataStructureComponents>{''.join(lists)}</str:DataStructureComponents>"

    def attribute(self, structure: DataStructure, given: Component) -> str:
        if self.is_old:
            of = f'<str:PrimaryMeasure><Ref id="{structure.measure.id}"/></str:PrimaryMeasure>'
            more = f"<str:AttributeRelationship>{of}</str:AttributeRelationship>"
            return self.component("Attribute", given, more, assignmentStatus="Conditional")
        more = "<str:AttributeRelationship><str:Observation/></str:AttributeRelationship>"
        more += f"<str:MeasureRelationship><str:Measure>{structure.measure.id}</str:Measure></str:MeasureRelationship>"
        return self.component("Attribute", given, more, usage="optional")

    def component(self, name: str, given: Component, more: str = "", **values: str | None) -> str:
        concept = self.reference("str:ConceptIdentity", concept_urn(given))
        if given.codes is not None:
            held = self.reference("str:Enumeration", urn(given.codes))
        else:
            # sdmx1, which reads 2.1, fails at a URI; an address is a text as well.
            kind = "String" if self.is_old and given.data_type == "URI" else given.data_type
            held = f"<str:TextFormat{attributes({'textType': kind})}/>"
        held = f"<str:LocalRepresentation>{held}</str:LocalRepresentation>"
        return f"<str:{name}{attributes({'id': given.id, **values})}>{concept}{held}{more}</str:{name}>"

    def reference(self, name: str, to: str) -> str:
        if not self.is_old:
            return element(name, to)
        # urn:sdmx:org.sdmx.infomodel.conceptscheme.Concept=SUIXIN:CS_SUIXIN(1.0.0).FREQ
        kind, _, place = to.removeprefix("urn:sdmx:org.sdmx.infomodel.").partition("=")
        package, _, class_name = kind.partition(".")
        agency, _, rest = place.partition(":")
        identity, _, rest = rest.partition("(")
        version, _, item = rest.partition(")")
        values = {"agencyID": agency, "class": class_name, "package": package}
        if item:
            values |= {
                "id": item.removeprefix("."),
                "maintainableParentID": identity,
                "maintainableParentVersion": version,
            }
        else:
            values |= {"id": identity, "version": version}
        return f"<{name}><Ref{attributes(values)}/></{name}>"

    def constraint(self, given: Availability) -> str:
        subject = "Dataflow" if given.subject.kind == Kind.FLOW else "DataStructure"
        keys = "".join(
            f"<str:KeyValue{attributes({'id': name, 'include': 'true'})}>"
            f"{''.join(element('str:Value', value) for value in values)}</str:KeyValue>"
            for name, values in given.values.items()
        )
        counts = {"seriesCount": str(given.series), "obsCount": str(given.observations)}
        attachment = element(f"str:{subject}", urn(given.subject))
        return (
            f"<str:AvailabilityConstraint{attributes(counts)}>"
            f"<str:ConstraintAttachment>{attachment}</str:ConstraintAttachment>"
            f'<str:CubeRegion include="true">{keys}</str:CubeRegion></str:AvailabilityConstraint>'
        )
