"""The dashboard of targets and the wall, as a resident and an operations hall see them."""

import pytest
from playwright.sync_api import expect
from promised_city import CENTRES, CLOUD, COMMUNITIES, SLUG, USERS, PromisedCity, grown

from suixin.engines.statistics.forecasting import Look
from suixin.platform.jobs.running import finish
from suixin.platform.jobs.works import Work

TARGETS, WALL = f"/programmes/{SLUG}/targets/", f"/programmes/{SLUG}/wall/"
DISTRICTS = {"440103": "1900", "440104": "2400", "440105": "2100", "440106": "6100", "440112": "5200"}
SCREENS = [(1280, 720), (1920, 1080), (3840, 2160)]
CUT_OFF = """[...document.querySelectorAll('.wall-tile, .wall-map, .wall-waiting, .wall-facts, .wall-foot')]
             .filter(e => e.scrollHeight > e.clientHeight + 2 || e.getBoundingClientRect().bottom > innerHeight + 1)
             .map(e => e.className + ' ' + e.scrollHeight + ' > ' + e.clientHeight)"""


@pytest.fixture
def city(reader) -> PromisedCity:
    city = PromisedCity()
    city.release(USERS, "2019-07", grown(2_100_000, 31_000, 24))
    city.release(COMMUNITIES, "2019-07", grown(6, 1, 14))
    city.release(CLOUD, "2019-07", grown(9_000, 600, 20), DISTRICTS)
    city.release(CENTRES, "2019-10", [str(count) for count in range(1, 7)])
    finish([Work("forecasts", Look().work)])
    return city


def test_the_dashboard_is_accessible_and_fits(reader, city, look):
    page = reader(**look).open(TARGETS)
    for drawer in page.locator("summary").all():
        drawer.click()
    reader.assert_axe_clean(page)
    reader.assert_fits(page)


def test_a_resident_goes_from_the_home_page_to_what_is_behind(reader, city):
    page = reader(javascript=False).open("/")
    page.get_by_role("link", name="看目标进展").click()
    page.get_by_role("link", name="进度落后").click()
    expect(page.locator("article.target")).to_have_count(1)
    expect(page.locator("article.target")).to_contain_text("20,820")


@pytest.mark.parametrize(
    ("language", "mode"), [("zh-hans", "standard"), ("zh-hant", "elder"), ("en", "standard")]
)
def test_the_wall_fills_its_screen_and_nothing_is_cut_off(reader, city, language, mode):
    for width, height in SCREENS:
        page = reader(language=language, mode=mode, width=width, height=height).open(WALL)
        fits = "document.documentElement.scrollHeight <= innerHeight && document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(fits)
        assert page.evaluate(CUT_OFF) == [], (language, width)
        reader.assert_axe_clean(page)
        page.close()


def test_the_wall_reads_from_top_to_bottom_in_a_small_window(reader, city):
    page = reader(width=390).open(WALL)
    reader.assert_axe_clean(page)
    reader.assert_fits(page)


def test_the_wall_takes_over_what_is_published_meanwhile(reader, city):
    page = reader(width=1920, height=1080).open(WALL)
    expect(page.locator(".wall-board")).to_contain_text("20,820")
    city.release(CLOUD, "2021-03", ["22222"])
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator(".wall-board")).to_contain_text("22,222")


def test_when_the_network_drops_the_wall_stays_and_says_since_when(reader, city):
    window = reader(width=1920, height=1080)
    page = window.open(WALL)
    expect(page.locator("[data-said]")).to_contain_text("数据核对于")
    window.context.set_offline(True)
    expect(page.locator("[data-said]")).to_contain_text("网络中断：屏上是")
    expect(page.get_by_role("status")).to_contain_text("网络中断")
    expect(page.locator(".wall-board")).to_contain_text("20,820")
    window.context.set_offline(False)
    expect(page.locator("[data-said]")).to_contain_text("数据核对于")
    window.complaints.clear()  # the browser's own note of a request that failed


def test_keys_fill_the_screen_and_hold_the_wall(reader, city):
    page = reader(width=1920, height=1080).open(WALL)
    page.keyboard.press("f")
    page.wait_for_function("document.fullscreenElement !== null")
    page.keyboard.press(" ")
    expect(page.get_by_role("button", name="暂停更新")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-said]")).to_contain_text("已暂停更新")
