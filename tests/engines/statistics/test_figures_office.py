"""The office's pages of figures: everybody there reads what is out, the keeper's officer looks ahead and publishes."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from published_city import HAIZHU, SALES, SECRET, TIANHE, PublishedCity

from suixin.engines.statistics.models import Due, Held, Release
from suixin.kernel.statistics.certificate import read_certificate
from suixin.platform.accounts.actions import create_person, grant, save_organisation
from suixin.platform.accounts.models import Organisation
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

SYSTEM = Actor.system("tests")
UNITS = ("c1", "c2", "c3", "c4")


def signed_in(username: str, organisation: str) -> Client:
    body = Organisation.objects.filter(code=organisation).first() or save_organisation(
        Organisation(
            code=organisation, name=f"市{organisation}局", short_name=organisation, kind="department"
        ),
        SYSTEM,
        "登记",
    )
    person = create_person(SYSTEM, username=username, name=f"测试{username}", reason="登记")
    grant(SYSTEM, person, Role.PROGRAMME_OFFICER, body, reason="派任")
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def told(city: PublishedCity) -> PublishedCity:
    city.begin(SALES, SECRET | {"disclosure": {"threshold": 3}})
    city.units(*UNITS)
    city.units("d1", district=TIANHE)
    city.open()
    city.accept(*[city.report(unit, A01="5000", B01="7.5") for unit in UNITS])
    city.accept(city.report("d1", district=TIANHE, A01="1", B01="1"), district=TIANHE)
    city.witness()
    return city


@pytest.fixture
def officer(told, settings) -> Client:
    settings.DEMO = True  # no second factor
    return signed_in("lin", "giit")


@pytest.fixture
def other(officer) -> Client:
    return signed_in("chen", "haizhu")


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response
    return response.content.decode()


def test_an_officer_sees_what_it_would_be_and_publishes_it(officer, told):
    assert "还没有发布" in page(officer, "/office/figures/")
    address = "/office/figures/sales/2019-06/"
    before = page(officer, address)
    assert "2.0001" in before
    assert "5 / 5 / 5" in before
    assert officer.post(address).status_code == 302
    assert Release.objects.get().data["cells"][0]["figure"] == "2.0001"
    assert "2.0001" in page(officer, "/office/figures/")
    assert "2019" in page(officer, "/office/figures/sales/")
    told.witness()
    assert "不需要再发布" in page(officer, address)


def test_what_is_withheld_is_not_shown_and_says_why(officer):
    shown = page(officer, "/office/figures/secret/2019-06/")
    assert "单位太少" in shown
    assert "隐匿" in shown
    assert "30.0" not in shown  # Haizhu's, by which the other district's would follow


def test_others_read_what_is_out_and_cannot_publish(other, told):
    address = "/office/figures/sales/2019-06/"
    assert "2.0001" not in page(other, address)
    assert other.post(address).status_code == 403
    assert other.get(f"{address}date/").status_code == 403
    told.publish("sales")
    assert "2.0001" in page(other, address)


def test_a_revision_needs_a_reason_and_says_so(officer, told):
    told.publish("sales")
    told.units("c5")
    told.accept(told.report("c5", A01="10000"))
    told.witness()
    address = "/office/figures/sales/2019-06/"
    response = officer.post(address)
    assert response.status_code == 422
    assert "原因" in response.content.decode()
    officer.post(address, {"reason": "补报一家"})
    assert Release.objects.get(to_index=None).data["reason"] == "补报一家"
    assert "补报一家" in page(officer, address)


def test_a_date_in_the_calendar_holds_figures_back(officer):
    address = "/office/figures/sales/2019-06/"
    officer.post(f"{address}date/", {"day": "2999-01-01", "time": "10:00", "reason": "等待复核"})
    assert Due.objects.get().reason == "等待复核"
    response = officer.post(address)
    assert response.status_code == 422
    assert "2999-01-01 10:00" in response.content.decode()
    wrong = officer.post(f"{address}date/", {"day": "2999-13-01", "time": "10", "reason": ""})
    assert wrong.status_code == 422
    assert "2021-06-30" in wrong.content.decode()


def test_what_failed_is_on_the_desk_of_its_keeper_alone(officer, other):
    Held.objects.create(
        indicator="sales",
        period="2019-06",
        code="unexpected",
        details={"why": "disk"},
        is_failure=True,
        since=timezone.now(),
    )
    assert "没有发布" in page(officer, "/office/")
    assert "sales" not in page(other, "/office/")


@pytest.mark.parametrize("address", ["nothing/", "sales/2019-Q2/", "sales/2019-99/", "nothing/2019-06/"])
def test_what_is_not_there_is_not_found(officer, address):
    assert officer.get(f"/office/figures/{address}").status_code == 404


def test_strangers_are_asked_to_sign_in(client, told):
    assert client.get("/office/figures/").status_code == 302


# -- certificates are for everybody


def test_anybody_fetches_a_certificate_once_the_log_covers_the_release(client, told):
    release = told.publish("sales")
    address = "/figures/sales/2019-06/certificate.json"
    early = client.get(address)
    assert (early.status_code, early["Retry-After"]) == (503, "5")
    told.witness()
    found = client.get(address, {"district": HAIZHU})
    certificate = read_certificate(found.content)
    assert (certificate.number, certificate.at) == (release.index, {"district": HAIZHU})
    assert json.loads(found.content)["definition"]["id"] == "sales"
    assert found["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "query", ["?district=0", "?release=1", "?release=x", "?release=99999999999999999999"]
)
def test_a_certificate_of_nothing_is_not_found(client, told, query):
    told.publish("sales")
    told.witness()
    assert client.get(f"/figures/sales/2019-06/certificate.json{query}").status_code == 404
