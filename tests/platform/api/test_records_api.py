"""Records over HTTP."""

import json
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client
from ledger_sample import sales

from suixin.kernel.records.receipt import verify_receipt
from suixin.platform.api.limits import Limit
from suixin.platform.ledger import api as ledger_api
from suixin.platform.ledger.models import Entry

SignIn = Callable[..., Client]
JSON = "application/json"


def post(client: Client, content: object, address: str = "/api/records", kind: str = JSON, **headers: str):
    body = content if isinstance(content, (bytes, str)) else json.dumps(content)
    return client.post(address, body, content_type=kind, headers=headers)


def assert_problem(response, status: int, code: str) -> dict:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = json.loads(response.content)
    assert set(body) == {"type", "title", "status", "detail", "problems"}
    assert (body["title"], body["status"], body["type"]) == (code, status, f"urn:suixin:problem:{code}")
    assert body["detail"]
    return body


def report(**changes: object) -> dict:
    return {"type": "sample.sales", "data": sales(**changes)}


def test_a_report_is_submitted_read_and_its_receipt_fetched(signed_in: SignIn):
    reporter = signed_in("reporter", "haizhu")
    created = post(reporter, report(contact={"name": "李"}))
    address = f"/api/records/{created.json()['index']}"
    assert created.status_code == 201
    assert all(step.ok for step in verify_receipt(created.content))
    own = reporter.get(address).json()
    assert own["data"]["sales"] == "12.50"
    assert json.loads(own["leaf"])["by"] == "haizhu"
    assert reporter.get(f"{address}/receipt").json() == created.json()
    public = Client().get(address).json()
    assert public["data"]["sales"] == {"withheld": "confidential"}
    assert public["data"]["contact"]["name"] == {"withheld": "personal"}
    assert_problem(Client().get(f"{address}/receipt"), 401, "not-signed-in")
    assert_problem(signed_in("reporter", "liwan").get(f"{address}/receipt"), 403, "not-authorised")
    assert signed_in("auditor", "audit").get(f"{address}/receipt").status_code == 200


def test_a_batch_comes_as_an_array_or_as_lines(signed_in: SignIn):
    reporter = signed_in("reporter", "haizhu")
    array = post(reporter, [report(), report()], "/api/records/batch")
    lines = post(
        reporter,
        "\n".join(json.dumps(report()) for _ in range(3)),
        "/api/records/batch",
        "application/x-ndjson",
    )
    indexes = [each["index"] for each in array.json() + lines.json()]
    assert indexes == list(range(indexes[0], indexes[0] + 5))


def test_problems_name_the_record_and_the_field_in_the_language_asked_for(signed_in: SignIn):
    reporter = signed_in("reporter", "haizhu")
    batch = [report(), report(sales="1,5")]
    said = {}
    for language in ("zh-CN", "zh-HK", "en"):
        body = assert_problem(
            post(reporter, batch, "/api/records/batch", **{"Accept-Language": language}), 422, "refused"
        )
        (only,) = body["problems"]
        assert (only["position"], only["path"], only["code"]) == (1, "/sales", "measure-form")
        said[language] = only["message"]
    assert "销售额" in said["zh-CN"]
    assert "銷售額" in said["zh-HK"]
    assert "Sales" in said["en"]
    assert not Entry.objects.filter(type="sample.sales").exists()


def test_nobody_writes_without_sign_in_role_or_token(signed_in: SignIn):
    assert_problem(post(Client(), report()), 401, "not-signed-in")
    assert_problem(post(signed_in("auditor", "audit"), report()), 403, "not-authorised")
    assert_problem(
        post(signed_in("reporter", "haizhu", enforce_csrf_checks=True), report()), 403, "form-expired"
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"{", "not-json"),
        (b'{"type": "a", "type": "b"}', "key-twice"),
        (b"\xff", "not-utf8"),
        (b'{"data": {"x": NaN}}', "float"),
        (b'{"data": {"x": ' + b"9" * 5000 + b"}}", "integer-too-large"),
        (b"[" * 100_000, "too-deep"),
    ],
)
def test_what_is_no_strict_json_is_refused_with_the_reason(signed_in: SignIn, content: bytes, code: str):
    body = assert_problem(post(signed_in("reporter", "haizhu"), content), 400, "malformed")
    assert [each["code"] for each in body["problems"]] == [code]


