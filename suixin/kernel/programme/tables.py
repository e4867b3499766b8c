"""Tables of duties and of indicators, one row a line, cells joined by TAB.

A cell merged over several rows is printed only in the first of them: later rows miss it. Rows are put back under
their columns by the running number and from the right. A table without a column for an organisation or a target
value is not read, and is told.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from suixin.kernel.programme import attribution, deadline, quantity
from suixin.kernel.programme.attribution import Statement
from suixin.kernel.programme.deadline import Calendar
from suixin.kernel.programme.model import Operator, TargetKind
from suixin.kernel.programme.organisations import Shape
from suixin.kernel.programme.outline import marker
from suixin.kernel.programme.targets import Goal
from suixin.kernel.programme.text import Paragraph


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a duty table."""

    number: str
    title: Cell
    content: Cell | None
    category: Cell | None
    due: str | None
    statement: Statement | None
    duty: Cell | None
    worded: tuple[tuple[Cell, bool], ...]  # what is to be done; True for a cell of a column of aims
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    rows: tuple[Row, ...] = ()
    goals: tuple[Goal, ...] = ()
    unread: bool = False


_COLUMNS: tuple[tuple[str, str], ...] = (
    ("number", r"序号|编号|号"),
    (
        "lead",
        r"(?:总|主要)?牵头(?:责任|负责)?(?:单位|部门|市直单位|处室|科室)?(?:\(.*\))?|主办(?:单位|部门)|主责(?:单位|部门)|(?:第一)责任(?:单位|部门)",
    ),
    ("support", r"(?:主要)?(?:配合|协办|协同|协作|协助|支持)(?:责任)?(?:单位|部门)?"),
    ("participate", r"(?:参与|参加)(?:单位|部门)"),
    ("guide", r"(?:业务)?(?:指导|督导)(?:单位|部门)"),
    ("implement", r"(?:实施|落实|承办|执行|建设)(?:单位|部门|主体)"),
    (
        "responsible",
        r"(?:任务)?(?:责任|负责|分工|任务分工)(?:单位|部门|主体)?(?:及分工)?(?:\(.*\))?|职责分工|责任(?:市直)?单位",
    ),
    (
        "due",
        r"(?:完成|办结|实施|计划完成)?(?:时限|时间|期限|时间节点|时间要求|完成时间)(?:要求|节点)?|进度(?:安排|要求)|时间进度",
    ),
    (
        "title",
        r"(?:重点|主要|工作|具体|目标|改革|任务)*(?:任务|举措|事项|项目|工作|措施|试点任务)(?:名称|内容)?|名称|(?:任务|项目|工作|事项)名称",
    ),
    (
        "content",
        r"(?:主要|具体|工作|任务|建设|重点|实施|改革)*(?:内容|措施|要求|目标|举措|任务|分工)(?:及要求|和要求|及目标)?|目标任务|工作目标|年度目标",
    ),
    ("category", r"类别|分类|领域|方向|板块|类型|大类|任务类别|工作类别|一级任务|专项|维度"),
)
_ROLES = ("lead", "support", "participate", "guide", "implement", "responsible")
_MERGED = ("category", "title")
_INDICATOR = re.compile(r"(?:三级|具体|主要|核心|监测|考核|发展)?指标(?:名称|内容)?|名称")
_UNIT_COLUMN = re.compile(r"(?:计量)?单位")
_YEAR_COLUMN = re.compile(r"(?:到)?(20\d\d)年?(?:底|末)?(?:的)?(?:预期|计划|规划)?(?:目标)?(?:值|数)?")
_TARGET_COLUMN = re.compile(r"(?:目标|预期|计划|规划)(?:值|数|目标)?|目标")
_NUMBER = re.compile(r"\d{1,3}|[一二三四五六七八九十]{1,3}")


def read(rows: list[Paragraph], calendar: Calendar, *, first_leads: bool) -> Reading:
    cells = [list(_cells(row)) for row in rows]
    for index, head in _heads(cells):
        columns = _columns(head)
        if columns and len(cells) > index + 1:
            aims = {at for at, cell in enumerate(head) if "目标" in cell.text}
            return Reading(rows=tuple(_duty_rows(columns, aims, cells[index + 1 :], first_leads)))
        years = _indicator_columns(head)
        if years:
            return Reading(goals=tuple(_indicators(head, years, cells[index + 1 :], calendar)))
    return Reading(unread=len(cells) > 1)


