"""Access keys on pages: their owner's, the security administrator's and the audit; and revoking one that is in use."""

import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from suixin.platform.accounts.actions import create_person, grant
from suixin.platform.accounts.keys import MOST_KEYS, make_key
from suixin.platform.accounts.models import AccessKey, Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("one_day")]
SYSTEM = Actor.system("tests")
PASSWORD = "kapok-river-teal"
MINE = "/accounts/2fa/"
NEW = "/accounts/keys/new/"
SENT = {"label": "产销系统", "days": "90"}


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.DEMO = True


def person(username: str, role: Role, code: str | None = None) -> Person:
    somebody = create_person(SYSTEM, username=username, name=username, reason="新到岗")
    somebody.set_password(PASSWORD)
    somebody.save()
    organisation = code and Organisation.objects.get_or_create(code=code, name=code, kind="company")[0]
    grant(SYSTEM, somebody, role, organisation, reason="任命")
    return somebody


@pytest.fixture
def li() -> Person:
    return person("li", Role.COMPANY, "demo-one")


def signed_in(username: str) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": username, "password": PASSWORD})
    return client


def confirmed(username: str) -> Client:
    """Who has just said the password once more."""
    client = signed_in(username)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def key_on(page) -> str:
    return re.search(r'value="(suixin_[0-9a-f]{12}_[0-9a-f]{48})"', page.text)[1]


def test_a_key_is_made_after_the_password_once_more_and_shown_on_one_page_only(li):
    client = signed_in("li")
    assert client.post(NEW, SENT)["Location"].startswith("/accounts/reauthenticate/")
    assert not AccessKey.objects.exists()
    client = confirmed("li")
    made = client.post(NEW, SENT)
    key = key_on(made)
    assert (made.status_code, made["Cache-Control"]) == (200, "no-store")
    assert "http://testserver/api/records" in made.text
    program = Client(headers={"Authorization": f"Bearer {key}"})
    assert program.get("/api/record-types").status_code == 200
    mine = client.get(MINE).text
    assert "产销系统" in mine
    assert key.split("_")[1] in mine
    assert key.split("_")[2] not in mine
    assert AccessKey.objects.get().expires == timezone.localdate() + timedelta(days=90)


def test_what_is_wrong_is_said_and_what_was_typed_is_kept(li):
    client = confirmed("li")
    short = client.post(NEW, {"label": "x", "days": "90"})
    assert (short.status_code, 'value="x"' in short.text) == (422, True)
    assert client.post(NEW, SENT | {"days": "3650"}).status_code == 422
    for _ in range(MOST_KEYS):
        make_key(SYSTEM, li, "旧系统")
    full = client.post(NEW, SENT)
    assert (full.status_code, "请先撤销不用的" in full.text) == (422, True)


def test_who_may_have_no_keys_is_offered_none():
    for role, code in (
        (Role.PROGRAMME_OFFICER, "gz-test"),
        (Role.AUDITOR, None),
        (Role.SECURITY_ADMIN, None),
    ):
        somebody = person(role.value.replace("_", "-"), role, code)
        client = confirmed(somebody.username)
        assert NEW not in client.get(MINE).text
        assert client.post(NEW, SENT).status_code == 403
    assert not AccessKey.objects.exists()


def test_an_owner_revokes_own_keys_and_nobody_else_s(li):
    make_key(SYSTEM, li, "产销系统")
    person("wang", Role.COMPANY, "demo-two")
    address = f"/accounts/keys/{AccessKey.objects.get().pk}/revoke/"
    other, own = signed_in("wang"), signed_in("li")
    assert "产销系统" not in other.get(MINE).text
    assert (other.get(address).status_code, other.post(address).status_code) == (404, 404)
    assert Client().post(address)["Location"].startswith("/accounts/login/")
    assert "产销系统" in own.get(address).text
    assert AccessKey.objects.get().revoked is None
    assert "密钥已撤销" in own.post(address, follow=True).text
    assert "已经撤销" in own.post(address, follow=True).text


def test_the_security_administrator_sees_and_revokes_the_keys_of_others_with_a_reason(li):
    make_key(SYSTEM, li, "产销系统")
    person("security", Role.SECURITY_ADMIN)
    office = signed_in("security")
    place = f"/office/people/{li.pk}/"
    address = f"{place}keys/{AccessKey.objects.get().pk}/revoke/"
    assert "产销系统" in office.get(place).text
    office.post(address, {"reason": ""})
    assert AccessKey.objects.get().revoked is None
    assert signed_in("li").post(address, {"reason": "试试"}).status_code == 403
    assert "密钥已撤销" in office.post(address, {"reason": "人员离职"}, follow=True).text
    assert AccessKey.objects.get().revoked is not None


def test_a_key_whose_owner_changed_says_that_it_does_not_work_and_can_be_revoked(li):
    make_key(SYSTEM, li, "产销系统")
    grant(SYSTEM, li, Role.PROGRAMME_OFFICER, Organisation.objects.get(code="demo-one"), reason="任命")
    client = signed_in("li")
    mine = client.get(MINE).text
    assert "不能使用" in mine
    assert NEW not in mine
    client.post(f"/accounts/keys/{AccessKey.objects.get().pk}/revoke/")
    assert AccessKey.objects.get().revoked is not None


def test_auditors_read_of_keys_in_the_audit(li):
    person("audit", Role.AUDIT_ADMIN)
    confirmed("li").post(NEW, SENT)
    signed_in("li").post(f"/accounts/keys/{AccessKey.objects.get().pk}/revoke/")
    page = signed_in("audit").get("/office/audit/?kind=account.key").text
    assert all(words in page for words in ("已生成程序密钥", "已撤销程序密钥", "li（li）、产销系统"))
    only = signed_in("audit").get("/office/audit/?event=key_revoked&format=csv").text
    assert only.count("程序密钥,已撤销程序密钥,li（li）、产销系统,程序密钥") == 1
    assert "已生成" not in only


def test_revoking_a_key_in_use_twice_at_once(tmp_path: Path):
    """Five threads, a real database file: as in a running site."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "revoking_in_use.py")],
        env={**os.environ, "SUIXIN_HOME": str(tmp_path), "SUIXIN_DEMO": "1"},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.splitlines() == ["201", "401", "1", "True"]