@pytest.mark.parametrize(
    "item",
    [3, [], {}, {"type": 1, "data": {}}, {"type": "sample.note", "data": {}, "key": 5}, {**report(), "x": 1}],
)
def test_what_is_no_submission_is_refused(signed_in: SignIn, item: object):
    body = assert_problem(post(signed_in("reporter", "haizhu"), item), 422, "refused")
    assert body["problems"]


def test_another_media_type_and_too_much_content_are_refused(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    reporter = signed_in("reporter", "haizhu")
    assert_problem(post(reporter, "x", kind="text/plain"), 415, "wrong-media-type")
    assert_problem(post(reporter, b" " * (ledger_api.BODY_LIMIT + 1)), 413, "too-large")


def test_what_is_not_there_is_not_found_in_the_same_shape(signed_in: SignIn):
    assert_problem(Client().get("/api/records/777"), 404, "not-found")
    assert_problem(Client().get("/api/record-types/no.such"), 404, "not-found")
    assert_problem(Client().get("/api/nowhere"), 404, "not-found")
    assert_problem(Client().get("/api/records/-1"), 400, "wrong-parameter")


def test_a_wrong_method_is_refused_in_the_same_shape(db: None):
    response = Client().delete("/api/records/0")
    assert_problem(response, 405, "wrong-method")
    assert response["Allow"] == "GET"


def test_a_database_that_cannot_store_answers_503_and_when_to_come_back(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    reporter = signed_in("reporter", "haizhu")

    def full(*_: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("suixin.platform.ledger.models.Submitted.objects.bulk_create", full)
    response = post(reporter, report())
    assert_problem(response, 503, "not-stored")
    assert int(response["Retry-After"]) > 0
    assert not Entry.objects.filter(type="sample.sales").exists()


def test_record_types_are_listed_with_their_schemas(db: None):
    listed = Client().get("/api/record-types").json()
    assert {"sample.sales", "sample.note", "ledger.erasure"} <= {each["id"] for each in listed}
    sales_type = Client().get("/api/record-types/sample.sales").json()
    assert sales_type["schema"]["properties"]["sales"]["x-measure"] == {"scale": 2, "unit": "万元"}
    assert sales_type["titles"]["zh-hant"] == "信息消費銷售額"


def test_the_same_key_gives_the_same_receipt(signed_in: SignIn):
    reporter = signed_in("reporter", "haizhu")
    first, again = (post(reporter, {**report(), "key": "march"}) for _ in range(2))
    assert first.json() == again.json()


def test_writing_too_often_is_refused_for_a_while(signed_in: SignIn, rf, monkeypatch: pytest.MonkeyPatch):
    cache.clear()
    monkeypatch.setattr("suixin.platform.accounts.limits.time.time", lambda: 600.0)
    limit = Limit("test", 2)
    request = rf.post("/")
    assert [limit.allow_request(request) for _ in range(3)] == [True, True, False]
    assert limit.wait() == 60
    monkeypatch.setattr("suixin.platform.accounts.limits.time.time", lambda: 661.0)
    assert limit.allow_request(request)


def test_an_accident_answers_in_the_same_shape_and_logs_no_content(
    signed_in: SignIn, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(ledger_api, "submit", fail)
    body = assert_problem(post(signed_in("reporter", "haizhu"), report(remark="机密内容")), 500, "failed")
    assert "broken" not in json.dumps(body)
    assert "机密内容" not in caplog.text
