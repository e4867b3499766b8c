"""Attributions to duties: what the notice declares once for all, what each covers, what a section gives its tasks.

Holds the document state of the attribution grammar. It decides nothing about words (see `attribution`) nor about
which items are tasks (see `sections`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from suixin.kernel.programme import attribution, places
from suixin.kernel.programme.attribution import (
    EVERYONE_BELOW,
    FIRST_LEADS,
    INVOLVED,
    SAME_BELOW,
    Statement,
)
from suixin.kernel.programme.model import DeclaredBy, Duty, OtherPart, OtherRole
from suixin.kernel.programme.organisations import Shape, members
from suixin.kernel.programme.outline import Item
from suixin.kernel.programme.places import Found
from suixin.kernel.programme.text import Paragraph, Text

_RESPONSIBLE_LEADS = re.compile(
    r"(?:无|没有|未明确|未列)牵头(?:单位|部门)的,?(?:第一)?责任(?:单位|部门)(?:即)?(?:为|是)牵头(?:单位|部门)"
)
_DEFAULT = re.compile(
    r"(?:未|没有)(?:注明|标注|明确|列出|列明)(?:牵头|责任|负责)(?:单位|部门)的[^,。]{0,12},?(?:均)?由(?P<names>[^,。;]{2,40}?)(?:牵头|负责)"
)
_SCOPE = re.compile(r"以下除[^。()]{2,40}外,?适用范围均为[^。()]{2,40}")
_T = TypeVar("_T")

_SHORTEST_WORK = 12  # characters
_BLANK = re.compile(r"[\s。;,、)】]*")


@dataclass(frozen=True, slots=True)
class Everyone:
    """Names the notice gives once as taking part in everything below."""

    statement: Statement
    start: int
    end: int


@dataclass(slots=True)
class Declarations:
    """What the notice says once for all its attributions; offsets are levelled."""

    first_leads: int | None = None  # from here on the first organisation listed leads
    first_leads_at: tuple[int, int] | None = None
    responsible_leads: tuple[int, int] | None = None
    everyone: list[Everyone] = field(default_factory=list)
    default: Everyone | None = None
    scope: tuple[int, int] | None = None

    @classmethod
    def of(cls, level: str, first_item: int) -> "Declarations":
        declared = cls()
        first = FIRST_LEADS.search(level)
        if first:
            line = level.rfind("\n", 0, first.start()) + 1
            holds_before = "下同" not in first[0] and first.start() > first_item
            declared.first_leads = 0 if holds_before else line
            declared.first_leads_at = (first.start() + (first[0][0] in "。;,"), first.end())
        responsible = _RESPONSIBLE_LEADS.search(level)
        declared.responsible_leads = responsible.span() if responsible else None
        scope = _SCOPE.search(level)
        declared.scope = scope.span() if scope else None
        default = _DEFAULT.search(level)
        if default:
            statement = attribution.read(f"{default['names']}负责", strict=True)
            declared.default = Everyone(statement, *default.span()) if statement else None
        declared.everyone = list(_everyone(level))
        return declared

    def first_leads_for(self, at: int) -> bool:
        return self.first_leads is not None and at >= self.first_leads


def _everyone(level: str) -> Iterator[Everyone]:
    for found in (
        declared for form in (EVERYONE_BELOW, SAME_BELOW, INVOLVED) for declared in form.finditer(level)
    ):
        names = tuple(one.name for one in members(found["names"]) if one.shape is not Shape.UNKNOWN) or (
            found["names"],
        )
        match found["verb"]:
            case "牵头":
                statement = Statement(leads=names)
            case "配合":
                statement = Statement(supports=names)
            case verb:
                role = OtherRole.PARTICIPATE if verb == "参与" else OtherRole.IMPLEMENT
                statement = Statement(others=tuple(OtherPart(role, name) for name in names))
        start = found.start() + (found[0][0] in "。;,")
        yield Everyone(replace(statement, rule="everyone-below"), start, found.end())


class Attributions:
    """All attributions of a notice, found once and kept by paragraph."""

    def __init__(self, text: Text, declarations: Declarations) -> None:
        self._text = text
        self._declarations = declarations
        self._found: dict[int, list[Found]] = {}
        self._closing: dict[Item, list[Found]] = {}

    def within(self, paragraph: Paragraph) -> list[Found]:
        if paragraph.start not in self._found:
            first = self._declarations.first_leads_for(paragraph.start)
            found = places.find(
                self._text.level, paragraph.start, paragraph.end, first_leads=first, sentences=True
            )
            self._found[paragraph.start] = [self._as_declared(one) for one in found]
        return self._found[paragraph.start]

    def of(self, paragraphs: list[Paragraph]) -> list[Found]:
        return [found for paragraph in paragraphs for found in self.within(paragraph)]

    def attributed(self, item: Item) -> bool:
        return any(found.statement for found in self.of(item.paragraphs))

    def closing(self, section: Item) -> list[Found]:
        """A line of its own behind the last of several units: it speaks for the section."""
        if section not in self._closing:  # asked by each of its units
            self._closing[section] = self._find_closing(section)
        return self._closing[section]

    def _find_closing(self, section: Item) -> list[Found]:
        if len(section.children) < 2 or any(self.attributed(child) for child in section.children[:-1]):
            return []
        return [
            one
            for paragraph in section.children[-1].all_paragraphs[1:]
            for one in self.within(paragraph)
            if one.statement and (one.start, one.end) == (paragraph.start, paragraph.end)
        ]

    def _as_declared(self, found: Found) -> Found:
        statement = found.statement
        if (
            self._declarations.responsible_leads
            and not statement.leads
            and statement.rule == "joint-responsible"
        ):
            joint = [other.organisation for other in statement.others if other.role is OtherRole.JOINT]
            named = tuple(name for name in joint if name not in statement.collective)
            rest = tuple(name for name in joint if name in statement.collective)
            others = tuple(other for other in statement.others if other.role is not OtherRole.JOINT)
            statement = replace(
                statement, leads=named, supports=rest, others=others, rule="responsible-leads"
            )
        return replace(found, statement=statement)

    def duties(self, found: list[Found], begin: int, end: int, heading_end: int) -> tuple[Duty, ...]:
        """Each attribution covers the words since the one before it; the last also closes the unit.

        The only one, where it stands behind the heading, covers what comes below.
        """
        duties: list[Duty] = []
        covered = begin
        joined = self._joined([one for one in found if one.statement])
        if self.at_heading(joined, heading_end, end):
            return (self._duty(joined[0], _after(self._text.level, joined[0].end, end), end),)
        for one in joined:
            duties.append(self._duty(one, covered, one.start))
            covered = _after(self._text.level, one.end, end)
        return tuple(duties)

    def at_heading(self, found: list[Found], heading_end: int, end: int) -> bool:
        """Whether the only attribution stands right behind the heading, with work below it."""
        if len(found) != 1 or self._text.level[heading_end : found[0].start].strip("。 :"):
            return False
        return len(self._text.level[found[0].end : end].strip(" \n。;、,)")) >= _SHORTEST_WORK

    def inherited(self, found: list[Found], begin: int, end: int) -> tuple[Duty, ...]:
        """What a section says of all its tasks."""
        return tuple(
            replace(
                self._duty(one, begin, end),
                rule=f"section-{one.statement.rule}",
                declared_by=DeclaredBy.DOCUMENT,
            )
            for one in self._joined([one for one in found if one.statement])
        )

    def declared(self, source: Everyone, begin: int, end: int, rule: str) -> Duty:
        found = Found(replace(source.statement, rule=rule), source.start, source.end, DeclaredBy.DOCUMENT)
        return self._duty(found, begin, end)

    def _joined(self, found: list[Found]) -> list[Found]:
        """(牵头单位：甲)(配合单位：乙), or a label a line, are one duty."""
        joined: list[Found] = []
        for one in found:
            before = joined[-1] if joined else None
            if before and _BLANK.fullmatch(self._text.level, before.end, one.start):
                joined[-1] = replace(before, statement=self._read_together(before, one), end=one.end)
            else:
                joined.append(one)
        return joined

    def _read_together(self, first: Found, second: Found) -> Statement:
        """Labels on lines of their own are read as one attribution; brackets are put together."""
        printed = self._text.level[first.start : second.end]
        if first.form is second.form is DeclaredBy.LABEL and printed[0] not in "([【〔":
            whole = attribution.read(printed, first_leads=self._declarations.first_leads_for(first.start))
            if whole:
                return whole
        return _together(first.statement, second.statement)

    def _duty(self, found: Found, begin: int, end: int) -> Duty:
        statement, text = found.statement, self._text
        declared_by = found.form
        if statement.rule == "first-leads" and not statement.declares_first:
            declared_by = DeclaredBy.DOCUMENT
        if statement.rule == "responsible-leads":
            declared_by = DeclaredBy.DOCUMENT
        return Duty(
            leads=statement.leads,
            supports=statement.supports,
            others=statement.others,
            text=text.printed(found.start, found.end),
            declared_by=declared_by,
            source=text.span(found.start, found.end),
            covers=text.span(begin, max(begin, end)),
            rule=statement.rule,
        )


def _after(level: str, at: int, end: int) -> int:
    match = _BLANK.match(level, at, end)
    return match.end() if match else at


def _once(listed: tuple[_T, ...]) -> tuple[_T, ...]:
    return tuple(dict.fromkeys(listed))


def _together(first: Statement, second: Statement) -> Statement:
    leads = _once(first.leads + second.leads)
    others = _once(first.others + second.others)
    supports = first.supports + second.supports
    if leads:
        supports += tuple(other.organisation for other in others if other.role is OtherRole.JOINT)
        others = tuple(other for other in others if other.role is not OtherRole.JOINT)
    return Statement(
        leads=leads,
        supports=tuple(name for name in _once(supports) if name not in leads),
        others=others,
        collective=_once(first.collective + second.collective),
        rule=first.rule if first.leads or not second.leads else second.rule,
        carried=_once(first.carried + second.carried),
        unknown=_once(first.unknown + second.unknown),
        declares_first=first.declares_first or second.declares_first,
    )
