"""The public pages of figures, as people look at them."""

from typing import Any

import charted_city
import pytest
from playwright.sync_api import expect

CONSUMPTION = "/figures/information-consumption/"


@pytest.fixture
def charted(transactional_db) -> None:
    charted_city.build(
        "information-consumption", "information-consumption-on-year", first="2019-06", last="2020-12"
    )


@pytest.mark.parametrize(
    "address",
    [
        "/figures/",
        f"{CONSUMPTION}?adjusted=1",
        f"{CONSUMPTION}?by=district",
        f"{CONSUMPTION}?by=district&view=line&class=smart-products",
        f"{CONSUMPTION}?by=class&view=bar&from=2020-13",
    ],
)
def test_every_page_is_for_everybody(reader, look: dict[str, Any], charted, address: str):
    page = reader(**look).open(address)
    reader.assert_axe_clean(page)
    reader.assert_fits(page)


def test_the_drawing_that_fits_is_shown(reader, charted):
    for width, shown, other in ((1280, "wide", "narrow"), (390, "narrow", "wide")):
        page = reader(width=width).open(CONSUMPTION)
        expect(page.locator(f".chart .{shown} svg").first).to_be_visible()
        expect(page.locator(f".chart .{other}").first).to_be_hidden()


def test_everything_can_be_chosen_without_scripts(reader, charted):
    page = reader(javascript=False).open(CONSUMPTION)
    page.get_by_role("link", name="按地区分").click()
    expect(page.locator(".district-map")).to_be_visible()
    page.get_by_label("类别").select_option(label="智能产品")
    page.get_by_role("button", name="看", exact=True).click()
    expect(page.get_by_role("heading", name="各期数据 · 智能产品")).to_be_visible()
    page.get_by_role("link", name="折线").click()
    expect(page.locator(".line-chart")).to_be_visible()
    page.get_by_text("画哪几条线").first.click()
    page.get_by_label("增城区").check()
    page.get_by_role("button", name="画这些线").click()
    expect(page.get_by_label("增城区")).to_be_checked()
