"""The words of a programme as other documents print them: bodies without attributions, dates in words."""

import re
from collections.abc import Iterable

from suixin.kernel.programme.model import Duty, OtherRole, Programme, Span, Target, Task

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
PLAN_IN_TITLE = re.compile(r"印发《?(.+?)》?的通知$")
BEFORE_TITLE = 12  # characters that a number and its punctuation may take
ORPHANED = re.compile(r"^[。．.：:、，,\s]+|(?<=[。！？])[。\s]+|(?<=\n)\s*[。]\s*(?=\n|$)")
ROLES = {
    OtherRole.JOINT: "会同",
    OtherRole.GUIDE: "指导",
    OtherRole.PARTICIPATE: "参与",
    OtherRole.IMPLEMENT: "实施",
}


def clean(text: str) -> str:
    """Without the characters that no XML document can hold."""
    return NOT_XML.sub("", text)


def plan_title(programme: Programme) -> str:
    """The title of the plan that a notice issues, else the notice's own."""
    found = PLAN_IN_TITLE.search(programme.title)
    return clean(found[1] if found else programme.title.removesuffix("的通知"))


def names(organisations: Iterable[str]) -> str:
    return clean("、".join(organisations))


def body_of(task: Task) -> str:
    """What the task says, without its number, title and attributions."""
    start = task.text.find(task.title) if task.title else -1
    after = start + len(task.title) if 0 <= start <= BEFORE_TITLE else 0
    return _without_attributions(task, Span(task.source.start + after, task.source.end))


def covered_by(task: Task, duty: Duty) -> str:
    """The sentences that one of several duties is about."""
    if duty.covers is None:
        return clean(duty.part) or body_of(task)
    start = task.text.find(task.title) if task.title else -1
    after = task.source.start + start + len(task.title) if 0 <= start <= BEFORE_TITLE else task.source.start
    covered = _without_attributions(task, Span(max(duty.covers.start, after), duty.covers.end))
    behind = duty.source.end - task.source.start  # the full stop may stand behind the attribution
    return (
        covered + "。"
        if task.text[behind : behind + 1] == "。" and covered[-1:] not in "。！？；"
        else covered
    )


def _without_attributions(task: Task, span: Span) -> str:
    """Offsets count characters of the notice; where the text was edited they no longer hold and all of it is kept."""
    base = task.source.start
    if len(task.text) != task.source.end - base:
        return clean(task.text.strip())
    kept, position = "", span.start
    for duty in sorted(task.duties, key=lambda duty: duty.source.start):
        if duty.source.start >= position and duty.source.end <= task.source.end:
            kept += task.text[position - base : max(min(duty.source.start, span.end), position) - base]
            position = max(min(duty.source.end, span.end), position)
    kept += task.text[position - base : span.end - base]
    lines = (line.strip() for line in ORPHANED.sub("", clean(kept)).splitlines())
    return "\n".join(line for line in lines if line)


def due_in_words(due: str | None) -> str:
    """2020-06 is 2020年6月."""
    if not due:
        return ""
    parts = zip(due.split("-"), "年月日", strict=False)
    return "".join(f"{part.lstrip('0') or part}{unit}" for part, unit in parts)


def target_in_words(target: Target) -> str:
    due = due_in_words(target.due)
    return clean(f"{target.text}（{due}）" if due and due not in target.text else target.text)
