"""A blank form goes out, is filled in and comes back: the same values, or each fault with its cell."""

import csv
import io
from decimal import Decimal
from typing import Any

import pytest
from edited_form import DEFINITION
from filled_sheets import FORM, HEADING, JUNE, blank, changed, filled, part, repacked, row_of, upload
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from suixin.engines.collections.sheets import template
from suixin.engines.collections.sheets.shape import Heading, Numbers
from suixin.kernel.statistics.forms import read_form

VALUES = {"A00": "1234567.50", "A01": "1234567.00", "A02": "0.50", "B10": "1200"}


def decimals(places: int, least: int = 0):
    return st.decimals(least, 10**12, places=places).map(lambda value: format(value + 0, "f"))


reports = st.fixed_dictionaries(
    {},
    optional={
        "A00": decimals(2),
        "A01": decimals(2),
        "A02": decimals(2, -(10**12)),
        "B10": st.integers(0, 10**18 - 1).map(str),
    },
)


@settings(max_examples=40, deadline=None)
@given(values=reports)
def test_what_is_filled_in_comes_back_the_same_from_each_format(values):
    numbers = Numbers(values, values, values)
    for write in (template.xlsx, template.csv_text):
        read = upload(write(FORM, HEADING, numbers))
        assert read.problems == ()
        assert read.values == values
    typed = upload(filled({item: float(text) for item, text in values.items() if len(text) < 16}))
    assert typed.values == {item: text for item, text in values.items() if len(text) < 16}


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_blank_forms_of_each_language_come_back(language):
    numbers = Numbers(VALUES, {}, {})
    assert upload(template.xlsx(FORM, HEADING, numbers, language)).values == VALUES
    assert upload(template.csv_text(FORM, HEADING, numbers, language)).values == VALUES


def test_a_csv_file_saved_by_an_old_program_is_read():
    text = template.csv_text(FORM, HEADING, Numbers(VALUES, {}, {})).decode("utf-8-sig")
    assert upload(text.encode("gb18030")).values == VALUES


@pytest.mark.parametrize("mark", [";", "\t"])
def test_a_csv_file_with_semicolons_or_tabs_is_read(mark):
    text = template.csv_text(FORM, HEADING, Numbers(VALUES, {}, {})).decode("utf-8-sig")
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=mark).writerows(csv.reader(io.StringIO(text)))
    assert upload(written.getvalue().encode()).values == VALUES


def test_the_blank_form_looks_official():
    book = load_workbook(io.BytesIO(template.xlsx(FORM, HEADING, Numbers({}, VALUES, VALUES))))
    sheet, hidden = book.worksheets
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    for wanted in (
        "信息消费月报",
        "表　　号：XX1表",
        "制定机关：榕江市工业和信息化局",
        "批准文号：（演示）未经批准",
        "有效期至：2021-12-31",
        "填报单位：榕江一号公司（rj-company-1）",
        "期　　别：2019年6月",
        "演示报表，数据为虚构",
    ):
        assert wanted in words
    assert any(word.startswith("E01　A00 == A01 + A02　（强制性）“商品销售额合计” 等于") for word in words)
    row = row_of(sheet, "A01")
    assert sheet.cell(row, 1).alignment.indent == 2
    assert not sheet.cell(row, 4).protection.locked
    assert sheet.cell(row, 5).protection.locked
    assert sheet.cell(row, 5).value == Decimal("1234567.00")
    assert sheet.cell(row, 4).number_format == "#,##0.00"
    assert sheet.cell(row_of(sheet, "B10"), 4).number_format == "#,##0"
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert hidden.sheet_state == "hidden"
    (rule,) = [each for each in sheet.data_validations.dataValidation if f"D{row}" in each.sqref]
    assert rule.prompt == "指本月售出手机的含税金额。"


