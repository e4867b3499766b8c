"""From what counts to figures: cells, exact values, and the one rounding; and derived figures from exact values.

A cell is the total or one combination of a declared breakdown that occurs. Whole numbers and fractions only. What is
open is added here; commitments are only brought together, for whoever has their openings or wants to check one.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from suixin.kernel.statistics.counting import Amount, Counted, Entry
from suixin.kernel.statistics.indicators import Aggregate, Change, Derivation, Indicator, Selection
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.rounding import plain, rounded, unscaled

CLASS = "class"  # the dimension that is the values' own, not the record's
HUNDRED = 100

Place = tuple[tuple[str, str], ...]  # of a cell: names in order with their values; () is the total
TOTAL: Place = ()


class Uncountable(ValueError):
    """A record that counts has something that cannot be added; the message names it."""


def place_of(at: Mapping[str, str]) -> Place:
    return tuple(sorted(at.items()))


@dataclass(eq=False, slots=True)
class Pile:
    """What records of the same dimensions have in one class: each value lies in one pile, and cells are piles together."""

    units: set[str] = field(default_factory=set)
    total: int = 0  # of what is open, in the smallest unit; or how many
    commitments: list[bytes] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """A cell before anybody says what it comes to."""

    units: set[str] = field(default_factory=set)
    total: int = 0
    piles: list[Pile] = field(default_factory=list)  # those with commitments

    @property
    def commitments(self) -> int:
        return sum(len(pile.commitments) for pile in self.piles)

    def add(self, pile: Pile) -> None:
        self.units |= pile.units
        self.total += pile.total
        if pile.commitments:
            self.piles.append(pile)


def tallies(indicator: Indicator, selection: Selection, counted: Counted) -> dict[Place, Tally]:
    """Every cell that occurs, and the total in any case: of nothing it is nought. Raises `Uncountable`."""
    piles = piled(indicator, selection, counted.entries)
    found = {TOTAL: Tally()}
    names = (*selection.dimensions, CLASS)
    by_value = indicator.aggregate in (Aggregate.SUM, Aggregate.LATEST)
    for breakdown in ((), *indicator.breakdowns):
        places = [names.index(name) for name in sorted(breakdown)]
        for (dimensions, klass), pile in piles.items():
            if by_value or (klass is not None) == (CLASS in breakdown):
                there = (*dimensions, klass or None)
                at = [(names[place], there[place]) for place in places]
                if all(value is not None for _, value in at):
                    found.setdefault(tuple(at), Tally()).add(pile)  # type: ignore[arg-type]
    if indicator.aggregate is Aggregate.DISTINCT:
        for tally in found.values():
            tally.total = len(tally.units)
    return found


Heap = tuple[tuple[str | None, ...], str | None]  # dimensions and class; no class: the record as such


def piled(indicator: Indicator, selection: Selection, entries: Sequence[Entry]) -> dict[Heap, Pile]:
    classes = [value.klass for value in selection.values]
    piles: dict[Heap, Pile] = {}
    if indicator.aggregate in (Aggregate.COUNT, Aggregate.DISTINCT):
        for entry in entries:
            held = {k for k, amount in zip(classes, entry.amounts, strict=True) if amount is not None}
            for klass in (None, *held):
                pile = piles.setdefault((entry.dimensions, klass), Pile())
                pile.total += 1
                if entry.by is not None:
                    pile.units.add(entry.by)
        return piles
    for entry in latest(entries) if indicator.aggregate is Aggregate.LATEST else entries:
        for klass, amount in zip(classes, entry.amounts, strict=True):
            if amount is not None:
                put(piles.setdefault((entry.dimensions, klass), Pile()), entry, amount)
    return piles


def put(pile: Pile, entry: Entry, amount: Amount) -> None:
    if isinstance(amount, bytes):
        pile.commitments.append(amount)
    elif isinstance(amount, int):
        pile.total += amount
    else:
        raise Uncountable(f"record {entry.number}: {amount}")
    if entry.by is not None:
        pile.units.add(entry.by)


def latest(entries: Iterable[Entry]) -> Iterable[Entry]:
    """Of each organisation its record for the latest period, and of two for the same the later one."""
    found: dict[str, Entry] = {}
    for entry in entries:
        if entry.by is not None:
            held = found.get(entry.by)
            if held is None or (held.rank, held.number) < (entry.rank, entry.number):
                found[entry.by] = entry
    return found.values()


def scale_of(indicator: Indicator, selection: Selection) -> int:
    """How many decimal places the values have."""
    by_value = indicator.aggregate in (Aggregate.SUM, Aggregate.LATEST)
    return selection.values[0].scale if by_value else 0


def value_text(total: int, scale: int) -> str:
    return plain(unscaled(total, scale))


def figure_text(indicator: Indicator, exact: Fraction) -> str:
    """From the exact value in the unit of the values to what is printed."""
    return plain(rounded(exact * Fraction(indicator.factor), indicator.places))


def figure_of(indicator: Indicator, total: int, scale: int) -> str:
    return figure_text(indicator, Fraction(total, 10**scale))


# -- derived figures


@dataclass(frozen=True, slots=True)
class Part:
    """What a derived figure is made from: one indicator for one period, above the line or below it."""

    indicator: str
    period: Period
    below: bool = False


def parts_of(derivation: Derivation, period: Period) -> list[Part]:
    of = derivation.of
    match derivation.change:
        case Change.ON_YEAR:
            return [Part(of, period), Part(of, period.year_before, below=True)]
        case Change.ON_PERIOD:
            return [Part(of, period), Part(of, period.earlier(1), below=True)]
        case Change.CUMULATIVE:
            return [Part(of, each) for each in period.of_year_so_far]
        case Change.CUMULATIVE_ON_YEAR:
            before = period.year_before.of_year_so_far
            return [
                *(Part(of, each) for each in period.of_year_so_far),
                *(Part(of, each, below=True) for each in before),
            ]
        case Change.SHARE | Change.RATIO:
            return [Part(of, period), Part(derivation.whole, period, below=True)]
        case Change.INDEX:
            return [Part(of, period), Part(of, Period.read(derivation.base), below=True)]


class State(StrEnum):
    """What stands in a cell where no number does."""

    WITHHELD = "withheld"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Base:
    """A release that a derived figure rests on."""

    indicator: Indicator
    cells: Mapping[Place, Fraction | State]  # exact, in the unit of the values; or a `State`
    units: Mapping[Place, int]

    def exact(self, place: Place) -> Fraction | State:
        """In the unit of its figures. A cell that it does not have, of a breakdown that it has, is nought: nobody
        reported any."""
        found = self.cells.get(place)
        if found is None:
            known = {frozenset(each) for each in ((), *self.indicator.breakdowns)}
            return Fraction(0) if frozenset(name for name, _ in place) in known else State.MISSING
        return found if isinstance(found, State) else found * Fraction(self.indicator.factor)


@dataclass(frozen=True, slots=True)
class Derived:
    units: int
    exact: Fraction | State  # or a `State`


def derived(
    indicator: Indicator, period: Period, base: Callable[[Part], Base | None]
) -> dict[Place, Derived]:
    """Every cell of the indicator's breakdowns that occurs in what it is made from. `base` gives the release of a part,
    or None where there is none."""
    derivation = indicator.derivation
    if derivation is None:
        raise ValueError(f"{indicator.id} is not derived")
    parts = parts_of(derivation, period)
    bases = [base(part) for part in parts]
    breakdowns = {frozenset(each) for each in ((), *indicator.breakdowns)}
    places = {TOTAL} | {
        place
        for found in bases
        if found is not None
        for place in found.cells
        if frozenset(name for name, _ in place) in breakdowns
    }
    own = next(found for part, found in zip(parts, bases, strict=True) if part == Part(derivation.of, period))
    return {
        place: Derived(
            0 if own is None else own.units.get(place, 0),
            combined(derivation, parts, [State.MISSING if b is None else b.exact(place) for b in bases]),
        )
        for place in places
    }


def combined(
    derivation: Derivation, parts: Sequence[Part], found: Sequence[Fraction | State]
) -> Fraction | State:
    """Withheld where any part is, else missing where any part is or there is nothing to divide by."""
    above = below = Fraction(0)
    states: set[State] = set()
    for part, each in zip(parts, found, strict=True):
        if isinstance(each, State):
            states.add(each)
        elif part.below:
            below += each
        else:
            above += each
    if states:
        return State.WITHHELD if State.WITHHELD in states else State.MISSING
    if derivation.change is Change.CUMULATIVE:
        return above
    return State.MISSING if below == 0 else quotient(derivation, above, below)


def quotient(derivation: Derivation, above: Fraction, below: Fraction) -> Fraction:
    match derivation.change:
        case Change.SHARE | Change.INDEX:
            return above / below * HUNDRED
        case Change.RATIO:
            return above / below * Fraction(derivation.factor)
        case _:
            return (above - below) / below * HUNDRED


def cells_in_order(places: Iterable[Place]) -> Iterator[Place]:
    """The total, then by how many names, then by names and values."""
    yield from sorted(places, key=lambda place: (len(place), [name for name, _ in place], place))


def exact_value(text: str) -> Fraction:
    return Fraction(Decimal(text))
