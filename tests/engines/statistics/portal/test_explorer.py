"""The public pages of figures: all indicators, and each by district, class and period, as a browser asks for them."""

import re
from html import unescape

import charted_city
import pytest
from django.test import Client

from suixin.engines.statistics import known
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.ui.districts import DISTRICTS

CONSUMPTION = "/figures/information-consumption/"


def page(client: Client, address: str, language: str = "zh-hans") -> str:
    response = client.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    return unescape(response.text)


def rows(text: str) -> list[str]:
    """Names at the head of the rows of the last table of figures."""
    table = re.findall(
        r'<table class="sticky cards-on-phone (?:periods )?by-period">.*?</table>', text, re.DOTALL
    )[-1]
    return re.findall(r'<tr><th scope="row">([^<]+)</th>', table)


# -- all indicators


def test_every_indicator_stands_with_its_newest_figure(charted: Client):
    text = page(charted, "/figures/")
    assert text.index("方案目标") < text.index("总量") < text.index("分类") < text.index("其他")
    for words in ("信息消费总额", "2020年12月", "亿元", "万户", "尚未发布", "比上年同期"):
        assert words in text
    assert f'href="{CONSUMPTION}"' in text
    assert '<a class="value" href="/figures/information-consumption/2020-12/">' in text
    assert "演示" in text


def test_what_is_derived_stands_with_what_it_is_derived_from(charted: Client):
    text = page(charted, "/figures/")
    assert "信息消费总额同比增长</a>" not in text
    assert 'href="/figures/information-consumption-on-year/"' in text


@pytest.mark.parametrize("typed", ["4K", "４Ｋ", "用戶", "households"])
def test_words_find_indicators_in_any_script_and_language(charted: Client, typed: str):
    text = page(charted, f"/figures/?q={typed}")
    assert f"“{typed}”找到" in text
    assert "4K 用户数" in text
    assert "网上零售额</a>" not in text


def test_a_word_for_growth_finds_what_it_is_the_growth_of(charted: Client):
    assert "信息消费总额</a>" in page(charted, "/figures/?q=同比")


def test_words_that_find_nothing_say_what_to_do_and_stay(charted: Client):
    text = page(charted, "/figures/?q=<b>游艇")
    assert "没有名称相符的指标" in text
    assert 'value="<b>游艇"' in text


def test_what_comes_next_is_told_with_its_moment(charted: Client):
    data = {
        "indicator": "information-consumption",
        "period": "2021-01",
        "at": "2099-02-15T10:00:00+08:00",
        "reason": "春节顺延",
    }
    submit([Submission("statistics.calendar", data)], charted_city.BUREAU)
    text = page(charted, "/figures/")
    assert "2099年2月15日 10:00" in text
    assert "春节顺延" in text
    assert "2099年2月15日 10:00" in page(charted, CONSUMPTION)


# -- one indicator


def test_the_total_is_told_period_by_period_the_newest_first(charted: Client):
    text = page(charted, CONSUMPTION)
    assert rows(text)[:2] == ["2020年12月", "2020年11月"]
    assert len(rows(text)) == 36
    assert 'href="/figures/information-consumption/2019-06/"' in text
    assert 'href="/figures/information-consumption-on-year/2019-06/"' in text  # the growth beside it
    assert "<svg" in text
    assert "比上年同期" in text


def test_by_district_there_is_a_map_and_a_table(charted: Client):
    text = page(charted, f"{CONSUMPTION}?by=district")
    assert set(rows(text)) == {str(each.name) for each in DISTRICTS}
    assert 'class="district-map"' in text
    assert 'href="/figures/information-consumption/2020-12/?district=440106"' in text
    assert "2019年12月" in text  # a year and a month, so that the same month of the year before is there


def test_a_class_narrows_the_districts(charted: Client):
    text = page(charted, f"{CONSUMPTION}?by=district&class=smart-products&view=table")
    assert "?class=smart-products&district=440106" in text
    assert "智能产品" in text
    assert "<figure" not in text


def test_one_district_is_followed_over_time(charted: Client):
    text = page(charted, f"{CONSUMPTION}?district=440106")
    assert len(rows(text)) == 36
    assert 'href="/figures/information-consumption/2020-12/?district=440106"' in text


@pytest.mark.parametrize("view", ["line", "bar", "map", "table"])
def test_each_view_has_the_table_and_no_script(charted: Client, view: str):
    text = page(charted, f"{CONSUMPTION}?by=district&view={view}")
    assert len(rows(text)) == 11
    assert "style=" not in text
    assert ('role="img"' in text) == (view in {"line", "bar", "map"})


def test_the_reader_chooses_periods_and_lines(charted: Client):
    address = f"{CONSUMPTION}?by=district&view=line&from=2020-03&to=2020-05&line=440106&line=440105"
    text = page(charted, address)
    assert re.findall(r'<th scope="col" class="number">([^<]+)</th>', text) == [
        "2020年5月",
        "2020年4月",
        "2020年3月",
    ]
    assert text.count('name="line"') == 11
    assert len(re.findall(r'name="line" value="\d+" checked', text)) == 2


def test_what_is_withheld_has_a_sign_and_a_sentence(charted: Client):
    text = page(charted, f"{CONSUMPTION}?by=district")
    assert 'class="withheld"' in text
    assert "涉及的单位太少" in text


