"""Access keys over HTTP: what a program may do with one, and when it is refused."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ledger_sample import sales

from suixin.platform.accounts import bearer, keys, limits
from suixin.platform.accounts.actions import NotAllowed, grant
from suixin.platform.accounts.bearer import actor_of_bearer
from suixin.platform.accounts.keys import make_key, revoke_key
from suixin.platform.accounts.models import AccessKey, Assignment, Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry
from suixin.site import urls

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_day")]
SYSTEM = Actor.system("tests")
SignIn = Callable[..., Client]


def organisation(code: str) -> Organisation:
    return Organisation.objects.get_or_create(code=code, name=code, kind="district")[0]


@pytest.fixture
def li() -> Person:
    somebody = Person.objects.create_user("li", name="李某")
    Assignment.objects.create(person=somebody, role="reporter", organisation=organisation("haizhu"))
    return somebody


@pytest.fixture
def key(li: Person) -> str:
    return make_key(SYSTEM, li, "产销系统")


def program(key: str, **options: bool) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"}, **options)


def report(client: Client, **headers: str) -> HttpResponse:
    content = json.dumps({"type": "sample.sales", "data": sales()})
    return client.post("/api/records", content, content_type="application/json", headers=headers)


def assert_refused(response: HttpResponse, code: str) -> None:
    assert (response.status_code, response.json()["title"]) == (401, code)
    assert response["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert response.json()["detail"].endswith("。")


def test_a_program_reports_reads_and_fetches_receipts_as_its_owner_without_a_token_of_forms(li, key):
    client = program(key, enforce_csrf_checks=True)
    created = report(client)
    assert created.status_code == 201
    entry = Entry.objects.get(type="sample.sales")
    assert entry.organisation == "haizhu"
    address = f"/api/records/{created.json()['index']}"
    assert client.get(address).json()["data"]["sales"] == "12.50"
    assert client.get(f"{address}/receipt").json() == created.json()
    assert client.get("/api/record-types").status_code == 200
    lines = "\n".join(json.dumps({"type": "sample.sales", "data": sales()}) for _ in range(3))
    batch = client.post("/api/records/batch", lines, content_type="application/x-ndjson")
    assert len(batch.json()) == 3
    assert client.get(address)["Cache-Control"] == "no-store"
    assert AccessKey.objects.get().last_used == timezone.localdate()


def test_a_key_is_no_way_into_pages_and_changes_no_account(li, key):
    client = program(key)
    assert client.get("/office/")["Location"].startswith("/accounts/login/")
    assert client.get("/accounts/2fa/").status_code == 302
    for kind in ("account.key", "account.grant"):
        content = json.dumps({"type": kind, "data": {}})
        assert client.post("/api/records", content, content_type="application/json").status_code == 422
    assert report(program(key)).status_code == 201


def test_with_a_key_the_cookie_beside_it_counts_for_nothing(li, key, signed_in: SignIn):
    index = report(program(key)).json()["index"]
    auditor = signed_in("auditor", "audit")
    other = signed_in("reporter", "liwan")
    as_li = {"Authorization": f"Bearer {key}"}
    assert report(other, **as_li).status_code == 201
    assert set(Entry.objects.filter(type="sample.sales").values_list("organisation", flat=True)) == {"haizhu"}
    assert_refused(report(other, Authorization="Bearer suixin_x"), "wrong-key")
    refused = auditor.get(f"/api/records/{index}", headers={"Authorization": "Bearer none"})
    assert_refused(refused, "wrong-key")
    assert auditor.get(f"/api/records/{index}").json()["data"]["sales"] == "12.50"


def test_a_cookie_that_needs_a_second_factor_does_not_stop_a_key(key, signed_in: SignIn):
    officer = signed_in("programme_officer", "haizhu")
    assert report(officer).status_code == 403
    assert report(officer, Authorization=f"Bearer {key}").status_code == 201


def test_without_a_key_the_answer_says_what_to_send():
    response = report(Client())
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")
    assert report(Client(), Authorization="Basic bGk6eA==")["WWW-Authenticate"] == "Bearer"


def wrong(key: str) -> Iterator[str]:
    last = "0" if key[-1] != "0" else "1"
    yield from ("", "suixin", key[:-1], key + "0", key.upper(), key[:-1] + last, "\xe9" * 9, "\x00")
    yield f"suixin_{'0' * 12}_{key[-48:]}"


def test_wrong_keys_are_all_refused_alike(key):
    for each in wrong(key):
        assert_refused(report(program(each)), "wrong-key")
    assert AccessKey.objects.get().last_used is None


def test_why_a_key_is_refused_is_told_to_who_has_it_whole(li, key):
    half = key[:-1] + ("0" if key[-1] != "0" else "1")
    yesterday = timezone.localdate() - timedelta(days=1)
    changes: dict[str, Callable[[], object]] = {
        "key-expired": lambda: AccessKey.objects.update(expires=yesterday),
        "key-revoked": lambda: revoke_key(SYSTEM, AccessKey.objects.get(), "停用"),
    }
    for code, change in changes.items():
        change()
        assert_refused(report(program(key)), code)
        assert_refused(report(program(half)), "wrong-key")


def test_on_its_last_day_a_key_still_works(key):
    AccessKey.objects.update(expires=timezone.localdate())
    assert report(program(key)).status_code == 201


def test_a_key_ends_with_its_owner_s_account_and_comes_back_with_it(li, key):
    Person.objects.update(is_active=False)
    assert_refused(report(program(key)), "key-owner-off")
    Person.objects.update(is_active=True)
    assert report(program(key)).status_code == 201


def test_a_key_stops_as_soon_as_its_owner_gets_a_role_that_needs_a_second_factor(li, key):
    grant(SYSTEM, li, Role.PROGRAMME_OFFICER, organisation("haizhu"), reason="任命")
    assert_refused(report(program(key)), "key-owner-changed")


def test_a_key_does_not_follow_its_owner_to_another_organisation(li, key):
    li.assignments.update(organisation=organisation("liwan"))
    assert_refused(report(program(key)), "key-owner-changed")
    li.assignments.all().delete()
    assert_refused(report(program(key)), "key-owner-changed")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.REPORTER, Role.COMPANY}))
def test_who_needs_a_second_factor_or_checks_cannot_have_a_key(role: Role):
    somebody = Person.objects.create_user("chen")
    Assignment.objects.create(person=somebody, role=role, organisation=organisation("haizhu"))
    with pytest.raises(NotAllowed, match="第二重验证"):
        make_key(SYSTEM, somebody, "产销系统")


def test_keys_of_one_person_are_bounded_in_number_and_in_days(li):
    for days in (0, 366, -1):
        with pytest.raises(NotAllowed, match="365"):
            make_key(SYSTEM, li, "产销系统", days)
    for _ in range(keys.MOST_KEYS):
        make_key(SYSTEM, li, "产销系统", 365)
    with pytest.raises(NotAllowed, match="最多"):
        make_key(SYSTEM, li, "产销系统")
    revoke_key(SYSTEM, AccessKey.objects.first())
    make_key(SYSTEM, li, "产销系统")


def test_making_and_revoking_are_records_without_person_or_key_in_clear(li, key):
    revoke_key(SYSTEM, AccessKey.objects.get(), "不再使用")
    with pytest.raises(NotAllowed, match="已经撤销"):
        revoke_key(SYSTEM, AccessKey.objects.get(), "不再使用")
    made, revoked = Entry.objects.filter(type="account.key").order_by("index")
    public = [json.loads(bytes(each.leaf))["public"] for each in (made, revoked)]
    expires = AccessKey.objects.get().expires.isoformat()
    assert public == [{"change": "key_made", "expires": expires}, {"change": "key_revoked"}]
    kept = AccessKey.objects.get()
    number, secret = key.split("_")[1:]
    for each in (made, revoked):
        assert number.encode() not in bytes(each.leaf)
    assert kept.pk == number
    assert len(secret) * 4 >= 128
    sealed = [bytes(row.value) for each in (made, revoked) for row in each.sealed.all() if row.value]
    assert not any(secret.encode() in value for value in sealed)
    assert secret.encode() not in bytes(kept.digest)


def test_who_sends_many_wrong_keys_is_told_to_wait_and_locks_out_nobody(key, monkeypatch):
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_010.0)
    half = key[:-1] + ("0" if key[-1] != "0" else "1")
    for _ in range(bearer.MOST_WRONG):
        assert_refused(report(program(half)), "wrong-key")
    refused = report(program(half))
    assert (refused.status_code, refused.json()["title"]) == (429, "wrong-keys")
    assert 0 < int(refused["Retry-After"]) <= 60
    assert report(program(key)).status_code == 201  # from the same place, with the same number


def test_a_program_and_its_owner_share_one_limit(key, li, monkeypatch):
    counted = []
    monkeypatch.setattr(
        "suixin.platform.api.limits.times", lambda name, who: counted.append((name, who)) or 1
    )
    report(program(key))
    assert counted == [("api", "a127.0.0.1"), ("records", f"p{li.pk}")]


def test_a_use_that_cannot_be_noted_does_not_stop_reading(key, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("django.db.models.query.QuerySet.update", full)
    assert program(key).get("/api/record-types").status_code == 200


def test_the_description_names_both_ways_and_where_neither_is_needed():
    described = Client().get("/api/openapi.json").json()
    schemes = described["components"]["securitySchemes"]
    assert (schemes["WithKey"], schemes["SignedIn"]["in"]) == ({"type": "http", "scheme": "bearer"}, "cookie")
    both = [{"WithKey": []}, {"SignedIn": []}]
    assert described["paths"]["/api/records"]["post"]["security"] == both
    assert described["paths"]["/api/records/{index}/receipt"]["get"]["security"] == both
    assert described["paths"]["/api/records/{index}"]["get"]["security"] == [*both, {}]


@csrf_exempt
def plain(request: HttpRequest) -> HttpResponse:
    actor = actor_of_bearer(request)
    return HttpResponse(actor.organisation if actor else "nobody")


def test_a_plain_view_can_ask_too_and_leaves_refusals_to_the_house(key, monkeypatch):
    monkeypatch.setattr(urls, "urlpatterns", [path("log/here/add", plain), *urls.urlpatterns])
    from django.urls import clear_url_caches

    clear_url_caches()
    try:
        client = Client(enforce_csrf_checks=True)
        assert client.post("/log/here/add").content == b"nobody"
        assert program(key, enforce_csrf_checks=True).post("/log/here/add").content == b"haizhu"
        assert_refused(program("suixin_x", enforce_csrf_checks=True).post("/log/here/add"), "wrong-key")
    finally:
        clear_url_caches()
