"""A programme to the records that publish it."""

from collections.abc import Iterator, Mapping
from typing import Any

from suixin.kernel.programme.datafile import ProgrammeData
from suixin.kernel.programme.model import Duty, Span, Target, Task
from suixin.kernel.records.receipt import Receipt
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit

NO_WORDS: Mapping[str, Any] = {}


def publish(data: ProgrammeData, actor: Actor, reason: str) -> list[Receipt]:
    """All items in one submission: the programme is published whole or not at all.

    Raises `Refused` if it is published already.
    """
    return submit(list(submissions(data, reason)), actor)


def submissions(data: ProgrammeData, reason: str) -> Iterator[Submission]:
    programme = data.programme
    head = {"programme": data.slug, "in_force": True, "reason": reason}
    yield Submission("programme.programme", head | programme_fields(data))
    for position, group in enumerate(programme.groups):
        fields = {"number": group.number, "title": words(data, group.id, "title", group.title)}
        yield Submission("programme.group", head | {"id": group.id, "position": position} | fields)
    tasks = [(task, "task") for task in programme.tasks] + [
        (task, "safeguard") for task in programme.safeguards
    ]
    for position, (task, kind) in enumerate(tasks):
        yield Submission(
            "programme.task", head | {"id": task.id, "position": position} | task_fields(data, task, kind)
        )
    for position, (task, _) in enumerate(tasks):
        for turn, duty in enumerate(task.duties):
            place = {"id": f"{task.id}-d{turn + 1}", "position": position * 100 + turn}
            yield Submission("programme.duty", head | place | duty_fields(data, task, turn, duty))
    for position, target in enumerate(programme.targets):
        yield Submission(
            "programme.target", head | {"id": target.id, "position": position} | target_fields(data, target)
        )


def programme_fields(data: ProgrammeData) -> dict[str, Any]:
    programme = data.programme
    return {
        "id": data.slug,
        "position": 0,
        "title": words(data, data.slug, "title", programme.title),
        "whole": data.whole,
    } | given(
        number=programme.number,
        summary=data.words.get(data.slug, NO_WORDS).get("summary"),
        issuer=programme.issuer,
        signed_on=programme.signed_on and programme.signed_on.isoformat(),
        issued_on=programme.issued_on and programme.issued_on.isoformat(),
        published_on=programme.published_on and programme.published_on.isoformat(),
        first_year=programme.period and programme.period.start,
        last_year=programme.period and programme.period.end,
        bases=[given(number=base.number, title=base.title) for base in programme.bases],
        place=data.place,
    )


def task_fields(data: ProgrammeData, task: Task, kind: str) -> dict[str, Any]:
    return {"kind": kind, "number": task.number, "title": words(data, task.id, "title", task.title)} | given(
        summary=data.words.get(task.id, NO_WORDS).get("summary"),
        group=task.group,
        due=task.due,
        source=span(task.source),
    )


def duty_fields(data: ProgrammeData, task: Task, turn: int, duty: Duty) -> dict[str, Any]:
    parts = data.parts.get(task.id, ())
    return {
        "task": task.id,
        "leads": list(duty.leads),
        "supports": list(duty.supports),
        "others": [{"role": str(part.role.value), "organisation": part.organisation} for part in duty.others],
    } | given(part=parts[turn] if turn < len(parts) else None, source=span(duty.source))


def target_fields(data: ProgrammeData, target: Target) -> dict[str, Any]:
    unit = words(data, target.id, "unit", target.unit) if target.unit else None
    return {
        "metric": words(data, target.id, "metric", target.metric),
        "kind": str(target.kind.value),
    } | given(
        op=target.op and str(target.op.value),
        value=None if target.value is None else format(target.value, "f"),
        unit=unit,
        due=target.due,
        task=target.task,
        serves=data.serves.get(target.id),
        source=span(target.source),
    )


def span(source: Span) -> dict[str, int] | None:
    """None where there is no notice behind the programme."""
    return {"start": source.start, "end": source.end} if source.end else None


def words(data: ProgrammeData, item: str, field: str, otherwise: str) -> dict[str, str]:
    return dict(data.words.get(item, NO_WORDS).get(field) or {"zh-hans": otherwise})


def given(**fields: Any) -> dict[str, Any]:
    """Without what is not known."""
    return {
        name: dict(value) if isinstance(value, Mapping) else value for name, value in fields.items() if value
    }
