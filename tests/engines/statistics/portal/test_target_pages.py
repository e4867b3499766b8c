"""The dashboard of a programme's targets, as a resident's browser asks for it."""

import re
from datetime import date

import pytest
from django.test import Client
from promised_city import CENTRES, CLOUD, COMMUNITIES, SLUG, SYSTEM, USERS, PromisedCity, grown

from suixin.engines.statistics.forecasting import Look
from suixin.platform.jobs.running import finish
from suixin.platform.jobs.works import Work
from suixin.platform.ledger.entries import public_data
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.submit import Submission, submit

ADDRESS = f"/programmes/{SLUG}/targets/"


@pytest.fixture
def city(db) -> PromisedCity:
    return PromisedCity()


def page(client: Client, query: str = "", language: str = "zh-hans") -> str:
    response = client.get(ADDRESS + query, headers={"accept-language": language})
    assert response.status_code == 200
    return response.text


def part(text: str, target: str) -> str:
    """What the page says of one target."""
    found = re.search(rf'<(article|li)[^>]* id="target-{target}".*?</\1>', text, re.DOTALL)
    assert found, f"{target} is not shown"
    return found[0]


def correct(target: str, **changes: object) -> None:
    held = next(
        row
        for row in Entry.objects.filter(type="programme.target", superseded_by=None)
        if (data := public_data(row))["programme"] == SLUG and data["id"] == target
    )
    data = {**public_data(held), "reason": "更正", **changes}
    submit([Submission("programme.target", data, supersedes=held.index)], SYSTEM)


def test_without_figures_each_target_says_what_is_lacking_and_nothing_is_claimed(city, client: Client):
    text = page(client)
    assert "12 个目标都还没有公布数据" in text
    assert "由《区信息消费月报》的“上云企业数”汇总" in part(text, "cloud-enterprises")
    assert "由“体验中心开放”的记录汇总" in part(text, "experience-centres")
    assert "还没有指标统计它" in part(text, "ai-products")
    assert "尚无记录" in part(text, "uhd-centre")
    assert "还没有可以核验的比较数据" in part(text, "5g-city")


def test_a_target_is_held_against_the_value_before_rounding(city, client: Client):
    """300.00 万户 is printed, and 40 households are lacking."""
    city.release(USERS, "2019-07", ["2100000", "2999960"])
    told = part(page(client), "4k-users")
    assert "300.00" in told
    assert "已达到" not in told
    assert "还差 40 户" in told
    assert "已到目标的 99.9%" in told  # never rounded up


def test_more_than_is_not_reached_by_the_very_number(city, client: Client):
    city.release(USERS, "2019-07", ["2100000", "3000000"])
    told = part(page(client), "4k-users")
    assert "已达到" not in told
    assert "通知要求超过它" in told


def test_at_least_is_reached_by_the_very_number_and_says_since_when(city, client: Client):
    city.release(COMMUNITIES, "2019-07", ["6", "17", "15", "16", "16"])
    told = part(page(client), "4k-communities")
    assert "已达到" in told
    assert "从2019年10月起达到" in told
    assert "正好达到" in told


def test_each_figure_leads_to_its_page_and_is_labelled_synthetic(city, client: Client):
    city.release(COMMUNITIES, "2019-07", ["6", "9"])
    told = part(page(client), "4k-communities")
    assert f'href="/figures/{COMMUNITIES}/2019-08/"' in told
    assert f'href="/figures/{COMMUNITIES}/"' in told
    assert "演示" in told


def test_pace_is_reckoned_from_the_last_figure_before_the_programme(city, client: Client):
    """Issued on 27 August 2019, so from July: 100 of 884 days on, 210 + 90 · 123 / 884 should be there."""
    city.release(USERS, "2019-06", ["2000000", "2100000", "2150000", "2200000", "2230000"])
    told = part(page(client), "4k-users")
    days, whole = (date(2019, 10, 31) - date(2019, 7, 31)).days, (date(2021, 12, 31) - date(2019, 7, 31)).days
    expected = f"{210 + 90 * days / whole:.2f}"
    assert f"从2019年7月的 210.00 万户 匀速走到期限，2019年10月应到 {expected} 万户，实际领先" in told
    assert "进度相符" in told


def test_one_that_grows_too_slowly_is_behind_and_says_by_how_much(city, client: Client):
    city.release(USERS, "2019-07", ["2100000", "2100000", "2100000", "2100000"])
    told = part(page(client), "4k-users")
    assert "进度落后" in told
    assert "实际落后" in told
    assert "期限已过，期限当期的数据还没有公布" in told


def test_the_figure_of_the_due_date_decides_that_a_target_is_missed(city, client: Client):
    city.release(USERS, "2021-10", ["2800000", "2900000", "2950000"])
    text = page(client)
    assert "到期未达到" in part(text, "4k-users")
    assert "1 个到期未达到" in text


def test_a_target_reached_after_its_due_date_says_so(city, client: Client):
    city.release(USERS, "2021-12", ["2950000", "3100000"])
    assert "期限之后，从2022年1月起达到" in part(page(client), "4k-users")


