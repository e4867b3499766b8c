"""A programme's targets as its records have them. Programmes are another engine's; what is read here is the records, as
any stranger would."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from suixin.kernel.programme.days import last_day
from suixin.kernel.programme.model import Operator, TargetKind
from suixin.kernel.records.problem import Sentence
from suixin.platform.ledger.entries import public_data
from suixin.platform.ledger.models import Entry

COMPARISONS = {
    Operator.AT_LEAST: Decimal.__ge__,
    Operator.MORE_THAN: Decimal.__gt__,
    Operator.EQUAL: Decimal.__eq__,
    Operator.AT_MOST: Decimal.__le__,
    Operator.LESS_THAN: Decimal.__lt__,
}


@dataclass(frozen=True, slots=True)
class Promise:
    """A target. `value` is in whole units of `unit`: 300万户 is 3000000, 户."""

    id: str
    metric: Sentence
    kind: TargetKind
    op: Operator | None
    value: Decimal | None
    unit: Sentence
    due: str | None  # with the notice's own precision: 2021, 2020-06, 2021-06-30
    task: str | None

    @property
    def falls(self) -> bool:
        """It is to become less."""
        return self.op in (Operator.AT_MOST, Operator.LESS_THAN)

    def is_met_by(self, value: Decimal) -> bool | None:
        """None where the notice leaves that open: it gives no number, or only about how much."""
        if self.value is None or self.op not in COMPARISONS:
            return None
        return bool(COMPARISONS[self.op](value, self.value))


@dataclass(frozen=True, slots=True)
class Plan:
    """A programme, as far as its targets need it."""

    slug: str
    title: Sentence
    begun: date | None  # when it was issued
    ends: str | None  # its last year
    tasks: Mapping[str, Sentence]
    promises: tuple[Promise, ...]

    def due(self, promise: Promise) -> date | None:
        """Its own day, or where the notice gives none, the programme's last."""
        return last_day(promise.due or self.ends)


def plan(slug: str) -> Plan | None:
    """As it stands now; None: not published."""
    head = next(newest("programme", slug), None)
    if head is None:
        return None
    issued = head.get("issued_on") or head.get("signed_on")
    targets = sorted(newest("target", slug), key=lambda data: data["position"])
    return Plan(
        slug=slug,
        title=head["title"],
        begun=date.fromisoformat(issued) if issued else None,
        ends=str(head["last_year"]) if "last_year" in head else None,
        tasks={data["id"]: data["title"] for data in newest("task", slug)},
        promises=tuple(promise(data) for data in targets),
    )


def slugs() -> list[str]:
    """Of the programmes that are published."""
    rows = Entry.objects.filter(type="programme.programme", superseded_by=None).order_by("index")
    return [data["programme"] for data in map(public_data, rows) if data["in_force"]]


def newest(kind: str, slug: str) -> Iterator[dict[str, Any]]:
    """What is in force of a kind: records that no later one has taken the place of."""
    for row in Entry.objects.filter(type=f"programme.{kind}", superseded_by=None).order_by("index"):
        data = public_data(row)
        if data["programme"] == slug and data["in_force"]:
            yield data


def promise(data: Mapping[str, Any]) -> Promise:
    return Promise(
        id=data["id"],
        metric=data["metric"],
        kind=TargetKind(data["kind"]),
        op=Operator(data["op"]) if "op" in data else None,
        value=Decimal(data["value"]) if "value" in data else None,
        unit=data.get("unit", {"zh-hans": ""}),
        due=data.get("due"),
        task=data.get("task"),
    )
