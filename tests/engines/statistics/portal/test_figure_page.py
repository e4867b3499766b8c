"""The public page of one figure: the number as published, what it rests on, how it came to be; and its share card."""

import json
import re
from html import unescape
from xml.etree import ElementTree

import pytest
from django.test import Client
from published_city import GROWTH, HAIZHU, SALES, SECRET, TIANHE, PublishedCity

from suixin.engines.statistics.models import Release
from suixin.kernel.statistics.periods import Period

JUNE = "/figures/sales/2019-06/"
UNITS = ("c1", "c2", "c3", "c4")


@pytest.fixture
def told(city: PublishedCity) -> PublishedCity:
    """Four companies of Haizhu and one of Tianhe; sales are public, what is secret of Tianhe is withheld."""
    secret = SECRET | {"disclosure": {"threshold": 3, "dominance": {"n": 2, "k": "85"}, "p_percent": "10"}}
    city.begin(SALES | {"titles": {"zh-hans": "销售额", "en": "Sales"}}, secret, GROWTH)
    city.units(*UNITS)
    city.units("d1", district=TIANHE)
    report(city, "2019-06")
    city.publish("sales")
    city.witness()
    return city


def report(city: PublishedCity, period: str) -> None:
    city.open(period)
    city.accept(*[city.report(unit, period, A01="5000", B01="7.5") for unit in UNITS], period=period)
    in_tianhe = city.report("d1", period, district=TIANHE, A01="1", B01="1")
    city.accept(in_tianhe, period=period, district=TIANHE)


def revise(city: PublishedCity) -> Release:
    city.units("c5")
    city.accept(city.report("c5", A01="10000"))
    return city.publish("sales", reason="补报一家")


def page(address: str, language: str = "zh-hans", status: int = 200) -> str:
    """Its text, blanks made one."""
    response = Client(headers={"Accept-Language": language}).get(address)
    assert response.status_code == status, response
    plain = re.sub(r"<script.*?</script>|<[^>]+>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(plain))


def source(address: str) -> str:
    return Client().get(address).content.decode()


def test_it_says_the_number_as_published_with_its_unit_its_place_and_its_period(told):
    text = page(JUNE)
    for words in ("2.0001 亿元", "全市 · 2019年6月", "最终", "应报 5 家 已报 5 家", "计入的记录 5 条"):
        assert words in text
    assert "20001" not in text


def test_noughts_that_were_published_are_kept_and_english_moves_the_point_alone(told):
    haizhu = f"{JUNE}?district={HAIZHU}"
    assert "2.0000 亿元" in page(haizhu)
    assert "200.00 million yuan" in page(haizhu, "en")
    assert "10,000 yuan" in page(f"{JUNE}?district={TIANHE}", "en")


def test_the_address_chooses_the_cell_and_the_others_are_one_step_away(told):
    address = f"{JUNE}?class=phones&district={HAIZHU}"
    text = page(address)
    assert "海珠区，手机 · 2019年6月" in text
    assert f'href="{JUNE}?district={TIANHE}"' in source(address)
    assert f'href="{JUNE}"' in source(address)


def test_what_was_added_to_a_link_on_its_way_does_no_harm(told):
    assert "海珠区 · 2019年6月" in page(f"{JUNE}?district={HAIZHU}&from=groupmessage")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("?district=1", "这次发布里没有这一项"),
        ("?release=1", "没有这一次发布"),
        ("?release=x", "没有这一次发布"),
        ("?release=99999999999999999999", "没有这一次发布"),
    ],
)
def test_what_is_not_there_is_told_with_a_way_on(told, query, words):
    assert words in page(JUNE + query, status=404)
    response = Client().get(JUNE + query)
    assert f'href="{JUNE}"' in response.content.decode()


def test_a_period_that_is_not_out_says_when_it_will_be_and_leads_to_the_latest(told):
    text = page("/figures/sales/2019-07/", status=404)
    assert "这一期还没有发布" in text
    assert "看最近一期：2019年6月" in text
    assert "不按这样的时期发布" in page("/figures/sales/2019-Q2/", status=404)


@pytest.mark.parametrize("address", ["/figures/nothing/2019-06/", "/figures/sales/2019-13/"])
def test_what_never_can_be_is_not_found(told, address):
    assert Client().get(address).status_code == 404
    assert Client().get(f"{address}card.svg").status_code == 404


def test_a_withheld_figure_tells_the_rules_and_nothing_of_the_value(told):
    told.publish("secret")
    address = f"/figures/secret/2019-06/?district={TIANHE}"
    text = page(address)
    for words in ("为什么不公布", "少于 3 家", "最大的 2 家合计超过 85%", "误差 10% 以内"):
        assert words in text
    told_of = [*re.findall(r"\d+\.\d+", text), *re.findall(r"\d+\.\d+", source(address))]
    assert "31.0" in told_of  # the city's
    assert not {"1.0", "1.00", "30.0", "30.00"} & set(
        told_of
    )  # Tianhe's, and Haizhu's by which it would follow
    assert "不公布" in source(f"/figures/secret/2019-06/card.svg?district={TIANHE}")


