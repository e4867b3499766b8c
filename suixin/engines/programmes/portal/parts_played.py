"""What each body does in a programme, as the portal's tables and lists show it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import Body, Register

EVERY_DISTRICT = re.compile(r"(?:市|全市)?各(?:县级市、?)?区(?:县)?(?:政府|人民政府)?")


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
