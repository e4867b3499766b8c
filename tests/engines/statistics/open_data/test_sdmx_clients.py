"""Programs of others read what we serve: pysdmx the present interface, sdmx1 the older one, over a real connection."""

import warnings
from collections.abc import Iterator

import msgspec
import pandas
import pytest
import sdmx
from open_city import BEYOND_FLOAT, FLOW, OpenCity, publish
from pysdmx.api.dc.rest import SdmxConnector
from pysdmx.api.qb import (
    ApiVersion,
    AvailabilityFormat,
    AvailabilityQuery,
    DataContext,
    DataFormat,
    DataQuery,
    RestService,
    StructureFormat,
    StructureQuery,
    StructureReference,
    StructureType,
)
from pysdmx.errors import NotFound
from pysdmx.io import get_datasets, read_sdmx
from pysdmx.io.csv.sdmx21.reader import read as read_csv
from pysdmx.io.json.sdmxjson2.messages import JsonStructureMessage
from pysdmx.io.xml.sdmx31.reader.structure_specific import read as read_ml
from pysdmx.model import decoders
from pysdmx.model.dataset import ActionType
from pysdmx.model.message import StructureMessage

LIMIT = 120  # seconds; generous, for a busy machine


@pytest.fixture
def served(live_server, monkeypatch) -> tuple[str, OpenCity]:
    return live_server.url, publish(monkeypatch)


def service(address: str, **formats) -> RestService:
    return RestService(f"{address}/sdmx/v2", ApiVersion.V2_2_2, timeout=LIMIT, **formats)


def structures_of(content: str) -> StructureMessage:
    """As pysdmx reads it. Its reader of JSON wants a package for schemas that it does not bring along; ours checks
    them, so here its decoder is enough."""
    if content.startswith("{"):
        return msgspec.json.Decoder(JsonStructureMessage, dec_hook=decoders).decode(content).to_model()
    return read_sdmx(content, validate=True)


def test_pysdmx_reads_data_as_csv(served):
    address, _ = served
    client = service(address, data_format=DataFormat.SDMX_CSV_2_1_0)
    content = client.data(DataQuery(DataContext.DATAFLOW, "SUIXIN", FLOW, key="M._T._T")).decode()
    (data,) = read_csv(content)
    assert data.action is ActionType.Replace
    # Its reader of CSV makes floats of values; the message has them whole.
    assert [float(each) for each in data.data["OBS_VALUE"]] == [
        float("9007199254740993.04"),
        float("12345678901234567890.99"),
    ]
    assert ",9007199254740993.04," in content


def test_pysdmx_reads_data_as_ml_and_validates_it(served):
    address, _ = served
    client = service(address, data_format=DataFormat.SDMX_ML_3_1)
    content = client.data(DataQuery(DataContext.DATAFLOW, "SUIXIN", FLOW)).decode()
    (data,) = read_ml(content, validate=True)
    assert len(data.data) == 10
    whole = data.data[(data.data.REF_AREA == "_T") & (data.data.CLASS == "_T")]
    assert set(whole.OBS_VALUE) == {"9007199254740993.04", "12345678901234567890.99"}


def test_pysdmx_puts_structure_and_data_together(served, tmp_path):
    address, _ = served
    structures = service(address, structure_format=StructureFormat.SDMX_ML_3_1).structure(
        StructureQuery(StructureType.DATAFLOW, "SUIXIN", FLOW, references=StructureReference.DESCENDANTS)
    )
    data = service(address, data_format=DataFormat.SDMX_CSV_2_1_0).data(
        DataQuery(DataContext.DATA_STRUCTURE, "SUIXIN", FLOW)
    )
    (found,) = get_datasets(data.decode(), structures.decode())
    assert [each.id for each in found.structure.components.dimensions] == [
        "FREQ",
        "REF_AREA",
        "CLASS",
        "TIME_PERIOD",
    ]
    assert found.structure.components["OBS_VALUE"].dtype.value == "Decimal"


@pytest.mark.parametrize(
    "name",
    [
        StructureFormat.SDMX_JSON_2_0_0,
        StructureFormat.SDMX_ML_3_1,
        StructureFormat.SDMX_ML_3_0,
        StructureFormat.SDMX_ML_2_1,
    ],
)
def test_pysdmx_reads_structures(served, name):
    address, _ = served
    client = service(address, structure_format=name)
    content = client.structure(
        StructureQuery(StructureType.DATAFLOW, "SUIXIN", FLOW, references=StructureReference.DESCENDANTS)
    ).decode()
    message = structures_of(content)
    dsd = next(each for each in message.get_data_structure_definitions() if each.id == FLOW)
    assert len(dsd.components.attributes) == 12
    areas = next(each for each in message.get_codelists() if each.id == f"CL_{FLOW}-REF_AREA")
    assert len(areas.codes) == 12


