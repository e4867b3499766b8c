"""Data as SDMX-ML: structure-specific 3.1, 3.0 and 2.1, and generic 2.1. Values are written as they were published."""

from collections.abc import Iterator, Mapping

from suixin.engines.statistics.sdmx.artefacts import Artefact, Kind, urn
from suixin.engines.statistics.sdmx.markup import DECLARATION, attribute, attributes, header, namespaces
from suixin.engines.statistics.sdmx.messages import DataMessage, only_series_keys
from suixin.engines.statistics.sdmx.queries import TIME
from suixin.engines.statistics.sdmx.selection import DataSet, Row
from suixin.engines.statistics.sdmx.times import instant

ACTIONS_OF_OLD = {"Merge": "Append"}  # 2.1 has no merging, and means the same by appending


def specific(message: DataMessage, version: str) -> Iterator[str]:
    structures = numbered(message)
    spaces = namespaces(version, ("ss", "data/structurespecific"))
    spaces += "".join(
        attribute(f"xmlns:ns{number}", own_namespace(message, each)) for each, number in structures
    )
    yield f"{DECLARATION}<mes:StructureSpecificData{spaces}>"
    yield header(
        message.header, "".join(told(message, version, each, number, True) for each, number in structures)
    )
    numbers = {urn(each.flow.structure): number for each, number in structures}
    for data in message.sets:
        number = numbers[urn(data.flow.structure)]
        yield "<mes:DataSet" + attributes(
            {
                "ss:structureRef": f"S{number}",
                "xsi:type": f"ns{number}:DataSetType",
                "ss:dataScope": "DataStructure" if version == "2.1" else None,
                "ss:action": action(data, version),
                "ss:validFromDate": instant(data.valid_from) if data.valid_from else None,
                "ss:validToDate": instant(data.valid_to) if data.valid_to else None,
            }
        )
        yield ">"
        yield from specific_contents(message, data)
        yield "</mes:DataSet>"
    yield "</mes:StructureSpecificData>"


def specific_contents(message: DataMessage, data: DataSet) -> Iterator[str]:
    if message.query.only_keys:
        name = "Obs" if message.flat else "Series"
        yield from (f"<{name}{attributes(key)}/>" for key in only_series_keys(message, data))
    elif message.flat:
        yield from (observation(message, data, row, message.coordinates(data, row)) for row in data.rows)
    else:
        at = message.query.at_observation
        for common, rows in message.series(data):
            yield f"<Series{attributes(common)}>"
            yield from (
                observation(message, data, row, {at: message.coordinates(data, row)[at]}) for row in rows
            )
            yield "</Series>"


def observation(message: DataMessage, data: DataSet, row: Row, place: Mapping[str, str]) -> str:
    value = {data.flow.structure.measure.id: row.value if message.with_values(data) else None}
    return f"<Obs{attributes({**place, **value, **told_attributes(message, data, row)})}/>"


def told_attributes(message: DataMessage, data: DataSet, row: Row) -> dict[str, str]:
    return {name: row.attributes[name] for name in message.attributes(data)}


def generic(message: DataMessage) -> Iterator[str]:
    structures = numbered(message)
    yield f"{DECLARATION}<mes:GenericData{namespaces('2.1', ('gen', 'data/generic'))}>"
    yield header(
        message.header, "".join(told(message, "2.1", each, number, False) for each, number in structures)
    )
    numbers = {urn(each.flow.structure): number for each, number in structures}
    for data in message.sets:
        yield "<mes:DataSet" + attributes(
            {
                "structureRef": f"S{numbers[urn(data.flow.structure)]}",
                "action": action(data, "2.1"),
                "validFromDate": instant(data.valid_from) if data.valid_from else None,
                "validToDate": instant(data.valid_to) if data.valid_to else None,
            }
        )
        yield ">"
        yield from generic_contents(message, data)
        yield "</mes:DataSet>"
    yield "</mes:GenericData>"


def generic_contents(message: DataMessage, data: DataSet) -> Iterator[str]:
    if message.query.only_keys:
        for key in only_series_keys(message, data):
            yield f"<gen:Series><gen:SeriesKey>{generic_values(key)}</gen:SeriesKey></gen:Series>"
    elif message.flat:
        for row in data.rows:
            key = generic_values(message.coordinates(data, row))
            yield f"<gen:Obs><gen:ObsKey>{key}</gen:ObsKey>{generic_rest(message, data, row)}</gen:Obs>"
    else:
        at = message.query.at_observation
        for common, rows in message.series(data):
            yield f"<gen:Series><gen:SeriesKey>{generic_values(common)}</gen:SeriesKey>"
            for row in rows:
                place = {"id": None if at == TIME else at, "value": message.coordinates(data, row)[at]}
                yield f"<gen:Obs><gen:ObsDimension{attributes(place)}/>{generic_rest(message, data, row)}</gen:Obs>"
            yield "</gen:Series>"


def generic_rest(message: DataMessage, data: DataSet, row: Row) -> str:
    """Value and attributes. What has no value has no ObsValue either."""
    value = (
        f"<gen:ObsValue{attribute('value', row.value)}/>"
        if row.value is not None and message.with_values(data)
        else ""
    )
    held = generic_values(told_attributes(message, data, row))
    return f"{value}<gen:Attributes>{held}</gen:Attributes>" if held else value


def generic_values(values: Mapping[str, str]) -> str:
    return "".join(
        f"<gen:Value{attributes({'id': name, 'value': value})}/>" for name, value in values.items()
    )


def numbered(message: DataMessage) -> list[tuple[DataSet, int]]:
    """One set of each structure, with the number under which the message names it."""
    found: dict[str, DataSet] = {}
    for data in message.sets:
        found.setdefault(urn(data.flow.structure), data)
    return [(data, number) for number, data in enumerate(found.values(), 1)]


def own_namespace(message: DataMessage, data: DataSet) -> str:
    return f"{urn(data.flow.structure)}:ObsLevelDim:{message.query.at_observation}"


def told(message: DataMessage, version: str, data: DataSet, number: int, is_specific: bool) -> str:
    """How the header names a structure."""
    values = {
        "structureID": f"S{number}",
        "namespace": own_namespace(message, data) if is_specific else None,
        "dimensionAtObservation": message.query.at_observation,
    }
    return f"<mes:Structure{attributes(values)}>{reference(version, message.subject(data))}</mes:Structure>"


def reference(version: str, artefact: Artefact) -> str:
    of_flow = artefact.kind == Kind.FLOW
    name = "com:StructureUsage" if of_flow else "com:Structure"
    if version != "2.1":
        return f"<{name}>{urn(artefact)}</{name}>"
    place = {
        "agencyID": artefact.agency,
        "id": artefact.id,
        "version": artefact.version,
        "class": "Dataflow" if of_flow else "DataStructure",
        "package": "datastructure",
    }
    return f"<{name}><Ref{attributes(place)}/></{name}>"


def action(data: DataSet, version: str) -> str:
    return ACTIONS_OF_OLD.get(data.action, data.action) if version == "2.1" else data.action
