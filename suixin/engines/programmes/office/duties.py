"""Every duty of the published programmes as a row; which rows are asked for, and in what order."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import Register, kinds_meant, named_in
from suixin.engines.programmes.office.deadlines import Due, due_of
from suixin.engines.programmes.portal.parts import bar
from suixin.kernel.programme.days import last_day
from suixin.platform.ui import parts

SAFEGUARDS = "safeguards"  # stands for the group of them


@dataclass(frozen=True, slots=True)
class Row:
    """A duty; or a task for which the notice names nobody."""

    programme: read.Programme
    task: read.Task
    duty: read.Duty | None
    position: int  # in the order of the notices
    unregistered: tuple[str, ...]

    @property
    def key(self) -> str:
        return f"{self.programme.slug}/{self.duty.id if self.duty else self.task.id}"

    @property
    def group(self) -> read.Group | None:
        return next((group for group in self.programme.groups if group.id == self.task.group), None)

    @property
    def group_key(self) -> str:
        group = SAFEGUARDS if self.task.kind == "safeguard" else self.task.group
        return f"{self.programme.slug}/{group}"

    @property
    def leads(self) -> tuple[str, ...]:
        return self.duty.leads if self.duty else ()

    @property
    def supports(self) -> tuple[str, ...]:
        return self.duty.supports if self.duty else ()

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        return self.duty.others if self.duty else ()

    @property
    def part(self) -> read.Words | None:
        return self.duty.part if self.duty else None

    @property
    def named(self) -> list[tuple[str, str]]:
        return list(named_in(self.duty)) if self.duty else []

    @property
    def bars(self) -> list[parts.Target]:
        return [bar(target, self.programme) for target in self.task.targets]

    @property
    def due(self) -> Due:
        return due_of(self.task, self.programme)

    @property
    def text(self) -> str:
        """All that a reader could look for, in every language given."""
        words = [self.task.title, self.task.summary, self.part, *(t.metric for t in self.task.targets)]
        given = [text for each in words if each for text in each.given.values()]
        return "\n".join([self.task.number, *given, *(name for _role, name in self.named)]).lower()


def rows(programmes: Iterable[read.Programme], register: Register) -> list[Row]:
    made: list[Row] = []
    for programme in programmes:
        for task in (*programme.tasks, *programme.safeguards):
            for duty in task.duties or (None,):
                bodies = [name for _role, name in named_in(duty)] if duty else []
                missing = tuple(register.unregistered(bodies))
                made.append(Row(programme, task, duty, len(made), missing))
    return made


def chosen(every: Iterable[Row], asked: Mapping[str, Any], register: Register) -> Iterator[Row]:
    """Those that meet every condition asked for; see `DutyFilter`."""
    tests: list[Callable[[Row], bool]] = []
    if slug := asked.get("programme"):
        tests.append(lambda row: row.programme.slug == slug)
    if group := asked.get("group"):
        tests.append(lambda row: row.group_key == group)
    if words := str(asked.get("q") or "").lower().split():
        tests.append(lambda row: all(word in row.text for word in words))
    if asked.get("organisation") or asked.get("role"):
        means = meant(str(asked.get("organisation") or "").strip(), register)
        role = asked.get("role")
        tests.append(lambda row: any(means(name) and role in ("", None, part) for part, name in row.named))
    if asked.get("no_lead"):
        tests.append(lambda row: not row.task.leads)
    if asked.get("unregistered"):
        tests.append(lambda row: bool(row.unregistered))
    return (row for row in every if all(test(row) for test in tests))


def meant(asked: str, register: Register) -> Callable[[str], bool]:
    """Whether a name in a programme means the organisation asked for: by its code or any of its names, with the
    collective names that cover it; else names that hold the words."""
    organisation = register.by_key(asked) or register.by_name.get(asked)
    if organisation is None:
        return lambda name: asked in name
    names = register.names_of(organisation)
    return lambda name: name in names or organisation.kind in kinds_meant(name)


ORDERS: dict[str, Callable[[Row], Any]] = {
    "programme": lambda row: str(row.programme.title),
    "number": lambda row: row.position,
    "task": lambda row: str(row.task.title),
    "leads": lambda row: row.leads or ("\uffff",),  # those without come last
    "due": lambda row: last_day(row.due.on) or date.max,
}


def ordered(given: Iterable[Row], sort: str) -> Sequence[Row]:
    """By a column, falling with a minus before it; in the order of the notices within it."""
    order = ORDERS.get(sort.removeprefix("-"))
    rows = sorted(given, key=lambda row: row.position)
    return rows if order is None else sorted(rows, key=order, reverse=sort.startswith("-"))
