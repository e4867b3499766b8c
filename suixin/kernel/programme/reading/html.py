"""Web pages: the text of the body, without the page's furniture.

Left out: scripts, styles, controls, hidden elements, phonetic guides, navigation, footers and blocks that are
mostly links. What is not clearly furniture stays; the parser knows how notices look inside a page.
A cell that spans rows is repeated in each row it covers; one that spans columns is followed by empty cells.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

from lxml import etree

from suixin.kernel.programme.reading import plain
from suixin.kernel.programme.reading.furniture import remove_furniture
from suixin.kernel.programme.reading.numerals import chinese, letters, roman
from suixin.kernel.programme.reading.unreadable import UnreadableFile

META_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
ENCODINGS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "big5": "big5hkscs", "big5-hkscs": "big5hkscs",
}  # fmt: skip
SOME_LOST = 1000  # one bad character in so many is passed over, as browsers do

MOST_ELEMENTS = 200_000
MOST_CELLS_ACROSS = 500
MOST_CELLS = 100_000
LAYOUT_CELL = 400  # characters in several paragraphs of one cell: a page laid out by a table

BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "legend", "li", "main", "ol", "p", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
))  # fmt: skip
WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
BROKEN_LINE = re.compile(rf"(?<={WIDE})[ \t]*[\r\n][ \t\r\n]*(?={WIDE})")
SPACES = re.compile(r"[ \t\r\n\f\v]+")
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
LIST_STYLES: dict[str, Callable[[int], str]] = {
    "none": lambda count: "",
    **dict.fromkeys(
        ("cjk-ideographic", "simp-chinese-informal", "trad-chinese-informal"),
        lambda count: f"{chinese(count)}、",
    ),
    **dict.fromkeys(("a", "lower-alpha", "lower-latin"), lambda count: f"{letters(count)}. "),
    **dict.fromkeys(("A", "upper-alpha", "upper-latin"), lambda count: f"{letters(count).upper()}. "),
    **dict.fromkeys(("i", "lower-roman"), lambda count: f"{roman(count)}. "),
    **dict.fromkeys(("I", "upper-roman"), lambda count: f"{roman(count).upper()}. "),
}
EDGES = " \t\xa0\u3000"


def read(data: bytes) -> str:
    root = _tree(_decoded(data))
    remove_furniture(root)
    return "".join(f"{line}\n" for line in _lines(root))


def _decoded(data: bytes) -> str:
    if any(data.startswith(mark) for mark, _ in plain.BYTE_ORDER_MARKS):
        return plain.decode(data)
    if b"\0" in data:
        raise UnreadableFile("binary")
    declared = META_CHARSET.search(data[:8192])
    named = ENCODINGS.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    encodings = dict.fromkeys([named or "utf-8", "utf-8", "gb18030"])
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    text = data.decode(named or "utf-8", "replace")
    if text.count("\ufffd") * SOME_LOST > len(text):
        raise UnreadableFile("encoding")
    return text


def _tree(text: str) -> etree._Element:
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False
    )
    root = None
    with suppress(etree.XMLSyntaxError):  # told apart below
        root = etree.fromstring(text.encode(errors="replace"), parser)
    fatal = [entry.message or "" for entry in parser.error_log if entry.level_name == "FATAL"]
    if fatal:  # a limit was reached; what was read so far is not the whole page
        raise UnreadableFile("nested" if any("depth" in message for message in fatal) else "too_complex")
    if root is None:
        raise UnreadableFile("damaged")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise UnreadableFile("too_complex")
    return root


def _lines(root: etree._Element) -> Iterator[str]:
    """The lines of a subtree: a new one at each block, line break and table row."""
    pieces: list[str] = []
    counts: dict[etree._Element, int] = {}

    def line() -> Iterator[str]:
        text = _tidy("".join(pieces))
        pieces.clear()
        if text:
            yield text

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = str(element.tag)
        if event == "start":
            if tag in BLOCKS or tag == "br":
                yield from line()
            if tag == "table" and element is not root and _is_data(element):
                yield from _rows(element)
                walk.skip_subtree()
                continue
            if tag == "li":
                pieces.append(_list_number(element, counts))
            if tag == "pre":
                for preserved in "".join(element.itertext()).splitlines():
                    yield from [preserved.strip(EDGES)] if preserved.strip(EDGES) else []
                walk.skip_subtree()
                continue
            pieces.append(element.text or "")
        else:
            if tag in BLOCKS:
                yield from line()
            if element is not root:
                pieces.append(element.tail or "")
    yield from line()


def _tidy(text: str) -> str:
    return SPACES.sub(" ", BROKEN_LINE.sub("", text.strip())).strip(EDGES)


def _list_number(item: etree._Element, counts: dict[etree._Element, int]) -> str:
    """What a browser would print in front of an item of a numbered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    asked = (
        item.get("value") if item.get("value") else (parent.get("start") if parent not in counts else None)
    )
    count = int(asked) if asked and asked.strip().lstrip("-").isdecimal() else counts.get(parent, 0) + 1
    counts[parent] = count
    styled = LIST_STYLE.search(f"{parent.get('style', '')};{item.get('style', '')}")
    style = styled[1].lower() if styled else parent.get("type", "1")
    return LIST_STYLES.get(style, "{}.".format)(count)


