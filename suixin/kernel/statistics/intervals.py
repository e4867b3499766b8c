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
from scipy.sparse import csr_array, diags_array, hstack

from suixin.kernel.statistics.amounts import Amounts, Group
from suixin.kernel.statistics.attacks import Sums
from suixin.kernel.statistics.derivable import Span

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
FAR = 1000.0  # an atom need not move by more than so many intervals
NEARLY = 1 - 1e-6
NEAR = 10.0  # the same where many are shifted at once, whose widths differ by up to so many powers of ten:
DECADES = 2
MANY = 50  # fewer are quicker one by one
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


class Sought:
    """Widths, and which of them are shown to be kept."""

    def __init__(self, widths: Sequence[Width], directions: csr_array) -> None:
        self.directions = directions
        self.shifts = np.array([float(width.shift) for width in widths])
        self.shown = np.zeros(len(widths), dtype=bool)

    def found(self, shift: Floats) -> None:
        """A shift of the atoms that the public sums allow: it may show several."""
        fine = np.abs(self.shifts) > COARSEST * np.abs(shift).max()
        self.shown |= fine & ((self.directions @ shift) / self.shifts >= NEARLY)

    def batches(self) -> Iterator[Indices]:
        """Widths upwards and downwards, of about the same size."""
        sizes = np.floor(np.log10(np.abs(self.shifts)) / DECADES)
        for size in np.unique(sizes)[::-1]:
            for upwards in (True, False):
                yield np.flatnonzero((sizes == size) & ((self.shifts > 0) == upwards))


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
        sought = Sought(
            widths, incidence((self.columns(width.target) for width in widths), len(self.open_atoms))
        )
        for batch in sought.batches():
            self.shift_many(sought, batch)
        for index, width in enumerate(widths):
            if sought.shown[index]:
                continue
            solved = self.farthest(width)
            if solved.status == 0 and -solved.fun >= NEARLY:
                sought.shown[index] = True
                sought.found(solved.x * abs(width.shift))
            elif solved.status == 0:
                yield self.used(np.flatnonzero(np.abs(solved.eqlin.marginals) > 1e-9))
            else:
                yield self.used(range(len(self.rests)))

    def shift_many(self, sought: "Sought", batch: Indices) -> None:
        """As many of a batch of like widths at once as will go, and again, while it pays."""
        while len(batch) >= MANY:
            away = np.abs(sought.shifts[batch]).max()
            atoms, count = len(self.open_atoms), len(batch)
            signs = np.sign(sought.shifts[batch])
            reached = diags_array(np.abs(sought.shifts[batch]) / away)
            moved = diags_array(-signs) @ sought.directions[batch]
            solved = linprog(
                np.concatenate([np.zeros(atoms), -np.ones(count)]),
                A_eq=hstack([self.matrix, csr_array((len(self.rests), count))]),
                b_eq=np.zeros(len(self.rests)),
                A_ub=hstack([moved, reached]),
                b_ub=np.zeros(count),
                bounds=np.vstack([self.bounds(away, NEAR), np.tile([0.0, 1.0], (count, 1))]),
                method="highs",
            )
            if solved.status != 0:
                return
            sought.found(solved.x[:atoms] * away)
            left = batch[~sought.shown[batch]]
            if len(left) > 0.9 * count:
                return
            batch = left

    def farthest(self, width: Width) -> OptimizeResult:
        """How many times its width the target can be off; the whole scaled by the width."""
        away = float(abs(width.shift))
        objective = np.zeros(len(self.open_atoms))
        objective[sorted(self.columns(width.target))] = -1.0 if width.shift > 0 else 1.0
        return linprog(
            objective,
            A_eq=self.matrix,
            b_eq=np.zeros(len(self.rests)),
            bounds=self.bounds(away, FAR),
            method="highs",
        )

    def bounds(self, away: float, limit: float) -> Floats:
        """Of the shift of each atom, in multiples of `away`: none falls under nought."""
        return np.column_stack([-np.minimum(self.totals / away, limit), np.full(len(self.totals), limit)])

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