def test_no_text_becomes_a_formula():
    tricky = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.org")']
    items = [
        {**item, "titles": {"zh-hans": title}, "unit": title}
        for item, title in zip(DEFINITION["items"], tricky, strict=False)
    ]
    form = read_form({**DEFINITION, "items": items, "titles": {"zh-hans": "=1"}, "notes": {"zh-hans": "=2"}})
    heading = Heading("-x", "=cmd|' /C calc'!A0", "@authority", JUNE)
    book = load_workbook(io.BytesIO(template.xlsx(form, heading)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    rows = csv.reader(io.StringIO(template.csv_text(form, heading).decode("utf-8-sig")))
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert upload(template.csv_text(form, heading), form, unit="-x").problems == ()


@pytest.mark.parametrize(
    ("item", "typed", "code"),
    [
        ("A01", "1.2万", "cell-multiple"),
        ("A01", "3亿元", "cell-multiple"),
        ("A01", "50%", "cell-multiple"),
        ("A01", "1e5", "cell-multiple"),
        ("A01", "12,34", "cell-separators"),
        ("A01", "1,2345", "cell-separators"),
        ("A01", "—", "cell-not-number"),
        ("A01", "无", "cell-not-number"),
        ("A01", "1.2.3", "cell-not-number"),
        ("A01", "(5)", "cell-not-number"),
        ("A01", "٣", "cell-not-number"),
        ("A01", "NaN", "cell-not-number"),
        ("A01", True, "cell-not-number"),
        ("A01", "1.005", "cell-places"),
        ("B10", 1.5, "cell-whole"),
        ("A01", -1, "cell-negative"),
        ("A01", "-1", "cell-negative"),
        ("A01", "1" * 19, "cell-large"),
        ("A01", 1e16, "cell-digits"),
        ("A01", 12345678901234567, "cell-digits"),
        ("A01", "=A1+1", "cell-formula"),
        ("A01", "=SUM(D10:D11)", "cell-formula"),
    ],
)
def test_what_is_no_number_is_told_with_its_cell(item, typed, code):
    content = filled({item: typed})
    row = row_of(load_workbook(io.BytesIO(content)).worksheets[0], item)
    (problem,) = upload(content).problems
    assert (problem.code, problem.path, problem.parameters["cell"]) == (code, f"/values/{item}", f"D{row}")
    assert problem.message().startswith(f"D{row}（")


@pytest.mark.parametrize(
    ("stored", "values"),
    [("1.1000000000000001", {"A01": "1.10"}), ("1.1E2", {"A01": "110.00"}), ("0.30000000000000004", {})],
)
def test_numbers_as_a_spreadsheet_stores_them(stored, values):
    """A program that writes seventeen digits means the shortest number that they stand for."""
    content = repacked(
        {SHEET: part(SHEET, filled({"A01": 777})).replace(b"<v>777</v>", b"<v>%s</v>" % stored.encode())}
    )
    read = upload(content)
    assert read.values == values
    assert [problem.code for problem in read.problems] == ([] if values else ["cell-places"])


def test_what_can_be_read_is_kept_beside_what_cannot():
    read = upload(filled({"A00": "10", "A01": "十", "A02": 3}))
    assert read.values == {"A00": "10.00", "A02": "3.00"}
    assert read.unread == {"A01": "十"}
    assert [problem.path for problem in read.problems] == ["/values/A01"]


def test_a_number_that_the_spreadsheet_has_cut_off_is_not_kept():
    read = upload(filled({"A01": 12345678901234567}))
    assert (read.values, read.unread) == ({}, {})


def test_a_formula_in_a_csv_file_is_refused():
    text = template.csv_text(FORM, HEADING).decode("utf-8").replace("A01,,", "A01,=1+1,")
    (problem,) = upload(text.encode()).problems
    assert problem.code == "cell-formula"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"unit": "rj-company-2"}, "file-other-unit"),
        ({"period": JUNE.later(1)}, "file-other-period"),
        ({"form": read_form({**DEFINITION, "version": 2})}, "file-other-version"),
        ({"form": read_form({**DEFINITION, "id": "another-month"})}, "file-other-form"),
    ],
)
def test_a_wrong_file_is_noticed(wanted: dict[str, Any], code):
    for content in (blank(), template.csv_text(FORM, HEADING)):
        read = upload(content, **wanted)
        assert [problem.code for problem in read.problems] == [code]
        assert not read.values


def codes(content: bytes) -> list[str]:
    return [problem.code for problem in upload(content).problems]


def test_one_file_is_one_form_of_one_unit():
    def copy(sheet):
        sheet.parent.copy_worksheet(sheet)

    assert codes(changed(copy)) == ["file-two-forms"]
    other = template.csv_text(FORM, Heading("rj-company-2", "二号", "局", JUNE))
    assert codes(template.csv_text(FORM, HEADING) + other) == ["file-two-forms"]
    assert codes(template.csv_text(FORM, HEADING) * 2) == ["file-two-forms"]


def test_rows_that_the_form_does_not_have():
    def spoil(sheet):
        sheet.cell(row_of(sheet, "A01"), 3).value = "A00"
        sheet.cell(row_of(sheet, "B10"), 3).value = "Z99"

    assert codes(changed(spoil)) == ["cell-code-twice", "cell-code"]


