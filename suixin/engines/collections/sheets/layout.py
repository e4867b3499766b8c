"""A form as an office has drawn it in a spreadsheet -> a draft of its definition, and what was guessed on the way.

Read are the title, the lines of 表号, 制定机关, 批准文号, 有效期至, the table with its head, the hierarchy by indentation and
numbering, and the lines of 审核关系 and 说明 below it. A draft is for a person to go over: it is never put in force here.
"""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from suixin.engines.collections.sheets.guesses import guessed
from suixin.engines.collections.sheets.opening import Cell, Rows, open_sheets
from suixin.engines.collections.sheets.ruling import is_ruling, rulings
from suixin.engines.collections.sheets.sentences import UnreadableSheet
from suixin.kernel.records.problem import Problem
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.forms import MOST_ITEMS, read_form

NAMES = ("指标名称", "指標名稱", "指标", "项目", "项目名称", "名称")
CODES = ("代码", "代碼", "代号", "指标代码", "编码", "行次", "序号")
UNITS = ("计量单位", "計量單位", "单位")
OTHER_VALUES = (
    "上期",
    "上年",
    "去年",
    "同期",
    "累计",
    "增长",
    "增减",
    "%",
    "比上",
    "环比",
    "同比",
    "备注",
    "说明",
)
LABELS: Mapping[str, re.Pattern[str]] = {
    "number": re.compile(r"^(?:表号|表號)[:：]?(.*)$"),
    "authority": re.compile(r"^(?:制定机关|制表机关|制定單位|制定机構|制定機關)[:：]?(.*)$"),
    "approval": re.compile(r"^(?:批准文号|备案文号|批准机关及文号|文号|批准文號)[:：]?(.*)$"),
    "valid-to": re.compile(r"^(?:有效期至|有效期限?至?|有效期)[:：]?(.*)$"),
    "unit": re.compile(r"^(?:计量单位|金额单位|單位|单位)[:：](.+)$"),
    "reporter": re.compile(r"^(?:填报单位|综合机关|报送单位|填報單位|组织机构代码|统一社会信用代码).*$"),
}
NOTES = re.compile(r"^(?:填报)?说明\s*[:：]|^(?:填表)?注\s*[:：]|^填报说明")
SIGNATURES = re.compile(r"^(?:单位负责人|填表人|统计负责人|负责人|联系电话|报出日期)")
DAY = re.compile(r"(\d{4})\s*[年\-./]\s*(\d{1,2})(?:\s*[月\-./]\s*(\d{1,2})?)?")
LETTERS = re.compile(r"^(?:甲|乙|丙|丁|\d{1,2})$")
NUMBERINGS = (
    re.compile(r"^[一二三四五六七八九十]{1,3}\s*、\s*"),
    re.compile(r"^[（(][一二三四五六七八九十]{1,3}[）)]\s*"),
    re.compile(r"^\d{1,2}\s*[.．、]\s*(?!\d)"),
    re.compile(r"^[（(]\d{1,2}[）)]\s*"),
)
AMONG = re.compile(r"^(?:其中|#)\s*[:：]?\s*")
ITEM = re.compile(r"[A-Z][A-Z0-9]{1,11}", re.ASCII)
FREQUENCIES = (
    ("month", ("月报", "月報", "月度", "月")),
    ("quarter", ("季报", "季報", "季度", "季")),
    ("year", ("年报", "年報", "年度")),
)
MONEY = ("元", "%")
STEP = 2  # of indentation, in half-width characters
AMONG_WIDTH = 6  # of 其中：


