"""How often one may try: everything that answers without sign-in, and the API with it. One shape of refusal."""

import pytest
from django.test import Client

from suixin.platform.accounts import limits
from suixin.platform.accounts.limits import place
from suixin.platform.accounts.models import Person
from suixin.platform.api import assembly

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture(autouse=True)
def one_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test must not meet the turn of the minute."""
    monkeypatch.setattr(limits.time, "time", lambda: 1_800_000_010.0)


def refused_after(most: int, ask) -> None:
    answers = [ask() for _ in range(most)]
    assert 429 not in {each.status_code for each in answers}
    refused = ask()
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= 60
    if refused["Content-Type"].startswith("text/html"):
        assert f"{refused['Retry-After']} 秒后再试" in refused.text


def test_reading_preferences():
    refused_after(60, lambda: Client().post("/reading/", {"mode": "elder"}))


def test_setting_a_password_by_link():
    refused_after(20, lambda: Client().get("/set-password/MQ/made-up/"))


def test_signing_in_with_many_names_from_one_place():
    """One name is locked after five; this bounds a list of names."""
    names = iter(range(100))
    refused_after(
        30, lambda: Client().post("/accounts/login/", {"login": f"n{next(names)}", "password": "x"})
    )


def test_signing_in_with_passkeys():
    refused_after(10, lambda: Client().post("/accounts/2fa/webauthn/login/", {"credential": "{}"}))


def test_the_way_to_an_identity_service(settings):
    service = {
        "provider_id": "city",
        "name": "x",
        "client_id": "x",
        "settings": {"server_url": "http://localhost:9"},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [service]}}
    refused_after(20, lambda: Client().post("/accounts/identity/go/"))


def test_the_api_without_and_with_sign_in(monkeypatch: pytest.MonkeyPatch):
    def write(client: Client):
        return client.post("/api/records", "{}", content_type="application/json")

    assert assembly.EVERYTHING.most == 1_200
    monkeypatch.setattr(assembly.EVERYTHING, "most", 5)
    refused_after(5, lambda: write(Client()))
    client = Client()
    client.force_login(Person.objects.create_user("lin"), backend=BACKEND)
    refused_after(5, lambda: write(client))  # counted for the person, not for the place


def test_a_place_is_an_address_or_the_network_of_one_customer(rf):
    def at(address: str) -> str:
        return place(rf.get("/", REMOTE_ADDR=address))

    assert at("192.0.2.7") == "192.0.2.7"
    assert at("2001:db8:1:2:3::4") == at("2001:db8:1:2:ffff::1") != at("2001:db8:1:3::4")
    assert at("") == ""


@pytest.mark.parametrize(
    ("proxies", "told", "address"),
    [
        (0, "203.0.113.9", "127.0.0.1"),  # nobody stands in front: the header is the visitor's own
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.1, 203.0.113.9", "203.0.113.9"),  # the visitor wrote the first
        (2, "198.51.100.1, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (2, "203.0.113.9", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_behind_proxies_the_address_is_the_one_that_our_proxy_saw(
    settings, monkeypatch, proxies, told, address
):
    settings.PROXIES = proxies
    seen = []
    monkeypatch.setattr("suixin.platform.accounts.limits.times", lambda name, who: seen.append(who) or 1)
    Client().post("/reading/", {"mode": "elder"}, headers={"x-forwarded-for": told})
    assert seen == [address]
