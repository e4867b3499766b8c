"""A unit's own program asks what is due, reports, is told what is wrong, and gets its receipt."""

import json
from typing import Any

import pytest
from django.core.cache import caches
from django.test import Client
from reported_form import EDITS, Reporting, made

from suixin.engines.collections.models import Report
from suixin.kernel.records.receipt import verify_receipt
from suixin.platform.accounts.keys import make_key
from suixin.platform.ledger.actor import Actor

pytestmark = pytest.mark.django_db
HERE = "/api/reports/sales-month"


@pytest.fixture
def reporting(settings) -> Reporting:
    settings.DEMO = True  # no second factor
    caches["counts"].clear()
    return made(edits=EDITS)


def program(reporting: Reporting, code: str) -> Client:
    key = make_key(Actor.system("tests"), reporting.people[code], "产销系统")
    return Client(headers={"Authorization": f"Bearer {key}"}, enforce_csrf_checks=True)


@pytest.fixture
def client(reporting) -> Client:
    return program(reporting, "c-1")


def said(period: str = "2019-06", *, key: str = "k-1", **more: Any) -> dict[str, Any]:
    return {"period": period, "values": {"A01": "120.5", "A02": "20"}, "key": key, **more}


def post(client: Client, content: Any, address: str = HERE):
    return client.post(address, json.dumps(content), content_type="application/json")


def problems(answer) -> list[tuple[int | None, str, str]]:
    assert answer.status_code == 422
    assert answer["Content-Type"] == "application/problem+json"
    return [(each["position"], each["path"], each["code"]) for each in answer.json()["problems"]]


def test_a_program_asks_what_is_to_be_reported(client):
    (form,) = client.get("/api/reports").json()
    assert (form["form"], form["unit"]["code"]) == ("sales-month", "c-1")
    own = client.get(HERE).json()
    assert [each["period"] for each in own["periods"]] == ["2019-05", "2019-06"]
    assert [rule["id"] for rule in own["definition"]["edits"]] == ["E01", "E02"]
    june = client.get(f"{HERE}/2019-06").json()
    assert (june["due"], june["state"], june["editable"], june["values"]) == ("2099-07-10", "none", True, {})


def test_a_report_is_the_same_record_as_from_the_page(client, reporting):
    answer = post(client, said(filled_by="张三"))
    assert answer.status_code == 201
    assert all(step.ok for step in verify_receipt(answer.content))
    live = reporting.live("c-1")
    assert (live.index, live.values) == (answer.json()["index"], {"A01": "120.5", "A02": "20"})
    found = client.get(f"{HERE}/2019-06").json()
    assert (found["state"], found["report"], found["values"]) == ("waiting", live.index, live.values)
    assert "120.5" in reporting.client("c-1").get("/office/reports/sales-month/2019-06/").content.decode()


def test_the_same_key_and_content_give_the_same_receipt(client, reporting):
    first = post(client, said())
    corrected = post(client, said(key="k-2", values={"A01": "130", "A02": "20"}))
    assert post(client, said()).json() == first.json()
    assert reporting.live("c-1").index == corrected.json()["index"]
    assert Report.objects.count() == 2
    other = post(client, said(values={"A01": "140", "A02": "20"}))
    assert problems(other) == [(0, "", "key-reused")]


def test_what_is_wrong_is_told_as_on_the_page(client):
    wrong = said(values={"A01": "1,200", "A03": "1.5"})
    found = problems(post(client, wrong))
    assert {path for _position, path, _code in found} == {"/values/A01", "/values/A02", "/values/A03"}
    answer = post(client, said(values={"A01": "1", "A02": "2"}))
    assert problems(answer) == [(0, "/values/A02", "edit-fatal")]
    assert "线上收入不能大于营业收入。（A02 = 2 ↔ A01 = 1）" in answer.json()["problems"][0]["message"]
    assert not Report.objects.exists()