def _is_data(table: etree._Element) -> bool:
    """A table of facts; old pages also use tables to lay out the page."""
    widest = wide_rows = longest_inner = 0
    for row in _own_rows(table):
        cells = [cell for cell in row if cell.tag in ("td", "th")]
        widest = max(widest, len(cells))
        wide_rows += len(cells) > 2
        for cell in cells:
            longest_inner = max(
                longest_inner, *(sum(map(len, inner.itertext())) for inner in cell.iter("table")), 0
            )
            blocks = sum(1 for inner in cell.iter() if inner.tag in ("p", "div", "br", "h1", "h2", "h3"))
            if blocks > 5 and sum(map(len, cell.itertext())) > LAYOUT_CELL:
                return False
    if longest_inner:  # a table in a cell: lines of that cell, unless the outer one lays out the page
        return wide_rows > 1 and longest_inner < LAYOUT_CELL
    return widest > 1


def _own_rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows and captions of this table, not those of a table in one of its cells."""
    return (row for row in table.iter("caption", "tr") if next(row.iterancestors("table")) is table)


def _rows(table: etree._Element) -> Iterator[str]:
    above: dict[int, tuple[int, str]] = {}  # column -> rows still covered, text
    filled = 0
    for row in _own_rows(table):
        if row.tag == "caption":
            yield from _lines(row)
            continue
        cells: list[str] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            _fill_from_above(cells, above)
            text = " ".join(_lines(cell)).replace("\t", " ")
            column, rows = len(cells), _span(cell, "rowspan")
            cells += [text] + [""] * (_span(cell, "colspan") - 1)
            for covered in range(column, len(cells)) if rows > 1 else ():
                above[covered] = (rows - 1, cells[covered])
        _fill_from_above(cells, above)
        filled += len(cells)
        if filled > MOST_CELLS:
            raise UnreadableFile("too_complex")
        if any(cells):
            yield "\t".join(cells)


def _fill_from_above(cells: list[str], above: dict[int, tuple[int, str]]) -> None:
    while (covered := above.pop(len(cells), None)) is not None:
        rows, text = covered
        if rows > 1:
            above[len(cells)] = (rows - 1, text)
        cells.append(text)
        if len(cells) > MOST_CELLS_ACROSS:
            raise UnreadableFile("too_complex")


def _span(cell: etree._Element, name: str) -> int:
    value = cell.get(name, "1").strip()
    return min(max(int(value), 1), MOST_CELLS_ACROSS) if value.isdecimal() else 1
