"""Which sums of a table to withhold, so that none that must be withheld can be worked out from what is published.

Primary rules first, then a cheap choice of further sums, then an exact audit; what the audit finds goes back into the
choice until nothing is found. It ends, because each round withholds more or forbids a choice. What is guaranteed,
against whom and under which assumptions is in docs/disclosure.md.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from suixin.kernel.statistics.amounts import Amounts, Group
from suixin.kernel.statistics.attacks import Attacks, Sums
from suixin.kernel.statistics.choice import Choice
from suixin.kernel.statistics.derivable import Atom
from suixin.kernel.statistics.disclosure import Reason, Rules
from suixin.kernel.statistics.intervals import Doubt, Width, widths

ROUNDS = 25  # with the solver; then the quick choice, which only ever withholds more


@dataclass(frozen=True, slots=True)
class Cell:
    """A sum that is to be published. One of twice the weight is twice as dear to withhold."""

    key: Hashable
    atoms: frozenset[Atom]
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Protection:
    withheld: Mapping[Hashable, Reason]
    published: tuple[Hashable, ...]
    exposed: tuple[
        Hashable, ...
    ]  # withheld, but they follow from what was opened before: it cannot be healed
    cheapest: bool  # whether the solver proved that no cheaper choice withstands the attacks


def protect(
    cells: Sequence[Cell],
    contributions: Mapping[Atom, Mapping[str, int]],
    rules: Rules,
    opened: Iterable[frozenset[Atom]] = (),
) -> Protection:
    """`contributions` of every atom somebody reported in; `opened` sums are public already, over the same amounts."""
    return Table(cells, Amounts(contributions, rules), opened).protected()


class Table:
    """The cells as sets of atoms, each set once; the table's work is done on their numbers."""

    def __init__(self, cells: Sequence[Cell], amounts: Amounts, opened: Iterable[frozenset[Atom]]) -> None:
        if len({cell.key for cell in cells}) < len(cells):
            raise ValueError("two cells have the same key")
        self.cells = cells
        self.amounts = amounts
        numbers: dict[Group, int] = {}
        groups = [(cell.key, amounts.group(cell.atoms)) for cell in cells]
        self.number_of = {key: numbers.setdefault(group, len(numbers)) for key, group in groups if group}
        before = [amounts.group(atoms) for atoms in opened]
        self.opened = frozenset(numbers.setdefault(group, len(numbers)) for group in before if group)
        self.groups = list(numbers)
        self.attacks = Attacks(amounts, self.groups, self.opened)
        self.all = frozenset(self.number_of.values())
        self.unsafe = {
            number: reason for number in sorted(self.all) if (reason := amounts.reason(self.groups[number]))
        }
        self.known = frozenset(
            number for number in self.all if self.attacks.base.derivation(self.groups[number]) is not None
        )
        self.widths = self.widths_to_keep()

    def protected(self) -> Protection:
        chosen, cheapest = self.chosen()
        reasons = self.unsafe | {
            number: self.further_reason(number, chosen) for number in chosen - self.unsafe.keys()
        }
        withheld = {key: reasons[number] for key, number in self.number_of.items() if number in reasons}
        return Protection(
            withheld=withheld,
            published=tuple(cell.key for cell in self.cells if cell.key not in withheld),
            exposed=tuple(key for key in withheld if self.number_of[key] in self.known),
            cheapest=cheapest,
        )

    def chosen(self) -> tuple[Sums, bool]:
        """The sums to withhold, unsafe ones included, and whether the solver proved that none cheaper will do."""
        fixed = frozenset(self.unsafe) - self.known
        choice = Choice(self.costs(), fixed, self.known, self.attacks.families)
        withheld = fixed
        for _ in range(ROUNDS if choice.solvable else 0):
            found = choice.cheapest()
            if found is None:
                break
            withheld, proved = found
            attacks = self.attacks_despite(withheld)
            if not attacks:
                return withheld, proved
            choice.must_break(attacks)
        withheld = choice.quick(withheld)
        while attacks := self.attacks_despite(withheld):
            choice.must_break(attacks)
            withheld = choice.quick(withheld)
        return withheld, False

    def costs(self) -> list[int]:
        """By number: each cell counts, and its share of all amounts counts as much again as all cells would."""
        magnitudes = [sum(abs(self.amounts.totals[atom]) for atom in group) for group in self.groups]
        everything = sum(map(abs, self.amounts.totals)) or 1
        weights = [0] * len(self.groups)
        for cell in self.cells:
            if cell.key in self.number_of:
                weights[self.number_of[cell.key]] += cell.weight
        return [
            weight * (everything + len(self.cells) * magnitude)
            for weight, magnitude in zip(weights, magnitudes, strict=True)
        ]

    def attacks_despite(self, withheld: Sums) -> list[Sums]:
        """Each as the sums of which one more must be withheld, the shortest first. Intervals are looked at last."""
        shown = self.all - withheld - self.known
        span = self.attacks.span(shown)
        found = {used & shown for used in self.attacks.succeed(shown, span)} - {frozenset()}
        if not found and self.widths:
            doubt = Doubt(self.amounts, self.groups, sorted(shown | self.opened), span)
            found = {used & shown for used in doubt.too_near(self.widths)} - {frozenset()}
        return sorted(found, key=lambda used: (len(used), sorted(used)))

    def widths_to_keep(self) -> list[Width]:
        if not self.amounts.not_negative or not self.amounts.rules.interval:
            return []
        return widths(
            self.amounts, [self.groups[number] for number in self.unsafe if number not in self.known]
        )

    def further_reason(self, number: int, withheld: Sums) -> Reason:
        """Overlap, if showing the sum too would tell something only because of what was opened before."""
        if not self.opened:
            return Reason.COMPLEMENTARY
        shown = self.all - withheld - self.known | {number}
        helps = any(used & shown for used in self.attacks.succeed(shown, self.attacks.span(shown)))
        alone = self.all - withheld - self.unsafe.keys() | {number}
        helps_alone = any(self.without_opened.succeed(alone, self.without_opened.span(alone)))
        return Reason.OVERLAP if helps and not helps_alone else Reason.COMPLEMENTARY

    @cached_property
    def without_opened(self) -> Attacks:
        return Attacks(self.amounts, self.groups, ())
