"""A filled-in form that comes back: values by item, or what is wrong, cell by cell. One file is one form of one unit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from suixin.engines.collections.numerals import decimal_of
from suixin.engines.collections.sentences import SENTENCES
from suixin.engines.collections.sheets.opening import Cell, Rows, Sheet, open_sheets
from suixin.engines.collections.sheets.sentences import UnreadableSheet, at_cell, told
from suixin.engines.collections.sheets.shape import HIDDEN, LABELS, MARK, MARKS
from suixin.kernel.records.problem import Problem
from suixin.kernel.statistics.forms import Form, Item
from suixin.kernel.statistics.periods import Period

LONGEST_SAID = 40  # of what a file says, in a sentence
LOST_DIGITS = "cell-digits"  # what the cell holds is not what was typed, and would look right


@dataclass(frozen=True, slots=True)
class Upload:
    values: Mapping[str, str]  # of the cells that could be read
    unread: Mapping[str, str]  # by item, what stands in cells that could not, to be shown and corrected
    problems: tuple[Problem, ...]  # each with its cell in `parameters["cell"]`, where it is about one


@dataclass(frozen=True, slots=True)
class Head:
    """Where the columns of the table are, and where its rows begin."""

    row: int
    code: int
    now: int


def read_upload(form: Form, content: bytes, *, unit: str, period: Period) -> Upload:
    """Never raises, whatever the file is."""
    try:
        sheets = open_sheets(content)
        check_marks(found_marks(sheets), form, unit, period)
        rows = the_table(sheets)
        values: dict[str, str] = {}
        unread: dict[str, str] = {}
        problems = list(fill(values, unread, form, rows))
    except UnreadableSheet as error:
        return Upload({}, {}, (error.problem,))
    return Upload(values, unread, tuple(problems))


def found_marks(sheets: Sequence[Sheet]) -> Mapping[str, str]:
    """From the hidden sheet of a workbook, or the first rows of a CSV file."""
    wanted = {f"{MARK}{name}": name for name in MARKS}
    marks: dict[str, str] = {}
    for row in (row for sheet in sheets for row in sheet.rows if len(row) > 1):
        if (name := wanted.get(row[0].text)) and marks.setdefault(name, said(row[1])) != said(row[1]):
            raise UnreadableSheet("file-two-forms")
    if set(marks) != set(MARKS):
        raise UnreadableSheet("file-not-ours")
    return marks


def said(cell: Cell) -> str:
    return cell.text.removeprefix("'")[:LONGEST_SAID]


def check_marks(marks: Mapping[str, str], form: Form, unit: str, period: Period) -> None:
    wanted = {"form": form.id, "version": str(form.version), "unit": unit, "period": str(period)}
    for mark in MARKS:
        if marks[mark] != wanted[mark]:
            raise UnreadableSheet(f"file-other-{mark}", found=marks[mark], wanted=wanted[mark])


def the_table(sheets: Sequence[Sheet]) -> Rows:
    tables = [sheet.rows for sheet in sheets if sheet.name != HIDDEN and any(heads(sheet.rows))]
    if not tables:
        raise UnreadableSheet("no-table")
    if len(tables) > 1 or len(list(heads(tables[0]))) > 1:
        raise UnreadableSheet("file-two-forms")
    return tables[0]


def heads(rows: Rows) -> Iterator[Head]:
    for number, row in enumerate(rows):
        texts = [cell.text for cell in row]
        code, now = (
            next((place for place, text in enumerate(texts) if text in LABELS[name].values()), None)
            for name in ("code", "now")
        )
        if code is not None and now is not None:
            yield Head(number, code, now)


def fill(values: dict[str, str], unread: dict[str, str], form: Form, rows: Rows) -> Iterator[Problem]:
    """Adds what can be read to `values`, what cannot to `unread`, and yields what is wrong."""
    (head,) = heads(rows)
    items = {item.id: item for item in form.items}
    seen: set[str] = set()
    for row in rows[head.row + 1 :]:
        if len(row) <= head.code or not (code := row[head.code].text):
            continue
        cell = row[head.now] if len(row) > head.now else None
        if code not in items:
            yield told("cell-code", cell=row[head.code].place, found=code[:LONGEST_SAID])
        elif code in seen:
            yield told("cell-code-twice", items[code].path, cell=row[head.code].place, found=code)
        elif cell is not None and cell.text:
            read = number_in(cell, items[code])
            if isinstance(read, str):
                values[code] = read
            else:
                yield at_cell(cell.place, items[code], read)
                if read.code != LOST_DIGITS:
                    unread[code] = cell.text
        seen.add(code)


def number_in(cell: Cell, item: Item) -> str | Problem:
    if cell.is_formula:
        return Problem(item.path, "cell-formula", SENTENCES["cell-formula"])
    return decimal_of(cell.value, item)
