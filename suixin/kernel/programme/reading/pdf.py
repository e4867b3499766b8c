"""PDF files with text: pages put together, lines re-joined into paragraphs, page numbers and running heads left out.

A table row cut by a page break is joined again where its first cell is empty; a header repeated on the next page
is left out. Columns of text and tables without ruled lines come out as lines.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import pypdfium2 as pdfium
from pypdfium2 import raw

from suixin.kernel.programme.reading.grid import Box
from suixin.kernel.programme.reading.pdf_page import Line, Page, read_page
from suixin.kernel.programme.reading.unreadable import UnreadableFile

MOST_PAGES = 200
COPYING_ALLOWED = 0x10  # bit 5 of the permissions, ISO 32000-1 table 22
FEWEST_PER_PAGE = 4  # characters; a scan may carry a stamp
GARBLED_SHARE = 10
MARGIN = 0.12  # of the page height, where page numbers and running heads stand
FEWEST_REPEATS = 3

PAGE_NUMBER = re.compile(
    r"[-–—―－·.\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/,，共]+\s*\d{1,4}\s*页?)?[-–—―－·.\s]*"
)
ITEM = re.compile(
    r"(?:[一二三四五六七八九十百]{1,4}、|[(（][一二三四五六七八九十百\d]{1,4}[)）]|\d{1,3}[.．、]|第[一二三四五六七八九十百]+[章节条]|[①-⑳])"
)
SENTENCE_ENDS = "。；：;:)）！？"
WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f\u2014-\u201d]"
SPACE_AT_WIDE = re.compile(rf"(?<={WIDE}) +| +(?={WIDE})")
WORD_END = re.compile(r"[A-Za-z0-9,.;]$")
NO_CHARACTER = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]")


def read(data: bytes) -> str:
    pages = _pages(data)
    written = sum(len(line.text) for page in pages for line in page.lines)
    if written < FEWEST_PER_PAGE * len(pages):
        raise UnreadableFile("scanned_pdf" if written or any(p.has_picture for p in pages) else "empty_pdf")
    lost = sum(len(NO_CHARACTER.findall(line.text)) for page in pages for line in page.lines)
    if lost * GARBLED_SHARE > written:
        raise UnreadableFile("garbled_pdf")
    lines = list(_tables_joined(list(_without_margins(pages))))
    return "".join(f"{line}\n" for line in _paragraphs(lines))


def _pages(data: bytes) -> list[Page]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as problem:
        locked = getattr(problem, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
        raise UnreadableFile("encrypted_pdf" if locked else "damaged") from None
    if not raw.FPDF_GetDocPermissions(document.raw) & COPYING_ALLOWED:
        raise UnreadableFile("encrypted_pdf")
    if len(document) > MOST_PAGES:
        raise UnreadableFile("too_many_pages")
    if not len(document):
        raise UnreadableFile("damaged")
    try:
        return [read_page(document[number]) for number in range(len(document))]
    except pdfium.PdfiumError:
        raise UnreadableFile("damaged") from None


def _without_margins(pages: Sequence[Page]) -> Iterator[list[Line]]:
    """Lines without page numbers, and without what stands in the margin of several pages."""
    heads = Counter(line.text for page in pages for line in set(page.lines) if _in_margin(line, page))
    for page in pages:
        yield [
            line
            for line in page.lines
            if line.is_row
            or not _in_margin(line, page)
            or not (PAGE_NUMBER.fullmatch(line.text) or heads[line.text] >= FEWEST_REPEATS)
        ]


def _in_margin(line: Line, page: Page) -> bool:
    edge = MARGIN * page.height
    return not line.is_row and (line.box.top < edge or line.box.bottom > page.height - edge)


def _tables_joined(bodies: Sequence[Sequence[Line]]) -> Iterator[Line]:
    """All lines, a table that goes on over a page break as one."""
    header = above = None  # of the table that the lines before end with
    for lines in bodies:
        for place, line in enumerate(lines):
            if not line.is_row:
                if above:
                    yield above
                header = above = None
                yield line
                continue
            if above and place == 0 and header and line.text == header.text:
                continue
            if above and place <= 1 and (joined := _joined_row(above.text, line.text)):
                above = Line(joined, above.box, is_row=True)
                continue
            if above:
                yield above
            header, above = header or line, line
    if above:
        yield above


def _paragraphs(lines: Sequence[Line]) -> Iterator[str]:
    joins = _Joining([line for line in lines if not line.is_row])
    text = ""
    for above, line in zip([None, *lines], lines, strict=False):
        if above and not above.is_row and not line.is_row and joins.continues(above, line):
            latin = WORD_END.search(text) and line.text[0].isascii() and line.text[0].isalnum()
            text += (" " if latin else "") + _tidy(line.text)
            continue
        if text:
            yield text
        text = line.text if line.is_row else _tidy(line.text)
    if text:
        yield text


def _joined_row(above: str, below: str) -> str | None:
    """A row whose first cell is empty after a page break is the rest of the row above."""
    first, second = above.split("\t"), below.split("\t")
    if len(first) != len(second) or second[0] or not first[0]:
        return None
    return "\t".join(a + b for a, b in zip(first, second, strict=True))


def _tidy(text: str) -> str:
    """Spaces beside Chinese characters come from justification, not from the author."""
    return SPACE_AT_WIDE.sub("", text.replace("\t", " ")).strip()


@dataclass(frozen=True, slots=True)
class _Column:
    left: float
    right: float


class _Joining:
    """Whether a line runs on from the one before, by the measures of the whole document."""

    def __init__(self, lines: list[Line]) -> None:
        self._size = median(line.box.height for line in lines) if lines else 0.0
        self._columns = _columns([line.box for line in lines], self._size)
        pitches = [a.box.bottom - b.box.bottom for a, b in pairwise(lines)]
        self._pitch = median([p for p in pitches if p > 0] or [0.0])

    def continues(self, above: Line, line: Line) -> bool:
        full = above.box.right >= self._column(above).right - 2.5 * self._size
        if not full or (ITEM.match(line.text) and above.text[-1] in SENTENCE_ENDS):
            return False
        drop = above.box.bottom - line.box.bottom
        if drop > 1.6 * self._pitch:
            return False
        at_margin = line.box.left <= self._column(line).left + 0.9 * self._size
        hanging = (
            abs(line.box.left - above.box.left) < 0.5 * self._size and above.text[-1] not in SENTENCE_ENDS
        )
        return at_margin or hanging

    def _column(self, line: Line) -> _Column:
        beside = [one for one in self._columns if one.left <= line.box.left + self._size]
        return beside[-1] if beside else self._columns[0]


def _columns(boxes: list[Box], size: float) -> list[_Column]:
    """The columns of the text, left to right; one, unless many lines begin where all lines beside them have ended."""
    starts = Counter(round(box.left) for box in boxes)
    margins: list[float] = []
    for left in sorted(left for left, count in starts.items() if count * 8 >= len(boxes)):
        before = [box for box in boxes if box.left < left - size] if margins else []
        if not margins or (before and sum(box.right > left for box in before) * 5 < len(before)):
            margins.append(left)
    if len(margins) < 2:
        return [_measured(boxes)]
    bounds = pairwise([*margins, float("inf")])
    return [
        _measured([b for b in boxes if left - size <= b.left and b.right <= right]) for left, right in bounds
    ]


def _measured(boxes: list[Box]) -> _Column:
    widest = max((box.right - box.left for box in boxes), default=0.0)
    long = [box for box in boxes if box.right - box.left > 0.6 * widest]
    if not long:
        return _Column(0.0, 0.0)
    return _Column(
        Counter(round(box.left) for box in long).most_common(1)[0][0],
        sorted(box.right for box in long)[int(0.9 * len(long))],
    )
