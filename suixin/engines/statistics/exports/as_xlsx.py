"""An Excel file: the table, and a sheet that says what it is.

Excel keeps fifteen digits of a number. A figure with more is written as text, so that none is lost, and the notes say
so. Numbers go into the file as they were published: openpyxl itself would write them through a float.
"""

import io
import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from suixin.engines.statistics.exports.table import Table, best
from suixin.platform.api.export import harmless

DIGITS = 15
WIDTH, LONGEST = 16, 32_000  # of a column, in characters; of a cell (Excel: 32,767)
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
NUMERIC = ("units", "definition", "release", "log_size")
BOLD = Font(bold=True)


def write(table: Table) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("数据"))
    columns = table.columns()
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(table.rows) + 1}"
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    sheet.append(headings(sheet, [column.heading for column in columns]))
    names = [column.name for column in columns]
    for line in table.lines():
        sheet.append([cell(sheet, name, value) for name, value in zip(names, line, strict=True)])
    add_notes(book.create_sheet(_("说明")), table)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def headings(sheet: WriteOnlyWorksheet, texts: Iterable[str]) -> list[WriteOnlyCell]:
    found = []
    for each in texts:
        made = WriteOnlyCell(sheet, text(each))
        made.font = BOLD
        found.append(made)
    return found


def cell(sheet: WriteOnlyWorksheet, name: str, value: str) -> Any:
    """A cell of its own only where openpyxl would take the value for something else: that is slow."""
    if name in NUMERIC:
        return int(value)
    if name == "figure" and value and digits(value) <= DIGITS:
        return number(sheet, value)
    said = text(value)
    if said[:1] not in ("=", "#"):
        return said or None
    made = WriteOnlyCell(sheet, said)
    made.data_type = "s"
    return made


def number(sheet: WriteOnlyWorksheet, value: str) -> WriteOnlyCell:
    """A number whose digits stand in the file as they are here."""
    made = WriteOnlyCell(sheet, 0)
    made._value = value
    _, point, rest = value.partition(".")
    made.number_format = "0" + point + "0" * len(rest)
    return made


def digits(value: str) -> int:
    """Significant ones."""
    return len(Decimal(value).normalize().as_tuple().digits)


def text(value: str) -> str:
    return harmless(UNWRITABLE.sub("\ufffd", value))[:LONGEST]


def add_notes(sheet: WriteOnlyWorksheet, table: Table) -> None:
    sheet.column_dimensions["A"].width = WIDTH
    sheet.column_dimensions["B"].width = 5 * WIDTH
    notes = [
        (pgettext("figures", "指标"), f"{table.title} ({table.indicator.id})"),
        (_("含义"), best(table.indicator.about)),
        (_("单位"), table.indicator.unit),
        (pgettext("figures", "来源"), table.source),
        (_("核验"), _("每个数都有数据凭证，地址在“数据凭证”一列。任何人都可用 suixin verify 核验。")),
    ]
    if table.indicator.synthetic:
        notes.append((_("演示数据"), _("这些数是演示用的，不是真实数据。")))
    if any(row.figure is not None and digits(row.figure) > DIGITS for row in table.rows):
        notes.append((_("精度"), _("Excel 只能准确表示 15 位数字。超过 15 位的数以文本写入，一位不少。")))
    for name, said in notes:
        sheet.append([*headings(sheet, [name]), WriteOnlyCell(sheet, text(said))])
