"""The portal as a resident goes through it: by links, in three languages, with large text, on a phone, on a wall."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.platform.accounts.register import load_register
from suixin.platform.ledger.actor import Actor

PROGRAMMES = Path(__file__).parents[2] / "programmes"
PAGES = [
    "/",
    "/programmes/",
    "/programmes/guangzhou-2019/",
    "/programmes/guangzhou-2019/?as_of=2021-02-31",
    "/programmes/guangzhou-2019/tasks/t9/",
    "/programmes/guangzhou-2019/history/",
    "/compare/guangdong-2018/guangzhou-2019/",
    "/organisations/",
    "/organisations/gz-gxj/",
    "/organisations/gz-huangpu/",
    "/about/numbers/",
    "/about/accessibility/",
]


@pytest.fixture(autouse=True)
def city(reader):
    actor = Actor.system("tests")
    load_register(PROGRAMMES / "organisations.toml", actor, "登记")
    for slug in ("china-2017", "guangdong-2018", "guangzhou-2019"):
        publish(load(PROGRAMMES / slug / "programme.toml"), actor, "首次发布")


def test_every_page_is_accessible_and_fits(reader, look):
    window = reader(**look)
    for path in PAGES:
        page = window.open(path)
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
        page.close()
    window.complaints[:] = [line for line in window.complaints if "404" not in line]  # of the impossible day


def test_elder_mode_has_large_text_everywhere(reader):
    window = reader(mode="elder", width=390)
    for path in ("/", "/programmes/guangzhou-2019/history/", "/organisations/"):
        page = window.open(path)
        small = page.evaluate(
            """[...document.querySelectorAll('main *')]
               .filter(e => !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
               .filter(e => parseFloat(getComputedStyle(e).fontSize) < 24).map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], path


def test_from_the_home_page_to_a_task_to_who_leads_it_and_what_else_they_lead(reader):
    page = reader().open("/")
    page.get_by_role("link", name="做强电子商务平台消费").click()
    page.locator("main").get_by_role("link", name="市商务局").click()
    page.wait_for_url("**/organisations/*/")
    expect(page.locator("h1")).to_have_text("市商务局")
    tasks = page.locator(".task-list a")
    assert {"做强电子商务平台消费", "发展北斗导航消费"} == set(tasks.all_inner_texts())


def test_a_reader_changes_language_and_size_and_stays_where_they_are(reader):
    page = reader(javascript=False).open("/programmes/guangzhou-2019/tasks/t9/")
    here = page.url
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Stronger e-commerce platforms")
    expect(page.get_by_role("link", name="Guangzhou Commerce Bureau")).to_have_count(1)
    expect(page).to_have_url(here)
    page.get_by_role("button", name="Large text").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")
    expect(page).to_have_url(here)


def test_chinese_that_stays_in_an_english_page_is_marked_as_chinese(reader):
    window = reader(language="en")
    for path in (
        "/",
        "/programmes/guangzhou-2019/",
        "/programmes/guangzhou-2019/history/",
        "/organisations/gz-gxj/",
    ):
        page = window.open(path)
        unmarked = page.evaluate(
            """[...document.querySelectorAll('main *')].filter(e => !e.closest('[lang^=zh]') &&
                 [...e.childNodes].some(n => n.nodeType === 3 && /[\\u4e00-\\u9fff]/.test(n.data)))
                 .map(e => e.outerHTML.slice(0, 80))"""
        )
        assert unmarked == [], path


def test_a_district_is_found_on_the_map_and_tells_what_all_districts_carry(reader):
    page = reader().open("/")
    page.get_by_role("link", name="黄埔区").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/organisations/gz-huangpu/")
    expect(page.get_by_role("link", name="加强组织保障")).to_have_count(1)


def test_an_impossible_day_is_told_and_the_present_is_one_link_away(reader):
    window = reader()
    page = window.open("/programmes/guangzhou-2019/?as_of=2021-02-31")
    expect(page.locator(".lead")).to_contain_text("2021-02-31")
    page.get_by_role("link", name="看现在的").click()
    page.wait_for_url("**/programmes/guangzhou-2019/")
    window.complaints.clear()  # the browser notes the 404


def test_two_programmes_stand_side_by_side(reader):
    page = reader().open("/programmes/guangzhou-2019/")
    page.get_by_role("link", name="并排看").last.click()
    expect(page.locator(".cascade").first).to_be_visible()
    expect(page.get_by_text("15.0%")).to_be_visible()


def test_a_programme_can_be_taken_away(reader):
    page = reader().open("/programmes/guangzhou-2019/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel 表格").click()
    assert download.value.suggested_filename == "guangzhou-2019.xlsx"


@pytest.mark.parametrize("path", ["/", "/programmes/guangzhou-2019/", "/organisations/"])
def test_the_first_view_is_light(reader, path):
    page = reader().open(path)
    sizes = page.evaluate("performance.getEntries().map(e => e.transferSize || 0).reduce((a, b) => a + b, 0)")
    assert 0 < sizes < 200_000


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1920), ("en", 1920), ("zh-hans", 3840)])
def test_the_wall_fills_the_screen_without_scrolling(reader, language, width):
    page = reader(language=language, width=width, height=1080).open("/?view=wall")
    reader.assert_axe_clean(page)
    for shown in range(page.locator(".wall-page").count()):
        page.evaluate(
            "shown => document.querySelectorAll('.wall-page').forEach((p, i) => { p.hidden = i !== shown })",
            shown,
        )
        assert page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        ) == [
            width,
            1080,
        ]
        cut = page.evaluate(
            """[...document.querySelectorAll('.wall-page:not([hidden]) > *')]
               .filter(e => e.scrollHeight > e.clientHeight + 2).map(e => e.className)"""
        )
        assert cut == [], f"page {shown} of the wall is cut off"


def test_the_page_can_be_printed(reader):
    page = reader().open("/programmes/guangzhou-2019/")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="做强电子商务平台消费")).to_be_visible()
    expect(page.locator(".site-nav")).to_be_hidden()
    expect(page.locator(".day-form")).to_be_hidden()
