"""Searching in a real browser: by keyboard alone, without scripts, on a phone, in three languages and large text."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.platform.accounts.register import load_register
from suixin.platform.ledger.actor import Actor

PROGRAMMES = Path(__file__).parents[2] / "programmes"


@pytest.fixture(autouse=True)
def published():
    system = Actor.system("tests", organisation="gz-gxj")
    load_register(PROGRAMMES / "organisations.toml", system, "登记")
    publish(load(PROGRAMMES / "guangzhou-2019" / "programme.toml"), system, "首次发布")


def test_from_the_home_page_to_a_task_by_keyboard(reader):
    page = reader().open("/")
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("qukuailian")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/?q=qukuailian")
    expect(page.get_by_role("searchbox")).to_have_value("qukuailian")
    result = page.locator(".results a", has_text="加大区块链行业应用供给")
    result.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/tasks/t11/")


def test_a_suggestion_is_followed_without_scripts(reader):
    page = reader(javascript=False).open("/about/numbers/")
    page.get_by_role("searchbox").fill("区快链")
    page.get_by_role("search").get_by_role("button").click()
    page.locator(".suggestion a").click()
    expect(page.locator("mark").first).to_have_text("区块链")


def test_results_examples_and_nothing_found_are_accessible_and_fit(reader, look):
    window = reader(**look)
    for query in ("信息消费", "", "区快链", "虚拟现实 市民政局"):
        page = window.open(f"/search/?q={query}")
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
        page.close()


def test_large_text_has_large_targets(reader):
    page = reader(mode="elder", width=390).open("/")
    low = page.evaluate(
        "[...document.querySelectorAll('.site-search input, .site-search button')].filter(e => e.offsetHeight < 60).length"
    )
    assert low == 0
