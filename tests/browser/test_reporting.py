"""A reporter pastes from a spreadsheet; the draft keeps itself; the page is for everybody."""

import sys
from pathlib import Path

import pytest
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parents[1] / "engines" / "collections"))

from reported_form import GRID, Reporting, made

from suixin.engines.collections.models import Draft

PASTE = """(cell) => {
  const data = new DataTransfer();
  data.setData("text/plain", "营业收入\\t1,200\\n线上\\t300.5\\n");
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def reporting() -> Reporting:
    return made()


def test_a_block_is_pasted_kept_and_handed_in(reader, reporting):
    page = reader(person=reporting.people["c-1"]).open(GRID)
    expect(page.get_by_text("还差 2 项")).to_be_visible()
    page.locator("#item-A01").evaluate(PASTE)
    expect(page.locator("#item-A02")).to_have_value("300.5")
    expect(page.locator(".left")).to_have_text("都填了")
    expect(page.locator(".saved")).to_contain_text("已保存")
    assert Draft.objects.get().values == {"A01": "1200.0", "A02": "300.5"}
    page.locator("#item-A01").press("Enter")
    expect(page.locator("#item-A02")).to_be_focused()
    page.get_by_role("button", name="提交").click()
    page.wait_for_url("**/receipt/")
    reader.assert_axe_clean(page)
    assert reporting.live("c-1").values["A01"] == "1200.0"


def test_the_pages_are_for_everybody(reader, reporting, look):
    window = reader(person=reporting.people["c-1"], **look)
    for path in ("/office/reports/", GRID):
        page = window.open(path)
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
        reader.screenshot(page, path.strip("/").replace("/", "-"))
