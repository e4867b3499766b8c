"""Published programmes as pages and exports want them: whole, as of now or of any place in the log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Min, Q, QuerySet

from suixin.engines.programmes.models import Item
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the languages that it was given in."""

    given: Mapping[str, str]

    def __str__(self) -> str:
        """In the reader's language; traditional characters are derived; else the notice's own words."""
        reader = language()
        if reader in self.given:
            return self.given[reader]
        source = self.given["zh-hans"]
        return traditional(source) if reader == "zh-hant" else source

    @property
    def language(self) -> str:
        """The language that `str` answers in, for the page's `lang` attribute."""
        reader = language()
        return reader if reader in self.given or reader == "zh-hant" else "zh-hans"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Where an item's version stands in the log, and why it is as it is."""

    index: int
    at: datetime
    by: str | None  # code of the organisation
    reason: str


@dataclass(frozen=True, slots=True)
class Duty:
    id: str
    task: str
    leads: tuple[str, ...]
    supports: tuple[str, ...]
    others: tuple[tuple[str, str], ...]  # role, organisation
    part: Words | None
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Target:
    id: str
    metric: Words
    op: str | None
    value: Decimal | None
    unit: Words | None
    due: str | None
    kind: str
    task: str | None
    serves: tuple[str, str] | None  # slug and target id of the notice carried out
    recorded: Recorded


@dataclass(frozen=True, slots=True)
class Task:
    id: str
    kind: str  # task or safeguard
    number: str
    title: Words
    summary: Words | None
    group: str | None
    due: str | None  # its own date, where the notice gives one
    duties: tuple[Duty, ...]
    targets: tuple[Target, ...]
    recorded: Recorded

    @property
    def leads(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for duty in self.duties for name in duty.leads))

    @property
    def supports(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name for duty in self.duties for name in duty.supports))


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    number: str
    title: Words
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    number: str | None
    title: Words
    slug: str | None  # of the programme that carries this number, where it is here


@dataclass(frozen=True, slots=True)
class Programme:
    slug: str
    number: str | None
    title: Words
    summary: Words | None
    issuer: str | None
    dates: Mapping[str, str]  # signed_on, issued_on, published_on
    period: tuple[int, int] | None
    bases: tuple[Basis, ...]
    whole: bool
    front: bool  # chosen for the home page
    notice: str | None  # SHA-256 of the notice's text, where it is public
    groups: tuple[Group, ...]
    tasks: tuple[Task, ...]  # those without a group included
    safeguards: tuple[Task, ...]
    targets: tuple[Target, ...]
    recorded: Recorded

    def task(self, task_id: str) -> Task | None:
        return next((task for task in (*self.tasks, *self.safeguards) if task.id == task_id), None)

    def organisations(self) -> dict[str, tuple[list[Task], list[Task]]]:
        """Each body named: what it leads, and what it helps with; those that lead most come first."""
        parts: dict[str, tuple[list[Task], list[Task]]] = {}
        for task in (*self.tasks, *self.safeguards):
            for name in task.leads:
                parts.setdefault(name, ([], []))[0].append(task)
            others = [name for duty in task.duties for _, name in duty.others]
            for name in dict.fromkeys([*task.supports, *others]):
                parts.setdefault(name, ([], []))[1].append(task)
        return dict(sorted(parts.items(), key=lambda part: (-len(part[1][0]), -len(part[1][1]), part[0])))


@dataclass(frozen=True, slots=True)
class Change:
    """A version of an item and the fields in which it differs from the one before; all of them for the first."""

    kind: str
    item: str
    task: str | None  # that a duty or target belongs to
    title: Words
    recorded: Recorded
    in_force: bool
    first: bool  # the item did not exist before
    fields: tuple[tuple[str, Any, Any], ...]  # name, before, after


def programmes() -> list[Programme]:
    """All that hold now, the newest first; one query for all of them."""
    found: dict[str, list[Item]] = {}
    for row in Item.objects.filter(in_force=True, to_index=None):
        found.setdefault(row.programme, []).append(row)
    heads = [row for rows in found.values() for row in rows if row.kind == "programme"]
    known = by_number(heads)
    newest_first = sorted(heads, key=lambda row: (-row.recorded_at.timestamp(), row.programme))
    return [assembled(head, found[head.programme], known) for head in newest_first]


def first_published() -> dict[str, int]:
    """By slug, the place in the log where each programme was first published."""
    heads = Item.objects.filter(kind="programme").values_list("programme")
    return dict(heads.annotate(first=Min("index")).order_by())


def programme(slug: str, as_of: int | None = None) -> Programme | None:
    """As it stands, or as it stood when the log held entries 0 to `as_of`. None: not published (then)."""
    rows = list(versions(slug, as_of))
    head = next((row for row in rows if row.kind == "programme"), None)
    if head is None:
        return None
    heads = Item.objects.filter(kind="programme", in_force=True, to_index=None)
    return assembled(head, rows, by_number(heads) if head.data.get("bases") else {})


