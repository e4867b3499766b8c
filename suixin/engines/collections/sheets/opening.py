"""A spreadsheet from outside, opened with suspicion: small, no macros, no entities, nothing fetched, nothing unpacked
to a disk. What is read are cells in rows; formulas are told apart and never believed.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.workbook.workbook import Workbook

from suixin.engines.collections.sheets.sentences import UnreadableSheet
from suixin.kernel.programme.reading.package import parse_xml
from suixin.kernel.programme.reading.unreadable import UnreadableFile

MOST_BYTES = 1_048_576
MOST_UNPACKED = 4 * 1_048_576  # all parts together
MOST_OF_A_PART = (
    262_144  # of styles and the like, which the library makes into many objects; real ones have far less
)
LARGE_PARTS = ("xl/worksheets/", "xl/sharedStrings.xml")
MOST_PARTS = 200
MOST_ROWS = 1_000
MOST_COLUMNS = 40
MOST_SHEETS = 30
LONGEST_CELL = 32_767
ENCRYPTED = 0x1
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
OTHER_KINDS = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"<",
)
WORKBOOK = "xl/workbook.xml"
DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Cell:
    place: str  # B7
    value: str | int | float | bool | object | None
    is_formula: bool = False
    indent: int = 0

    @property
    def text(self) -> str:
        return (
            self.value.strip()
            if isinstance(self.value, str)
            else ""
            if self.value is None
            else str(self.value)
        )


Rows = Sequence[Sequence[Cell]]


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    is_hidden: bool
    rows: Rows


def open_sheets(content: bytes) -> list[Sheet]:
    """All sheets of an XLSX file, or the one of a CSV file. Raises `UnreadableSheet`."""
    if not content.strip():
        raise UnreadableSheet("file-empty")
    if len(content) > MOST_BYTES:
        raise UnreadableSheet("file-large")
    if content.startswith(OLD_OFFICE):
        raise UnreadableSheet("file-old")
    if content.startswith(b"PK"):
        return read_book(content)
    if content.lstrip().startswith(OTHER_KINDS):
        raise UnreadableSheet("file-kind")
    return [Sheet("", False, read_csv(content))]


def read_book(content: bytes) -> list[Sheet]:
    inspect_package(content)
    try:
        with warnings.catch_warnings(action="ignore"):  # of what the library leaves out
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            return [
                Sheet(sheet.title, sheet.sheet_state != "visible", list(rows_of(book, sheet.title)))
                for sheet in book.worksheets[:MOST_SHEETS]
            ]
    except (
        Exception
    ) as error:  # whatever it stumbles over, the file is not as a spreadsheet program writes it
        raise UnreadableSheet("file-damaged") from error


def rows_of(book: Workbook, name: str) -> Iterator[list[Cell]]:
    for number, row in enumerate(book[name].iter_rows(max_row=MOST_ROWS, max_col=MOST_COLUMNS), start=1):
        yield [
            Cell(
                f"{get_column_letter(column)}{number}",
                cell.value[:LONGEST_CELL] if isinstance(cell.value, str) else cell.value,
                cell.data_type == "f",
                int(cell.alignment.indent) if cell.has_style else 0,
            )
            if cell.value is not None
            else Cell(f"{get_column_letter(column)}{number}", None)
            for column, cell in enumerate(row, start=1)
        ]


def inspect_package(content: bytes) -> None:
    """Before the library sees it: what it is made of, how large it becomes, and that its XML defines no entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if any(part.flag_bits & ENCRYPTED for part in parts):
                raise UnreadableSheet("file-old")
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnreadableSheet("file-hostile")
            if any(part.file_size > MOST_OF_A_PART and is_small_kind(part.filename) for part in parts):
                raise UnreadableSheet("file-hostile")
            if any(is_outside(name) for name in names) or len(names) < len(parts):
                raise UnreadableSheet("file-hostile")
            if WORKBOOK not in names:
                raise UnreadableSheet("file-kind")
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise UnreadableSheet("file-macros")
            for name in names:
                if name.lower().endswith((".xml", ".rels")):
                    parse_xml(package.read(name))  # never more than the size declared above
            if b"macroEnabled" in package.read("[Content_Types].xml"):
                raise UnreadableSheet("file-macros")
    except UnreadableFile as error:
        hostile = error.code in ("external", "nested")
        raise UnreadableSheet("file-hostile" if hostile else "file-damaged") from error
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        KeyError,
        ValueError,
        NotImplementedError,
        RuntimeError,
    ) as error:
        if isinstance(error, UnreadableSheet):
            raise
        raise UnreadableSheet("file-damaged") from error


def is_small_kind(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels")) and not name.startswith(LARGE_PARTS)


def is_outside(name: str) -> bool:
    return name.startswith(("/", "\\")) or ":" in name or ".." in name.replace("\\", "/").split("/")


def read_csv(content: bytes) -> Rows:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        break
    else:
        raise UnreadableSheet("file-encoding")
    if "\0" in text:
        raise UnreadableSheet("file-encoding")
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text), strict=True)
        lines = list(islice(reader, MOST_ROWS))
    except csv.Error as error:
        raise UnreadableSheet("file-damaged") from error
    return [
        [
            Cell(f"{get_column_letter(column)}{number}", cell or None, cell.lstrip().startswith("="))
            for column, cell in enumerate(line[:MOST_COLUMNS], start=1)
        ]
        for number, line in enumerate(lines, start=1)
    ]


def delimiter(text: str) -> str:
    """Some programs write semicolons or tabs where others write commas; the first line tells."""
    first, _, _ = text.partition("\n")
    return max(DELIMITERS, key=first.count)
