"""What the portal's pages draw, made from what is published."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from suixin.engines.programmes import read
from suixin.platform.accounts.models import Organisation
from suixin.platform.ui import parts


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation as a programme names it, with what it does there."""

    name: str
    key: str  # its code where it is registered, else its name
    leads: Sequence[read.Task]
    supports: Sequence[read.Task]

    @property
    def address(self) -> str:
        return reverse("programmes:organisation", args=[self.key])


def bar(target: read.Target, programme: read.Programme) -> parts.Target:
    """A target with a number; nothing has been reported against it yet, and the bar says so."""
    return parts.Target(
        name=str(target.metric),
        value=target.value,
        unit=str(target.unit or ""),
        op=target.op or ">=",
        due=target.due,
        address=task_address(programme, target.task) if target.task else "",
    )


def quantified(targets: Iterable[read.Target]) -> list[read.Target]:
    return [target for target in targets if target.value is not None]


def unquantified(targets: Iterable[read.Target]) -> list[read.Target]:
    return [target for target in targets if target.value is None]


def bodies(programme: read.Programme) -> list[Body]:
    codes = codes_by_name()
    return [
        Body(name, codes.get(name, name), leads, supports)
        for name, (leads, supports) in programme.organisations().items()
    ]


def codes_by_name() -> dict[str, str]:
    rows = Organisation.objects.exclude(kind=Organisation.Kind.COMPANY)
    return {
        name: code
        for short, full, aliases, code in rows.values_list("short_name", "name", "aliases", "code")
        for name in (short, full, *aliases)
    }


def task_address(programme: read.Programme, task_id: str) -> str:
    return reverse("programmes:task", args=[programme.slug, task_id])


def events(changes: Iterable[read.Change]) -> list[parts.Event]:
    return [
        parts.Event(when=each.recorded.at, what=words(each), who=each.recorded.reason) for each in changes
    ]


def words(change: read.Change) -> str:
    if not change.in_force:
        return _("撤下：%(title)s") % {"title": change.title}
    if change.fields:
        return _("修改：%(title)s") % {"title": change.title}
    return _("发布：%(title)s") % {"title": change.title}


def differences(change: read.Change) -> list[parts.Change]:
    return [parts.Change(name, text(before), text(after)) for name, before, after in change.fields]


def text(value: object) -> str:
    match value:
        case None:
            return ""
        case dict():
            return str(read.Words(value)) if "zh-hans" in value else "，".join(map(str, value.values()))
        case list():
            return "、".join(text(item) for item in value)
        case _:
            return str(value)
