"""SDMX REST 2.2, point by point: what an address asks for, and what must come back. There is no official test kit for
this version; each line here is a sentence of the standard (sdmx-twg/sdmx-rest, doc/)."""

import csv
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from open_city import FLOW, OpenCity

V2 = "/sdmx/v2"
ALL = f"/data/dataflow/SUIXIN/{FLOW}"
CSV = "application/vnd.sdmx.data+csv;version=2.1.0"
JSON_DATA = "application/vnd.sdmx.data+json;version=2.1.0"
JSON_STRUCTURE = "application/vnd.sdmx.structure+json;version=2.1.0"

# address, status
STATUSES = [
    # defaults need not be given when they are last in the path
    ("/data", 200),
    ("/data/", 200),
    ("/data/dataflow", 200),
    ("/data/dataflow/SUIXIN/", 200),
    (ALL, 200),
    ("/data/*/*/*/*/*", 200),
    ("/data/dataflow,datastructure/SUIXIN,OTHER/*", 200),
    ("/structure", 200),
    ("/structure/*/*/*", 200),
    ("/availability", 200),
    # versions
    (f"{ALL}/1.0.0", 200),
    (f"{ALL}/+", 200),
    (f"{ALL}/~", 200),
    (f"{ALL}/1.+.0", 200),
    (f"{ALL}/1.0+.0", 200),
    (f"{ALL}/0~.9.0", 200),
    (f"{ALL}/2.0.0,1.0.0", 200),
    (f"{ALL}/2.0.0", 404),
    (f"{ALL}/1+.1.0", 404),
    (f"{ALL}/1.0", 404),
    (f"{ALL}/one", 400),
    # keys
    (f"{ALL}/*/M.440106.phones", 200),
    (f"{ALL}/*/M", 200),
    (f"{ALL}/*/*.*.*", 200),
    (f"{ALL}/*/M.440106.phones,M.440105", 200),
    (f"{ALL}/*/M.440106.nothing", 404),
    (f"{ALL}/*/M.440106.phones.2019", 400),
    (f"{ALL}/*/M..phones", 400),
    (f"{ALL}/*/M.440106/more", 400),
    # contexts
    (f"/data/datastructure/SUIXIN/{FLOW}", 200),
    (f"/data/provisionagreement/SUIXIN/{FLOW}", 404),
    (f"/data/nothing/SUIXIN/{FLOW}", 400),
    # parameters
    (f"{ALL}?c[REF_AREA]=440106", 200),
    (f"{ALL}?c%5BREF_AREA%5D=440106", 200),
    (f"{ALL}?c[NOTHING]=1", 400),
    (f"{ALL}?c[TIME_PERIOD]=ge:yesterday", 400),
    (f"{ALL}?c[OBS_VALUE]=ge:much", 400),
    (f"{ALL}?c[REF_AREA]=440106&c[REF_AREA]=440105", 400),
    (f"{ALL}?updatedAfter=2019-08-15T00:00:00%2B08:00", 200),
    (f"{ALL}?updatedAfter=2019-08-15T00:00:00+08:00", 200),
    (f"{ALL}?updatedAfter=2030-01-01", 204),
    (f"{ALL}?updatedAfter=soon", 400),
    (f"{ALL}?asOf=2019-07-01", 404),
    (f"{ALL}?asOf=2019-08-05&updatedAfter=2019-08-06", 400),
    (f"{ALL}?firstNObservations=1", 200),
    (f"{ALL}?firstNObservations=0", 400),
    (f"{ALL}?lastNObservations=-1", 400),
    (f"{ALL}?dimensionAtObservation=NOTHING", 400),
    (f"{ALL}?attributes=OBS_STATUS,CERT", 200),
    (f"{ALL}?attributes=NOTHING", 400),
    (f"{ALL}?attributes=dataset", 200),
    (f"{ALL}?measures=OBS_VALUE", 200),
    (f"{ALL}?measures=NOTHING", 400),
    (f"{ALL}?includeHistory=yes", 400),
    (f"{ALL}?offset=100", 404),
    (f"{ALL}?limit=0", 400),
    (f"{ALL}?sort=series_key+TIME_PERIOD:desc", 200),
    (f"{ALL}?sort=NOTHING", 400),
    (f"{ALL}?reportingYearStartDay=--07-01", 501),
    (f"{ALL}?colour=red", 400),
    # structures
    ("/structure/dataflow/SUIXIN/NOTHING", 404),
    ("/structure/codelist/*/CL_FREQ,CL_STAGE", 200),
    ("/structure/codelist/SUIXIN/CL_FREQ/~/M,Q", 200),
    ("/structure/codelist/SUIXIN/CL_FREQ/~/NOTHING", 404),
    ("/structure/dataflow?references=codelist", 200),
    ("/structure/dataflow?references=dataconstraint", 200),
    ("/structure/dataflow?references=everything", 400),
    ("/structure/dataflow?detail=little", 400),
    ("/structure/hierarchy", 501),
    ("/structure/nothing", 400),
    # availability
    (f"/availability/dataflow/SUIXIN/{FLOW}/*/M.440106/CLASS", 200),
    (f"/availability/dataflow/SUIXIN/{FLOW}/*/*/NOTHING", 400),
    (f"/availability/dataflow/SUIXIN/{FLOW}?mode=perhaps", 400),
    (f"/availability/dataflow/SUIXIN/{FLOW}?references=all&mode=available", 200),
    (f"/availability/dataflow/SUIXIN/{FLOW}/*/M.nowhere", 404),
    # the other interfaces
    ("/schema/dataflow/SUIXIN/NOTHING", 501),
    ("/metadata/dataflow/*/*", 501),
    ("/registration/id/1", 501),
    ("/weather", 400),
    ("/data/dataflow//SALES", 400),
]


