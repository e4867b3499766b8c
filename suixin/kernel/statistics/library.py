"""What a log tells of definitions and releases: which version was in force when, which release was the newest."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from suixin.kernel.records.leaf import Leaf
from suixin.kernel.statistics.counting import Holds
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.forms import Form, read_form
from suixin.kernel.statistics.indicators import Indicator, read_indicator
from suixin.kernel.statistics.periods import MalformedPeriod, Period
from suixin.kernel.statistics.release import TYPE as RELEASE
from suixin.kernel.statistics.release import MalformedRelease, Release, read_release

INDICATOR, FORM = "statistics.indicator", "collection.form"


@dataclass(frozen=True, slots=True)
class Named:
    """Which definitions and releases are looked for. Forms are few, and all are taken."""

    indicators: frozenset[str]
    releases: frozenset[tuple[str, str]]  # indicator, period as it is written

    def has(self, leaf: Leaf) -> bool:
        if leaf.type == FORM:
            return True
        if leaf.type == INDICATOR:
            return text(leaf, "id") in self.indicators
        return leaf.type == RELEASE and (text(leaf, "indicator"), text(leaf, "period")) in self.releases


@dataclass(frozen=True, slots=True)
class Recorded:
    """One of them, as it stands in the log."""

    number: int
    leaf: Leaf


@dataclass(slots=True)
class Library:
    indicators: dict[str, list[Recorded]] = field(
        default_factory=dict
    )  # by id; each list by ascending number
    forms: dict[str, list[Recorded]] = field(default_factory=dict)
    releases: dict[tuple[str, Period], list[Recorded]] = field(default_factory=dict)

    @classmethod
    def of(cls, leaves: Iterable[tuple[int, Leaf]]) -> "Library":
        library = cls()
        for number, leaf in leaves:
            library.take(Recorded(number, leaf))
        return library

    def take(self, found: Recorded) -> None:
        if found.leaf.type == RELEASE:
            try:
                period = Period.read(text(found.leaf, "period"))
            except MalformedPeriod:
                return
            self.releases.setdefault((text(found.leaf, "indicator"), period), []).append(found)
        else:
            kind = self.indicators if found.leaf.type == INDICATOR else self.forms
            kind.setdefault(text(found.leaf, "id"), []).append(found)

    def versions_of(self, form: str) -> list[tuple[int, Form]]:
        """All of the form's versions with their numbers. Raises `MalformedDefinition`."""
        return [(each.number, form_in(each)) for each in self.forms.get(form, ())]


def text(leaf: Leaf, name: str) -> str:
    """Empty where there is none."""
    found = leaf.public.get(name)
    return found if isinstance(found, str) else ""


def newest(found: Iterable[Recorded], holds: Holds) -> Recorded | None:
    return max((each for each in found if holds(each.number, each.leaf.time)), key=number_of, default=None)


def number_of(found: Recorded) -> int:
    return found.number


def first(records: int) -> Holds:
    """The first so many records of the ledger."""
    return lambda number, _: number < records


def also_since(records: int, number: int, moment: datetime, grace: timedelta) -> Holds:
    """Those, and what was recorded after them and before a record, by its time less the grace."""
    return lambda each, time: each < records or (each < number and moment - time > grace)


def indicator_in(found: Recorded) -> Indicator:
    """Raises `MalformedDefinition`."""
    indicator = read_indicator(found.leaf.public.get("definition", {}))
    check_told(found, indicator.id, indicator.version)
    return indicator


def form_in(found: Recorded) -> Form:
    """Raises `MalformedDefinition`."""
    form = read_form(found.leaf.public.get("definition", {}))
    check_told(found, form.id, form.version)
    return form


def check_told(found: Recorded, name: str, version: int) -> None:
    if (name, version) != (found.leaf.public.get("id"), found.leaf.public.get("version")):
        raise MalformedDefinition(f"record {found.number} is of another definition than it says")


def release_in(found: Recorded) -> Release:
    """Raises `MalformedRelease`."""
    if found.leaf.type != RELEASE:
        raise MalformedRelease(f"record {found.number} is no release")
    return read_release(found.leaf.public)
