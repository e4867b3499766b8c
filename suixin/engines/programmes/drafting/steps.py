"""The steps of editing: each makes new contents out of old ones and changes nothing else. Raises `Impossible`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from suixin.engines.programmes.drafting.contents import Clause, Contents
from suixin.engines.programmes.drafting.passages import passage

STOPS = "。；;，,.． \t\r\n"  # what may stand between a duty and the next sentence
PREFIXES = {"group": "g", "task": "t", "duty": "d", "target": "target-"}


class Impossible(Exception):
    """The step does not fit the contents, for instance because somebody has just removed the clause."""


@dataclass(frozen=True, slots=True)
class Duty:
    """A duty as it is to become: `id` is None for a new one."""

    id: str | None
    data: Mapping[str, Any]


def correct(contents: Contents, kind: str, id: str, data: Mapping[str, Any]) -> Contents:
    return contents.replaced(replace(found(contents, kind, id), data=data))


def add(contents: Contents, kind: str, data: Mapping[str, Any]) -> tuple[Contents, Clause]:
    """A new clause behind the last of its kind."""
    last = contents.of(kind)[-1:]
    clause = Clause(kind, contents.free_id(PREFIXES[kind]), last[0].position + 1 if last else 0, data)
    return contents.with_after(clause, last[0] if last else None), clause


def remove(contents: Contents, kind: str, id: str) -> Contents:
    """A task goes with its duties; targets and tasks that pointed at what is removed stay and point nowhere."""
    clause = found(contents, kind, id)
    if kind == "programme":
        raise Impossible
    if kind == "task":
        contents = contents.without(*(duty.key for duty in contents.duties(id)))
    contents = contents.without(clause.key)
    for other in contents:
        if kind in ("task", "group") and other.data.get(kind) == id:
            rest = {name: value for name, value in other.data.items() if name != kind}
            contents = contents.replaced(replace(other, data=rest))
    return contents


def assign(contents: Contents, task: str, duties: Sequence[Duty]) -> Contents:
    """The task's duties become exactly these."""
    place = found(contents, "task", task)
    kept = {duty.id for duty in duties}
    gone = [old.key for old in contents.duties(task) if old.id not in kept]
    contents = contents.without(*gone)
    for turn, duty in enumerate(duties):
        data = {**duty.data, "task": task}
        old = contents.get("duty", duty.id) if duty.id else None
        if old is not None:
            contents = contents.replaced(replace(old, data=data))
        else:
            last = contents.of("duty")[-1:]
            clause = Clause("duty", contents.free_id(f"{task}-d"), place.position * 100 + turn, data)
            contents = contents.with_after(clause, last[0] if last else None)
    return contents


def split(contents: Contents, task: str, at: int, title: str, text: str) -> tuple[Contents, Clause]:
    """The sentences of a task from offset `at` of the notice's text on become a task of their own, right behind it.

    A duty goes with the sentences that it covers, and to both where it covers both; a target with its sentence.
    """
    whole = found(contents, "task", task)
    if whole.source is None or not whole.source[0] < at < whole.source[1] or not title.strip():
        raise Impossible
    start, end = whole.source
    rest = {name: value for name, value in whole.data.items() if name not in ("summary", "source")}
    first = replace(whole, data={**rest, "source": {"start": start, "end": at}})
    second = Clause(
        "task",
        contents.free_id(f"{task}-"),
        whole.position,
        {**rest, "title": {"zh-hans": title.strip()}, "source": {"start": at, "end": end}},
    )
    contents = contents.replaced(first).with_after(second, first)
    duties = contents.duties(task)
    for turn, duty in enumerate(duties):
        before = duties[turn - 1].source if turn else None
        covered = text[before[1] if before else start : at].strip(STOPS)
        contents = shared(contents, duty, second.id, at, both=bool(covered))
    for target in contents.targets(task):
        if target.source is not None and target.source[0] >= at:
            contents = contents.replaced(replace(target, data={**target.data, "task": second.id}))
    return contents, second


def shared(contents: Contents, duty: Clause, second: str, at: int, *, both: bool) -> Contents:
    """A duty stands behind the sentences that it covers; `both`: some of them are before the cut."""
    if duty.source is None or duty.source[0] < at:
        return contents  # it speaks of what comes before the cut
    moved = {**duty.data, "task": second}
    if not both:
        return contents.replaced(replace(duty, data=moved))
    copy = Clause("duty", contents.free_id(f"{second}-d"), duty.position, moved)
    return contents.with_after(copy, duty)


def merge(contents: Contents, task: str, other: str, text: str) -> Contents:
    """The other task's sentences, duties and targets join the first's; the same duty is kept once. `text` is the
    notice's; empty where there is none."""
    first, second = found(contents, "task", task), found(contents, "task", other)
    if first.key == second.key:
        raise Impossible
    data = {**first.data}
    if first.source is not None and second.source is not None:
        data["source"] = {
            "start": min(first.source[0], second.source[0]),
            "end": max(first.source[1], second.source[1]),
        }
    words = [
        clause.data["summary"]["zh-hans"] if "summary" in clause.data else passage(text, clause, contents)
        for clause in (first, second)
    ]
    if any(words):
        data["summary"] = {"zh-hans": "\n".join(filter(None, words))}
    contents = contents.replaced(replace(first, data=data))
    seen = [said(duty) for duty in contents.duties(task)]
    for duty in contents.duties(other):
        if said(duty) in seen:
            contents = contents.without(duty.key)
        else:
            contents = contents.replaced(replace(duty, data={**duty.data, "task": task}))
    for target in contents.targets(other):
        contents = contents.replaced(replace(target, data={**target.data, "task": task}))
    return contents.without(second.key)


def said(duty: Clause) -> tuple[Any, ...]:
    """What makes two duties the same."""
    data = duty.data
    return data["leads"], data["supports"], data["others"], data.get("part")


def found(contents: Contents, kind: str, id: str) -> Clause:
    clause = contents.get(kind, id)
    if clause is None:
        raise Impossible
    return clause
