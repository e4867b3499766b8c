"""The public pages of figures as a city begins: with nothing, and with what it publishes first."""

from django.test import Client
from published_city import HAIZHU, SALES, SECRET, PublishedCity


def test_before_there_are_indicators_the_page_says_so(client: Client, db):
    assert "还没有指标" in client.get("/figures/").text


def test_an_unknown_indicator_is_not_found(client: Client, db):
    assert client.get("/figures/nothing/").status_code == 404


def test_what_a_city_publishes_stands_on_its_page(city: PublishedCity, client: Client):
    city.begin(SALES, SECRET | {"disclosure": {"threshold": 3}})
    units = ("c1", "c2", "c3")
    city.units(*units)
    city.open()
    city.accept(*[city.report(unit, A01="12345.67", B01="7.5") for unit in units])
    city.publish("sales")
    city.publish("secret")
    text = client.get("/figures/sales/").text
    assert ">3.7037</a>" in text
    assert '<th scope="row">2019年6月</th>' in text
    assert f"district={HAIZHU}" in client.get("/figures/sales/?by=district").text
