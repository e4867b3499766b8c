"""Signing in through a city's own identity service: a real OpenID Connect provider that somebody else wrote."""

import json
import re
from html import unescape

import pytest
import requests
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from pyotp import TOTP as Codes
from pyotp import random_base32

from suixin.platform.accounts.actions import create_person, grant
from suixin.platform.accounts.models import Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry
from suixin.site import security
from suixin.site.options import IdentityService

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
PASSWORD = "kapok-river-teal"
SUBJECT = "440100-7781"


@pytest.fixture(autouse=True)
def configured(identity_provider: str, settings) -> None:
    service = IdentityService(identity_provider, "suixin", "a secret", "市政务身份认证")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": security.openid_connect(service)}


@pytest.fixture
def person() -> Person:
    somebody = create_person(SYSTEM, username="lin", name="林某", reason="新到岗")
    somebody.set_password(PASSWORD)
    somebody.save()
    return somebody


def through(client: Client, subject: str = SUBJECT, **sent: str):
    """Leaves for the provider, says there who one is, and comes back."""
    page = client.post("/accounts/identity/go/", sent)
    assert page.status_code == 200
    address = unescape(re.search(r'content="0;url=([^"]+)"', page.text)[1])
    back = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=60)
    return client.get(back.headers["Location"].removeprefix("http://testserver"))


def sign_in(client: Client) -> None:
    assert client.post("/accounts/login/", {"login": "lin", "password": PASSWORD}).status_code == 302


def connect(client: Client, subject: str = SUBJECT):
    sign_in(client)
    asked = through(client, subject, process="connect")
    assert asked["Location"] == "/accounts/reauthenticate/"
    return client.post(asked["Location"], {"password": PASSWORD})


def outcomes() -> list[str]:
    public = [json.loads(bytes(entry.leaf))["public"] for entry in Entry.objects.order_by("pk")]
    return [str(each.get("event") or each.get("change")) for each in public]


def test_whoever_connected_it_signs_in_and_leaves_the_same_record_as_others(person: Person):
    assert connect(Client())["Location"] == "/accounts/2fa/"
    client = Client()
    assert through(client)["Location"] == "/office/"
    assert client.get("/accounts/2fa/").context["user"] == person
    assert outcomes()[-3:] == ["signed_in", "identity_connected", "signed_in"]


def test_nothing_is_kept_of_what_the_service_tells_but_a_digest(person: Person):
    connect(Client())
    through(Client())
    kept = SocialAccount.objects.get()
    assert (len(kept.uid), kept.extra_data, kept.user) == (64, {}, person)
    assert SUBJECT not in kept.uid
    assert Person.objects.get().email == ""
    assert SUBJECT not in "".join(bytes(entry.leaf).decode() for entry in Entry.objects.all())


def test_an_unknown_identity_is_told_what_to_do_and_makes_no_account(person: Person):
    client = Client()
    page = through(client, "stranger")
    assert page.status_code == 403
    assert "还没有连接账号" in page.text
    assert "安全管理员" in page.text
    assert client.get("/accounts/2fa/").status_code == 302
    assert (Person.objects.count(), SocialAccount.objects.count()) == (1, 0)


def test_the_same_name_or_address_of_mail_is_no_reason_to_let_in(person: Person):
    person.email = "lin@city.example"
    person.save()
    assert through(Client()).status_code == 403


def test_the_same_number_from_another_service_is_another_identity(
    person: Person, identity_provider, settings
):
    connect(Client())
    other = IdentityService(
        identity_provider.replace("localhost", "127.0.0.1"), "suixin", "a secret", "另一个"
    )
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": security.openid_connect(other)}
    assert through(Client()).status_code == 403


def test_connecting_needs_the_password_once_more(person: Person):
    client = Client()
    sign_in(client)
    through(client, process="connect")
    assert not SocialAccount.objects.exists()
    client.post("/accounts/reauthenticate/", {"password": "wrong"})
    assert not SocialAccount.objects.exists()


def test_one_identity_belongs_to_one_person(person: Person):
    connect(Client())
    other = create_person(SYSTEM, username="chen", name="陈某", reason="新到岗")
    other.set_password(PASSWORD)
    other.save()
    client = Client()
    client.post("/accounts/login/", {"login": "chen", "password": PASSWORD})
    asked = through(client, process="connect")
    page = client.post(asked["Location"], {"password": PASSWORD}, follow=True)
    assert "已连接到另一个账号" in page.text
    assert SocialAccount.objects.get().user == person


def test_the_second_factor_is_asked_for_after_the_service(person: Person):
    connect(Client())
    secret = random_base32()
    TOTP.activate(person, secret)
    client = Client()
    assert through(client)["Location"] == "/accounts/2fa/authenticate/"
    assert client.get("/office/organisations/").status_code == 302
    done = client.post("/accounts/2fa/authenticate/", {"code": Codes(secret).now()})
    assert done["Location"] == "/office/"


def test_a_role_that_needs_a_second_factor_needs_it_here_too(person: Person):
    connect(Client())
    grant(SYSTEM, person, Role.SECURITY_ADMIN, reason="任命")
    client = Client()
    through(client)
    assert not Authenticator.objects.exists()
    assert client.get("/office/people/")["Location"] == "/accounts/2fa/"


def test_somebody_switched_off_does_not_come_in(person: Person):
    connect(Client())
    person.is_active = False
    person.save()
    page = through(Client())
    assert page["Location"] == "/accounts/inactive/"


def test_disconnecting_ends_it_and_is_a_record(person: Person):
    client = Client()
    connect(client)
    kept = SocialAccount.objects.get()
    assert client.get("/accounts/identity/").status_code == 200
    client.post("/accounts/identity/", {"account": kept.pk})
    assert outcomes()[-1] == "identity_disconnected"
    assert through(Client()).status_code == 403


@pytest.mark.parametrize("query", ["", "?code=x", "?code=x&state=made-up", "?error=server_error&state=x"])
def test_an_answer_that_nobody_asked_for_is_refused_with_a_sentence(query: str, person: Person):
    page = Client().get(f"/accounts/identity/city/back/{query}")
    assert page.status_code == 401
    assert "重新登录" in page.text


def test_an_answer_works_in_the_browser_that_asked_only(person: Person):
    connect(Client())
    page = Client().post("/accounts/identity/go/")
    address = unescape(re.search(r'content="0;url=([^"]+)"', page.text)[1])
    assert "code_challenge_method=S256" in address
    assert "scope=openid&" in address + "&"
    back = requests.post(address, data={"sub": SUBJECT}, allow_redirects=False, timeout=60)
    other = Client().get(back.headers["Location"].removeprefix("http://testserver"))
    assert other.status_code == 401


def test_a_service_that_does_not_answer_is_told_in_a_sentence(settings, person: Person):
    gone = IdentityService("http://localhost:9", "suixin", "a secret", "市政务身份认证")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": security.openid_connect(gone)}
    page = Client().post("/accounts/identity/go/")
    assert page.status_code == 502
    assert "身份服务" in page.text


@pytest.mark.parametrize("path", ["", "go/", "city/back/", "cancelled/"])
def test_without_the_setting_there_is_no_such_address(path: str, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": security.openid_connect(None)}
    assert Client().post(f"/accounts/identity/{path}").status_code == 404
    assert Client().get("/accounts/login/").text.count("市政务身份认证") == 0