def test_a_revision_shows_both_numbers_and_the_earlier_one_says_that_it_is_not_current(told):
    first = Release.objects.get()
    second = revise(told)
    text = page(JUNE)
    assert "3.0001 亿元 原为 2.0001 亿元" in text
    assert "原因： 补报一家" in text or "原因：补报一家" in text
    assert "以前发布的数" not in text
    old = page(f"{JUNE}?release={first.index}")
    assert "这是以前发布的数，后来修订过" in old
    content = source(JUNE)
    for each in (first, second):
        assert f"/figures/sales/2019-06/certificate.json?release={each.index}" in content


def test_its_certificate_is_of_this_very_release_and_cell(told):
    release = Release.objects.get()
    content = source(f"{JUNE}?district={HAIZHU}")
    address = re.search(r'<link rel="alternate" type="application/json" href="([^"]+)"', content)[1]
    certificate = Client().get(unescape(address)).json()
    assert (certificate["release"]["index"], certificate["at"]) == (release.index, {"district": HAIZHU})
    assert f"suixin verify sales_2019-06_{release.index}.json --log http://testserver/log/" in content


def test_neighbours_are_the_same_cell_of_other_periods(told):
    for period in ("2018-06", "2019-05"):
        report(told, period)
        told.publish("sales", Period.read(period))
    text = page(f"{JUNE}?district={HAIZHU}")
    assert "上一期 2019年5月 2.0000 亿元" in text
    assert "上年同期 2018年6月 2.0000 亿元" in text
    content = source(f"{JUNE}?district={HAIZHU}")
    assert f'href="/figures/sales/2019-05/?district={HAIZHU}" rel="prev"' in content
    assert "下一期" not in text


def test_a_derived_figure_leads_to_those_it_is_made_from(told):
    report(told, "2018-06")
    told.publish("sales", Period.read("2018-06"))
    told.witness()
    told.publish("growth")
    text = page("/figures/growth/2019-06/")
    assert "由哪些数算出" in text
    assert "销售额 2018年6月" in text
    assert "用回执核对" not in text
    first = Release.objects.get(indicator="sales", period="2019-06")
    assert f'href="{JUNE}"' in source("/figures/growth/2019-06/")
    revise(told)
    assert f'href="{JUNE}?release={first.index}"' in source("/figures/growth/2019-06/")
    assert "后来修订过" in page("/figures/growth/2019-06/")


def test_a_figure_that_cannot_be_computed_says_so(told):
    told.open("2018-06")
    told.accept(told.report("c1", "2018-06", A01="5000"), period="2018-06")
    told.publish("sales", Period.read("2018-06"))  # without Tianhe
    told.witness()
    told.publish("growth")
    text = page(f"/figures/growth/2019-06/?district={TIANHE}")
    assert "尚无数据" in text
    assert "为什么没有" in text


def test_machines_read_the_number_as_the_text_that_was_published(told):
    found = json.loads(re.search(r'ld\+json">(.*?)</script>', source(JUNE))[1])
    assert found["variableMeasured"]["value"] == "2.0001"
    assert found["temporalCoverage"] == "2019-06-01/2019-06-30"
    assert found["distribution"][0]["contentUrl"].startswith("http://testserver/figures/sales/2019-06/")


def test_words_of_a_definition_are_text_everywhere(city):
    city.begin(SALES | {"titles": {"zh-hans": "</script><b>&"}, "about": {"zh-hans": "<i>"}})
    city.units(*UNITS)
    city.open()
    city.accept(city.report("c1", A01="1"))
    city.publish("sales")
    assert "<b>" not in source(JUNE)
    assert "<i>" not in source(JUNE)
    ElementTree.fromstring(source(f"{JUNE}card.svg"))


def test_synthetic_figures_say_so_on_page_and_card(city):
    city.begin(SALES | {"synthetic": True})
    city.units(*UNITS)
    city.open()
    city.accept(city.report("c1", A01="1"))
    city.publish("sales")
    assert "这是演示数据" in page(JUNE)
    assert "演示数据" in source(f"{JUNE}card.svg")


def test_the_card_is_a_picture_with_the_number_and_a_code_to_this_release(told):
    response = Client().get(f"{JUNE}card.svg?district={HAIZHU}")
    assert response["Content-Type"] == "image/svg+xml"
    picture = ElementTree.fromstring(response.content)
    words = "".join(picture.itertext())
    for each in ("销售额", "海珠区 · 2019年6月", "2.0000", "亿元", "扫码核对这个数"):
        assert each in words


def test_a_page_that_has_not_changed_is_not_sent_again(told):
    first = Client().get(JUNE)
    again = Client().get(JUNE, headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    revise(told)
    assert Client().get(JUNE, headers={"If-None-Match": first["ETag"]}).status_code == 200
