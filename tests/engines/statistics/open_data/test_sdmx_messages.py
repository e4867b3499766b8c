"""Every message is valid by the official schemas, and says what was published to the last digit."""

import csv
import io
import json

import pytest
from lxml import etree
from open_city import BEYOND_FLOAT, FIRST, FLOW, LONG, RATE, STEP, OpenCity
from sdmx_schemas import json_problems, original, xml_problems

DATA = "/sdmx/v2/data"
QUERIES = (
    "",
    f"/dataflow/SUIXIN/{FLOW}",
    f"/datastructure/SUIXIN/{FLOW}",
    f"/dataflow/SUIXIN/{FLOW}?dimensionAtObservation=AllDimensions",
    f"/dataflow/SUIXIN/{FLOW}?dimensionAtObservation=REF_AREA",
    f"/dataflow/SUIXIN/{FLOW}?dimensionAtObservation=FREQ",
    f"/dataflow/SUIXIN/{FLOW}/*/M._T._T?dimensionAtObservation=AllDimensions&lastNObservations=1",
    f"/dataflow/SUIXIN/{FLOW}/*/M._T._T",
    f"/dataflow/SUIXIN/{FLOW}?attributes=none",
    f"/dataflow/SUIXIN/{FLOW}?measures=none",
    f"/dataflow/SUIXIN/{FLOW}?attributes=none&measures=none",
    f"/dataflow/SUIXIN/{FLOW}?attributes=none&measures=none&dimensionAtObservation=AllDimensions",
    f"/dataflow/SUIXIN/{FLOW}?includeHistory=true",
    f"/dataflow/SUIXIN/{FLOW}?includeHistory=true&dimensionAtObservation=AllDimensions",
    f"/dataflow/SUIXIN/{FLOW}?updatedAfter=2019-08-15",
    f"/dataflow/SUIXIN/{FLOW}?asOf=2019-08-05T10:00:00%2B08:00",
    f"/dataflow/SUIXIN/{FLOW}?offset=3&limit=4&sort=TIME_PERIOD:desc",
    f"/dataflow/SUIXIN/{RATE}",
)
STRUCTURES = (
    "",
    "/dataflow",
    "/dataflow/*/*/*?references=descendants",
    f"/dataflow/SUIXIN/{FLOW}/~?references=all",
    f"/datastructure/SUIXIN/{FLOW}?references=parentsandsiblings",
    f"/datastructure/SUIXIN/{FLOW}?references=children&detail=referencepartial",
    f"/datastructure/SUIXIN/{FLOW}?references=children&detail=referencestubs",
    f"/dataflow/SUIXIN/{FLOW}?references=all&detail=allcompletestubs",
    "/codelist/SUIXIN/CL_FREQ/1.0.0/M",
    "/codelist?detail=allstubs",
    "/conceptscheme?references=parents",
    "/agencyscheme",
)


def joined(query: str, more: str) -> str:
    return f"{DATA}{query}{'&' if '?' in query else '?'}{more}"


