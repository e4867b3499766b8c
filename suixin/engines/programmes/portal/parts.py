"""What the portal's pages draw, made from what is published."""

from collections.abc import Iterable

from django.urls import reverse

from suixin.engines.programmes import read
from suixin.engines.programmes.portal.moment import NOW, Moment
from suixin.platform.ui import parts


def bar(target: read.Target, programme: read.Programme, moment: Moment = NOW) -> parts.Target:
    """A target with a number, as it was promised: what is published of it has a page of its own."""
    return parts.Target(
        name=str(target.metric),
        value=target.value,
        unit=str(target.unit or ""),
        op=target.op or ">=",
        due=target.due,
        address=task_address(programme, target.task) + moment.query if target.task else "",
    )


def quantified(targets: Iterable[read.Target]) -> list[read.Target]:
    return [target for target in targets if target.value is not None]


def unquantified(targets: Iterable[read.Target]) -> list[read.Target]:
    return [target for target in targets if target.value is None]


def task_address(programme: read.Programme, task_id: str) -> str:
    return reverse("programmes:task", args=[programme.slug, task_id])
