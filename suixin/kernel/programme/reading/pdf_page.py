"""One page of a PDF as lines of text with their places, and its ruled lines. The only module that calls PDFium."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from suixin.kernel.programme.reading.grid import Box, Grid, Rule, grids

THIN = 3.0  # points; a filled shape no thicker is a ruled line
SHORTER = 5  # half-width characters that punctuation rules may leave at the end of a line
MOST_SHAPES = 20_000
MOST_SEGMENTS = 200


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    box: Box
    is_row: bool = False  # a table row, cells joined by TAB; its box is the table's


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    lines: tuple[Line, ...]  # in reading order
    has_picture: bool


def read_page(page: pdfium.PdfPage) -> Page:
    text = page.get_textpage()
    rules, has_picture = _shapes(page)
    tables = [(grid, _rows(text, grid)) for grid in grids(rules)]
    # A ruled box without text in several cells is a frame, not a table.
    tables = [(grid, rows) for grid, rows in tables if any("\t" in row for row in rows)]
    lines: list[Line] = []
    pending = list(tables)
    for line in _text_lines(text):
        inside = next((grid for grid, _ in tables if grid.box.holds(line.box)), None)
        if inside is None:
            lines.append(line)
            continue
        for table in [t for t in pending if t[0] is inside]:
            pending.remove(table)
            lines += (Line(row, inside.box, is_row=True) for row in table[1])
    width, height = page.get_size()
    return Page(width, height, tuple(lines), has_picture)


def _text_lines(text: pdfium.PdfTextPage) -> Iterator[Line]:
    position = 0
    for piece in text.get_text_range().split("\r\n"):
        stripped = piece.strip()
        if stripped:
            first = position + piece.index(stripped)
            start = _char_box(text, first)
            end = _char_box(text, first + len(stripped) - 1)
            box = Box(start.left, min(start.bottom, end.bottom), end.right, max(start.top, end.top))
            yield Line(stripped, box)
        position += len(piece) + 2


def _char_box(text: pdfium.PdfTextPage, position: int) -> Box:
    index = raw.FPDFText_GetCharIndexFromTextIndex(text.raw, position)
    if index < 0:
        return Box(0, 0, 0, 0)
    return Box(*text.get_charbox(index, loose=True))


def _rows(text: pdfium.PdfTextPage, grid: Grid) -> list[str]:
    rows = []
    for row in grid.rows():
        cells = [_cell(text.get_text_bounded(b.left, b.bottom, b.right, b.top)) if b else "" for b in row]
        if any(cells):
            rows.append("\t".join(cells))
    return rows


def _cell(text: str) -> str:
    """The lines of a cell. One that ends well before the longest was ended by the author: a space marks it."""
    lines = [stripped for line in text.splitlines() if (stripped := " ".join(line.split()))]
    longest = max(map(_width, lines), default=0)
    joined = ""
    for above, line in zip(["", *lines], lines, strict=False):
        meant = above and _width(above) < longest - SHORTER
        joined += (
            (" " if meant or (above[-1:].isascii() and line[0].isascii()) else "") + line if joined else line
        )
    return joined


def _width(line: str) -> int:
    return sum(2 if ord(c) > 0x2E7F else 1 for c in line)


def _shapes(page: pdfium.PdfPage) -> tuple[list[Rule], bool]:
    rules: list[Rule] = []
    has_picture = False
    for count, shape in enumerate(page.get_objects(max_depth=4)):
        if count > MOST_SHAPES:
            break
        if shape.type == raw.FPDF_PAGEOBJ_IMAGE:
            has_picture = True
        elif shape.type == raw.FPDF_PAGEOBJ_PATH:
            rules += _rules(shape)
    return rules, has_picture


def _rules(path: pdfium.PdfObject) -> list[Rule]:
    """A thin filled box is one ruled line; of anything else the straight edges are, if it is drawn."""
    left, bottom, right, top = path.get_bounds()
    if right - left <= THIN or top - bottom <= THIN:
        return [rule] if (rule := Rule.between(left, bottom, right, top)) else []
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path.raw, fill, stroke)
    return list(_edges(path)) if stroke.value else []


def _edges(path: pdfium.PdfObject) -> Iterator[Rule]:
    matrix = path.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    here = begun = None
    for index in range(min(raw.FPDFPath_CountSegments(path.raw), MOST_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path.raw, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begun = point
        elif kind == raw.FPDF_SEGMENT_LINETO and here and (rule := Rule.between(*here, *point)):
            yield rule
        if raw.FPDFPathSegment_GetClose(segment) and begun and (rule := Rule.between(*point, *begun)):
            yield rule
        here = point
