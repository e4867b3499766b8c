"""Whatever is published and however it is asked for: every format tells the same, and no question is an accident."""

import csv
import io
import json
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from lxml import etree
from open_city import FIRST, FLOW, SALES, STEP, OpenCity, cell, hidden

from suixin.kernel.statistics.rounding import plain

V2 = f"/sdmx/v2/data/dataflow/SUIXIN/{FLOW}"
Observations = dict[tuple[str, ...], str | None]  # by FREQ, REF_AREA, CLASS, TIME_PERIOD and RELEASE

figures = some.decimals(
    min_value=-(10**35), max_value=10**35, places=2, allow_nan=False, allow_infinity=False
).map(lambda value: plain(value) if value else "0.00")
places = some.sampled_from([{}, {"district": "440105"}, {"district": "440106"}, {"class": "phones"}])
cells = some.lists(
    some.tuples(places, some.one_of(figures, some.sampled_from(["withheld", "missing"]))),
    min_size=1,
    max_size=4,
    unique_by=lambda each: str(each[0]),
)
ways = some.sampled_from(
    [
        "",
        "?dimensionAtObservation=AllDimensions",
        "?dimensionAtObservation=REF_AREA",
        "?dimensionAtObservation=CLASS",
        "?includeHistory=true",
        "?lastNObservations=1",
        "?sort=OBS_VALUE:desc",
        "?attributes=RELEASE",
    ]
)


@pytest.fixture
def exploring(city: OpenCity, client, monkeypatch):
    monkeypatch.setattr("suixin.engines.statistics.open_data.A_MINUTE", 10**9)
    return client


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_cells=cells, way=ways)
def test_json_csv_and_ml_tell_the_same(city: OpenCity, exploring, given_cells: list[Any], way: str):
    told = [
        hidden(said, **at) if said in ("withheld", "missing") else cell(said, **at)
        for at, said in given_cells
    ]
    city.release(SALES, "2019-08", told, FIRST + 9 * STEP, "revised")
    answers = {
        name: exploring.get(f"{V2}{way}", headers={"Accept": media_type}).content
        for name, media_type in (("json", "application/json"), ("csv", "text/csv"), ("ml", "application/xml"))
    }
    found = of_csv(answers["csv"])
    assert of_json(answers["json"]) == found
    assert of_ml(answers["ml"]) == found
    if way in ("", "?sort=OBS_VALUE:desc"):
        published = {said for _, said in given_cells if said not in ("withheld", "missing")}
        assert published <= set(found.values())


def of_csv(content: bytes) -> Observations:
    rows = csv.DictReader(io.StringIO(content.decode()))
    return {
        tuple(row[name] for name in ("FREQ", "REF_AREA", "CLASS", "TIME_PERIOD", "RELEASE")): row["OBS_VALUE"]
        or None
        for row in rows
        if row["ACTION"] != "D"
    }


def of_json(content: bytes) -> Observations:
    """By the field guide alone: indexes into the values of each component."""
    found: Observations = {}
    message = json.loads(content, parse_float=Decimal)
    for data in message["data"]["dataSets"]:
        if data["action"] == "Delete":
            continue
        structure = message["data"]["structures"][data["structure"]]
        dimensions, attributes = structure["dimensions"], structure["attributes"]
        common = {each["id"]: each["values"][0]["id"] for each in dimensions["dataSet"]}
        common |= {each["id"]: each["values"][0] for each in attributes["dataSet"]}
        groups = data.get("series") or {"": {"observations": data["observations"]}}
        for key, series in groups.items():
            at_series = placed(dimensions["series"], key)
            for place, (value, *rest) in series["observations"].items():
                row = common | at_series | placed(dimensions["observation"], place)
                told = {
                    each["id"]: each["values"][one]
                    for each, one in zip(attributes["observation"], rest, strict=True)
                }
                release = (row | told)["RELEASE"]["value"]
                found[row["FREQ"], row["REF_AREA"], row["CLASS"], row["TIME_PERIOD"], str(release)] = value
    return found


def placed(dimensions: list[Any], key: str) -> dict[str, str]:
    numbers = [int(each) for each in key.split(":")] if key else []
    return {
        each["id"]: each["values"][number]["id"]
        for each, number in zip(dimensions, numbers, strict=bool(key))
    }


def of_ml(content: bytes) -> Observations:
    found: Observations = {}
    for data in etree.fromstring(content).iterfind("{*}DataSet"):
        if any(name.endswith("}action") and value == "Delete" for name, value in data.items()):
            continue
        for observation in data.iter("Obs"):
            series = dict(observation.getparent().items()) if observation.getparent().tag == "Series" else {}
            row = series | dict(observation.items())
            key = tuple(row[name] for name in ("FREQ", "REF_AREA", "CLASS", "TIME_PERIOD", "RELEASE"))
            found[key] = row.get("OBS_VALUE")
    return found


WORDS = """
    * + ~ , . : M M.440106 440106 _T phones dataflow datastructure codelist SUIXIN SALES_OF_DEVICES 1.0.0 1.+.0 all 2019
    2019-07 2019-Q9 ge:2019-07 ge: ne:x 2019-W53 2019-D366 0001-01-01 9999-12-31T23:59:59-14:00 0 1 -1 1e999 NaN true
    false none full TIME_PERIOD AllDimensions REF_AREA OBS_VALUE CERT series_key:desc %00 %ff \u0000
"""
NAMES = """
    c[REF_AREA] c[TIME_PERIOD] c[OBS_VALUE] c[CERT] c[] c updatedAfter asOf includeHistory firstNObservations
    lastNObservations dimensionAtObservation attributes measures offset limit sort detail references mode format
    startPeriod endPeriod as_of
"""
words = some.one_of(some.sampled_from(WORDS.split()), some.text(max_size=12))
names = some.one_of(some.sampled_from(NAMES.split()), some.text(max_size=6))
addresses = some.sampled_from(
    [
        "/sdmx/v2/data",
        "/sdmx/v2/structure",
        "/sdmx/v2/availability",
        "/sdmx/2.1/data",
        "/sdmx/2.1/codelist",
        "/sdmx/v2",
    ]
)
accepts = some.one_of(
    some.sampled_from(
        [
            "",
            "*/*",
            "text/csv",
            "application/xml",
            "application/vnd.sdmx.data+csv;version=2.1.0;labels=both",
            ";;,;q=x",
        ]
    ),
    some.text(alphabet=some.characters(codec="ascii", exclude_characters="\r\n"), max_size=20),
)
FINE = {200, 204, 400, 404, 405, 406, 413, 414, 501}


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    address=addresses,
    path=some.lists(words, max_size=6),
    parameters=some.lists(some.tuples(names, some.lists(words, min_size=1, max_size=3)), max_size=4),
    accept=accepts,
)
def test_no_question_is_an_accident(
    exploring, address: str, path: list[str], parameters: list[Any], accept: str
):
    query = "&".join(
        f"{quote(name, safe='[]')}={quote(''.join(values), safe=':+,*~%')}" for name, values in parameters
    )
    place = "/".join([address, *(quote(part, safe="*+,.~:%") for part in path)])
    response = exploring.get(f"{place}?{query}", headers={"Accept": accept})
    assert response.status_code in FINE, (place, query)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=some.sampled_from(["sales-of-devices", "nothing"]), kind=words, as_of=words)
def test_no_file_is_an_accident(exploring, name: str, kind: str, as_of: str):
    for each in (quote(kind, safe="*"), "csv", "json"):
        response = exploring.get(f"/figures/{name}/data.{each}?as_of={quote(as_of)}")
        assert response.status_code in FINE
