"""Whom a programme means by a name: a registered body, or by 各区政府 and the like many at once."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from suixin.engines.programmes import read
from suixin.kernel.programme.organisations import Shape, identify, shape
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
OTHERS = {
    "国务院": _("国务院"),
    "广东省人民政府": _("广东省人民政府"),
}  # above the city, so not in its register
COLLECTIVES = {"各区政府": _("各区政府"), "各区": _("各区"), "市各相关部门": _("市各相关部门")}


LIKENESS = 0.6


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
    """All registered bodies but companies, read once a page: a city may have tens of thousands of
    companies, and a programme names bodies. Names, short names and aliases lead to them."""

    def __init__(self) -> None:
        self.organisations = list(Organisation.objects.exclude(kind=Organisation.Kind.COMPANY))
        self.by_name: dict[str, Organisation] = {}
        for organisation in self.organisations:
            for name in filter(None, (organisation.name, organisation.short_name, *organisation.aliases)):
                self.by_name.setdefault(name, organisation)

    @property
    def offered(self) -> tuple[str, ...]:
        """The bodies' usual names, to choose from."""
        return tuple(str(each) for each in self.organisations)

    def names_of(self, organisation: Organisation) -> set[str]:
        return {name for name, other in self.by_name.items() if other == organisation}

    def is_known(self, name: str) -> bool:
        """Also a collective name (各区政府), which stands for no single body."""
        return name in self.by_name or is_collective(name)

    def unregistered(self, names: Iterable[str]) -> list[str]:
        return [name for name in dict.fromkeys(names) if not self.is_known(name)]

    def near(self, name: str) -> list[str]:
        """Names that may have been meant. Only ever suggested, and not for a body that is known elsewhere: a ministry
        is no misspelt bureau."""
        if identify(name) is not None:
            return []
        return get_close_matches(name, self.offered, n=3, cutoff=LIKENESS)

    def body(self, name: str) -> Body:
        return Body(name, self.by_name.get(name))

    def by_key(self, key: str) -> Organisation | None:
        return next((each for each in self.organisations if each.code == key), None)

    @property
    def districts(self) -> list[Organisation]:
        districts = (each for each in self.organisations if each.kind == Organisation.Kind.DISTRICT)
        return sorted(districts, key=lambda each: each.district)


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


def translated(name: str) -> str | None:
    """A name outside the register in the reader's language; None where no translation is known."""
    known: Mapping[str, object] = COLLECTIVES | OTHERS
    return str(known[name]) if name in known else None