@dataclass(frozen=True, slots=True)
class Draft:
    definition: dict[str, Any]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    row: int
    name: int
    code: int | None
    unit: int | None


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table."""

    place: str
    title: str
    indent: int
    level: int | None  # by its numbering
    is_among: bool
    code: str
    unit: str


@dataclass
class Drawn:
    """What has been found so far."""

    texts: dict[str, str] = field(default_factory=dict)
    lines: list[Line] = field(default_factory=list)
    rules: list[tuple[str, str]] = field(default_factory=list)  # place, text
    notes: list[str] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)

    def warn(self, code: str, cell: str = "", **parameters: str) -> None:
        self.warnings.append(guessed(code, cell, **parameters))


def draft(content: bytes, form_id: str = "new-form") -> Draft:
    """Of the first sheet that shows a table. Raises `UnreadableSheet`."""
    for sheet in open_sheets(content):
        if not sheet.is_hidden and (columns := head(sheet.rows)) is not None:
            drawn = Drawn()
            read_above(drawn, sheet.rows[: columns.row])
            read_table(drawn, sheet.rows, columns)
            return made(drawn, form_id)
    raise UnreadableSheet("no-table")


def bare(text: str) -> str:
    return re.sub(r"[\s　]+", "", text)


def head(rows: Rows) -> Columns | None:
    for number, row in enumerate(rows):
        texts = [bare(cell.text) for cell in row]
        name, code, unit = (
            next((place for place, text in enumerate(texts) if text in words), None)
            for words in (NAMES, CODES, UNITS)
        )
        if name is not None and (code is not None or unit is not None):
            return Columns(number, name, code, unit)
    return None


def read_above(drawn: Drawn, rows: Rows) -> None:
    for row in rows:
        cells = [cell for cell in row if cell.text]
        for place, cell in enumerate(cells):
            text = bare(cell.text)
            label = next((name for name, form in LABELS.items() if form.match(text)), None)
            if label is None:
                after_label = place > 0 and any(
                    form.match(bare(cells[place - 1].text)) for form in LABELS.values()
                )
                if not after_label and len(text) > len(drawn.texts.get("title", "")) and not DAY.match(text):
                    drawn.texts["title"] = text
            elif label != "reporter" and (match := LABELS[label].match(text)):
                following = bare(cells[place + 1].text) if place + 1 < len(cells) else ""
                drawn.texts.setdefault(label, match[1] or following)
            elif text.startswith(("填报单位", "综合机关")):
                drawn.texts.setdefault("period", " ".join(bare(each.text) for each in cells))


def read_table(drawn: Drawn, rows: Rows, columns: Columns) -> None:
    tell_of_values(drawn, rows[columns.row], columns)
    below = False
    for row in rows[columns.row + 1 :]:
        cells = [cell for cell in row if cell.text]
        if not cells:
            continue
        first = cells[0].text
        if below or is_ruling(first) or NOTES.match(first) or SIGNATURES.match(bare(first)):
            below = True
            read_below(drawn, cells)
        elif not all(LETTERS.match(bare(cell.text)) for cell in cells):
            read_line(drawn, row, columns)


def tell_of_values(drawn: Drawn, row: Sequence[Cell], columns: Columns) -> None:
    known = {columns.name, columns.code, columns.unit}
    values = [
        cell
        for place, cell in enumerate(row)
        if place not in known and cell.text and not any(word in cell.text for word in OTHER_VALUES)
    ]
    if len(values) > 1:
        drawn.warn("several-values", values[1].place, names="、".join(bare(cell.text) for cell in values))


def read_line(drawn: Drawn, row: Sequence[Cell], columns: Columns) -> None:
    cell = row[columns.name]
    if not cell.text or not isinstance(cell.value, str):
        return
    raw = cell.value.rstrip()
    spaces = len(raw) - len(raw.lstrip())
    indent = sum(2 if mark == "　" else 1 for mark in raw[:spaces]) + STEP * cell.indent
    title = bare(raw) if not raw.isascii() else raw.strip()
    is_among = AMONG.match(title) is not None
    title = AMONG.sub("", title)
    level = next((place for place, form in enumerate(NUMBERINGS) if form.match(title)), None)
    if level is not None:
        title = NUMBERINGS[level].sub("", title)
    code, unit = (
        bare(row[place].text) if place is not None and place < len(row) else ""
        for place in (columns.code, columns.unit)
    )
    unit = "" if unit in ("—", "-", "－", "——") else unit
    if code in ("—", "-", "－", "——"):
        code = ""
    if not code and not unit and columns.code is not None:
        drawn.warn("heading", cell.place, title=title)
        return
    drawn.lines.append(Line(cell.place, title, indent, level, is_among, code.removesuffix(".0"), unit))


def read_below(drawn: Drawn, cells: Sequence[Cell]) -> None:
    text = "".join(cell.text for cell in cells)
    if SIGNATURES.match(bare(text)):
        return
    if is_ruling(text):
        drawn.rules.append((cells[0].place, text))
    elif NOTES.match(text):
        drawn.notes.append(NOTES.sub("", text).strip())
    elif drawn.rules and not drawn.notes:  # the rules go on
        drawn.rules.append((cells[0].place, text))
    else:
        drawn.notes.append(text.strip())


# --- the definition ---


def made(drawn: Drawn, form_id: str) -> Draft:
    if not drawn.lines:
        raise UnreadableSheet("no-items")
    if len(drawn.lines) > MOST_ITEMS:
        raise UnreadableSheet("too-many-items", limit=MOST_ITEMS)
    codes = item_ids(drawn)
    authority = drawn.texts.get("authority") or missing(drawn, "authority", "authority")
    title = drawn.texts.get("title") or missing(drawn, "title", "报表")
    valid_from, valid_to = validity(drawn)
    definition: dict[str, Any] = {
        "id": form_id,
        "version": 1,
        "number": drawn.texts.get("number") or missing(drawn, "number", ""),
        "titles": {"zh-hans": title},
        "authority": authority,
        "approval": drawn.texts.get("approval") or missing(drawn, "approval", ""),
        "valid_from": valid_from,
        "valid_to": valid_to,
        "frequency": frequency(drawn, title),
        "due_days": 10,
        "submitters": ["company"],
        "items": list(items(drawn, codes)),
        "edits": list(edits(drawn, codes)),
        "reviews": [{"id": "bureau", "titles": {"zh-hans": "审核"}, "organisations": {"*": authority}}],
    }
    if drawn.notes:
        definition["notes"] = {"zh-hans": "\n".join(drawn.notes)}
    drawn.warn("to-fill-in")
    try:
        read_form(definition)
    except MalformedDefinition as error:
        drawn.warn("faulty", why=str(error))
    return Draft(definition, tuple(drawn.warnings))


def missing(drawn: Drawn, name: str, instead: str) -> str:
    drawn.warn(f"no-{name}")
    return instead


def item_ids(drawn: Drawn) -> list[str]:
    """One for each line: the office's code, with a letter before it where it is only digits."""
    found: list[str] = []
    for line in drawn.lines:
        code = line.code.upper()
        if code.isascii() and code.isdigit():
            code = f"A{code.zfill(2)}"
        if not ITEM.fullmatch(code) or code in found:
            taken = {*found, *(f"A{each.code.zfill(2)}" for each in drawn.lines if each.code)}
            free = next(
                f"A{number:02}" for number in range(1, 2 * MOST_ITEMS) if f"A{number:02}" not in taken
            )
            drawn.warn("code-given", line.place, title=line.title, item=free)
            code = free
        found.append(code)
    return found


