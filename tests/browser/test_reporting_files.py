"""A reporter uploads a file, is told what is wrong beside the cells, answers a reviewer; signed out, nothing is lost."""

import io
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

sys.path.insert(0, str(Path(__file__).parents[1] / "engines" / "collections"))

from reported_form import EDITS, GRID, Reporting, made

from suixin.engines.collections.models import Draft

FILE = f"{GRID}file/"
BLOCK = """(cell) => {
  const data = new DataTransfer();
  data.setData("text/plain", "期末从业人员\\tA03\\t人\\t7\\t5\\n其中：线上\\t万元\\tA02\\t300.5\\t2\\n营业收入\\tA01\\t1,200\\n");
  cell.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def reporting() -> Reporting:
    return made(edits=EDITS)


def filled(path: Path, **values: object) -> dict[str, object]:
    book = load_workbook(io.BytesIO(path.read_bytes()))
    for row in book.worksheets[0].iter_rows():
        if row[2].value in values:
            row[3].value = values[row[2].value]
    written = io.BytesIO()
    book.save(written)
    return {"name": "月报.xlsx", "mimeType": "application/octet-stream", "buffer": written.getvalue()}


def test_the_blank_is_filled_in_and_comes_back_into_the_form(reader, reporting):
    page = reader(person=reporting.people["c-1"]).open(FILE)
    with page.expect_download() as blank:
        page.get_by_role("link", name="下载 Excel 表样").click()
    page.set_input_files("#file", filled(blank.value.path(), A01="1.2万", A02=3))
    page.get_by_role("button", name="读入草稿").click()
    page.wait_for_url(f"**{GRID}")
    expect(page.locator("#item-A01")).to_have_value("1.2万")
    expect(page.locator("#found-A01")).to_contain_text("不要用“万”")
    page.locator("#item-A01").fill("12000")
    expect(page.locator(".saved")).to_contain_text("已保存")
    expect(page.locator("#found-A01")).to_be_empty()
    reader.assert_axe_clean(page)


def test_a_block_with_codes_finds_its_rows_and_is_kept_when_the_page_is_left(reader, reporting):
    page = reader(person=reporting.people["c-1"]).open(GRID)
    page.locator("#item-A01").evaluate(BLOCK)
    for item, number in (("A01", "1,200"), ("A02", "300.5"), ("A03", "7")):
        expect(page.locator(f"#item-{item}")).to_have_value(number)
    expect(page.locator(".saved")).to_have_text("已贴入 3 项")
    page.get_by_role("link", name="用表格文件填报").click()
    page.wait_for_url(f"**{FILE}")
    assert Draft.objects.get().values == {"A01": "1200.0", "A02": "300.5", "A03": "7"}


def test_a_returned_report_is_answered(reader, reporting, look):
    window = reader(person=reporting.people["c-1"], **look)
    client = reporting.client("c-1")
    client.post(GRID, {"A01": "9", "A02": "1", "revision": "0", "corrects": "", "key": "k", "do": "submit"})
    reporting.send_back("c-1", "是否含税？")
    page = window.open(GRID)
    expect(page.locator(".returned")).to_contain_text("是否含税？")
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    page.locator("#explain-reply").fill("不含税，已核对合同")
    page.locator("button[value=submit]").click()
    page.wait_for_url("**/receipt/")
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    assert reporting.live("c-1").explanations == {"reply": "不含税，已核对合同"}


def test_the_file_page_is_for_everybody(reader, reporting, look):
    page = reader(person=reporting.people["c-1"], **look).open(FILE)
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    reader.screenshot(page, "reports-file")
