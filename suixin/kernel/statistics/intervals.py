"""How near somebody can come to a withheld sum: linear programming, as an audit.

It matters where no amount is negative: then published sums bound the withheld ones from both sides. (Where amounts may
be negative, a sum that does not follow exactly can be anything.) The solver works in floating point: its answers are
good to its tolerance, about a millionth of the interval. What it cannot show to be wide enough counts as too near.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import OptimizeResult, linprog
from scipy.sparse import csr_array

from suixin.kernel.statistics.amounts import Amounts, Group
from suixin.kernel.statistics.attacks import Sums
from suixin.kernel.statistics.derivable import Span

Floats = NDArray[np.float64]
FAR = 1000.0  # an atom need not move by more than so many intervals
NEARLY = 1 - 1e-6
COARSEST = 1e-4  # a shift found for a wide interval is exact enough for one this much narrower


@dataclass(frozen=True, slots=True)
class Width:
    """A withheld sum must, for all that is published, be possibly off by this much: above if positive, else below."""

    target: Group
    shift: int


def widths(amounts: Amounts, targets: Iterable[Group]) -> list[Width]:
    """The rules' per cent of each, one smallest unit at least; below, no more than there is. The widest first."""
    found = []
    for target in targets:
        total = amounts.total(target)
        away = max(1, ceil(total * Fraction(amounts.rules.interval) / 100))
        found += [Width(target, away), Width(target, -min(away, total))]
    return sorted((width for width in found if width.shift), key=lambda width: -abs(width.shift))


class Doubt:
    """All amounts of the atoms that the public sums allow, as shifts from the true ones."""

    def __init__(self, amounts: Amounts, groups: Sequence[Group], public: Iterable[int], span: Span) -> None:
        self.amounts = amounts
        self.open_atoms = [atom for atom in range(len(amounts.atoms)) if span.doubt(atom)]
        self.column = {atom: column for column, atom in enumerate(self.open_atoms)}
        rests = dict.fromkeys(
            frozenset(atom for atom in groups[number] if atom in self.column) for number in public
        )
        self.rests = [rest for rest in rests if rest]  # what is left in doubt of each public sum
        self.span = span
        self.matrix = incidence(map(self.columns, self.rests), len(self.open_atoms))
        self.totals = np.array([float(amounts.totals[atom]) for atom in self.open_atoms])

    def too_near(self, widths: Sequence[Width]) -> Iterator[Sums]:
        """For each width that the public sums leave no room for: the sums that take it away."""
        directions = incidence([self.columns(width.target) for width in widths], len(self.open_atoms))
        shifts = np.array([float(width.shift) for width in widths])
        shown = np.zeros(len(widths), dtype=bool)
        for index, width in enumerate(widths):
            if shown[index]:
                continue
            solved = self.farthest(width)
            if solved.status == 0 and -solved.fun >= NEARLY:
                found = solved.x * abs(width.shift)
                fine = np.abs(shifts) > COARSEST * np.abs(found).max()
                shown |= fine & ((directions @ found) / shifts >= NEARLY)
            elif solved.status == 0:
                yield self.used(np.flatnonzero(np.abs(solved.eqlin.marginals) > 1e-9))
            else:
                yield self.used(range(len(self.rests)))

    def farthest(self, width: Width) -> OptimizeResult:
        """How many times its width the target can be off; the whole scaled by the width."""
        away = float(abs(width.shift))
        objective = np.zeros(len(self.open_atoms))
        objective[sorted(self.columns(width.target))] = -1.0 if width.shift > 0 else 1.0
        lowest = -np.minimum(self.totals / away, FAR)
        bounds = np.column_stack([lowest, np.full(len(self.open_atoms), FAR)])
        return linprog(
            objective, A_eq=self.matrix, b_eq=np.zeros(len(self.rests)), bounds=bounds, method="highs"
        )

    def used(self, rows: Iterable[int]) -> Sums:
        """The sums that these rests follow from."""
        derivations = (self.span.derivation(self.rests[row]) for row in rows)
        return frozenset().union(*(sums for sums in derivations if sums))

    def columns(self, group: Group) -> Group:
        return frozenset(self.column[atom] for atom in group if atom in self.column)


def incidence(rows: Iterable[Group], width: int) -> csr_array:
    listed = list(rows)
    places = [(row, column) for row, columns in enumerate(listed) for column in sorted(columns)]
    across = ([row for row, _ in places], [column for _, column in places])
    return csr_array((np.ones(len(places)), across), shape=(len(listed), width))