def test_pysdmx_travels_in_time(served):
    address, _ = served
    from datetime import datetime

    client = service(address, data_format=DataFormat.SDMX_CSV_2_1_0)
    query = DataQuery(DataContext.DATAFLOW, "SUIXIN", FLOW, key="M._T._T", as_of=datetime(2019, 8, 5))
    assert BEYOND_FLOAT in client.data(query).decode()
    query = DataQuery(DataContext.DATAFLOW, "SUIXIN", FLOW, key="M._T._T", include_history=True)
    lines = client.data(query).decode().splitlines()
    assert [line.split(",")[7] for line in lines[1:]] == [
        "9007199254740993.01",
        "9007199254740993.02",
        "9007199254740993.03",
        "9007199254740993.04",
        "12345678901234567890.99",
    ]


def test_pysdmx_asks_what_is_available(served):
    address, _ = served
    client = service(address, avail_format=AvailabilityFormat.SDMX_ML_3_1)
    content = client.availability(
        AvailabilityQuery(DataContext.DATAFLOW, "SUIXIN", FLOW, key="M.440106.*")
    ).decode()
    (constraint,) = structures_of(content).structures
    values = {each.id: [value.value for value in each.values] for each in constraint.cube_region.key_values}
    assert values["REF_AREA"] == ["440106"]
    assert values["CLASS"] == ["_T", "phones", "services"]
    assert values["TIME_PERIOD"] == ["2019-06", "2019-07"]
    assert (constraint.series_count, constraint.obs_count) == (3, 5)


def test_pysdmx_finds_dataflows(served):
    address, _ = served
    with warnings.catch_warnings(action="ignore"):
        found = SdmxConnector(f"{address}/sdmx/v2", timeout=LIMIT).dataflows()
    assert [each.id for each in found] == ["RATE_OF_GROWTH", FLOW]


def test_pysdmx_explores_a_dataflow_and_takes_from_it(served):
    address, _ = served
    connector = SdmxConnector(f"{address}/sdmx/v2", timeout=LIMIT)
    flow = f"Dataflow=SUIXIN:{FLOW}(1.0.0)"
    with warnings.catch_warnings(action="ignore"):
        found = connector.dataflow(flow)
        rows = list(connector.data(flow, filters="REF_AREA = '440106' AND CLASS = '_T'"))
    areas = found.components["REF_AREA"].enumeration
    assert [each.id for each in areas.codes] == ["_T", "440105", "440106"]
    assert [(row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows] == [("2019-06", "-0.01"), ("2019-07", "")]


def test_pysdmx_is_told_that_there_is_nothing(served):
    address, _ = served
    query = DataQuery(DataContext.DATAFLOW, "SUIXIN", "NOTHING")
    with pytest.raises(NotFound):
        service(address, data_format=DataFormat.SDMX_ML_3_0).data(query)


@pytest.fixture
def old(served) -> Iterator[tuple[sdmx.Client, OpenCity]]:
    address, city = served
    source = {"id": "SUIXIN", "url": f"{address}/sdmx/2.1", "name": "Suixin", "versions": ["2.1"]}
    sdmx.add_source(source, override=True)
    yield sdmx.Client("SUIXIN"), city


def test_sdmx1_reads_structures(old):
    client, _ = old
    message = client.dataflow(FLOW, params={"references": "descendants"})
    (flow,) = message.dataflow.values()
    structure = message.structure[FLOW]
    assert str(flow.name.localizations["en"]) == "Sales of smart devices"
    assert [each.id for each in structure.dimensions.components] == [
        "FREQ",
        "REF_AREA",
        "CLASS",
        "TIME_PERIOD",
    ]
    assert len(message.codelist[f"CL_{FLOW}-REF_AREA"]) == 12
    for kind in ("datastructure", "codelist", "conceptscheme"):
        assert client.get(kind) is not None


def test_sdmx1_reads_data(old):
    client, _ = old
    message = client.data(FLOW, key="M._T._T")
    values = sdmx.to_pandas(message)
    assert len(values) == 2
    assert sorted(values) == [float("9007199254740993.04"), float("12345678901234567890.99")]


def test_sdmx1_reads_structure_specific_data_and_selects_by_names(old):
    client, _ = old
    structure = client.datastructure(FLOW, params={"references": "children"}).structure[FLOW]
    message = client.data(
        FLOW,
        key={"REF_AREA": "440106+440105", "CLASS": "_T"},
        params={"startPeriod": "2019-06", "endPeriod": "2019-06"},
        dsd=structure,
    )
    values = sdmx.to_pandas(message)
    assert isinstance(values, pandas.Series)
    assert sorted(values) == [-0.01, 0.1]