@pytest.mark.parametrize("query", QUERIES)
def test_data_is_valid_in_every_format(city: OpenCity, client, query: str):
    response = client.get(joined(query, "format=json"))
    assert response.status_code == 200
    assert json_problems(response.content, "data") == []
    for version, name in (("3.1", "xml"), ("3.0", "xml-3.0")):
        response = client.get(joined(query, f"format={name}"))
        assert xml_problems(response.content, version) == []
    for name in ("csv", "csv-2.0", "csv-1.0"):
        rows = list(csv.reader(io.StringIO(client.get(joined(query, f"format={name}")).content.decode())))
        assert len(rows) > 1
        assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("query", STRUCTURES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_structures_are_valid_in_every_format(city: OpenCity, client, query: str, language: str):
    mark = "&" if "?" in query else "?"
    for version, name in (("2.1", "json"), ("2.0", "json-2.0")):
        response = client.get(
            f"/sdmx/v2/structure{query}{mark}format={name}", headers={"Accept-Language": language}
        )
        assert response.status_code == 200
        assert json_problems(response.content, "structure", version) == []
    for version, name in (("3.1", "xml"), ("3.0", "xml-3.0"), ("2.1", "xml-2.1")):
        response = client.get(
            f"/sdmx/v2/structure{query}{mark}format={name}", headers={"Accept-Language": language}
        )
        assert xml_problems(response.content, version) == []


@pytest.mark.parametrize(
    "query", ["/dataflow", f"/dataflow/SUIXIN/{FLOW}/*/M.440106?mode=available&references=all"]
)
def test_availability_is_valid_in_every_format(city: OpenCity, client, query: str):
    mark = "&" if "?" in query else "?"
    for version, name in (("2.1", "json"), ("2.0", "json-2.0")):
        response = client.get(f"/sdmx/v2/availability{query}{mark}format={name}")
        assert json_problems(response.content, "structure", version) == []
    response = client.get(f"/sdmx/v2/availability{query}{mark}format=xml")
    assert xml_problems(response.content, "3.1") == []


@pytest.mark.parametrize(
    "query",
    [
        f"{FLOW}",
        f"SUIXIN,{FLOW},latest/M.440106+440105./all?startPeriod=2019-07",
        f"{FLOW}?dimensionAtObservation=AllDimensions",
        f"{FLOW}?dimensionAtObservation=REF_AREA",
        f"{FLOW}?detail=serieskeysonly",
        f"{FLOW}?detail=dataonly&includeHistory=true",
        "all",
    ],
)
def test_data_for_older_clients_is_valid(city: OpenCity, client, query: str):
    for media_type in ("genericdata", "structurespecificdata"):
        accept = f"application/vnd.sdmx.{media_type}+xml;version=2.1"
        response = client.get(f"/sdmx/2.1/data/{query}", headers={"Accept": accept})
        assert response.status_code == 200
        assert response["Content-Type"].startswith(accept)
        assert xml_problems(response.content, "2.1") == []


def test_the_standards_own_schemas_are_asked_too():
    if original("data") is None:
        pytest.skip("the standard's own schemas are not at hand; name the folder above them in SUIXIN_SHARED")
    assert original("structure") is not None


def test_figures_arrive_to_the_last_digit(city: OpenCity, client):
    address = f"{DATA}/dataflow/SUIXIN/{FLOW}?asOf=2019-08-05"
    for name in ("json", "csv", "csv-2.0", "csv-1.0", "xml", "xml-3.0"):
        text = client.get(f"{address}&format={name}").content.decode()
        for figure in (BEYOND_FLOAT, LONG, "0.10", "-0.01", "2.00"):
            assert f'"{figure}"' in text or f",{figure}," in text, (name, figure)
    text = client.get(f"/sdmx/2.1/data/{FLOW}").content.decode()
    assert '<gen:ObsValue value="12345678901234567890.99"/>' in text


def test_a_figure_in_json_is_a_text_because_its_type_is_decimal(city: OpenCity, client):
    message = client.get(f"{DATA}/dataflow/SUIXIN/{FLOW}/*/M._T._T").json()
    (measure,) = message["data"]["structures"][0]["measures"]["observation"]
    assert (measure["id"], measure["format"]) == ("OBS_VALUE", {"dataType": "Decimal"})
    (series,) = message["data"]["dataSets"][0]["series"].values()
    assert [values[0] for values in series["observations"].values()] == [
        "9007199254740993.04",
        "12345678901234567890.99",
    ]


def test_what_is_withheld_has_no_value_and_says_so(city: OpenCity, client):
    rows = table(client, f"/dataflow/SUIXIN/{FLOW}?c[TIME_PERIOD]=2019-07")
    withheld = {row["REF_AREA"] + row["CLASS"]: row for row in rows if row["CONF_STATUS"] == "C"}
    assert set(withheld) == {"440106_T", "440106phones"}
    assert {(row["OBS_VALUE"], row["OBS_STATUS"]) for row in withheld.values()} == {("", "Q")}
    (missing,) = [row for row in rows if row["OBS_STATUS"] == "O"]
    assert (missing["OBS_VALUE"], missing["CONF_STATUS"], missing["CLASS"]) == ("", "F", "services")


def test_each_observation_says_what_it_rests_on(city: OpenCity, client):
    rows = table(client, f"/dataflow/SUIXIN/{FLOW}/*/M._T._T")
    assert [row["STAGE"] for row in rows] == ["REVISED", "PROVISIONAL"]
    assert rows[0]["RELEASE"] == str(city.releases["sales-of-devices", "2019-06"])
    assert rows[0]["LOG_SIZE"] == "1001"
    assert rows[0]["CERT"].endswith("/figures/sales-of-devices/2019-06/certificate.json")
    assert rows[0]["PUBLISHED"] == (FIRST + 3 * STEP).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert {row["UNIT_MEASURE"] for row in rows} == {"亿元"}


def test_a_new_definition_is_a_new_version_and_old_figures_say_by_which_they_were_made(
    city: OpenCity, client
):
    from open_city import SALES, cell

    changed = SALES | {"version": 2, "unit": "万元", "breakdowns": [["district"], ["size"]]}
    held = client.get(f"/sdmx/v2/structure/dataflow/SUIXIN/{FLOW}").json()["data"]["dataflows"][0]["version"]
    from suixin.engines.statistics.models import IndicatorVersion

    city.indicator(changed, IndicatorVersion.objects.get(indicator="sales-of-devices", to_index=None).index)
    city.release(changed, "2019-08", [cell("5.00"), cell("1.00", size="large")], FIRST + 6 * STEP)
    rows = table(client, f"/dataflow/SUIXIN/{FLOW}/2.0.0")
    assert held == "1.0.0"
    assert {(row["TIME_PERIOD"], row["DEF_VERSION"], row["UNIT_MEASURE"]) for row in rows} == {
        ("2019-06", "1", "亿元"),
        ("2019-07", "1", "亿元"),
        ("2019-08", "2", "万元"),
    }
    assert {row["SIZE"] for row in rows} == {"_T", "large"}
    assert client.get(f"{DATA}/dataflow/SUIXIN/{FLOW}/1.0.0").status_code == 404


def test_names_are_in_three_languages(city: OpenCity, client):
    address = f"/sdmx/v2/structure/codelist/SUIXIN/CL_{FLOW}-REF_AREA"
    codelist = client.get(address, headers={"Accept-Language": "en"}).json()["data"]["codelists"][0]
    haizhu = next(code for code in codelist["codes"] if code["id"] == "440105")
    assert haizhu["name"] == haizhu["names"]["en"] == "Haizhu"
    assert haizhu["names"]["zh-Hans"] == "海珠区"
    assert haizhu["names"]["zh-Hant"] == "海珠區"
    content = client.get(f"{address}?format=xml").content
    names = etree.fromstring(content).iterfind(".//{*}Code[@id='440105']/{*}Name")
    assert [name.text for name in names] == ["海珠区", "海珠區", "Haizhu"]


def test_values_that_sdmx_cannot_spell_get_codes_of_their_own(city: OpenCity, client):
    from open_city import SALES, cell

    strange = ["=cmd()", "a.b", "两 字", "", "@3d", "_T", "x" * 60, "a+b", 'q"<&>']
    cells = [
        cell("1.00"),
        *(cell(f"{number}.00", **{"class": value}) for number, value in enumerate(strange, 2)),
    ]
    city.release(SALES, "2019-08", cells, FIRST + 6 * STEP)
    rows = table(client, f"/dataflow/SUIXIN/{FLOW}?c[TIME_PERIOD]=2019-08")
    assert len({row["CLASS"] for row in rows}) == len(cells)
    assert json_problems(client.get(f"{DATA}/dataflow/SUIXIN/{FLOW}").content, "data") == []
    assert json_problems(client.get("/sdmx/v2/structure/codelist").content, "structure") == []
    for name, version in (("xml", "3.1"), ("xml-2.1", "2.1")):
        assert xml_problems(client.get(f"/sdmx/v2/structure/codelist?format={name}").content, version) == []
    (row,) = table(client, f"/dataflow/SUIXIN/{FLOW}/*/M._T.@e4b8a420e5ad97")
    assert row["OBS_VALUE"] == "4.00"


def test_the_same_question_has_the_same_answer_to_the_byte(city: OpenCity, client):
    for name in ("json", "csv", "xml"):
        address = f"{DATA}/dataflow/SUIXIN/{FLOW}?asOf=2019-08-05&format={name}"
        first = client.get(address).content
        city.enter(
            "statistics.calendar",
            {
                "indicator": "sales-of-devices",
                "period": "2019-09",
                "at": "2019-10-01T00:00:00Z",
                "reason": "日程",
            },
        )
        assert client.get(address).content == first


def table(client, query: str) -> list[dict[str, str]]:
    response = client.get(f"{DATA}{query}", headers={"Accept": "application/vnd.sdmx.data+csv;version=2.1.0"})
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_json_says_why_it_refuses_as_the_schema_wants(city: OpenCity, client):
    response = client.get(f"{DATA}/dataflow/SUIXIN/NOTHING", headers={"Accept-Language": "en"})
    assert response.status_code == 404
    assert json_problems(response.content, "data") == []
    (error,) = json.loads(response.content)["errors"]
    assert (error["code"], error["detail"]) == (100, "Nothing matches this query.")
    response = client.get(f"{DATA}/dataflow/SUIXIN/NOTHING?format=xml")
    assert xml_problems(response.content, "3.1") == []
    assert etree.fromstring(response.content)[0].get("code") == "100"
    response = client.get("/sdmx/2.1/data/NOTHING")
    assert (response.status_code, xml_problems(response.content, "2.1")) == (404, [])
    response = client.get(f"{DATA}/dataflow/SUIXIN/NOTHING?format=csv")
    assert response["Content-Type"] == "application/problem+json"