def test_a_target_without_a_date_says_which_one_is_taken(city, client: Client):
    city.release(CLOUD, "2019-07", ["9000", "9900"])
    assert "按方案的最后一年（2021年）算" in part(page(client), "cloud-enterprises")


def test_a_target_without_a_number_is_shown_and_not_judged(city, client: Client):
    city.release(CENTRES, "2019-10", ["1", "3"])
    told = part(page(client), "experience-centres")
    assert "不作判断" in told
    assert "还差" not in told


def test_a_withheld_period_is_said_and_the_line_is_broken_there(city, client: Client):
    city.release(USERS, "2019-07", ["2100000", "2150000", None, "2200000", None])
    told = part(page(client), "4k-users")
    assert "220.00" in told
    assert told.count("不公布") == 2
    line = re.search(r'<path class="line" d="(M[^"]+)" vector', told)
    assert line is not None
    assert line[1].count("M") == 2


def test_a_revision_takes_the_place_of_what_was_published(city, client: Client):
    city.release(COMMUNITIES, "2019-07", ["6", "9"])
    city.release_cells(COMMUNITIES, "2019-08", [city.cell(COMMUNITIES, "8")])
    told = part(page(client), "4k-communities")
    assert "还差 8 个" in told
    assert "9 个" not in told


def test_a_corrected_or_withdrawn_target_is_shown_as_it_stands(city, client: Client):
    city.release(COMMUNITIES, "2019-07", ["6", "9"])
    correct("4k-communities", value="9")
    correct("vr-scenes", in_force=False)
    text = page(client)
    assert "已达到" in part(text, "4k-communities")
    assert "target-vr-scenes" not in text
    assert "11 个目标里" in text


def test_a_forecast_comes_from_the_background_and_is_an_estimate(city, client: Client):
    city.release(USERS, "2019-07", grown(2_100_000, 25_000, 24))
    assert "正在后台计算" in part(page(client), "4k-users")
    finish([Work("forecasts", Look().work)])
    told = part(page(client), "4k-users")
    assert "到2021年12月约" in told
    assert "五次里约有四次落在" in told
    assert "估算" in told
    assert "local linear trend" in told
    assert "statsmodels" in told
    assert told.count('class="estimated"') == 6


def test_what_is_too_short_to_forecast_says_so(city, client: Client):
    city.release(USERS, "2019-07", ["2100000", "2150000", "2200000"])
    finish([Work("forecasts", Look().work)])
    assert "只有 3 期，至少要有 8 期才能估计" in part(page(client), "4k-users")


def test_nothing_is_forecast_for_a_target_that_is_reached(city, client: Client):
    city.release(COMMUNITIES, "2019-07", grown(10, 2, 12))
    finish([Work("forecasts", Look().work)])
    assert "估算" not in part(page(client), "4k-communities")


def test_targets_are_chosen_by_state_and_put_in_order(city, client: Client):
    city.release(COMMUNITIES, "2019-07", ["6", "17"])
    city.release(USERS, "2019-07", ["2100000", "2100001"])
    city.release(CLOUD, "2019-07", ["1000", "1001"])
    behind = page(client, "?state=behind")
    assert "target-4k-users" in behind
    assert "target-4k-communities" not in behind
    nearest = page(client, "?state=behind&sort=distance")
    assert nearest.index("target-4k-users") < nearest.index("target-cloud-enterprises")
    assert "没有处于这个状态的目标" in page(client, "?state=on-course")


def test_an_unknown_state_is_told_and_shows_all(city, client: Client):
    text = page(client, "?state=%3Cb%3E&sort=x")
    assert "没有这样的状态，下面是全部目标" in text
    assert "target-4k-users" in text


def test_the_drawing_has_a_table_of_every_period(city, client: Client):
    city.release(COMMUNITIES, "2019-07", ["6", "7", "8"])
    told = part(page(client), "4k-communities")
    for month, amount in (("7", "6"), ("8", "7"), ("9", "8")):
        assert re.search(rf"2019年{month}月</a></th><td class=\"number\">{amount} 个", told)


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_page_answers_in_every_language(city, client: Client, language: str):
    city.release(USERS, "2019-07", ["2100000", "2150000"])
    assert page(client, language=language).count("<h1") == 1


def test_an_english_page_counts_in_the_targets_words(city, client: Client):
    city.release(USERS, "2019-07", ["2100000", "2150000"])
    told = part(page(client, language="en"), "4k-users")
    assert "850,000 households to go; 71.6% of the target" in told
    assert "万" not in told


def test_the_programme_and_the_home_page_lead_here(city, client: Client):
    for address in ("/", f"/programmes/{SLUG}/"):
        assert f'href="{ADDRESS}"' in client.get(address).text


def test_there_is_no_page_for_a_programme_that_is_not_published(city, client: Client):
    assert client.get("/programmes/no-such/targets/").status_code == 404


def test_more_periods_need_no_more_queries(city, client: Client, django_assert_max_num_queries):
    city.release(USERS, "2019-07", grown(2_100_000, 25_000, 24))
    with django_assert_max_num_queries(45):
        page(client)