def items(drawn: Drawn, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    unit = drawn.texts.get("unit", "")
    for line, code, parent in zip(drawn.lines, codes, parents(drawn.lines, codes), strict=True):
        if line.unit:
            unit = line.unit
        elif "unit" not in drawn.texts:
            drawn.warn("unit-above", line.place, title=line.title, unit=unit)
        item: dict[str, Any] = {"id": code, "titles": {"zh-hans": line.title}, "unit": unit}
        if any(word in unit for word in MONEY):
            item["scale"] = 2
        if parent:
            item["parent"] = parent
        yield item


def parents(lines: Sequence[Line], codes: Sequence[str]) -> Iterator[str]:
    """The nearest line above that stands further out."""
    above: list[tuple[int, str]] = []
    for line, code in zip(lines, codes, strict=True):
        depth = line.indent + (STEP * line.level if line.level is not None else 0)
        if line.is_among:  # what follows stands below its words, not below 其中
            depth += AMONG_WIDTH
        while above and above[-1][0] >= depth:
            above.pop()
        yield above[-1][1] if above else ""
        above.append((depth, code))


def edits(drawn: Drawn, codes: Sequence[str]) -> Iterator[dict[str, Any]]:
    written = {line.code: code for line, code in zip(drawn.lines, codes, strict=True) if line.code}
    known = {**{code: code for code in codes}, **written}
    number = 0
    for place, text in drawn.rules:
        for ruled in rulings(text, known):
            if ruled.fault:
                drawn.warn("rule", place, said=ruled.said, why=ruled.fault)
                continue
            number += 1
            yield {
                "id": f"E{number:02}",
                "grade": "query" if ruled.is_query else "fatal",
                "rule": ruled.rule,
                "sentence": {"zh-hans": f"请核对：{ruled.said}。"},
            }


def frequency(drawn: Drawn, title: str) -> str:
    for text in (title, drawn.texts.get("period", "")):
        for name, words in FREQUENCIES:
            if any(word in text for word in words):
                return name
    drawn.warn("no-frequency")
    return "month"


def validity(drawn: Drawn) -> tuple[str, str]:
    match = DAY.search(drawn.texts.get("valid-to", ""))
    if match is None or not 1 <= int(match[2]) <= 12 or int(match[1]) < 1:
        drawn.warn("no-validity")
        return "2000-01-01", "2000-12-31"
    year, month = int(match[1]), int(match[2])
    last = monthrange(year, month)[1]
    day = min(int(match[3]), last) if match[3] and int(match[3]) else last
    drawn.warn("valid-from", day=f"{year:04}-01-01")
    return f"{year:04}-01-01", f"{year:04}-{month:02}-{day:02}"
