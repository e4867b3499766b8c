"""Which sums of a table to withhold, so that none that must be withheld can be worked out from what is published.

Primary rules first, then a cheap choice of further sums, then an exact audit; what the audit finds goes back into the
choice until nothing is found. It ends, because each round withholds more or forbids a choice. What is guaranteed,
against whom and under which assumptions is in docs/disclosure.md.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from suixin.kernel.statistics.amounts import Amounts, Group
from suixin.kernel.statistics.attacks import Attacks, Sums
from suixin.kernel.statistics.choice import Choice
from suixin.kernel.statistics.derivable import Atom
from suixin.kernel.statistics.disclosure import Reason, Rules
from suixin.kernel.statistics.intervals import Doubt, widths

ROUNDS = 40  # with the solver; then the quick choice, which only ever withholds more


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
    exposed: tuple[Hashable, ...]  # withheld, but they follow from what was opened before: it cannot be healed
    cheapest: bool  # whether no cheaper choice breaks the attacks that were met


def protect(
    cells: Sequence[Cell],
    contributions: Mapping[Atom, Mapping[str, int]],
    rules: Rules,
    opened: Iterable[frozenset[Atom]] = (),
) -> Protection:
    """`contributions` of every atom somebody reported in; `opened` sums are public already, over the same amounts."""
    return Table(cells, Amounts(contributions, rules), opened).protected()


class Table:
    def __init__(self, cells: Sequence[Cell], amounts: Amounts, opened: Iterable[frozenset[Atom]]) -> None:
        if len({cell.key for cell in cells}) < len(cells):
            raise ValueError("two cells have the same key")
        self.cells = cells
        self.amounts = amounts
        numbers: dict[Group, int] = {}
        self.number_of = {}
        for cell in cells:
            if group := amounts.group(cell.atoms):
                self.number_of[cell.key] = numbers.setdefault(group, len(numbers))
        before = [amounts.group(atoms) for atoms in opened]
        public = {numbers.setdefault(group, len(numbers)) for group in before if group}
        self.groups = list(numbers)
        self.attacks = Attacks(amounts, self.groups, public)
        self.choosable = frozenset(self.number_of.values()) - public
        self.primary = {
            number: reason
            for number in sorted(frozenset(self.number_of.values()))
            if (reason := amounts.reason(self.groups[number]))
        }
