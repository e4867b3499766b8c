"""The city's register of bodies as editors need it: which names are known, and which are nearly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from suixin.kernel.programme.organisations import Shape, shape
from suixin.platform.accounts.models import Organisation

LIKENESS = 0.6


@dataclass(frozen=True, slots=True)
class Register:
    """`codes`: every name in use of every public body, to its code. `offered`: the names to choose from."""

    codes: Mapping[str, str]
    offered: tuple[str, ...]

    def is_known(self, name: str) -> bool:
        """Also a collective name (各区政府), which stands for no single body."""
        return name in self.codes or shape(name) is Shape.COLLECTIVE

    def unknown(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if not self.is_known(name)]

    def near(self, name: str) -> list[str]:
        """Names that may have been meant. Only ever suggested."""
        return get_close_matches(name, self.offered, n=3, cutoff=LIKENESS)


def register() -> Register:
    codes: dict[str, str] = {}
    offered = []
    rows = Organisation.objects.exclude(kind=Organisation.Kind.COMPANY)
    for body in rows.only("code", "name", "short_name", "aliases"):
        offered.append(body.short_name or body.name)
        for name in (body.short_name, body.name, *body.aliases):
            if name:
                codes.setdefault(name, body.code)
    return Register(codes, tuple(offered))
