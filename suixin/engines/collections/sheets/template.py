"""A blank form to fill in: an XLSX workbook that looks like the official form, or a CSV file.

Only the cells of this period are unlocked; the sheet is protected without a password, against slips and not against
anybody. Texts are written as texts: none can become a formula.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO, StringIO
from typing import cast

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from suixin.engines.collections.numerals import DIGITS_KEPT
from suixin.engines.collections.sheets.shape import (
    COLUMNS,
    HIDDEN,
    LABELS,
    NONE,
    Heading,
    Numbers,
    as_text,
    marks,
    written_period,
)
from suixin.kernel.programme.exports.office_package import settled
from suixin.kernel.records.problem import in_language
from suixin.kernel.statistics.forms import Form, Item
from suixin.kernel.statistics.rule_words import said

WIDTHS = (38, 10, 9, 18, 18, 18)
HEAD_ROW = 7
NOW = COLUMNS.index("now") + 1
LAST = "F"
CHINESE = 134  # the character set to look for when a font is missing
THIN = Side(style="thin")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TITLE = Font(name="宋体", size=18, bold=True, charset=CHINESE)
BODY = Font(name="宋体", size=11, charset=CHINESE)
HEAD = Font(name="黑体", size=11, charset=CHINESE)
SMALL = Font(name="宋体", size=10, charset=CHINESE)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
AT_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
AT_RIGHT = Alignment(horizontal="right", vertical="center")
TO_FILL = PatternFill("solid", fgColor="FFF9E5")


@dataclass(frozen=True, slots=True)
class Look:
    font: Font
    alignment: Alignment


INVALID = {
    "zh-hans": "请填写不超过 {} 位小数的数字{}。没有数据请留空。",
    "zh-hant": "請填寫不超過 {} 位小數的數字{}。沒有數據請留空。",
    "en": "Write a number of at most {} decimal places{}. Leave it blank if there is none.",
}
NOT_NEGATIVE = {"zh-hans": "，不能小于 0", "zh-hant": "，不能小於 0", "en": ", not below 0"}
SIGNATURES = {
    "zh-hans": "单位负责人：　　　　　　统计负责人：　　　　　　填表人：　　　　　　联系电话：　　　　　　报出日期：",
    "zh-hant": "單位負責人：　　　　　　統計負責人：　　　　　　填表人：　　　　　　聯絡電話：　　　　　　報出日期：",
    "en": "Head of unit:              Statistics:              Filled in by:              Telephone:              Date:",
}


def xlsx(form: Form, heading: Heading, numbers: Numbers = NONE, language: str = "zh-hans") -> bytes:
    book = Workbook()
    sheet: Worksheet = book.create_sheet(label("now", language))
    del book["Sheet"]
    writer = Writer(form, heading, language, sheet)
    writer.write_head()
    writer.write_items(numbers)
    writer.write_foot()
    writer.set_up()
    hidden: Worksheet = book.create_sheet(HIDDEN)
    for row, (name, value) in enumerate(marks(form, heading).items(), start=1):
        put(hidden, row, 1, name, Look(BODY, AT_LEFT))
        put(hidden, row, 2, value, Look(BODY, AT_LEFT))
    hidden.sheet_state = "hidden"
    hidden.protection.sheet = True
    written = BytesIO()
    book.save(written)
    return settled(written.getvalue(), in_language(form.titles, language))


def csv_text(form: Form, heading: Heading, numbers: Numbers = NONE, language: str = "zh-hans") -> bytes:
    """UTF-8 with the mark by which spreadsheet programs know it."""
    written = StringIO(newline="")
    lines = csv.writer(written)
    for name, value in marks(form, heading).items():
        lines.writerow([name, as_text(value)])
    lines.writerow([as_text(in_language(form.titles, language)), as_text(heading.unit_name)])
    lines.writerow([label(name, language) for name in COLUMNS])
    for item in form.items:
        title = "　" * form.depth(item) + in_language(item.titles, language)
        columns = (numbers.now, numbers.previous, numbers.year_before)
        values = [column.get(item.id, "") for column in columns]
        lines.writerow([as_text(title), as_text(item.unit), item.id, *values])
    return "\ufeff".encode() + written.getvalue().encode()


class Writer:
    """One form on one sheet, from the top down."""

    def __init__(self, form: Form, heading: Heading, language: str, sheet: Worksheet) -> None:
        self.form = form
        self.heading = heading
        self.language = language
        self.sheet = sheet
        self.row = HEAD_ROW

    def write_head(self) -> None:
        sheet, form = self.sheet, self.form
        put(sheet, 1, 1, in_language(form.titles, self.language), Look(TITLE, CENTRED))
        sheet.merge_cells(f"A1:{LAST}1")
        sheet.row_dimensions[1].height = 36
        of_form = {
            "number": form.number,
            "authority": self.heading.authority_name,
            "approval": form.approval,
            "valid-to": form.valid_to.isoformat(),
        }
        for row, (name, value) in enumerate(of_form.items(), start=2):
            put(sheet, row, 5, label(name, self.language) + value, Look(BODY, AT_LEFT))
            sheet.merge_cells(f"E{row}:{LAST}{row}")
        reporter = f"{self.heading.unit_name}（{self.heading.unit}）"
        period = written_period(self.heading.period, self.language)
        put(sheet, 4, 1, label("reporter", self.language) + reporter, Look(BODY, AT_LEFT))
        put(sheet, 5, 1, label("period", self.language) + period, Look(BODY, AT_LEFT))
        for row in (4, 5):
            sheet.merge_cells(f"A{row}:D{row}")
        if form.synthetic:
            put(sheet, 2, 1, label("synthetic", self.language), Look(SMALL, AT_LEFT))

    def write_items(self, numbers: Numbers) -> None:
        for column, name in enumerate(COLUMNS, start=1):
            put(self.sheet, self.row, column, label(name, self.language), Look(HEAD, CENTRED)).border = BORDER
        for item in self.form.items:
            self.row += 1
            self.write_item(item, numbers)

    def write_item(self, item: Item, numbers: Numbers) -> None:
        sheet, row = self.sheet, self.row
        title = in_language(item.titles, self.language)
        inward = Alignment(
            horizontal="left", vertical="center", wrap_text=True, indent=2 * self.form.depth(item)
        )
        put(sheet, row, 1, title, Look(BODY, inward)).border = BORDER
        put(sheet, row, 2, item.unit, Look(BODY, CENTRED)).border = BORDER
        put(sheet, row, 3, item.id, Look(BODY, CENTRED)).border = BORDER
        for column, values in enumerate((numbers.now, numbers.previous, numbers.year_before), start=NOW):
            number(sheet, row, column, values, item)
        to_fill = cast(Cell, sheet.cell(row, NOW))
        to_fill.protection = Protection(locked=False)
        to_fill.fill = TO_FILL
        self.validate(to_fill, item)
        sheet.row_dimensions[row].height = 18 * (1 + len(title) // 20)

    def validate(self, cell: Cell, item: Item) -> None:
        place = cell.coordinate
        conditions = [f"ISNUMBER({place}+0)", f"ROUND({place},{item.scale})={place}+0"]  # also of a text
        if not item.negative:
            conditions.append(f"{place}+0>=0")
        rule = DataValidation(type="custom", formula1=f"AND({','.join(conditions)})", allow_blank=True)
        rule.error = INVALID[self.language].format(
            item.scale, "" if item.negative else NOT_NEGATIVE[self.language]
        )
        rule.errorTitle = item.id
        guidance = in_language(item.guidance, self.language) if item.guidance else ""
        if guidance:
            rule.promptTitle, rule.prompt = item.id, guidance[:250]  # as much as a spreadsheet shows
        rule.showErrorMessage = True
        rule.showInputMessage = bool(guidance)
        rule.add(cell)
        self.sheet.add_data_validation(rule)

    def write_foot(self) -> None:
        self.row += 1
        self.line(SIGNATURES[self.language], locked=False)
        if self.form.notes:
            self.row += 1
            self.line(f"{label('notes', self.language)}：{in_language(self.form.notes, self.language)}")
        if self.form.edits:
            self.row += 1
            self.line(f"{label('edits', self.language)}：")
        for edit in self.form.edits:
            words = in_language(said(edit, self.form), self.language)
            self.line(f"{edit.id}　{edit.rule}　（{label(edit.grade, self.language)}）{words}")

    def line(self, text: str, *, locked: bool = True) -> None:
        self.row += 1
        cell = put(self.sheet, self.row, 1, text, Look(SMALL, AT_LEFT))
        cell.protection = Protection(locked=locked)
        self.sheet.merge_cells(f"A{self.row}:{LAST}{self.row}")
        self.sheet.row_dimensions[self.row].height = 15 * (1 + len(text) // 62)

    def set_up(self) -> None:
        sheet = self.sheet
        for letter, width in zip("ABCDEF", WIDTHS, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "portrait"
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
        sheet.freeze_panes = f"D{HEAD_ROW + 1}"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        sheet.sheet_view.showGridLines = False


def label(name: str, language: str) -> str:
    return in_language(LABELS[name], language)


def put(sheet: Worksheet, row: int, column: int, text: str, look: Look) -> Cell:
    """A text stays a text, whatever it begins with."""
    cell = cast(Cell, sheet.cell(row, column))
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.font, cell.alignment = look.font, look.alignment
    return cell


def number(sheet: Worksheet, row: int, column: int, values: Mapping[str, str], item: Item) -> None:
    """As a number where a spreadsheet keeps all its digits, else as a text."""
    cell = cast(Cell, sheet.cell(row, column))
    cell.font, cell.alignment, cell.border = BODY, AT_RIGHT, BORDER
    cell.number_format = f"#,##0.{'0' * item.scale}" if item.scale else "#,##0"
    text = values.get(item.id)
    if text is None:
        return
    if len(text.lstrip("-0.").replace(".", "")) > DIGITS_KEPT:
        put(sheet, row, column, text, Look(BODY, AT_RIGHT)).number_format = "@"
    else:
        cell.value = Decimal(text)
