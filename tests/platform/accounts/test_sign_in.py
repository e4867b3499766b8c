"""Signing in: the way in, the wrong password, lock-out, the second factor; each as a record."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client
from pyotp import TOTP as Codes
from pyotp import random_base32

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


@pytest.mark.parametrize(
    "answer", ["", "x", "[]", "5", "null", "{}", '{"response": 5}', '{"response": {"userHandle": 5}}']
)
def test_a_made_up_answer_of_a_passkey_is_refused_with_a_sentence(
    answer: str, client: Client, person: Person
):
    page = client.post("/accounts/2fa/webauthn/login/", {"credential": answer}, follow=True)
    assert page.status_code == 200
    assert page.redirect_chain[-1][0] == "/accounts/login/"
    assert events() == []


def test_secrets_of_second_factors_are_not_in_the_database_in_clear(person: Person, settings):
    secret = random_base32()
    kept = TOTP.activate(person, secret)
    assert secret not in json.dumps(kept.instance.data)
    assert kept.validate_code(Codes(secret).now())
    settings.SECRET_KEY = "another one"
    assert not TOTP(kept.instance).validate_code(Codes(secret).now())


def test_a_code_works_once(client: Client, person: Person):
    secret = random_base32()
    TOTP.activate(person, secret)
    code = Codes(secret).now()
    assert sign_in(client, PASSWORD)["Location"] == "/accounts/2fa/authenticate/"
    assert client.post("/accounts/2fa/authenticate/", {"code": code})["Location"] == "/office/"
    other = Client()
    sign_in(other, PASSWORD)
    assert other.post("/accounts/2fa/authenticate/", {"code": code}).status_code == 200
    assert events() == ["signed_in"]


def test_guessing_codes_is_stopped(client: Client, person: Person):
    secret = random_base32()
    TOTP.activate(person, secret)
    sign_in(client, PASSWORD)
    for _ in range(20):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    page = client.post("/accounts/2fa/authenticate/", {"code": Codes(secret).now()})
    assert "尝试次数过多" in page.text


def test_a_lost_second_factor_is_cleared_by_the_security_administrator_with_a_record(
    person: Person, settings
):
    settings.DEMO = True
    TOTP.activate(person, random_base32())
    security = create_person(SYSTEM, username="security", name="安全", reason="任命")
    grant(SYSTEM, security, Role.SECURITY_ADMIN, reason="任命")
    office = Client()
    office.force_login(security, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = f"/office/people/{person.pk}/"
    assert "清除第二重验证" in office.get(address).text
    office.post(address + "second-factors/", {"reason": ""})
    assert Authenticator.objects.exists()
    office.post(address + "second-factors/", {"reason": "手机丢失"})
    assert not Authenticator.objects.exists()
    last = Entry.objects.order_by("pk").last()
    assert json.loads(bytes(last.leaf))["public"]["change"] == "factor_removed"
    assert sign_in(Client(), PASSWORD)["Location"] == "/office/"


@pytest.mark.parametrize(
    "path",
    ["signup/", "email/", "confirm-email/", "password/reset/", "3rdparty/", "2fa/trust/", "login/code/"],
)
def test_pages_that_make_no_sense_in_a_closed_register_are_not_there(path: str, client: Client):
    assert client.get(f"/accounts/{path}").status_code == 404


def test_one_address_cannot_lock_out_somebody_elsewhere(client: Client, person: Person):
    elsewhere = Client(REMOTE_ADDR="127.0.0.2")
    for name in ("lin", "LIN", "Lin", "liN") * 10:
        client.post("/accounts/login/", {"login": name, "password": "wrong"})
    assert sign_in(elsewhere, PASSWORD).status_code == 302


def test_wrong_passwords_count_in_whatever_letters_the_name_is_typed(client: Client, person: Person):
    for name in ("lin", "LIN", "Lin", "liN", "lIn"):
        response = client.post("/accounts/login/", {"login": name, "password": "wrong"})
    assert response.status_code == 429