def _heads(cells: list[list[Cell]]) -> Iterator[tuple[int, list[Cell]]]:
    """Rows that may be the head, with their place. Under 责任单位 a second row may say who leads and who helps."""
    for index, head in enumerate(cells[:4]):
        below = cells[index + 1] if index + 1 < len(cells) else []
        named = [cell for cell in below if cell.text]
        roles = [_meaning(cell) for cell in named]
        wide = next((at for at, cell in enumerate(head) if _meaning(cell) == "responsible"), None)
        if wide is None or sum(role in _ROLES for role in roles) < 2:
            yield index, head
        elif len(below) == len(head):
            yield index + 1, below
        elif all(role in _ROLES for role in roles):
            covered = next((at for at in range(wide + 1, len(head)) if head[at].text), len(head))
            yield index + 1, [*head[:wide], *named, *head[covered:]]
        else:
            yield index, head


def _cells(row: Paragraph) -> Iterator[Cell]:
    at = row.start
    for text in row.text.split("\t"):
        lead = len(text) - len(text.lstrip())
        yield Cell(text.strip(), at + lead, at + lead + len(text.strip()))
        at += len(text) + 1


def _meaning(head: Cell) -> str:
    name = re.sub(r"\s", "", head.text)
    return next((key for key, words in _COLUMNS if re.fullmatch(words, name)), "other")


def _columns(head: list[Cell]) -> list[str] | None:
    """The meaning of each column; None unless some column names organisations."""
    columns: list[str] = []
    for cell in head:
        meaning = _meaning(cell)
        if meaning == "title" and "title" in columns:
            meaning = "content"
        columns.append(meaning)
    if not any(column in _ROLES for column in columns) or len(head) < 2:
        return None
    if "title" not in columns:
        stand_in = next(
            (index for index, column in enumerate(columns) if column in ("content", "other", "category")),
            None,
        )
        if stand_in is None:
            return None
        columns[stand_in] = "title"
    return columns


def _duty_rows(
    columns: list[str], aims: set[int], rows: list[list[Cell]], first_leads: bool
) -> Iterator[Row]:
    above: dict[int, Cell] = {}
    count = 0
    group: Cell | None = None
    for cells in rows:
        filled = [cell for cell in cells if cell.text]
        if len(filled) <= 1:
            group = filled[0] if filled else group
            continue
        if _columns(cells) == columns:  # the head again, on the next page
            continue
        placed = _placed(columns, cells, above)
        worded = tuple(
            (_behind_number(cell), at in aims)
            for at, cell in sorted(placed.items())
            if columns[at] in ("title", "content") and not (at in above and above[at].text == cell.text)
        )
        above = placed
        by_name: dict[str, Cell] = {}
        for index, column in enumerate(columns):
            cell = placed.get(index)
            if cell is not None and cell.text and column not in by_name:
                by_name[column] = cell
        title = by_name.get("title") or by_name.get("content")
        if title is None:
            continue
        count += 1
        row = _row(str(count), title, by_name, first_leads)
        yield replace(
            row, category=row.category or group, worded=worded, start=cells[0].start, end=cells[-1].end
        )


def _behind_number(cell: Cell) -> Cell:
    found = marker(cell.text)
    return replace(cell, text=cell.text[found[3] :], start=cell.start + found[3]) if found else cell


def _row(number: str, title: Cell, by_name: dict[str, Cell], first_leads: bool) -> Row:
    duties = [by_name[role] for role in _ROLES if role in by_name]
    extent = Cell("", min(one.start for one in duties), max(one.end for one in duties)) if duties else None
    content = by_name.get("content")
    return Row(
        number=by_name["number"].text if "number" in by_name else number,
        title=title,
        content=content if content is not title else None,
        category=by_name.get("category"),
        due=by_name["due"].text if "due" in by_name else None,
        statement=_statement(by_name, first_leads),
        duty=extent,
        worded=(),
        start=title.start,
        end=title.end,
    )


def _statement(by_name: dict[str, Cell], first_leads: bool) -> Statement | None:
    only = [role for role in _ROLES if role in by_name]
    if len(only) == 1:
        statement = attribution.read(by_name[only[0]].text, first_leads=False)
        if statement:
            return statement
    columns = {role: attribution.read_list(by_name[role].text, role) for role in only}
    return attribution.statement_of(columns, first_leads=first_leads, rule="table")


def _placed(columns: list[str], cells: list[Cell], above: dict[int, Cell]) -> dict[int, Cell]:
    """Cells under their columns; what a merged cell leaves out is taken from the row above.

    A row with all its cells says itself who is responsible: only an empty category or title is the one above.
    """
    missing = len(columns) - len(cells)
    if missing <= 0:
        return {
            index: above[index] if not cell.text and index in above and columns[index] in _MERGED else cell
            for index, cell in enumerate(cells[: len(columns)])
        }
    placed = dict(above)
    number_at = columns.index("number") if "number" in columns else None
    if number_at is not None and _NUMBER.fullmatch(cells[0].text):
        placed[number_at] = cells[0]
        shift = max(0, missing - number_at)  # cells before the number are merged ones too
        rest = cells[1:]
        if columns[-1] in _ROLES and not _names_organisations(rest[-1].text if rest else ""):
            placed.update({number_at + 1 + index: cell for index, cell in enumerate(rest)})
        else:
            placed.update({number_at + 1 + shift + index: cell for index, cell in enumerate(rest)})
        return placed
    if columns[-1] in _ROLES and columns.count(columns[-1]) == 1 and not _names_organisations(cells[-1].text):
        placed.update(dict(enumerate(cells)))
        return placed
    placed.update({missing + index: cell for index, cell in enumerate(cells)})
    return placed


