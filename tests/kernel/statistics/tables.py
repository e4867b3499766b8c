"""Tables for tests: cells over the product of some dimensions with all their margins."""

from itertools import product

from suixin.kernel.statistics.suppression import Cell

ALL = "*"


def cells_of(*dimensions):
    atoms = list(product(*dimensions))
    patterns = product(*([ALL, *values] for values in dimensions))
    return [Cell(pattern, atoms_of(pattern, atoms)) for pattern in patterns]


def atoms_of(pattern, atoms):
    return frozenset(
        atom
        for atom in atoms
        if all(wanted in (ALL, value) for wanted, value in zip(pattern, atom, strict=True))
    )


def many(count, amount=100, name=""):
    """So many units of about the same size."""
    return {f"{name}{number}": amount + number for number in range(count)}
