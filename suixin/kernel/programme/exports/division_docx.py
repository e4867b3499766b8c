"""The 重点任务分工表 as a Word document: A4 landscape, type as GB/T 9704-2012 has it, ready to send round."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

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

WIDTHS = (14, 30, 96, 30, 34, 31, 26)  # mm; with the margins, the width of A4 on its side
MARGIN = Mm(18)
LONGEST_WHOLE = 600  # characters; a longer row may be cut by a page break
SHARED = (0, 1, 5)  # columns that say the same for all duties of a task
SECOND = Pt(22)  # 二号
THIRD = Pt(16)  # 三号
SMALL_FOURTH = Pt(12)  # 小四
FOURTH = Pt(14)  # 四号

# Where a named font is missing, what every Chinese system has stands in.
FALLBACKS = {
    TITLE_FONT: "宋体", BODY_FONT: "仿宋", NOTE_FONT: "楷体", HEAD_FONT: "SimHei",
}  # fmt: skip
FONT_TABLE = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    + "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in FALLBACKS.items()
    )
    + "</w:fonts>"
)


def write(programme: Programme) -> bytes:
    return write_table(table_of(programme))


def write_table(table: Table) -> bytes:
    document = Document()
    _set_up_page(document)
    _paragraph(document, "附件", HEAD_FONT, THIRD, space_after=Pt(0), centred=False)
    _paragraph(document, table.title, TITLE_FONT, SECOND, space_after=Pt(4))
    if table.note:
        _paragraph(document, table.note, NOTE_FONT, SMALL_FOURTH, space_after=Pt(6))
    drawn = _table(document)
    for section in table.sections:
        if section.heading:
            row = _new_row(drawn)
            row.cells[0].merge(row.cells[-1])
            _fill(row.cells[0], section.heading, HEAD_FONT, centred=False)
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        for item in section.items:
            _write_item(drawn, item)
    written = BytesIO()
    document.save(written)
    return settled(written.getvalue(), table.title, {"word/fontTable.xml": FONT_TABLE})


def _set_up_page(document: DocumentType) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = Mm(20)
    section.footer_distance = Mm(10)
    normal = document.styles["Normal"]
    normal.font.size = SMALL_FOURTH
    _set_font(normal.element.get_or_add_rPr(), BODY_FONT)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text in ("— ", None, " —"):
        _run(footer, text or "", "宋体", FOURTH, field=None if text else "PAGE")


def _table(document: DocumentType) -> WordTable:
    table: WordTable = document.add_table(rows=1, cols=len(COLUMNS), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS, strict=True):
        column.width = Mm(width)
    head = table.rows[0]
    for cell, name, width in zip(head.cells, COLUMNS, WIDTHS, strict=True):
        cell.width = Mm(width)
        _fill(cell, name, HEAD_FONT, centred=True)
    properties = head._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    properties.append(OxmlElement("w:tblHeader"))
    return table


def _write_item(table: WordTable, item: Item) -> None:
    rows = []
    for at, line in enumerate(item.lines):
        rows.append(_new_row(table))
        if len(line.content) < LONGEST_WHOLE:
            rows[-1]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        texts = (
            str(item.number),
            item.title,
            line.content,
            line.leads,
            line.supports,
            item.goal,
            line.remark,
        )
        for column, (cell, text) in enumerate(zip(rows[-1].cells, texts, strict=True)):
            if not (at and column in SHARED):
                _fill(cell, text, BODY_FONT, centred=column == 0)
    if len(rows) > 1:
        for column in SHARED:
            rows[0].cells[column].merge(rows[-1].cells[column])


def _new_row(table: WordTable) -> _Row:
    row: _Row = table.add_row()  # type: ignore[no-untyped-call]
    for cell, width in zip(row.cells, WIDTHS, strict=True):
        cell.width = Mm(width)
    return row


def _fill(cell: _Cell, text: str, font: str, *, centred: bool) -> None:
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for place, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
        paragraph.paragraph_format.space_after = Pt(0)
        paragraph.paragraph_format.line_spacing = Pt(18)
        _run(paragraph, line, font, SMALL_FOURTH)


def _paragraph(
    document: DocumentType, text: str, font: str, size: Pt, space_after: Pt, *, centred: bool = True
) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.LEFT
    paragraph.paragraph_format.space_after = space_after
    _run(paragraph, text, font, size)


def _run(paragraph: Paragraph, text: str, font: str, size: Pt, field: str | None = None) -> None:
    run = paragraph.add_run(text)
    run.font.size = size
    _set_font(run._r.get_or_add_rPr(), font)
    if field:
        for kind in ("begin", None, "end"):
            mark = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                mark.set(qn("w:fldCharType"), kind)
            else:
                mark.text = field
            run._r.append(mark)


def _set_font(properties: Any, name: str) -> None:
    fonts = properties.get_or_add_rFonts()
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), name)
