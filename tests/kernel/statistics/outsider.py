"""Somebody who attacks published sums with nothing of ours: fractions, one elimination, and the rules again by hand."""

from fractions import Fraction
from itertools import combinations

import numpy as np
from scipy.optimize import linprog


def echelon(vectors):
    rows = []
    for vector in vectors:
        row = [Fraction(entry) for entry in vector]
        for pivot, known in rows:
            if row[pivot]:
                times = row[pivot]
                row = [mine - times * theirs for mine, theirs in zip(row, known, strict=True)]
        pivot = next((column for column, entry in enumerate(row) if entry), None)
        if pivot is not None:
            row = [entry / row[pivot] for entry in row]
            rows = [
                (at, [a - other[pivot] * b for a, b in zip(other, row, strict=True)]) for at, other in rows
            ] + [(pivot, row)]
    return rows


def follows(target, rows):
    left = [Fraction(entry) for entry in target]
    for pivot, row in rows:
        times = left[pivot]
        left = [a - times * b for a, b in zip(left, row, strict=True)]
    return not any(left)


def unsafe(contributions, threshold=3, n=2, k=85, p=10):
    """The rules at their defaults, in fractions."""
    if not contributions:
        return False
    sizes = sorted((abs(amount) for amount in contributions.values() if amount), reverse=True)
    total = sum(sizes)
    return (
        len(sizes) < threshold
        or Fraction(sum(sizes[:n]), total) > Fraction(k, 100)
        or Fraction(total - sizes[0] - sizes[1], sizes[0]) < Fraction(p, 100)
    )


class Outsider:
    """Knows which atoms somebody reported in, and the sums over `public` sets of atoms."""

    def __init__(self, contributions, public):
        self.contributions = contributions
        self.atoms = sorted(atom for atom, amounts in contributions.items() if amounts)
        self.vectors = [self.vector(atoms) for atoms in public]
        self.rows = echelon(self.vectors)

    def vector(self, atoms):
        return [int(atom in atoms) for atom in self.atoms]

    def works_out(self, atoms):
        return follows(self.vector(atoms), self.rows)

    def amounts(self, atoms):
        found = {}
        for atom in atoms:
            for unit, amount in self.contributions.get(atom, {}).items():
                found[unit] = found.get(unit, 0) + amount
        return found

    def unsafe(self, atoms):
        return unsafe(self.amounts(atoms))

    def isolates(self, few=2):
        """Groups of so few units of whose amounts alone some combination of public sums consists."""
        units_of = {
            atom: {u for u, amount in self.contributions[atom].items() if amount} for atom in self.atoms
        }
        everybody = sorted(set().union(*units_of.values()))
        for units in combinations(everybody, few):
            inside = [units_of[atom] <= set(units) for atom in self.atoms]
            noughts = [not units_of[atom] for atom in self.atoms]
            if not any(inside):
                continue
            outside = [
                [entry for entry, mine in zip(row, inside, strict=True) if not mine] for row in self.vectors
            ]
            elsewhere = [
                [entry for entry, none in zip(row, noughts, strict=True) if not none] for row in self.vectors
            ]
            lost = len(echelon(elsewhere)) - len(echelon(outside))
            if lost:
                yield units

    def range_of(self, atoms):
        """The least and the largest sum that the public sums and nought leave room for."""
        totals = [sum(self.contributions[atom].values()) for atom in self.atoms]
        objective = np.array(self.vector(atoms), dtype=float)
        equal = np.array(self.vectors, dtype=float).reshape(len(self.vectors), len(self.atoms))
        seen = equal @ np.array(totals, dtype=float)
        ends = []
        for sign in (1, -1):
            solved = linprog(sign * objective, A_eq=equal, b_eq=seen, bounds=(0, None), method="highs")
            ends.append(sign * solved.fun if solved.status == 0 else -sign * float("inf"))
        return ends[0], ends[1]
