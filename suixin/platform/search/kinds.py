"""The kinds of pages there are, in the order in which readers are offered them. Rooms declare theirs at start."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    title: str | Promise  # lazy translation
    weight: float = 1.0  # above 1: what contains others and is more likely meant


_declared: dict[str, Kind] = {}


def declare(*kinds: Kind) -> None:
    _declared.update((kind.name, kind) for kind in kinds)


def kinds() -> list[Kind]:
    return list(_declared.values())


def title_of(name: str) -> str:
    return str(_declared[name].title) if name in _declared else ""


def weight_of(name: str) -> float:
    return _declared[name].weight if name in _declared else 1.0


def place_of(name: str) -> int:
    """Of two pages that fit equally well, the one whose kind was declared first comes first."""
    return list(_declared).index(name) if name in _declared else len(_declared)