def test_what_was_revised_is_marked_and_told_with_its_reason(charted: Client):
    indicator = known.newest_indicator("information-consumption")
    held = indicator and known.IndicatorVersion.objects.get(indicator=indicator.id)
    assert indicator and held
    from suixin.engines.statistics.models import Release

    before = Release.objects.get(indicator=indicator.id, period="2020-06")
    charted_city.publish(
        indicator, Period.read("2020-06"), 2_000_000, "revised", before.index, reason="一家企业更正了报表"
    )
    text = page(charted, CONSUMPTION)
    assert '<sup class="sign">修</sup>' in text
    assert "一家企业更正了报表" in text
    assert "/figures/information-consumption/2020-06/?release=2000000" in text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("by=size", "没有按“size”分组的数据"),
        ("from=2019-13", "“2019-13”不是这里的期别，请写成 2020-12 这样"),
        ("from=2019-Q1", "“2019-Q1”不是这里的期别"),
        ("from=2020-06&to=2020-01", "起始期在结束期之后，已对调"),
        ("district=999", "“地区”里没有“999”"),
        ("by=district&line=" + "&line=".join(each.code for each in DISTRICTS), "最多画 8 条线"),
    ],
)
def test_a_wrong_wish_is_answered_with_a_sentence(charted: Client, query: str, sentence: str):
    text = page(charted, f"{CONSUMPTION}?{query}")
    assert sentence in text
    assert rows(text)


def test_two_breakdowns_that_are_not_published_together_are_refused(charted: Client):
    charted_city.publish_more("reporting-companies", "2020-12")
    text = page(charted, "/figures/reporting-companies/?by=district&size=large")
    assert "没有同时按地区、企业规模分组的数据" in text
    assert len(rows(text)) == 11


def test_before_the_first_release_the_definition_is_there(charted: Client):
    text = page(charted, "/figures/online-retail/")
    assert "还没有发布过数据" in text
    assert "区信息消费月报" in text or "月报" in text


def test_the_definition_is_told_in_words(charted: Client):
    text = page(charted, CONSUMPTION)
    for words in (
        "企业信息消费月报",
        "A00",
        "GB/T 8170",
        "少于 3 家单位",
        "85%",
        "各区 11 个单位各审本区",
        "统计部门验收",
    ):
        assert words in text
    assert known.newest_indicator("information-consumption").digest in text
    derived = page(charted, "/figures/information-consumption-on-year/")
    assert "除以上年同期，减一" in derived
    assert f'href="{CONSUMPTION}"' in derived


def test_the_data_can_be_taken_from_the_page(charted: Client):
    text = page(charted, f"{CONSUMPTION}?by=district&class=smart-products&from=2020-11&to=2020-12")
    for kind in ("csv", "xlsx", "parquet", "json"):
        assert f'href="{CONSUMPTION}data.{kind}"' in text
    query = re.search(r'class="code" href="(/sdmx/v2/data/[^"]+)"', text)[1]
    data = charted.get(query, headers={"accept": "application/vnd.sdmx.data+csv;version=2.0.0"})
    assert data.status_code == 200
    lines = data.text.strip().splitlines()
    assert len(lines) == 1 + 2 * 12  # the districts, and all of them together
    assert all("smart-products" in line for line in lines[1:])


# -- estimates


def test_estimates_are_shown_when_asked_for_and_named_as_such(charted: Client):
    plain = page(charted, CONSUMPTION)
    assert 'class="panel estimates"' not in plain
    assert 'name="adjusted"' in plain
    text = page(charted, f"{CONSUMPTION}?adjusted=1")
    assert "没有人上报过，也没有数据凭证" in text
    assert "STL" in text or "X-13ARIMA-SEATS" in text
    assert 'class="series colour-7 estimate"' in text
    assert "2019年6月：" in text  # the month that was made to stand out
    assert 'class="odd"' in text


def test_growth_is_not_adjusted(charted: Client):
    assert 'name="adjusted"' not in page(charted, "/figures/information-consumption-on-year/")


# -- in general


def test_a_page_that_has_not_changed_is_not_sent_again(charted: Client):
    for address in ("/figures/", CONSUMPTION):
        first = charted.get(address)
        assert "public" in first["Cache-Control"]
        again = charted.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("address", "queries"),
    [("/figures/", 40), (CONSUMPTION, 30), (f"{CONSUMPTION}?by=district&class=smart-products", 30)],
)
def test_a_page_asks_the_database_few_questions(
    charted: Client, django_assert_max_num_queries, address: str, queries: int
):
    charted.get(address)
    with django_assert_max_num_queries(queries):
        assert charted.get(address).status_code == 200


@pytest.mark.parametrize("language", ["zh-hant", "en"])
@pytest.mark.parametrize("address", ["/figures/", f"{CONSUMPTION}?by=district&adjusted=1", CONSUMPTION])
def test_pages_are_whole_in_each_language(charted: Client, address: str, language: str):
    text = page(charted, address, language)
    main = re.sub(r"<[^>]+>", " ", text[text.index("<main") : text.index("</main")])
    main = main.replace("穗信演01表", "")  # the form's number is the same in every language
    left = re.findall("[一-鿿]{2,}", main) if language == "en" else re.findall("[数据线报]", main)
    assert not left, left[:10]


def test_the_search_finds_an_indicator(charted: Client):
    text = page(charted, "/search/?q=信息消费总额")
    assert f'<h2><a href="{CONSUMPTION}"' in text


def test_search_engines_are_told_of_the_figures(charted: Client):
    text = charted.get("/sitemap.xml").text
    assert "/figures/</loc>" in text
    assert f"{CONSUMPTION}</loc>" in text