@pytest.mark.parametrize(("address", "status"), STATUSES)
def test_an_address_has_its_status(city: OpenCity, client, address: str, status: int):
    response = client.get(f"{V2}{address}", headers={"Accept-Language": "en"})
    assert response.status_code == status, response.content[:400]
    if status >= 400:
        (error,) = json.loads(response.content)["errors"]
        assert error["detail"]


# Accept or ?format, status, media type
FORMATS = [
    ("", 200, JSON_DATA),
    ("*/*", 200, JSON_DATA),
    ("application/json", 200, JSON_DATA),
    ("text/csv", 200, CSV),
    ("application/xml", 200, "application/vnd.sdmx.data+xml;version=3.1.0"),
    (CSV, 200, CSV),
    ("application/vnd.sdmx.data+csv; version=2.0.0", 200, "application/vnd.sdmx.data+csv;version=2.0.0"),
    ("application/vnd.sdmx.data+csv;version=1.0.0", 200, "application/vnd.sdmx.data+csv;version=1.0.0"),
    ("application/vnd.sdmx.data+csv;version=2.0+.0", 200, CSV),
    ("application/vnd.sdmx.data+json;version=2+.0.0", 200, JSON_DATA),
    ("application/vnd.sdmx.data+xml;version=3.0.0", 200, "application/vnd.sdmx.data+xml;version=3.0.0"),
    ("text/csv;q=0.5, application/json;q=0.9", 200, JSON_DATA),
    ("text/csv;q=0.9, application/json;q=0.5", 200, CSV),
    ("image/png, text/csv", 200, CSV),
    ("text/html,application/xhtml+xml,*/*;q=0.8", 200, JSON_DATA),
    ("image/png", 406, "application/problem+json"),
    ("application/vnd.sdmx.data+json;version=1.0.0", 406, "application/problem+json"),
    ("application/vnd.sdmx.data+csv;version=2.1.0;labels=everything", 406, "application/problem+json"),
]


@pytest.mark.parametrize(("accept", "status", "media_type"), FORMATS)
def test_a_format_is_chosen_by_accept(city: OpenCity, client, accept: str, status: int, media_type: str):
    response = client.get(f"{V2}{ALL}", headers={"Accept": accept} if accept else {})
    assert (response.status_code, response["Content-Type"].startswith(media_type)) == (status, True)
    assert {"Accept", "Accept-Language"} <= {each.strip() for each in response["Vary"].split(",")}


def rows(client, query: str, accept: str = CSV) -> list[dict[str, str]]:
    response = client.get(f"{V2}{query}", headers={"Accept": accept, "Accept-Language": "en"})
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(response.content.decode())))


