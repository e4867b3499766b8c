"""Whom a programme means by a name: a registered organisation, or by 各区政府 and the like many at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from suixin.engines.programmes import read
from suixin.kernel.programme.organisations import Shape, shape
from suixin.platform.accounts.models import Organisation

Kind = Organisation.Kind

# Collective names of bodies above the city (国务院各部门, 省有关部门) mean nobody in its register.
ABOVE = re.compile(r"国务院|中央|国家|全国|省(?!市)")
MEANT = (
    (re.compile(r"各(?:地级以上|地|设区的)?市|市县"), Kind.GOVERNMENT),
    (re.compile(r"区(?!块|域)|镇街|街道"), Kind.DISTRICT),
    (re.compile(r"部门|单位|委办局"), Kind.DEPARTMENT),
    (re.compile(r"企业|运营商|公司"), Kind.COMPANY),
)


LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class Register:
    """The registered organisations by every name they go by; `offered` are the public bodies' usual names."""

    codes: Mapping[str, str]
    offered: tuple[str, ...] = ()

    def names_of(self, code: str) -> set[str]:
        return {name for name, other in self.codes.items() if other == code}

    def unregistered(self, names: Iterable[str]) -> list[str]:
        return [name for name in dict.fromkeys(names) if not self.is_known(name)]

    def is_known(self, name: str) -> bool:
        """Also a collective name (各区政府), which stands for no single body."""
        return name in self.codes or is_collective(name)

    def near(self, name: str) -> list[str]:
        """Names that may have been meant. Only ever suggested."""
        return get_close_matches(name, self.offered, n=3, cutoff=LIKENESS)


def register() -> Register:
    codes: dict[str, str] = {}
    offered = []
    rows = Organisation.objects.values_list("code", "kind", "name", "short_name", "aliases")
    for code, kind, name, short_name, aliases in rows:
        codes |= {each: code for each in (name, short_name, *aliases) if each}
        if kind != Kind.COMPANY:
            offered.append(short_name or name)
    return Register(codes, tuple(offered))


def is_collective(name: str) -> bool:
    return shape(name) is Shape.COLLECTIVE


def kinds_meant(name: str) -> frozenset[str]:
    """The kinds of the city's organisations that a collective name covers; none for the name of one body.

    各区有关部门 are the districts' own departments: the districts answer for them.
    """
    if not is_collective(name) or ABOVE.search(name):
        return frozenset()
    kinds = [kind for pattern, kind in MEANT if pattern.search(name)]
    if Kind.DISTRICT in kinds and not re.search(r"[、和及]", name):
        kinds = [Kind.DISTRICT]
    return frozenset(kinds)


def named_in(duty: read.Duty) -> Iterator[tuple[str, str]]:
    """Role and name, leads first."""
    yield from (("lead", name) for name in duty.leads)
    yield from (("support", name) for name in duty.supports)
    yield from duty.others
