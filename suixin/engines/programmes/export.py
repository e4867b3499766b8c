"""A published programme as the kernel's `Programme`, which the exporters write."""

from datetime import date

from suixin.engines.programmes import read
from suixin.kernel.programme import model
from suixin.platform.ui.parts import Target
from suixin.platform.ui.target_bar import goal_words

NOWHERE = model.Span(0, 0)  # what is published stands by itself; offsets belong to a notice's text


def as_kernel(programme: read.Programme) -> model.Programme:
    dates = {name: date.fromisoformat(text) for name, text in programme.dates.items()}
    return model.Programme(
        number=programme.number,
        title=str(programme.title),
        issuer=programme.issuer,
        signed_on=dates.get("signed_on"),
        issued_on=dates.get("issued_on"),
        published_on=dates.get("published_on"),
        period=model.Period(*programme.period) if programme.period else None,
        bases=tuple(model.Reference(basis.number, str(basis.title)) for basis in programme.bases),
        targets=tuple(map(target, programme.targets)),
        groups=tuple(model.Group(group.id, group.number, str(group.title)) for group in programme.groups),
        tasks=tuple(map(task, programme.tasks)),
        safeguards=tuple(map(task, programme.safeguards)),
    )


def task(given: read.Task) -> model.Task:
    text = str(given.summary or given.title)
    return model.Task(
        given.id,
        given.number,
        str(given.title),
        given.group,
        text,
        NOWHERE,
        tuple(map(duty, given.duties)),
        given.due,
    )


def duty(given: read.Duty) -> model.Duty:
    others = tuple(model.OtherPart(model.OtherRole(role), name) for role, name in given.others)
    return model.Duty(
        given.leads,
        given.supports,
        others,
        "",
        model.DeclaredBy.DOCUMENT,
        NOWHERE,
        part=str(given.part or ""),
    )


def target(given: read.Target) -> model.Target:
    return model.Target(
        id=given.id,
        text=in_words(given),
        metric=str(given.metric),
        op=model.Operator(given.op) if given.op else None,
        value=given.value,
        unit=str(given.unit) if given.unit else None,
        due=given.due,
        kind=model.TargetKind(given.kind),
        source=NOWHERE,
        task=given.task,
    )


def in_words(given: read.Target) -> str:
    """4K用户：目标超过 300 万户"""
    if given.value is None or given.op is None:
        return str(given.metric)
    goal = Target(str(given.metric), given.value, str(given.unit or ""), given.op)
    return f"{given.metric}：{goal_words(goal)}"