# conditions, how many observations fulfil them
CONDITIONS = [
    ("c[FREQ]=M", 10),
    ("c[FREQ]=A,M", 10),
    ("c[REF_AREA]=440106&c[CLASS]=_T", 2),
    ("c[REF_AREA]=ne:_T", 7),
    ("c[REF_AREA]=sw:4401&c[CLASS]=_T", 4),
    ("c[CLASS]=co:phone,services", 4),
    ("c[CLASS]=nc:phone", 7),
    ("c[CLASS]=ew:s", 4),
    ("c[REF_AREA]=ne:440105+ne:440106", 3),
    ("c[TIME_PERIOD]=2019-07", 5),
    ("c[TIME_PERIOD]=2019-M07", 5),
    ("c[TIME_PERIOD]=ge:2019-07", 5),
    ("c[TIME_PERIOD]=ge:2019-Q3", 5),
    ("c[TIME_PERIOD]=ge:2019-06-01+le:2019-06-30", 5),
    ("c[TIME_PERIOD]=ge:2019+le:2019", 10),
    ("c[TIME_PERIOD]=lt:2019-07,gt:2019-07", 5),
    ("c[OBS_VALUE]=ge:9007199254740993.04", 3),
    ("c[OBS_VALUE]=gt:9007199254740993.04", 2),
    ("c[OBS_VALUE]=lt:0", 1),
    ("c[OBS_VALUE]=ne:0", 6),
    ("c[CONF_STATUS]=C", 2),
    ("c[OBS_STATUS]=O,Q", 3),
    ("c[STAGE]=REVISED", 5),
    ("c[UNITS]=le:2", 3),
]


@pytest.mark.parametrize(("conditions", "count"), CONDITIONS)
def test_conditions_select(city: OpenCity, client, conditions: str, count: int):
    assert len(rows(client, f"{ALL}?{conditions}")) == count


def test_first_and_last_are_counted_in_each_series(city: OpenCity, client):
    first = rows(client, f"{ALL}?firstNObservations=1")
    last = rows(client, f"{ALL}?lastNObservations=1")
    assert len(first) == len(last) == 6
    assert {row["TIME_PERIOD"] for row in rows(client, f"{ALL}/*/M._T._T?lastNObservations=1")} == {"2019-07"}
    assert len(rows(client, f"{ALL}?firstNObservations=1&lastNObservations=1")) == 10


def test_offset_and_limit_cut_one_whole(city: OpenCity, client):
    whole = rows(client, ALL)
    parts = [rows(client, f"{ALL}?offset={offset}&limit=4") for offset in (0, 4, 8)]
    assert [len(part) for part in parts] == [4, 4, 2]
    assert [row for part in parts for row in part] == whole


def test_sorting(city: OpenCity, client):
    found = [
        (row["TIME_PERIOD"], row["REF_AREA"]) for row in rows(client, f"{ALL}?sort=TIME_PERIOD:desc+REF_AREA")
    ]
    assert found == sorted(sorted(found, key=lambda each: each[1]), key=lambda each: each[0], reverse=True)


def test_figures_are_sorted_as_numbers_and_what_has_none_comes_first(city: OpenCity, client):
    found = [row["OBS_VALUE"] for row in rows(client, f"{ALL}?sort=OBS_VALUE")]
    hidden = [value for value in found if not value]
    numbers = [Decimal(value) for value in found if value]
    assert found[: len(hidden)] == hidden
    assert len(hidden) == 3
    assert numbers == sorted(numbers)
    assert numbers[0] < 0 < 10**18 < numbers[-1]


def test_as_of_is_what_held_then(city: OpenCity, client):
    key = f"{ALL}/*/M._T._T"
    moments = {
        "2019-08-05": "01",
        "2019-08-12": "02",
        "2019-08-25": "03",
        "2019-09-05": "04",
        "2019-09-30": "04",
    }
    for moment, ending in moments.items():
        row, *later = rows(client, f"{key}?asOf={moment}")
        assert row["OBS_VALUE"] == f"9007199254740993.{ending}"
        assert bool(later) == (moment == "2019-09-30")


