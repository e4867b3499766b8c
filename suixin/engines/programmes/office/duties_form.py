"""The part of a task's form that says who does what: for each duty, rows of a role and an organisation.

Plain fields, so that it works without scripts: blank rows at the end of each duty, one blank duty at the end; a row
without a name is none, and a duty without rows is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count, takewhile
from typing import Any

from django.utils.translation import gettext_lazy as _

from suixin.engines.programmes.drafting.contents import Clause, Contents
from suixin.engines.programmes.drafting.steps import Duty
from suixin.engines.programmes.drafting.wellformed import problems
from suixin.engines.programmes.vocabulary import ROLES
from suixin.platform.ui.numbers import language

BLANK_ROWS = 2
MOST_DUTIES = 60
MOST_ROWS = 200


@dataclass(slots=True)
class Row:
    role: str = "lead"
    name: str = ""


@dataclass(slots=True)
class Sheet:
    """One duty on the form."""

    id: str = ""
    part: str = ""
    rows: list[Row] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    @property
    def filled(self) -> list[Row]:
        return [row for row in self.rows if row.name]


def sheets_of(contents: Contents, task: str | None) -> list[Sheet]:
    sheets = [sheet_of(duty) for duty in contents.duties(task)] if task else []
    return with_blanks(sheets)


def sheet_of(duty: Clause) -> Sheet:
    data = duty.data
    rows = [Row("lead", name) for name in data["leads"]]
    rows += [Row("support", name) for name in data["supports"]]
    rows += [Row(other["role"], other["organisation"]) for other in data["others"]]
    return Sheet(duty.id, data.get("part", {}).get("zh-hans", ""), rows)


def with_blanks(sheets: list[Sheet]) -> list[Sheet]:
    for sheet in sheets:
        sheet.rows += [Row("support") for _ in range(BLANK_ROWS)]
    return [*sheets, Sheet(rows=[Row("lead"), Row("support")])]


def sheets_in(posted: Mapping[str, str]) -> list[Sheet]:
    """What was filled in, blank rows left out. However many there are: none may be lost."""
    sheets = []
    for n in takewhile(lambda n: f"duty-{n}-id" in posted, count()):
        rows = [
            Row(role if role in ROLES else "support", name)
            for m in takewhile(lambda m, n=n: f"duty-{n}-{m}-name" in posted, count())
            if (name := posted[f"duty-{n}-{m}-name"].strip())
            for role in (posted.get(f"duty-{n}-{m}-role", ""),)
        ]
        sheet = Sheet(posted[f"duty-{n}-id"], posted.get(f"duty-{n}-part", "").strip(), rows)
        if rows or sheet.part:
            sheets.append(sheet)
    return sheets


def duties(sheets: list[Sheet], contents: Contents) -> Iterator[Duty]:
    """As the records will say them; problems are put on the sheets."""
    for sheet in sheets:
        old = contents.get("duty", sheet.id)
        data = duty_data(sheet, old.data if old is not None else {})
        for problem in problems(Clause("duty", "x1", 0, data | {"task": "x"})):
            sheet.errors.append(problem.message(language()))
        if not sheet.filled:
            sheet.errors.append(str(_("这一部分还没有写由谁负责：请填写机构，或把所指部分清空。")))
        names = [row.name for row in sheet.filled]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            sheet.errors.append(str(_("同一机构写了两次：%s。")) % "、".join(twice))
        yield Duty(sheet.id or None, data)


def duty_data(sheet: Sheet, old: Mapping[str, Any]) -> dict[str, Any]:
    data = {name: value for name, value in old.items() if name not in ("task", "part")}
    named = {role: [row.name for row in sheet.filled if row.role == role] for role in ROLES}
    data |= {"leads": named["lead"], "supports": named["support"]}
    data["others"] = [
        {"role": row.role, "organisation": row.name}
        for row in sheet.filled
        if row.role not in ("lead", "support")
    ]
    if sheet.part:
        before = old.get("part", {})
        data["part"] = before if before.get("zh-hans") == sheet.part else {"zh-hans": sheet.part}
    return data
