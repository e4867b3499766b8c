"""Signing in: the way in, the wrong password, lock-out, the second factor; each as a record."""

import json

import pytest
from django.test import Client

from suixin.platform.accounts.actions import create_person, grant
from suixin.platform.accounts.models import Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
PASSWORD = "kapok-river-teal"


@pytest.fixture
def person() -> Person:
    somebody = create_person(SYSTEM, username="lin", name="林某", reason="新到岗")
    somebody.set_password(PASSWORD)
    somebody.save()
    return somebody


def sign_in(client: Client, password: str):
    return client.post("/accounts/login/", {"login": "lin", "password": password})


def events() -> list[str]:
    entries = Entry.objects.filter(type="account.session").order_by("pk")
    return [json.loads(bytes(entry.leaf))["public"]["event"] for entry in entries]


def test_a_right_password_opens_the_office_and_leaves_a_record(client: Client, person: Person):
    response = sign_in(client, PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/office/")
    assert events() == ["signed_in"]


def test_a_wrong_password_keeps_the_name_and_says_so(client: Client, person: Person):
    response = sign_in(client, "wrong")
    assert response.status_code == 200
    assert 'value="lin"' in response.text
    assert "wrong" not in response.text
    assert events() == []


def test_repeated_wrong_passwords_lock_the_name_with_one_record(client: Client, person: Person):
    for _ in range(5):
        response = sign_in(client, "wrong")
    assert response.status_code == 429
    assert "15 分钟" in response.text
    assert response["Retry-After"] == "900"
    assert sign_in(client, PASSWORD).status_code == 429
    assert events() == ["locked_out"]


def test_signing_in_never_leads_to_another_site(client: Client, person: Person):
    response = client.post(
        "/accounts/login/?next=https://elsewhere.example/", {"login": "lin", "password": PASSWORD}
    )
    assert response["Location"] == "/office/"


def test_nobody_signs_themselves_up(client: Client):
    client.post("/accounts/signup/", {"username": "x", "password1": PASSWORD, "password2": PASSWORD})
    assert not Person.objects.exists()


def test_an_administrator_without_a_second_factor_is_sent_to_set_one_up(client: Client, person: Person):
    grant(SYSTEM, person, Role.SECURITY_ADMIN, reason="任命")
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/2fa/")
