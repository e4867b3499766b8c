"""The 重点任务分工表 of a programme as rows; `division_xlsx` and `division_docx` draw them."""

from collections.abc import Iterator
from dataclasses import dataclass

from suixin.kernel.programme.exports.wording import (
    ROLES,
    body_of,
    clean,
    covered_by,
    due_in_words,
    names,
    plan_title,
    target_in_words,
)
from suixin.kernel.programme.model import DeclaredBy, Duty, Programme, Target, Task

COLUMNS = ("序号", "重点任务", "主要内容", "牵头单位", "配合单位", "完成时限/目标", "备注")
SAFEGUARDS = "保障措施"
OVERALL = "总体目标（通知没有分到任务）"
TITLE_FONT = "方正小标宋简体"
HEAD_FONT = "黑体"
NOTE_FONT = "楷体_GB2312"
BODY_FONT = "仿宋_GB2312"


@dataclass(frozen=True, slots=True)
class Line:
    """One duty: a row of the table."""

    content: str
    leads: str
    supports: str
    remark: str


@dataclass(frozen=True, slots=True)
class Item:
    """One task. Several duties are several lines beside one number and title."""

    number: int
    title: str
    goal: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    heading: str  # empty for tasks in no group
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    note: str
    sections: tuple[Section, ...]


def table_of(programme: Programme) -> Table:
    period = programme.period
    span = f"{period.start}—{period.end}年" if period else ""
    note = [programme.number, programme.issuer, span and f"实施期限：{span}"]
    return Table(
        title=f"{plan_title(programme)}重点任务分工表",
        note=clean("　".join(part for part in note if part)),
        sections=tuple(_sections(programme)),
    )


def _sections(programme: Programme) -> Iterator[Section]:
    """Groups in the notice's order, tasks in no group where they stand before them, safeguards last."""
    by_task: dict[str, list[Target]] = {}
    for target in programme.targets:
        if target.task:
            by_task.setdefault(target.task, []).append(target)
    known = {group.id for group in programme.groups}
    parts = [("", [task for task in programme.tasks if task.group not in known])]
    for group in programme.groups:
        parts.append(
            (
                heading_of(group.number, group.title),
                [task for task in programme.tasks if task.group == group.id],
            )
        )
    parts.append((SAFEGUARDS, list(programme.safeguards)))
    count = 0
    for heading, tasks in parts:
        if tasks:
            items = tuple(_item(count + place, task, by_task) for place, task in enumerate(tasks, start=1))
            count += len(tasks)
            yield Section(clean(heading), items)
    overall = [target for target in programme.targets if not target.task]
    if overall:
        yield Section(OVERALL, tuple(_goal(count + place, target) for place, target in enumerate(overall, 1)))


def _goal(number: int, target: Target) -> Item:
    """A target that the notice gives to no task: it is in the table so that nobody forgets it."""
    return Item(number, clean(target.metric), target_in_words(target), (Line("", "", "", ""),))


def _item(number: int, task: Task, targets: dict[str, list[Target]]) -> Item:
    lines = tuple(_line(task, duty) for duty in task.duties)
    return Item(
        number=number,
        title=clean(task.title),
        goal="；\n".join(
            filter(None, [due_in_words(task.due), *map(target_in_words, targets.get(task.id, []))])
        ),
        lines=lines or (Line(body_of(task), "", "", "通知未注明责任单位"),),
    )


def _line(task: Task, duty: Duty) -> Line:
    # Of a table row the other cells (a scope, a date) are no content.
    in_part = len(task.duties) > 1 or duty.declared_by is DeclaredBy.TABLE
    content = covered_by(task, duty) if in_part else body_of(task)
    others: dict[str, list[str]] = {}
    for other in duty.others:
        others.setdefault(ROLES[other.role], []).append(other.organisation)
    remark = "；".join(f"{role}：{names(organisations)}" for role, organisations in others.items())
    return Line(content, names(duty.leads), names(duty.supports), remark)


def heading_of(number: str, title: str) -> str:
    return f"（{number}）{title}" if _is_chinese(number) else f"{number} {title}"


def _is_chinese(number: str) -> bool:
    return bool(number) and all(character in "一二三四五六七八九十百零〇" for character in number)
