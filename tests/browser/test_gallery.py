"""Every part in every state, in a real browser: accessible, fitting, and without scripts as well."""

import re

import pytest
from playwright.sync_api import expect


@pytest.mark.parametrize(
    ("language", "mode", "theme", "width"),
    [
        ("zh-hans", "standard", "light", 1280),
        ("zh-hant", "standard", "dark", 390),
        ("en", "standard", "light", 360),
        ("zh-hans", "elder", "light", 1280),
        ("en", "elder", "dark", 390),
    ],
)
def test_the_gallery_is_accessible_and_fits(reader, language, mode, theme, width):
    page = reader(language=language, mode=mode, theme=theme, width=width).open("/gallery/")
    reader.assert_axe_clean(page)
    reader.assert_fits(page)


@pytest.mark.parametrize(("language", "width"), [("zh-hans", 1280), ("en", 360)])
def test_the_office_frame_is_accessible_and_fits(reader, language, width):
    page = reader(language=language, width=width).open("/gallery/?frame=office")
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    assert page.evaluate("typeof htmx.version") == "string"


def test_the_wall_fills_the_screen_and_pauses(reader):
    page = reader(width=1920, height=1080).open("/gallery/?view=wall")
    reader.assert_axe_clean(page)
    assert page.evaluate("document.documentElement.scrollHeight") == 1080
    expect(page.locator(".wall-page:visible")).to_have_count(1)
    page.keyboard.press("Space")
    expect(page.locator("[data-pause]")).to_have_attribute("aria-pressed", "true")


def test_elder_mode_has_large_text_and_targets(reader):
    page = reader(mode="elder").open("/gallery/")
    small = page.evaluate(
        """[...document.querySelectorAll('main *, header *, footer *')]
           .filter(e => !e.closest('svg') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
           .filter(e => parseFloat(getComputedStyle(e).fontSize) < 24).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert [part for part in small if "unseen" not in part] == []
    low = page.evaluate(
        """[...document.querySelectorAll('.button, .plain-button, .site-nav a, summary, input[type=search]')]
           .filter(e => e.offsetHeight && e.offsetHeight < 60).map(e => e.outerHTML.slice(0, 80))"""
    )
    assert low == []


def test_a_reader_chooses_language_and_mode_without_scripts(reader):
    page = reader(javascript=False).open("/gallery/?page=2")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile(r"/gallery/\?page=2$"))
    page.get_by_role("button", name="Large text").click()
    expect(page.locator("html")).to_have_attribute("data-mode", "elder")


def test_a_reader_chooses_columns_and_keeps_the_order(reader):
    page = reader().open("/gallery/?sort=-value")
    page.locator("summary", has_text="选择列").click()
    page.get_by_label("进展", exact=True).uncheck()
    page.get_by_role("button", name="应用").click()
    table = page.locator("table[data-bulk]")
    expect(table.locator("thead th")).to_have_count(3)
    expect(table.locator("th[aria-sort=descending]")).to_have_count(1)


def test_the_slash_key_goes_to_the_search_field(reader):
    page = reader().open("/gallery/")
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("input[type=search]:focus")).to_be_visible()


def test_the_first_view_is_light(reader):
    page = reader().open("/gallery/")
    sizes = page.evaluate("performance.getEntries().map(e => e.transferSize || 0).reduce((a, b) => a + b, 0)")
    assert 0 < sizes < 200_000


def test_the_checks_find_planted_faults(reader):
    """Guards the harness itself: a clean answer means something."""
    page = reader().open("/gallery/")
    page.evaluate(
        """() => { const image = document.createElement('img'); image.src = 'data:,';
                   document.querySelector('main').append(image);
                   document.querySelector('h1').style.cssText = 'width: 3000px; max-width: none' }"""
    )
    with pytest.raises(AssertionError, match="image-alt"):
        reader.assert_axe_clean(page)
    with pytest.raises(AssertionError):
        reader.assert_fits(page)
