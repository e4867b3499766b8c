"""Sessions and separated administrators, through HTTP: what ends a session, and what nobody can hold together."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client

from suixin.platform.accounts import sessions
from suixin.platform.accounts.actions import create_person, grant, issue_link, revoke
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import ADMINISTRATORS, CHECKERS, MAKERS, Role, conflict
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
PASSWORD = "kapok-river-teal"
MINE = "/accounts/2fa/"


@pytest.fixture(autouse=True)
def no_second_factor(settings) -> None:
    settings.DEMO = True


def person(username: str, role: Role | None = None) -> Person:
    somebody = create_person(SYSTEM, username=username, name=username, reason="新到岗")
    somebody.set_password(PASSWORD)
    somebody.save()
    if role is not None:
        grant(SYSTEM, somebody, role, reason="任命")
    return somebody


def signed_in(username: str, password: str = PASSWORD) -> Client:
    client = Client()
    assert client.post("/accounts/login/", {"login": username, "password": password}).status_code == 302
    return client


def is_in(client: Client) -> bool:
    return client.get(MINE).status_code == 200


def last_event() -> str:
    entry = Entry.objects.filter(type="account.session").order_by("pk").last()
    return json.loads(bytes(entry.leaf))["public"]["event"]


def test_somebody_switched_off_is_out_at_the_next_request():
    lin = person("lin")
    security = person("security", Role.SECURITY_ADMIN)
    client, office = signed_in("lin"), signed_in(security.username)
    assert is_in(client)
    office.post(f"/office/people/{lin.pk}/switch/", {"reason": "离职"})
    assert not is_in(client)
    assert client.get("/api/record-types").status_code == 200
    assert client.post("/api/records", "{}", content_type="application/json").status_code == 401
    again = Client().post("/accounts/login/", {"login": "lin", "password": PASSWORD}, follow=True)
    assert "账号已停用" in again.text


def test_changing_the_password_ends_the_other_sessions_and_not_this_one():
    person("lin")
    here, elsewhere = signed_in("lin"), signed_in("lin")
    new = "another-good-sentence"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert here.post("/accounts/password/change/", sent)["Location"] == MINE
    assert is_in(here)
    assert not is_in(elsewhere)
    assert is_in(signed_in("lin", new))


def test_a_new_password_by_link_ends_all_sessions_and_the_link_works_once():
    lin = person("lin")
    client, visitor = signed_in("lin"), Client()
    lin.refresh_from_db()
    link = issue_link(SYSTEM, lin, "忘记密码")
    form = visitor.get(link)["Location"]
    new = "another-good-sentence"
    assert visitor.post(form, {"new_password1": new, "new_password2": new}).status_code == 302
    assert not is_in(client)
    assert "已用过或已过期" in Client().get(link, follow=True).text


def test_a_role_revoked_is_gone_at_the_next_request():
    audit = person("audit", Role.AUDITOR)
    client = signed_in("audit")
    assert client.get("/office/audit/").status_code == 200
    revoke(SYSTEM, audit.assignments.get(), "调离")
    assert client.get("/office/audit/").status_code == 403


def test_a_session_ends_after_a_while_without_a_request_with_a_record(monkeypatch):
    person("lin")
    client = signed_in("lin")
    assert is_in(client)
    idle = settings.SESSION_IDLE.total_seconds()
    at(monkeypatch, idle - 120)
    assert is_in(client)
    at(monkeypatch, 2 * idle - 240)  # the request before counts
    assert is_in(client)
    at(monkeypatch, 3 * idle)
    page = client.get(MINE, follow=True)
    assert "没有操作" in page.text
    assert page.redirect_chain[0][0].startswith("/accounts/login/")
    assert last_event() == "signed_out"


def test_a_session_ends_after_a_working_day_however_busy(monkeypatch):
    person("lin")
    client = signed_in("lin")
    longest = int(settings.SESSION_LONGEST.total_seconds())
    for seconds in range(0, longest, 1200):
        at(monkeypatch, seconds)
        assert is_in(client)
    at(monkeypatch, longest + 600)
    assert not is_in(client)


def at(monkeypatch, seconds: float) -> None:
    """That many seconds from now, for the clock of sessions."""
    monkeypatch.setattr(sessions, "time", SimpleNamespace(time=lambda: time.time() + seconds))


def test_the_session_is_a_new_one_after_signing_in():
    """So that nobody can be given a session beforehand."""
    person("lin")
    client = Client()
    client.post("/reading/", {"mode": "elder"})
    session = client.session
    session["before"] = True
    session.save()
    old = client.cookies["sessionid"] = session.session_key
    client.post("/accounts/login/", {"login": "lin", "password": PASSWORD})
    assert client.cookies["sessionid"].value != old


PAIRS = [(one, other) for one in Role for other in Role if one < other and conflict({one}, other) is not None]


def test_the_pairs_that_exclude_one_another_are_those_of_the_rule():
    expected = {frozenset({a, b}) for a in ADMINISTRATORS for b in ADMINISTRATORS if a != b}
    expected |= {frozenset({maker, checker}) for maker in MAKERS for checker in CHECKERS}
    assert {frozenset(pair) for pair in PAIRS} == expected


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda role: role.value)
def test_one_person_cannot_be_given_both(one: Role, other: Role):
    person("security", Role.SECURITY_ADMIN)
    lin = person("lin")
    organisation = Organisation.objects.create(code="gz-test", name="广州市测试局", kind="department")
    office = signed_in("security")
    given = {"organisation": organisation.code, "reason": "任命"}
    address = f"/office/people/{lin.pk}/roles/"
    assert office.post(address, given | {"role": one.value}).status_code == 302
    refused = office.post(address, given | {"role": other.value})
    assert refused.status_code == 422
    assert "不能由同一人担任" in refused.text
    assert list(lin.assignments.values_list("role", flat=True)) == [one.value]


def test_nobody_gives_roles_to_oneself_or_switches_oneself_off():
    security = person("security", Role.SECURITY_ADMIN)
    office = signed_in("security")
    address = f"/office/people/{security.pk}/"
    assert office.post(address + "roles/", {"role": "auditor", "reason": "试试"}).status_code == 422
    office.post(address + "switch/", {"reason": "试试"})
    office.post(address + "second-factors/", {"reason": "试试"})
    security.refresh_from_db()
    assert (security.is_active, security.assignments.count()) == (True, 1)


def test_two_requests_at_once_cannot_give_both_either(tmp_path: Path):
    """Two threads, a real database file: as in a running site."""
    program = Path(__file__).parent / "granting_at_once.py"
    pairs = [
        "system_admin@gz-test,audit_admin@gz-test",
        "programme_officer@gz-test,auditor@gz-test",
        "reporter@gz-test,audit_admin@gz-test",
        "reporter@gz-test,programme_officer@gz-other",  # one account for two organisations
    ]
    done = subprocess.run(
        [sys.executable, str(program), *pairs],
        env={**os.environ, "SUIXIN_HOME": str(tmp_path), "SUIXIN_DEMO": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.splitlines() == ["302 422 1"]