def test_without_marks_or_table_nothing_is_read():
    def no_marks(sheet):
        del sheet.parent["suixin"]

    def no_table(sheet):
        sheet.cell(7, 3).value = "编号"

    assert codes(changed(no_marks)) == ["file-not-ours"]
    assert codes(changed(no_table)) == ["no-table"]


SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"


def with_entity(document: bytes, entity: bytes) -> bytes:
    head, _, rest = document.partition(b"<worksheet")
    return head + b"<!DOCTYPE worksheet [<!ENTITY x " + entity + b">]><worksheet" + rest


HOSTILE = {
    "empty": (b"", "file-empty"),
    "large": (b"a" * 2_000_000, "file-large"),
    "old": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "file-old"),
    "pdf": (b"%PDF-1.7\n", "file-kind"),
    "picture": (b"\x89PNG\r\n", "file-kind"),
    "html": (b"<html><table>", "file-kind"),
    "zeros": (b"\0" * 100, "file-encoding"),
    "utf16": ("代码,本期".encode("utf-16"), "file-encoding"),
    "half a zip": (b"PK\x03\x04" + b"x" * 99, "file-damaged"),
    "quotes": (b'a,"b\n', "file-damaged"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_other_files_are_refused(name):
    content, code = HOSTILE[name]
    assert codes(content) == [code]


def test_hostile_packages_are_refused():
    bomb = repacked({}, {"xl/media/bomb.bin": b"\0" * 20_000_000})
    assert len(bomb) < 100_000
    assert codes(bomb) == ["file-hostile"]
    assert codes(repacked({}, {"../../etc/passwd": b"x"})) == ["file-hostile"]
    assert codes(repacked({}, {"/etc/passwd": b"x"})) == ["file-hostile"]
    assert codes(repacked({}, {"xl\\..\\..\\x.xml": b"<x/>"})) == ["file-hostile"]
    assert codes(repacked({}, {"xl/vbaProject.bin": b"x"})) == ["file-macros"]
    macros = part(TYPES).replace(b"spreadsheetml.sheet.main", b"x.macroEnabled.main")
    assert codes(repacked({TYPES: macros})) == ["file-macros"]
    assert codes(repacked({}, without=("xl/workbook.xml",))) == ["file-kind"]
    assert codes(repacked({SHEET: b"<worksheet"})) == ["file-damaged"]
    assert codes(repacked({}, {f"xl/x{place}.txt": b"" for place in range(300)})) == ["file-hostile"]


def test_a_heap_of_styles_is_refused():
    """Small when packed, and half a minute's work for the library that reads it."""
    head, fonts, rest = part("xl/styles.xml").partition(b"<fonts ")
    assert fonts
    heap = repacked({"xl/styles.xml": head + b"<x>" + b"<y/>" * 100_000 + b"</x>" + fonts + rest})
    assert len(heap) < 20_000
    assert codes(heap) == ["file-hostile"]


@pytest.mark.parametrize(
    "entity", [b'SYSTEM "file:///etc/passwd"', b'"aaaa"', b'SYSTEM "http://example.org/"']
)
def test_entities_are_refused(entity):
    assert codes(repacked({SHEET: with_entity(part(SHEET), entity)})) == ["file-hostile"]


def test_a_declared_size_is_not_believed():
    """The package says that the bomb is small; inflating it stops there and the checksum does not fit."""
    bomb = repacked({"docProps/app.xml": b"<x>" + b" " * 20_000_000 + b"</x>"})
    told, real = (20_000_007).to_bytes(4, "little"), (900).to_bytes(4, "little")
    assert told in bomb
    assert codes(bomb.replace(told, real)) == ["file-damaged"]


def test_a_million_rows_are_not_read():
    rows = b"".join(b'<row r="%d"><c r="C%d"><v>1</v></c></row>' % (row, row) for row in range(1, 40_000))
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    head = part(SHEET).partition(b"<sheetData>")[0]
    assert codes(repacked({SHEET: head + b"<sheetData>" + rows + far + b"</sheetData></worksheet>"})) == [
        "no-table"
    ]
    merged = part(SHEET).replace(b'ref="A1:F1"', b'ref="A1:XFD1048576"')
    assert merged != part(SHEET)
    assert codes(repacked({SHEET: merged})) == []


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_file_with_a_broken_byte_never_raises(data):
    content = bytearray(blank())
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    upload(bytes(content))
