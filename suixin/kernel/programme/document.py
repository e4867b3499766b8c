"""A programme as one JSON document: the shape that `suixin policy parse` prints.

Values stay exact: an integral `Decimal` becomes an int, any other is written digit by digit, never through
float. This room only writes; it adds no fact and drops none.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import simplejson

from suixin.kernel.programme.model import Duty, Programme, Span, Target, Task


def to_json(programme: Programme) -> str:
    document: str = simplejson.dumps(to_dict(programme), use_decimal=True, ensure_ascii=False, indent=2)
    return document


def to_dict(programme: Programme) -> dict[str, Any]:
    period = programme.period
    return {
        "number": programme.number,
        "title": programme.title,
        "issuer": programme.issuer,
        "signed_on": _date(programme.signed_on),
        "issued_on": _date(programme.issued_on),
        "published_on": _date(programme.published_on),
        "period": {"start": period.start, "end": period.end} if period else None,
        "bases": [{"number": base.number, "title": base.title} for base in programme.bases],
        "targets": [_target(target) for target in programme.targets],
        "groups": [
            {"id": group.id, "number": group.number, "title": group.title} for group in programme.groups
        ],
        "tasks": [_task(task) for task in programme.tasks],
        "safeguards": [_task(task) for task in programme.safeguards],
        "warnings": [
            {"code": warning.code, "message": warning.message, "source": _span(warning.source)}
            for warning in programme.warnings
        ],
    }


def _target(target: Target) -> dict[str, Any]:
    return {
        "id": target.id,
        "text": target.text,
        "metric": target.metric,
        "op": target.op.value if target.op else None,
        "value": _number(target.value),
        "unit": target.unit,
        "due": target.due,
        "kind": target.kind.value,
        "task": target.task,
        "rule": target.rule,
        "source": _span(target.source),
    }


def _task(task: Task) -> dict[str, Any]:
    return {
        "id": task.id,
        "number": task.number,
        "title": task.title,
        "group": task.group,
        "text": task.text,
        "due": task.due,
        "source": _span(task.source),
        "duties": [_duty(duty) for duty in task.duties],
    }


def _duty(duty: Duty) -> dict[str, Any]:
    return {
        "leads": list(duty.leads),
        "supports": list(duty.supports),
        "others": [{"role": other.role.value, "organisation": other.organisation} for other in duty.others],
        "text": duty.text,
        "declared_by": duty.declared_by.value,
        "rule": duty.rule,
        "source": _span(duty.source),
        "covers": _span(duty.covers),
    }


def _span(span: Span | None) -> dict[str, int] | None:
    """Null for what has no notice behind it."""
    return {"start": span.start, "end": span.end} if span and span.end else None


def _date(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _number(value: Decimal | None) -> int | Decimal | None:
    if value is not None and value == value.to_integral_value():
        return int(value)
    return value
