"""Whatever goes wrong at the API, inside an operation or before it, the answer is a problem of RFC 9457."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from ledger_sample import sales

from suixin.platform.accounts.models import Assignment, Person
from suixin.platform.ledger import api as ledger_api

SignIn = Callable[..., Client]
JSON = "application/json"
REPORT = json.dumps({"type": "sample.sales", "data": sales()})
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def assert_problem(response, status: int, code: str) -> None:
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json")
    body = json.loads(response.content)
    assert set(body) == {"type", "title", "status", "detail", "problems"}
    assert (body["title"], body["status"]) == (code, status)
    assert body["detail"]


def broken(*_: object, **__: object) -> None:
    raise RuntimeError("broken")


@pytest.mark.parametrize("language", ["zh-CN", "zh-HK", "en"])
def test_in_the_language_asked_for(language: str, db: None):
    details = Client().get("/api/nowhere", headers={"accept-language": language}).json()["detail"]
    assert ("nothing" in details) == (language == "en")


@pytest.mark.parametrize("method", ["delete", "put", "patch", "options", "trace", "post"])
@pytest.mark.parametrize("address", ["/api/records/0", "/api/record-types", "/api/records/0/receipt"])
def test_a_wrong_method(method: str, address: str, db: None):
    response = getattr(Client(), method)(address)
    assert_problem(response, 405, "wrong-method")
    assert "GET" in response["Allow"]


@pytest.mark.parametrize(
    "kind", ["text/plain", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded", ""]
)
def test_a_wrong_media_type(kind: str, signed_in: SignIn):
    response = signed_in("reporter", "haizhu").post("/api/records", b"x=1", content_type=kind)
    assert_problem(response, 415, "wrong-media-type")


@pytest.mark.parametrize("body", [b" ", b"{", b"\xff\xfe", b"[]", b"null"])
def test_a_body_that_is_no_submission(body: bytes, signed_in: SignIn):
    response = signed_in("reporter", "haizhu").post("/api/records", body, content_type=JSON)
    assert response.status_code in (400, 422)
    assert_problem(response, response.status_code, "malformed" if response.status_code == 400 else "refused")


def test_too_much(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(ledger_api, "BODY_LIMIT", 1_000)
    response = signed_in("reporter", "haizhu").post("/api/records", b" " * 1_001, content_type=JSON)
    assert_problem(response, 413, "too-large")


def test_no_sign_in_no_right_no_second_factor(signed_in: SignIn, settings):
    assert_problem(Client().post("/api/records", REPORT, content_type=JSON), 401, "not-signed-in")
    response = signed_in("auditor", "x").post("/api/records", REPORT, content_type=JSON)
    assert_problem(response, 403, "not-authorised")
    settings.DEMO = False
    officer = Person.objects.create_user("officer")
    Assignment.objects.create(person=officer, role="security_admin")
    client = Client()
    client.force_login(officer, backend=BACKEND)
    assert_problem(client.get("/api/record-types"), 403, "second-factor")


@pytest.mark.parametrize(
    "address", ["/api/", "/api/nowhere", "/api/records/999", "/api/record-types/none", "/api/records/0/x"]
)
def test_nothing_there(address: str, db: None):
    assert_problem(Client().get(address), 404, "not-found")


@pytest.mark.parametrize(
    "address", ["/api/records/x", "/api/records/-1", "/api/records/99999999999999999999"]
)
def test_a_wrong_parameter(address: str, db: None):
    assert_problem(Client().get(address), 400, "wrong-parameter")


def test_too_often_with_the_time_to_come_back(signed_in: SignIn, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("suixin.platform.api.limits.times", lambda *_: 10_000)
    answers = [signed_in("reporter", "haizhu").post("/api/records", REPORT, content_type=JSON)]
    answers += [Client().get("/api/record-types"), Client().get("/api/records/0")]
    for response in answers:
        assert_problem(response, 429, "too-often")
        assert 0 < int(response["Retry-After"]) <= 60


@pytest.mark.parametrize(
    "where",
    [
        "suixin.platform.ledger.api.house",  # in an operation
        "suixin.platform.accounts.second_factor.SecondFactorRequired.is_missing",  # before it
        "django.middleware.common.CommonMiddleware.process_request",
    ],
)
def test_an_accident_of_ours_wherever_it_happens(where: str, monkeypatch, db: None, caplog):
    monkeypatch.setattr(where, broken)
    response = Client(raise_request_exception=False).get("/api/record-types")
    assert_problem(response, 500, "failed")
    assert "broken" not in response.text


def test_a_host_that_is_not_ours(db: None, caplog):
    assert_problem(Client().get("/api/record-types", headers={"host": "elsewhere.example"}), 400, "malformed")


def test_a_page_keeps_its_own_shape(db: None, caplog):
    response = Client().get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
