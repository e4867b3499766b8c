"""Bodies as pages name them: the register's English and address where a name is in it, else the name as printed."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from suixin.engines.programmes import read
from suixin.platform.accounts.models import Organisation

EVERY_DISTRICT = re.compile(r"(?:市|全市)?各(?:县级市、?)?区(?:县)?(?:政府|人民政府)?")
OTHERS = {
    "国务院": _("国务院"),
    "广东省人民政府": _("广东省人民政府"),
}  # above the city, so not in its register
COLLECTIVES = {"各区政府": _("各区政府"), "各区": _("各区"), "市各相关部门": _("市各相关部门")}


@dataclass(frozen=True, slots=True)
class Body:
    """A body as programmes name it. `organisation` is None for one that is not registered."""

    name: str
    organisation: Organisation | None = None

    @property
    def key(self) -> str:
        return self.organisation.code if self.organisation else self.name

    @property
    def address(self) -> str:
        return reverse("programmes:organisation", args=[self.key])

    @property
    def english(self) -> str:
        return self.organisation.english if self.organisation else ""

    @property
    def is_district(self) -> bool:
        return self.organisation is not None and self.organisation.kind == Organisation.Kind.DISTRICT

    @property
    def is_collective(self) -> bool:
        return self.organisation is None and self.name in COLLECTIVES


class Register:
    """All registered bodies but companies, read once a page. Names, short names and aliases lead to them."""

    def __init__(self) -> None:
        self.organisations = list(Organisation.objects.exclude(kind=Organisation.Kind.COMPANY))
        self.by_name: dict[str, Organisation] = {}
        for organisation in self.organisations:
            for name in (organisation.name, organisation.short_name, *organisation.aliases):
                self.by_name.setdefault(name, organisation)

    def body(self, name: str) -> Body:
        return Body(name, self.by_name.get(name))

    def by_key(self, key: str) -> Organisation | None:
        return next((each for each in self.organisations if each.code == key), None)

    @property
    def districts(self) -> list[Organisation]:
        districts = (each for each in self.organisations if each.kind == Organisation.Kind.DISTRICT)
        return sorted(districts, key=lambda each: each.district)


@dataclass(frozen=True, slots=True)
class Part:
    """What a body does in a programme."""

    body: Body
    leads: Sequence[read.Task]
    supports: Sequence[read.Task]

    @property
    def tasks(self) -> Sequence[read.Task]:
        return [*self.leads, *self.supports]


def parts_in(programme: read.Programme, register: Register) -> list[Part]:
    """Those that lead most come first. Two names of one body are one."""
    found: dict[str, Part] = {}
    for name, (leads, supports) in programme.organisations().items():
        part = Part(register.body(name), leads, supports)
        before = found.get(part.body.key)
        found[part.body.key] = part if before is None else together(before, part)
    return sorted(found.values(), key=lambda part: (-len(part.leads), -len(part.supports), part.body.name))


def together(one: Part, other: Part) -> Part:
    def united(first: Sequence[read.Task], second: Sequence[read.Task]) -> list[read.Task]:
        return list({task.id: task for task in (*first, *second)}.values())

    return Part(one.body, united(one.leads, other.leads), united(one.supports, other.supports))


def shared_by_districts(parts: Sequence[Part]) -> list[Part]:
    """What all districts carry together, under whatever name a notice has for them."""
    return [part for part in parts if EVERY_DISTRICT.fullmatch(part.body.name)]


def translated(name: str) -> str | None:
    """A name outside the register in the reader's language; None where no translation is known."""
    known: Mapping[str, object] = COLLECTIVES | OTHERS
    return str(known[name]) if name in known else None