def test_a_query_wants_an_explanation(client):
    post(client, said("2019-05", key="may"))
    doubled = said(values={"A01": "300", "A02": "20"})
    assert problems(post(client, doubled)) == [(0, "/explanations/E02", "edit-query")]
    assert problems(post(client, {**doubled, "explanations": {"E02": "促销"}})) == [
        (0, "/explanations/E02", "edit-query")
    ]
    assert post(client, {**doubled, "explanations": {"E02": "年中促销"}}).status_code == 201


def test_a_correction_may_name_what_it_corrects(client, reporting):
    first = post(client, said()).json()["index"]
    post(client, said(key="k-2", values={"A01": "130", "A02": "20"}, corrects=first))
    late = post(client, said(key="k-3", values={"A01": "140", "A02": "20"}, corrects=first))
    assert problems(late) == [(0, "", "already-superseded")]
    assert reporting.live("c-1").values["A01"] == "130"


def test_a_returned_report_says_why(client, reporting):
    post(client, said())
    reporting.send_back("c-1", "线上收入是否含税？")
    found = client.get(f"{HERE}/2019-06").json()
    assert (found["state"], found["query"], found["editable"]) == ("returned", "线上收入是否含税？", True)
    assert client.get(HERE).json()["periods"][1]["query"] == "线上收入是否含税？"
    reporting_again = post(client, said(key="k-2", values={"A01": "130", "A02": "20"}))
    assert reporting_again.status_code == 201
    reporting.accept("c-1")
    closed = post(client, said(key="k-3", values={"A01": "131", "A02": "20"}))
    assert problems(closed) == [(0, "/period", "under-review")]


def test_several_periods_are_all_or_none(client):
    several = [said("2019-05", key="may"), said("2019-06", key="june", values={"A01": "900", "A02": "2"})]
    assert problems(post(client, several, f"{HERE}/batch")) == [(1, "/explanations/E02", "edit-query")]
    assert not Report.objects.exists()
    several[1]["explanations"] = {"E02": "新店开业"}
    answer = post(client, several, f"{HERE}/batch")
    assert [each["index"] for each in answer.json()] == sorted(each["index"] for each in answer.json())
    assert Report.objects.count() == 2
    assert problems(post(client, [said()] * 101, f"{HERE}/batch")) == [(None, "", "batch-too-large")]


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ([], [""]),
        ({}, ["/period", "/values", "/key"]),
        ({**said(), "unit": {}}, [""]),
        ({**said(), "values": "x"}, ["/values"]),
        ({**said(), "corrects": -1}, ["/corrects"]),
        ({**said(), "period": 201906}, ["/period"]),
    ],
)
def test_what_is_no_report_is_told(client, content, places):
    assert [path for _position, path, _code in problems(post(client, content))] == places


def test_nobody_reports_for_others_or_sees_theirs(client, reporting):
    post(client, said())
    stranger = program(reporting, "c-3")
    assert [each[2] for each in problems(post(stranger, said()))] == ["not-registered"]
    for path in (HERE, f"{HERE}/2019-06", f"{HERE}/2019-06/blank.xlsx"):
        assert stranger.get(path).status_code == 404
    assert stranger.get("/api/reports").json() == []
    other = program(reporting, "c-2").get(f"{HERE}/2019-06").json()
    assert (other["state"], other["values"]) == ("none", {})
    assert post(client, said(), "/api/reports/no-form").status_code == 404
    assert Client().get(HERE).status_code == 401
    officer = reporting.client("rj-sh")
    assert post(officer, said()).status_code == 403


def test_the_blank_is_a_file(client):
    blank = client.get(f"{HERE}/2019-06/blank.xlsx")
    assert blank.content.startswith(b"PK")
    assert "营业收入" in client.get(f"{HERE}/2019-06/blank.csv").content.decode()
    assert client.get(f"{HERE}/2019-06/blank.pdf").status_code == 404


def test_a_record_sent_as_it_is_keeps_the_same_rules(client):
    data = {"period": "2019-06", "unit": {"district": "440106"}, "values": {"A01": "1", "A02": "2"}}
    answer = post(client, {"type": "report.sales-month", "data": data}, "/api/records")
    assert problems(answer) == [(0, "/values/A02", "edit-fatal")]
