"""Blank forms as somebody in an office fills them in, and files that nobody in an office would send."""

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from edited_form import DEFINITION
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from suixin.engines.collections.sheets import template
from suixin.engines.collections.sheets.shape import Heading
from suixin.engines.collections.sheets.upload import Upload, read_upload
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.periods import Period

FORM = read_form(DEFINITION)
JUNE = Period.read("2019-06")
HEADING = Heading("rj-company-1", "榕江一号公司", "榕江市工业和信息化局", JUNE)


def blank() -> bytes:
    return template.xlsx(FORM, HEADING)


def changed(change: Callable[[Worksheet], None], content: bytes = b"") -> bytes:
    book = load_workbook(io.BytesIO(content or blank()))
    change(book.worksheets[0])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def row_of(sheet: Worksheet, item: str) -> int:
    return next(cell.row for (cell,) in sheet.iter_rows(min_col=3, max_col=3) if cell.value == item)


def filled(values: Mapping[str, Any], content: bytes = b"") -> bytes:
    def fill(sheet: Worksheet) -> None:
        for item, value in values.items():
            sheet.cell(row_of(sheet, item), 4).value = value

    return changed(fill, content)


def upload(content: bytes, form=FORM, unit: str = "rj-company-1", period: Period = JUNE) -> Upload:
    return read_upload(form, content, unit=unit, period=period)


def repacked(
    replaced: Mapping[str, bytes], added: Mapping[str, bytes] | None = None, without: tuple[str, ...] = ()
) -> bytes:
    """The blank form with parts of its package changed."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(blank())) as source,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            if name not in without:
                target.writestr(name, replaced.get(name, source.read(name)))
        for name, part in (added or {}).items():
            target.writestr(name, part)
    return written.getvalue()


def part(name: str, content: bytes = b"") -> bytes:
    with zipfile.ZipFile(io.BytesIO(content or blank())) as source:
        return source.read(name)
