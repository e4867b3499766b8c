"""Word documents. The body is walked here, not through python-docx, whose paragraphs leave out content controls,
text boxes and accepted insertions, and lose list numbers: a notice has to be read whole.

Read: the text as if all tracked changes were accepted, with automatic list numbers; tables as rows; text boxes
after the paragraph that holds them. Left out: headers, footers, notes, comments, hidden text, phonetic guides.
A cell merged downwards is repeated in each row it covers; one merged across is followed by empty cells.
"""

from collections.abc import Iterator
from posixpath import normpath

from lxml import etree

from suixin.kernel.programme.reading.numbering import Numbering
from suixin.kernel.programme.reading.ooxml import child, children, name_of, number_of, value_of
from suixin.kernel.programme.reading.package import DEEPEST_PATH, Package
from suixin.kernel.programme.reading.unreadable import UnreadableFile

SPACES = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
SKIPPED = frozenset(
    (
        "pPr",
        "rPr",
        "del",
        "moveFrom",
        "instrText",
        "delText",
        "delInstrText",
        "rt",
        "Fallback",
        "sdtPr",
        "pict",
    )
)
BOX_SKIPPED = frozenset(("Fallback", "txbxContent", "del", "moveFrom"))
MOST_CELLS_ACROSS = 500
OFFICE_DOCUMENT = "/officeDocument"
FETCHED = ("/attachedTemplate", "/oleObject", "/aFChunk", "/subDocument", "/frame")
REMOTE = ("http:", "https:", "ftp:", "\\\\", "//", "smb:")
OTHER_PACKAGES = ("xl/workbook.xml", "ppt/presentation.xml", "OFD.xml", "META-INF/manifest.xml", "mimetype")


def read(data: bytes) -> str:
    package = Package(data)
    main = _main_part(package)
    folder, _, file = main.rpartition("/")
    _refuse_remote(package, f"{folder}/_rels/{file}.rels")
    _refuse_remote(package, f"{folder}/_rels/settings.xml.rels")
    body = child(package.xml(main), "body")
    if body is None:
        raise UnreadableFile("damaged")
    _refuse_depth(body)
    numbering = Numbering(
        _optional(package, f"{folder}/numbering.xml"), _optional(package, f"{folder}/styles.xml")
    )
    return "".join(f"{line}\n" for line in _blocks(body, numbering))


def _main_part(package: Package) -> str:
    if "_rels/.rels" in package.names:
        for relationship in package.xml("_rels/.rels"):
            if value_of(relationship, "Type").endswith(OFFICE_DOCUMENT):
                target = normpath(value_of(relationship, "Target").lstrip("/"))
                if target in package.names and target.startswith("word/"):
                    return target
    if "word/document.xml" in package.names:
        return "word/document.xml"
    if any(name in package.names for name in OTHER_PACKAGES):
        raise UnreadableFile("other_format")
    raise UnreadableFile("damaged" if "[Content_Types].xml" in package.names else "archive")


def _optional(package: Package, name: str) -> etree._Element | None:
    return package.xml(name) if name in package.names else None


def _refuse_remote(package: Package, relationships: str) -> None:
    """Links and linked pictures are only not followed; what would bring text from elsewhere is refused."""
    for relationship in children(_optional(package, relationships), "Relationship"):
        fetched = value_of(relationship, "Type").endswith(FETCHED)
        remote = value_of(relationship, "Target").lower().startswith(REMOTE)
        if fetched and remote and value_of(relationship, "TargetMode") == "External":
            raise UnreadableFile("external")


def _refuse_depth(body: etree._Element) -> None:
    """Tables in tables are walked by recursion, so their depth is bounded before."""
    depth = 0
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if name_of(element) == "tbl":
            depth += 1 if event == "start" else -1
            if depth > DEEPEST_PATH:
                raise UnreadableFile("nested")


def _blocks(container: etree._Element, numbering: Numbering) -> Iterator[str]:
    """Lines of a body, cell, text box or content control. A paragraph whose mark was deleted runs on."""
    held = ""
    for element in _block_elements(container):
        if name_of(element) == "tbl":
            if held:
                yield held
                held = ""
            yield from _rows(element, numbering)
            continue
        text = held + numbering.next(element) + "".join(_characters(element)).strip()
        if _mark_deleted(element):
            held = text
            continue
        held = ""
        yield from (line.strip() for line in text.split("\n"))
        for box in _text_boxes(element):
            yield from _blocks(box, numbering)
    if held:
        yield held


def _block_elements(container: etree._Element) -> Iterator[etree._Element]:
    for element in container:
        match name_of(element):
            case "p" | "tbl":
                yield element
            case "altChunk":
                raise UnreadableFile("embedded")
            case "sdt":
                if (content := child(element, "sdtContent")) is not None:
                    yield from _block_elements(content)
            case "ins" | "moveTo" | "customXml" | "smartTag":
                yield from _block_elements(element)


def _mark_deleted(paragraph: etree._Element) -> bool:
    mark = child(child(paragraph, "pPr"), "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _characters(element: etree._Element) -> Iterator[str]:
    for part in element:
        name = name_of(part)
        if name == "t":
            yield part.text or ""
        elif name in SPACES:
            yield SPACES[name]
        elif name == "drawing" or name in SKIPPED or (name == "r" and _hidden(part)):
            continue
        else:
            yield from _characters(part)


def _hidden(run: etree._Element) -> bool:
    vanish = child(child(run, "rPr"), "vanish")
    return vanish is not None and value_of(vanish) not in ("0", "false", "off")


def _text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """The boxes anchored in this paragraph itself. A drawing's older twin stands in mc:Fallback."""
    for box in paragraph.iter("{*}txbxContent"):
        for ancestor in box.iterancestors():
            if ancestor is paragraph:
                yield box
                break
            if name_of(ancestor) in BOX_SKIPPED:
                break


def _rows(table: etree._Element, numbering: Numbering) -> Iterator[str]:
    above: dict[int, str] = {}  # grid column -> text of the cell merged downwards
    for row in _row_elements(table):
        cells: list[str] = [""] * min(
            number_of(child(child(row, "trPr"), "gridBefore")) or 0, MOST_CELLS_ACROSS
        )
        for cell in _cell_elements(row):
            properties = child(cell, "tcPr")
            column = len(cells)
            text = " ".join(line.replace("\t", " ") for line in _blocks(cell, numbering) if line)
            merge = child(properties, "vMerge")
            if merge is not None and value_of(merge) != "restart":
                text = above.get(column, "")
            above[column] = text
            span = number_of(child(properties, "gridSpan")) or 1
            cells += [text] + [""] * (min(max(span, 1), MOST_CELLS_ACROSS) - 1)
        if any(cells):
            yield "\t".join(cells)


def _row_elements(table: etree._Element) -> Iterator[etree._Element]:
    for element in table:
        match name_of(element):
            case "tr":
                properties = child(element, "trPr")
                if child(properties, "del") is None:
                    yield element
            case "sdt":
                for content in children(element, "sdtContent"):
                    yield from _row_elements(content)
            case "ins" | "moveTo" | "customXml":
                yield from _row_elements(element)


def _cell_elements(row: etree._Element) -> Iterator[etree._Element]:
    for element in row:
        match name_of(element):
            case "tc":
                yield element
            case "sdt":
                for content in children(element, "sdtContent"):
                    yield from _cell_elements(content)
            case "customXml":
                yield from _cell_elements(element)
