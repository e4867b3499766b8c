"""The vocabulary of a policy programme. Data only: nothing here parses, stores or draws.

Offsets are character offsets (Unicode code points) into the decoded text of the notice, half open.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Span:
    """Characters `start` up to, not including, `end` of the decoded text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reference:
    """Another notice that this one carries out; `number` is None where only a title is given."""

    number: str | None
    title: str


@dataclass(frozen=True, slots=True)
class Period:
    """First and last calendar year, both inclusive."""

    start: int
    end: int


class TargetKind(StrEnum):
    LEVEL = "level"
    GROWTH = "growth"
    SHARE = "share"
    RANK = "rank"
    STATUS = "status"
    UNQUANTIFIED = "unquantified"


class Operator(StrEnum):
    """How a value compares with its target. 以上 includes the number, 超过 does not (Civil Code art. 1259)."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    EQUAL = "="
    AT_MOST = "<="
    LESS_THAN = "<"
    ABOUT = "~"


@dataclass(frozen=True, slots=True)
class Target:
    """What is to be reached. `value` has the multiplier applied (300万户 is 3000000, 户); None without a number."""

    id: str
    text: str
    metric: str
    op: Operator | None
    value: Decimal | None
    unit: str | None
    due: str | None  # ISO 8601 with the notice's own precision: 2021, 2020-06, 2021-06-30
    kind: TargetKind
    source: Span
    task: str | None = None  # id of the task or safeguard it stands in; None in the targets section
    rule: str = ""  # the rule that fired


class OtherRole(StrEnum):
    JOINT = "joint"
    GUIDE = "guide"
    PARTICIPATE = "participate"
    IMPLEMENT = "implement"


@dataclass(frozen=True, slots=True)
class OtherPart:
    role: OtherRole
    organisation: str


class DeclaredBy(StrEnum):
    """The form in which a notice says who is responsible."""

    BRACKET = "bracket"
    LABEL = "label"
    SENTENCE = "sentence"
    TABLE = "table"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Duty:
    """Who leads and who helps with the sentences in `covers`; `source` is the attribution itself."""

    leads: tuple[str, ...]
    supports: tuple[str, ...]
    others: tuple[OtherPart, ...]
    text: str  # the attribution as printed
    declared_by: DeclaredBy
    source: Span
    covers: Span | None = None
    rule: str = ""
    part: str = ""  # which part of the task, in words, where there is no notice's text to point into


@dataclass(frozen=True, slots=True)
class Group:
    id: str
    number: str
    title: str


@dataclass(frozen=True, slots=True)
class Task:
    """A task, or a safeguard: both are numbered, titled and assigned in the same way."""

    id: str
    number: str
    title: str
    group: str | None
    text: str
    source: Span
    duties: tuple[Duty, ...] = ()
    due: str | None = None  # ISO 8601, where the notice dates the task itself (完成时限)


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a person has to look at. `code` is stable; `message` is a Chinese sentence that quotes the text."""

    code: str
    message: str
    source: Span | None


@dataclass(frozen=True, slots=True)
class Programme:
    number: str | None  # 穗工信〔2019〕6号
    title: str
    issuer: str | None
    signed_on: date | None
    issued_on: date | None
    published_on: date | None
    period: Period | None
    bases: tuple[Reference, ...] = ()
    targets: tuple[Target, ...] = ()
    groups: tuple[Group, ...] = ()
    tasks: tuple[Task, ...] = ()
    safeguards: tuple[Task, ...] = ()
    warnings: tuple[Warning, ...] = field(default=())
