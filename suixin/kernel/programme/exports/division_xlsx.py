"""The 重点任务分工表 as a workbook: A4 landscape, ready to print. Every cell is text; none can become a formula."""

from dataclasses import dataclass
from io import BytesIO
from math import ceil

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from suixin.kernel.programme.exports.division_table import (
    BODY_FONT,
    COLUMNS,
    HEAD_FONT,
    NOTE_FONT,
    TITLE_FONT,
    Item,
    Table,
    table_of,
)
from suixin.kernel.programme.exports.office_package import settled
from suixin.kernel.programme.model import Programme

WIDTHS = (6, 14, 48, 16, 20, 18, 14)  # in characters of the standard font
LAST = "G"
FIRST_BODY_ROW = 4
LONGEST_CELL = 32_767  # Excel's limit
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")
CHARACTER, CELL_PADDING, FULL = 7, 12, 16  # pixels: a unit of column width, both margins, 小四
LINE, TALLEST_ROW = 17, 409  # points
CHINESE = 134  # the GB 2312 character set: what to look for when a font is missing
MILLIMETRES = 25.4
THIN = Side(style="thin")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
AT_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)


@dataclass(frozen=True, slots=True)
class Look:
    font: Font
    alignment: Alignment


def _look(font: str, size: int, alignment: Alignment) -> Look:
    return Look(Font(name=font, size=size, charset=CHINESE), alignment)


TITLE = _look(TITLE_FONT, 22, CENTRED)
NOTE = _look(NOTE_FONT, 12, CENTRED)
HEAD = _look(HEAD_FONT, 12, CENTRED)
GROUP = _look(HEAD_FONT, 12, AT_LEFT)
COUNT = _look(BODY_FONT, 12, CENTRED)
BODY = _look(BODY_FONT, 12, AT_LEFT)


def write(programme: Programme) -> bytes:
    return write_table(table_of(programme))


def write_table(table: Table) -> bytes:
    book = Workbook()
    sheet: Worksheet = book.create_sheet("重点任务分工表")
    del book["Sheet"]
    _set_up_page(sheet)
    _write_head(sheet, table)
    row = FIRST_BODY_ROW
    for section in table.sections:
        if section.heading:
            _put(sheet, row, 1, section.heading, GROUP)
            _frame(sheet, row)
            sheet.merge_cells(f"A{row}:{LAST}{row}")
            sheet.row_dimensions[row].height = 22
            row += 1
        for item in section.items:
            row = _write_item(sheet, row, item)
    sheet.print_area = f"A1:{LAST}{max(row - 1, FIRST_BODY_ROW - 1)}"
    written = BytesIO()
    book.save(written)
    return settled(written.getvalue(), table.title)


def _set_up_page(sheet: Worksheet) -> None:
    for letter, width in zip("ABCDEFG", WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 15 / MILLIMETRES
    margins.top = margins.bottom = 20 / MILLIMETRES
    margins.header = margins.footer = 10 / MILLIMETRES
    sheet.print_title_rows = "3:3"
    sheet.freeze_panes = f"C{FIRST_BODY_ROW}"
    footer = HeaderFooterItem()
    footer.center.text = "— &P —"
    sheet.HeaderFooter.oddFooter = footer
    sheet.sheet_view.zoomScale = 90


def _write_head(sheet: Worksheet, table: Table) -> None:
    _put(sheet, 1, 1, table.title, TITLE)
    sheet.merge_cells(f"A1:{LAST}1")
    sheet.row_dimensions[1].height = 34 * (1 + len(table.title) // 42)
    _put(sheet, 2, 1, table.note, NOTE)
    sheet.merge_cells(f"A2:{LAST}2")
    sheet.row_dimensions[2].height = 22
    for column, name in enumerate(COLUMNS, start=1):
        _put(sheet, 3, column, name, HEAD)
    _frame(sheet, 3)
    sheet.row_dimensions[3].height = 26


def _write_item(sheet: Worksheet, row: int, item: Item) -> int:
    """The rows of one task; returns the next free row."""
    last = row + len(item.lines) - 1
    for at, line in enumerate(item.lines, start=row):
        texts = {3: line.content, 4: line.leads, 5: line.supports, 7: line.remark}
        if at == row:
            texts |= {2: item.title, 6: item.goal}
            sheet.cell(row, 1, item.number)
        for column in range(1, len(COLUMNS) + 1):
            _put(sheet, at, column, texts.get(column, ""), COUNT if column == 1 else BODY)
        _frame(sheet, at)
        tallest = max(_lines(text, WIDTHS[column - 1]) for column, text in texts.items())
        sheet.row_dimensions[at].height = min(tallest * LINE + 6, TALLEST_ROW)
    if last > row:
        for letter in "ABF":
            sheet.merge_cells(f"{letter}{row}:{letter}{last}")
    return last + 1


def _lines(text: str, width: int) -> int:
    """How many lines a text takes: no program sets the height of a row in a file that it did not write."""
    across = width * CHARACTER - CELL_PADDING
    return sum(
        ceil(max(sum(FULL if ord(c) > 0xFF else FULL / 2 for c in line), 1) / across)
        for line in text.split("\n")
    )


def _put(sheet: Worksheet, row: int, column: int, text: str, look: Look) -> None:
    cell = sheet.cell(row, column)
    cell.font, cell.alignment = look.font, look.alignment
    if text and isinstance(cell, Cell):
        cell.value = text[:LONGEST_CELL]
        cell.data_type = "s"  # openpyxl would read a leading = as a formula
        cell.quotePrefix = text.startswith(STARTS_A_FORMULA)  # and Excel, when the cell is edited


def _frame(sheet: Worksheet, row: int) -> None:
    for column in range(1, len(COLUMNS) + 1):
        sheet.cell(row, column).border = BORDER