def _names_organisations(text: str) -> bool:
    listed = attribution.read_list(text, "responsible")
    return (
        bool(listed) and sum(one.shape is not Shape.UNKNOWN for one in listed) * 2 >= len(listed)
    ) or bool(attribution.read(text))


def _indicator_columns(head: list[Cell]) -> dict[int, str | None] | None:
    """Columns that hold target values, with their year; None for another kind of table."""
    names = [re.sub(r"\s", "", cell.text) for cell in head]
    if not any(_INDICATOR.fullmatch(name) for name in names):
        return None
    found: dict[int, str | None] = {}
    for index, name in enumerate(names):
        year = _YEAR_COLUMN.fullmatch(name)
        if year:
            found[index] = year[1]
        elif _TARGET_COLUMN.fullmatch(name):
            found[index] = None
    return found or None


def _indicators(
    head: list[Cell], years: dict[int, str | None], rows: list[list[Cell]], calendar: Calendar
) -> Iterator[Goal]:
    names = [re.sub(r"\s", "", cell.text) for cell in head]
    name_at = max(
        index for index, name in enumerate(names) if _INDICATOR.fullmatch(name) and index not in years
    )
    unit_at = next((index for index, name in enumerate(names) if _UNIT_COLUMN.fullmatch(name)), None)
    since = calendar.signed_year
    wanted = {
        index: year for index, year in years.items() if year is None or since is None or int(year) >= since
    }
    if since is None and len(wanted) > 1 and all(wanted.values()):
        wanted = {
            max(wanted, key=lambda index: int(wanted[index] or 0)): wanted[
                max(wanted, key=lambda index: int(wanted[index] or 0))
            ]
        }
    for cells in rows:
        missing = len(head) - len(cells)
        for index, year in wanted.items():
            at, name = index - missing, name_at - missing
            if not (0 <= at < len(cells) and 0 <= name < len(cells)):
                continue
            unit = (
                cells[unit_at - missing].text
                if unit_at is not None and 0 <= unit_at - missing < len(cells)
                else ""
            )
            goal = _indicator(cells[name].text, cells[at], unit, year)
            if goal:
                yield goal


def _indicator(metric: str, cell: Cell, unit: str, year: str | None) -> Goal | None:
    inner = re.search(r"\(([^()]{1,12})\)$", metric)
    if not unit and inner and re.search(rf"(?:{quantity.UNITS})$", inner[1]):
        unit, metric = inner[1], metric[: inner.start()]
    scale = re.match(r"(万亿|亿|千万|百万|万|千)(?=[一-鿿])", unit)
    if scale and scale.end() < len(unit):
        printed = f"{_with_scale(cell.text, scale[0])}{unit[scale.end() :]}"
    else:
        printed = cell.text if quantity.stands_in(cell.text) else f"{cell.text}{unit}"
    printed = re.sub(r"^[>≥]\s*", "不低于", re.sub(r"^[<≤]\s*", "不超过", printed.strip()))
    found = next(iter(quantity.find(printed)), None)
    value: Decimal | None = None
    op = Operator.EQUAL
    if found is not None and found.value is not None:
        value, unit, op = found.value, found.unit, found.op or Operator.EQUAL
    elif re.fullmatch(r"\d+(?:\.\d+)?", cell.text):
        value = Decimal(cell.text)
    if value is None or not metric:
        return None
    growth = (
        unit in ("%", "个百分点", "百分点")
        and re.search(r"增长|增速|增幅|提高|下降|降低", metric) is not None
    )
    kind = TargetKind.GROWTH if growth else TargetKind.SHARE if unit in ("%", "‰") else TargetKind.LEVEL
    return Goal(cell.start, cell.end, metric, op, value, unit or None, year, kind, "indicator-table")


def _with_scale(number: str, scale: str) -> str:
    return re.sub(r"(\d+(?:\.\d+)?)(?!.*\d)", rf"\g<1>{scale}", number)


def due_of(printed: str | None, calendar: Calendar) -> str | None:
    """The date a 完成时限 cell gives."""
    if not printed:
        return None
    dues = list(deadline.find(printed, calendar))
    return dues[-1].due if dues else None
