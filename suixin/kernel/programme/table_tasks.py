"""Rows of duty tables beside the tasks of the text.

A 分工表 behind a plan repeats its tasks and adds the duties; a notice may also give its tasks in a table alone.
A row joins a task only when their titles agree; nothing is matched by likeness.
"""

import re
from dataclasses import replace

from suixin.kernel.programme import tables
from suixin.kernel.programme.deadline import Calendar
from suixin.kernel.programme.model import DeclaredBy, Duty, Task
from suixin.kernel.programme.sections import Unit
from suixin.kernel.programme.tables import Cell, Row
from suixin.kernel.programme.text import Text

_OPENING = re.compile(r"^[(]?[\d一二三四五六七八九十]{1,3}[)、.]+\s*")
_NOISE = re.compile(r"[\s,。;:、“”()《》.]")


class TableTasks:
    def __init__(self, text: Text, calendar: Calendar) -> None:
        self._text = text
        self._calendar = calendar

    def merge(
        self, tasks: list[Task], units: list[Unit], rows: list[Row]
    ) -> tuple[list[Task], dict[str, Unit]]:
        """Tasks with the rows' duties, or the rows as tasks; and for rows listed under an item, that item.

        Second result: task id to the unit whose text lists the row, so that the unit can serve as its group.
        """
        by_title = {_key(task.title): index for index, task in enumerate(tasks)}
        matched = [(row, by_title.get(_key(row.title.text))) for row in rows]
        if tasks and sum(index is not None for _, index in matched) * 2 >= len(rows):
            return self._with_duties(tasks, matched), {}
        if any(task.duties for task in tasks):
            made = self._tasks(rows, len(tasks) + 1)
            return [*tasks, *made], {}
        made = self._tasks(rows, 1)
        homes = {
            task.id: home for task, row in zip(made, rows, strict=True) if (home := self._home(row, units))
        }
        if homes:
            listing = {id(home) for home in homes.values()}
            kept = [
                task
                for task, unit in zip(tasks, units, strict=True)
                if not self._lists_only(unit, units, listing)
            ]
            return _renumbered([*kept, *made], homes)
        return _renumbered([*tasks, *made], {}) if self._stands_alone(tasks, rows) else (made, {})

    def _stands_alone(self, tasks: list[Task], rows: list[Row]) -> bool:
        """Tasks of the text that the table does not replace: they are as many words as a task needs."""
        return bool(tasks) and len(tasks) >= len(rows)

    def _lists_only(self, unit: Unit, units: list[Unit], listing: set[int]) -> bool:
        """An item that lists rows, or stands beside such items, gives no task of its own."""
        return any(id(other) in listing and other.item.parent is unit.item.parent for other in units)

    def _home(self, row: Row, units: list[Unit]) -> Unit | None:
        key = _key(row.title.text)
        return next(
            (unit for unit in units if any(key in _key(paragraph.text) for paragraph in unit.paragraphs)),
            None,
        )

    def _with_duties(self, tasks: list[Task], matched: list[tuple[Row, int | None]]) -> list[Task]:
        done = list(tasks)
        unmatched: list[Row] = []
        for row, index in matched:
            duty = self._duty(row)
            if index is None:
                unmatched.append(row)
                continue
            due = done[index].due or tables.due_of(row.due, self._calendar)
            done[index] = replace(done[index], due=due)
            if duty and not done[index].duties:
                done[index] = replace(done[index], duties=(replace(duty, covers=done[index].source),))
        return [*done, *self._tasks(unmatched, len(done) + 1)]

    def _tasks(self, rows: list[Row], first: int) -> list[Task]:
        tasks: list[Task] = []
        for index, row in enumerate(rows, start=first):
            source = self._text.span(row.start, row.end)
            duty = self._duty(row)
            title = self._printed(row.title)
            tasks.append(
                Task(
                    id=f"t{index}",
                    number=row.number,
                    title=_OPENING.sub("", title).split("。")[0],
                    group=None,
                    text=self._text.raw[source.start : source.end],
                    source=source,
                    duties=(duty,) if duty else (),
                    due=tables.due_of(row.due, self._calendar),
                )
            )
        return tasks

    def _duty(self, row: Row) -> Duty | None:
        statement, cell = row.statement, row.duty
        if not statement or cell is None:
            return None
        document = statement.rule == "first-leads" and not statement.declares_first
        covered = row.content or row.title
        return Duty(
            leads=statement.leads,
            supports=statement.supports,
            others=statement.others,
            text=self._text.printed(cell.start, cell.end),
            declared_by=DeclaredBy.DOCUMENT if document else DeclaredBy.TABLE,
            source=self._text.span(cell.start, cell.end),
            covers=self._text.span(covered.start, covered.end),
            rule=statement.rule,
        )

    def _printed(self, cell: Cell) -> str:
        return self._text.printed(cell.start, cell.end)


def _renumbered(tasks: list[Task], homes: dict[str, Unit]) -> tuple[list[Task], dict[str, Unit]]:
    ids = {task.id: f"t{index}" for index, task in enumerate(tasks, start=1)}
    done = [replace(task, id=f"t{index}") for index, task in enumerate(tasks, start=1)]
    return done, {ids[old]: home for old, home in homes.items()}


def _key(title: str) -> str:
    return _NOISE.sub("", _OPENING.sub("", title.split("。", maxsplit=1)[0]))