def test_history_has_one_set_for_each_release_and_one_for_what_it_took_away(city: OpenCity, client):
    sets = client.get(f"{V2}{ALL}?includeHistory=true&c[TIME_PERIOD]=2019-06").json()["data"]["dataSets"]
    assert [(each["action"], each.get("validFrom"), each.get("validTo")) for each in sets] == [
        ("Replace", "2019-08-01T02:00:00Z", None),
        ("Replace", "2019-08-11T02:00:00Z", None),
        ("Replace", "2019-08-21T02:00:00Z", None),
        ("Delete", None, "2019-08-31T02:00:00Z"),
        ("Replace", "2019-08-31T02:00:00Z", None),
    ]
    until = client.get(f"{V2}{ALL}?includeHistory=true&asOf=2019-08-12").json()["data"]["dataSets"]
    assert len(until) == 2


def test_what_changed_since_has_what_was_taken_away(city: OpenCity, client):
    found = rows(client, f"{ALL}?updatedAfter=2019-08-25&c[TIME_PERIOD]=2019-06")
    gone = [row for row in found if row["ACTION"] == "D"]
    assert [(row["REF_AREA"], row["CLASS"], row["OBS_VALUE"]) for row in gone] == [("440106", "services", "")]
    assert len(found) == 6


def test_contents_can_be_left_out(city: OpenCity, client):
    (row, *_) = rows(client, f"{ALL}?attributes=CERT,OBS_STATUS")
    assert row["ACTION"] == "M"
    assert {"OBS_STATUS", "CERT"} <= set(row)
    assert "STAGE" not in row
    assert "OBS_VALUE" not in rows(client, f"{ALL}?measures=none")[0]
    keys = rows(client, f"{ALL}?attributes=none&measures=none")
    assert len(keys) == 6
    assert set(keys[0]) == {"STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", "REF_AREA", "CLASS"}


def test_labels_keys_and_times_of_csv(city: OpenCity, client):
    query = f"{ALL}/*/M.440106.phones?c[TIME_PERIOD]=2019-06"
    (row,) = rows(client, query, f"{CSV};labels=both;keys=both;timeFormat=normalized")
    assert row["STRUCTURE_ID"] == f"SUIXIN:{FLOW}(1.0.0): Sales of smart devices"
    assert (row["SERIES_KEY"], row["OBS_KEY"]) == ("M.440106.phones", "M.440106.phones.2019-06")
    assert (row["REF_AREA: Area"], row["TIME_PERIOD: Time period"]) == ("440106: Tianhe", "2019-06-01")
    (row,) = rows(client, query, f"{CSV};labels=name")
    assert (row["STRUCTURE_NAME"], row["REF_AREA"], row["Area"]) == (
        "Sales of smart devices",
        "440106",
        "Tianhe",
    )


def structures(client, query: str) -> dict[str, list[Any]]:
    return client.get(f"{V2}/structure{query}").json()["data"]


def test_references(city: OpenCity, client):
    flow = f"/dataflow/SUIXIN/{FLOW}"
    assert set(structures(client, flow)) == {"dataflows"}
    assert set(structures(client, f"{flow}?references=children")) == {"dataflows", "dataStructures"}
    everything = {"dataflows", "dataStructures", "codelists", "conceptSchemes"}
    assert set(structures(client, f"{flow}?references=descendants")) == everything
    assert set(structures(client, f"{flow}?references=all")) == {*everything, "agencySchemes"}
    parents = structures(client, "/codelist/SUIXIN/CL_FREQ?references=parents")
    assert {each["id"] for each in parents["dataStructures"]} == {FLOW, "RATE_OF_GROWTH"}
    ancestors = structures(client, "/codelist/SUIXIN/CL_FREQ?references=ancestors")
    assert len(ancestors["dataflows"]) == 2
    with_lists = structures(client, f"{flow}?references=codelist")
    assert set(with_lists) == {"dataflows", "codelists"}


def test_details(city: OpenCity, client):
    (stub,) = structures(client, "/codelist/SUIXIN/CL_FREQ?detail=allstubs")["codelists"]
    assert stub["isExternalReference"] is True
    assert "codes" not in stub
    found = structures(client, f"/datastructure/SUIXIN/{FLOW}?references=children&detail=referencestubs")
    assert "dataStructureComponents" in found["dataStructures"][0]
    assert all(each["isExternalReference"] for each in found["codelists"])
    (partial,) = structures(client, "/codelist/SUIXIN/CL_FREQ/~/M")["codelists"]
    assert (partial["isPartial"], [each["id"] for each in partial["codes"]]) == (True, ["M"])


