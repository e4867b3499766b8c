"""The amounts behind a table, by atom, and the primary rules over any set of atoms.

Atoms are numbered here; the rest of disclosure control works with the numbers.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from suixin.kernel.statistics.derivable import Atom
from suixin.kernel.statistics.disclosure import Reason, Rules, excess_of_dominance, lack_of_doubt, primary

Group = frozenset[int]  # atoms that are summed


class Measures(NamedTuple):
    """Of a set of atoms, added up over the atoms; so those of a difference are the differences."""

    excess: int
    lack: int
    large: int  # atoms with enough units


class Amounts:
    def __init__(self, contributions: Mapping[Atom, Mapping[str, int]], rules: Rules) -> None:
        """An atom in which nobody reported is known to be nought: it is left out everywhere."""
        self.rules = rules
        self.atoms = sorted(atom for atom, amounts in contributions.items() if amounts)
        self.numbers = {atom: number for number, atom in enumerate(self.atoms)}
        self.by_atom = [contributions[atom] for atom in self.atoms]
        self.totals = [sum(amounts.values()) for amounts in self.by_atom]
        self.units = [frozenset(unit for unit, amount in each.items() if amount) for each in self.by_atom]
        self.not_negative = all(amount >= 0 for each in self.by_atom for amount in each.values())
        self.additive = self.not_negative or self.nothing_cancels()
        magnitudes = [[abs(amount) for amount in each.values()] for each in self.by_atom]
        self.excess = [excess_of_dominance(each, rules) for each in magnitudes]
        self.lack = [lack_of_doubt(each, rules) for each in magnitudes]
        self.known: dict[Group, Reason | None] = {}

    def nothing_cancels(self) -> bool:
        positive = {unit for each in self.by_atom for unit, amount in each.items() if amount > 0}
        negative = {unit for each in self.by_atom for unit, amount in each.items() if amount < 0}
        return not positive & negative

    def group(self, atoms: frozenset[Atom]) -> Group:
        return frozenset(self.numbers[atom] for atom in atoms if atom in self.numbers)

    def total(self, group: Group) -> int:
        return sum(self.totals[atom] for atom in group)

    def reason(self, group: Group) -> Reason | None:
        """Why the sum over these atoms would be unsafe."""
        if group not in self.known:
            plain = self.plainly_safe(self.measures(group))
            self.known[group] = None if plain else self.reason_by_unit(group)
        return self.known[group]

    def measures(self, group: Group) -> Measures:
        return Measures(
            sum(self.excess[atom] for atom in group),
            sum(self.lack[atom] for atom in group),
            sum(len(self.units[atom]) >= self.rules.threshold for atom in group),
        )

    def plainly_safe(self, measures: Measures) -> bool:
        """Safe already by the measures of the atoms, without adding up the amounts of each unit."""
        return self.additive and measures.excess <= 0 and measures.lack <= 0 and measures.large > 0

    def reason_by_unit(self, group: Group) -> Reason | None:
        amounts: defaultdict[str, int] = defaultdict(int)
        for atom in group:
            for unit, amount in self.by_atom[atom].items():
                amounts[unit] += amount
        return primary(amounts, self.rules)
