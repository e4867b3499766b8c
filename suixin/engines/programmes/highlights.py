"""A notice's text with what was understood marked by kind, each mark leading to its clause; and what was not."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain

from django.utils.translation import gettext as _

from suixin.engines.programmes.drafting.contents import Clause, Contents, roles_in
from suixin.engines.programmes.drafting.questions import Question
from suixin.engines.programmes.vocabulary import OPERATORS, ROLES
from suixin.platform.ui.parts import Span, Target
from suixin.platform.ui.target_bar import goal_words

NUMBER = re.compile(r"-?\d{1,18}(?:\.\d{1,9})?")
DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日|(\d{4})-(\d{1,2})-(\d{1,2})")


def spans(text: str, contents: Contents, questions: Iterable[Question] = ()) -> list[Span]:
    """Without overlaps: what a person must look at wins, then the narrower fact."""
    kept: list[Span] = []
    offered = chain(
        unplaced(questions),
        targets(contents),
        duties(contents),
        days(text, contents.head),
        years(text, contents),
        references(text, contents.head),
        headings(text, contents),
    )
    for span in offered:
        apart = all(span.end <= other.start or other.end <= span.start for other in kept)
        if 0 <= span.start < span.end <= len(text) and apart:
            kept.append(span)
    return sorted(kept, key=lambda span: span.start)


def moved(span: Span, by: int) -> Span:
    """For a text that is only part of the notice."""
    return replace(span, start=span.start + by, end=span.end + by)


def anchor(clause: Clause) -> str:
    """The element of a clause beside the notice; its mark in the notice has `in-notice-` before it."""
    return f"{clause.kind}-{clause.id}"


def mark(clause: Clause, kind: str, fact: str, source: tuple[int, int] | None = None) -> Span:
    start, end = source or clause.source or (0, 0)
    return Span(start, end, kind, fact, f"#{anchor(clause)}", f"in-notice-{anchor(clause)}")


def unplaced(questions: Iterable[Question]) -> Iterator[Span]:
    for question in questions:
        if question.is_open and question.source is not None:
            start, end = question.source
            address = f"#question-{question.key}"
            yield Span(start, end, "unplaced", question.topic, address, f"in-notice-{question.key}")


def targets(contents: Contents) -> Iterator[Span]:
    for clause in contents.of("target"):
        if clause.source is not None:
            yield mark(clause, "target", target_words(clause))


def target_words(clause: Clause) -> str:
    """4K用户：目标超过 300 万户"""
    data = clause.data
    value = data.get("value", "")
    if "unit" not in data or data.get("op") not in OPERATORS or not NUMBER.fullmatch(value):
        return (
            f"{clause.name}：{value}" if value else clause.name
        )  # a draft may hold a number that is none yet
    goal = Target(clause.name, Decimal(value), data["unit"]["zh-hans"], data["op"])
    return f"{clause.name}：{goal_words(goal)}"


def duties(contents: Contents) -> Iterator[Span]:
    for clause in contents.of("duty"):
        task = contents.get("task", clause.data["task"])
        if clause.source is not None and task is not None:
            yield mark(task, "organisation", duty_words(clause), clause.source)


def duty_words(clause: Clause) -> str:
    """牵头：市商务局；指导：…"""
    named: dict[str, list[str]] = {}
    for role, name in roles_in(clause.data):
        named.setdefault(str(ROLES[role]), []).append(name)
    return "；".join(f"{role}：{'、'.join(names)}" for role, names in named.items())


def days(text: str, head: Clause) -> Iterator[Span]:
    """Where the dates of the notice are printed."""
    names = {"signed_on": _("成文日期"), "issued_on": _("印发日期"), "published_on": _("公布日期")}
    wanted = {head.data[name]: words for name, words in names.items() if name in head.data}
    for found in DAY.finditer(text):
        year, month, day = (int(part) for part in found.groups() if part)
        words = wanted.get(f"{year:04}-{month:02}-{day:02}")
        if words:
            yield Span(found.start(), found.end(), "date", str(words), f"#{anchor(head)}")


def years(text: str, contents: Contents) -> Iterator[Span]:
    """The deadline nearest before each target in its paragraph."""
    for clause in contents.of("target"):
        if clause.source is None or "due" not in clause.data:
            continue
        start = text.rfind("\n", 0, clause.source[0]) + 1
        found = list(
            re.finditer(
                rf"(?:到|至|在)?{re.escape(clause.data['due'][:4])}年(?:\d{{1,2}}月)?(?:底|末|前)*",
                text[start : clause.source[0]],
            )
        )
        if found:
            place = found[-1]
            fact = f"{_('期限')}：{clause.data['due']}"
            yield Span(start + place.start(), start + place.end(), "date", fact, f"#{anchor(clause)}")


def references(text: str, head: Clause) -> Iterator[Span]:
    """The notice's own number, and the notices that it carries out."""
    named = [(head.data.get("number"), _("文号")), (head.data.get("issuer"), _("发文机关"))]
    for base in head.data.get("bases", ()):
        named += [(base.get("number"), _("上级文件")), (base["title"], _("上级文件"))]
    for words, fact in named:
        at = text.find(words) if words else -1
        if at >= 0:
            yield Span(at, at + len(words), "reference", str(fact), f"#{anchor(head)}")


def headings(text: str, contents: Contents) -> Iterator[Span]:
    for clause in contents.of("task"):
        if clause.source is None:
            continue
        start, end = clause.source
        title = clause.data["title"]["zh-hans"]
        at = text.find(title, start, min(end, start + len(title) + 20)) if title else -1
        if at >= 0:
            fact = _("任务") if clause.data["kind"] == "task" else _("保障措施")
            yield mark(clause, "heading", f"{fact} {clause.data['number']}", (at, at + len(title)))