def assembled(head: Item, rows: Iterable[Item], known: Mapping[str, Item]) -> Programme:
    of_kind: dict[str, list[Item]] = {}
    for row in rows:
        of_kind.setdefault(row.kind, []).append(row)
    targets = [read_target(row) for row in of_kind.get("target", ())]
    duties = [read_duty(row) for row in of_kind.get("duty", ())]
    tasks = [read_task(row, duties, targets) for row in of_kind.get("task", ())]
    plain = tuple(task for task in tasks if task.kind == "task")
    data = head.data
    return Programme(
        slug=head.programme,
        number=data.get("number"),
        title=Words(data["title"]),
        summary=optional(data.get("summary")),
        issuer=data.get("issuer"),
        dates={name: data[name] for name in ("signed_on", "issued_on", "published_on") if name in data},
        period=(data["first_year"], data["last_year"]) if "first_year" in data else None,
        bases=tuple(basis(given, known) for given in data.get("bases", ())),
        whole=data["whole"],
        front=data.get("front", False),
        notice=data.get("notice"),
        groups=tuple(
            Group(
                row.item,
                row.data["number"],
                Words(row.data["title"]),
                tuple(t for t in plain if t.group == row.item),
            )
            for row in of_kind.get("group", ())
        ),
        tasks=plain,
        safeguards=tuple(task for task in tasks if task.kind == "safeguard"),
        targets=tuple(targets),
        recorded=recorded(head),
    )


def versions(slug: str, as_of: int | None) -> QuerySet[Item]:
    rows = Item.objects.filter(programme=slug, in_force=True)
    if as_of is None:
        return rows.filter(to_index=None)
    return rows.filter(Q(to_index=None) | Q(to_index__gt=as_of), index__lte=as_of)


def by_number(heads: Iterable[Item]) -> dict[str, Item]:
    return {head.data["number"]: head for head in heads if "number" in head.data}


def basis(given: Mapping[str, str], known: Mapping[str, Item]) -> Basis:
    number = given.get("number")
    head = known.get(number) if number else None
    if head is None:
        return Basis(number, Words({"zh-hans": given["title"]}), None)
    return Basis(number, Words(head.data["title"]), head.programme)


def index_at(moment: datetime) -> int | None:
    """The last place in the log of a programme record made by then; None if there was none."""
    rows = Item.objects.filter(recorded_at__lte=moment).order_by("-index")
    return rows.values_list("index", flat=True).first()


def first_recorded(slug: str) -> datetime | None:
    rows = Item.objects.filter(programme=slug).order_by("index")
    return rows.values_list("recorded_at", flat=True).first()


def history(slug: str) -> list[Change]:
    """Every version after the first publication in full, newest first."""
    rows = {row.index: row for row in Item.objects.filter(programme=slug).order_by("index")}
    tasks = {row.item: row.data["title"] for row in rows.values() if row.kind == "task"}
    return [change(row, rows.get(row.supersedes), tasks) for row in reversed(rows.values())]


def change(row: Item, before: Item | None, tasks: Mapping[str, Mapping[str, str]]) -> Change:
    """A duty has no title of its own: it goes by its task's."""
    old = before.data if before is not None else {}
    silent = {"reason", "programme", "id"}
    names = [
        name for name in {**old, **row.data} if name not in silent and old.get(name) != row.data.get(name)
    ]
    title = row.data.get("title") or row.data.get("metric") or tasks.get(row.data.get("task", ""))
    return Change(
        kind=row.kind,
        item=row.item,
        task=row.data.get("task"),
        title=Words(title or {"zh-hans": row.item}),
        recorded=recorded(row),
        in_force=row.in_force,
        first=before is None,
        fields=tuple((name, old.get(name), row.data.get(name)) for name in names) if before else (),
    )


def read_task(row: Item, duties: list[Duty], targets: list[Target]) -> Task:
    data = row.data
    return Task(
        id=row.item,
        kind=data["kind"],
        number=data["number"],
        title=Words(data["title"]),
        summary=optional(data.get("summary")),
        group=data.get("group"),
        due=data.get("due"),
        duties=tuple(duty for duty in duties if duty.task == row.item),
        targets=tuple(target for target in targets if target.task == row.item),
        recorded=recorded(row),
    )


def read_duty(row: Item) -> Duty:
    data = row.data
    return Duty(
        id=row.item,
        task=data["task"],
        leads=tuple(data["leads"]),
        supports=tuple(data["supports"]),
        others=tuple((part["role"], part["organisation"]) for part in data["others"]),
        part=optional(data.get("part")),
        recorded=recorded(row),
    )


def read_target(row: Item) -> Target:
    data = row.data
    slug, _, served = data.get("serves", "").partition("/")
    return Target(
        id=row.item,
        metric=Words(data["metric"]),
        op=data.get("op"),
        value=Decimal(data["value"]) if "value" in data else None,
        unit=optional(data.get("unit")),
        due=data.get("due"),
        kind=data["kind"],
        task=data.get("task"),
        serves=(slug, served) if served else None,
        recorded=recorded(row),
    )


def recorded(row: Item) -> Recorded:
    return Recorded(row.index, row.recorded_at, row.organisation, row.data["reason"])


def optional(given: Mapping[str, str] | None) -> Words | None:
    return Words(given) if given else None