def test_availability_exact_and_available(city: OpenCity, client):
    def values(query: str) -> dict[str, list[str]]:
        answer = client.get(f"{V2}/availability/dataflow/SUIXIN/{FLOW}{query}")
        assert answer["Content-Type"] == JSON_STRUCTURE
        (constraint,) = answer.json()["data"]["availabilityConstraints"]
        return {
            each["id"]: [one["value"] for one in each["values"]]
            for each in constraint["cubeRegion"]["keyValues"]
        }

    exact = values("/*/M.440105")
    assert (exact["REF_AREA"], exact["CLASS"]) == (["440105"], ["_T"])
    possible = values("/*/M.440105?mode=available")
    assert (possible["REF_AREA"], possible["CLASS"]) == (["_T", "440105", "440106"], ["_T"])
    assert set(values("/*/*/CLASS")) == {"CLASS"}


def test_caches_and_other_sites(city: OpenCity, client):
    response = client.get(f"{V2}{ALL}")
    assert response["Access-Control-Allow-Origin"] == "*"
    assert response["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert response["Cache-Control"] == "public, no-cache"
    again = client.get(f"{V2}{ALL}", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content, again["Access-Control-Allow-Origin"]) == (304, b"", "*")
    compressed = client.get(f"{V2}{ALL}", headers={"Accept-Encoding": "gzip"})
    assert compressed["Content-Encoding"] == "gzip"
    assert client.head(f"{V2}{ALL}").content == b""
    assert client.options(f"{V2}{ALL}").status_code == 204
    assert client.post(f"{V2}{ALL}").status_code == 405


def test_an_answer_that_was_revised_has_another_tag(city: OpenCity, client):
    from open_city import FIRST, SALES, STEP, cell

    before = client.get(f"{V2}{ALL}")["ETag"]
    city.release(SALES, "2019-07", [cell("1.00")], FIRST + 9 * STEP, "revised")
    assert client.get(f"{V2}{ALL}", headers={"If-None-Match": before}).status_code == 200


def test_who_asks_too_often_is_told_when_to_come_back(city: OpenCity, client, monkeypatch):
    monkeypatch.setattr("suixin.engines.statistics.open_data.A_MINUTE", 2)
    statuses = [client.get(f"{V2}/structure").status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    assert int(client.get(f"{V2}/structure")["Retry-After"]) > 0


def test_more_than_one_answer_holds_is_refused(city: OpenCity, client, monkeypatch):
    monkeypatch.setattr("suixin.engines.statistics.sdmx.selection.MOST_ANSWERED", 5)
    assert client.get(f"{V2}{ALL}").status_code == 413
    assert client.get(f"{V2}{ALL}?limit=5").status_code == 200
    monkeypatch.setattr("suixin.engines.statistics.sdmx.selection.MOST_GATHERED", 3)
    assert client.get(f"{V2}{ALL}?limit=2").status_code == 413


def test_an_address_that_is_too_long_is_refused(city: OpenCity, client):
    assert client.get(f"{V2}{ALL}?c[REF_AREA]={'4' * 9_000}").status_code == 414


def test_older_clients_ask_in_their_own_way(city: OpenCity, client):
    csv_of_old = {"Accept": "application/vnd.sdmx.data+csv;version=1.0.0"}

    def count(query: str) -> int:
        response = client.get(f"/sdmx/2.1/data/{query}", headers=csv_of_old)
        return (
            len(response.content.decode().splitlines()) - 1
            if response.status_code == 200
            else -response.status_code
        )

    assert count(f"{FLOW}/all") == 10
    assert count(f"SUIXIN,{FLOW},1.0.0/M.440105+440106._T") == 4
    assert count(f"SUIXIN,{FLOW}/..phones/all") == 3
    assert count(f"{FLOW}?startPeriod=2019-07&endPeriod=2019-12") == 5
    assert count(f"{FLOW}?lastNObservations=1") == 6
    assert count(f"{FLOW}?detail=serieskeysonly") == 6
    assert count(f"{FLOW}?detail=some") == -400
    assert count(f"{FLOW}?startPeriod=then") == -400
    assert count(f"{FLOW}/M.440105._T.more") == -400
    assert count("NOTHING") == -404
    assert client.get("/sdmx/2.1/categoryscheme").status_code == 501
    assert client.get("/sdmx/2.1/dataflow/all/all/latest?references=descendants").status_code == 200
