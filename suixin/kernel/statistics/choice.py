"""Which further sums to withhold: the cheapest choice by integer programming, or a quick one.

Nothing here claims that a choice is safe; it only proposes. The floating point of the solver can make a choice dearer
than need be, never less safe, because `suppression` audits each choice exactly and asks again.
"""

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from suixin.kernel.statistics.attacks import Family, Sums

NODES = 2000  # of the search tree: a bound on effort that is the same on every machine
ENTRIES = 150_000  # of the constraint matrix; larger ones are left to the quick choice


class Choice:
    """`costs` by number of the sum; `fixed` must be withheld, `useless` are known anyway and need not be."""

    def __init__(self, costs: Sequence[int], fixed: Sums, useless: Sums, families: Iterable[Family]) -> None:
        self.costs = costs
        self.fixed = fixed
        self.useless = useless
        self.equations = [
            members
            for family in families
            if family.whole and len(members := [family.parent, *family.children]) > 1
        ]
        self.cuts: dict[Sums, None] = {}

    def must_break(self, attacks: Iterable[Sums]) -> None:
        """From now on each choice withholds a sum of each of these."""
        self.cuts.update(dict.fromkeys(attacks))

    @property
    def solvable(self) -> bool:
        return sum(len(members) ** 2 for members in self.equations) <= ENTRIES

    def cheapest(self) -> tuple[Sums, bool] | None:
        """The cheapest choice and whether it is proved to be; None if the bound on effort was reached before any.

        In an equation between sums, withholding exactly one hides nothing: it follows from the others. So each may
        only be withheld with another one.
        """
        count = len(self.costs)
        places: list[tuple[int, int, float]] = []
        least: list[float] = []
        for members in self.equations:
            for one in members:
                places += [(len(least), other, -1.0 if other == one else 1.0) for other in members]
                least.append(0.0)
        for cut in self.cuts:
            places += [(len(least), number, 1.0) for number in sorted(cut)]
            least.append(1.0)
        if not least:
            return self.fixed, True
        rows, columns, entries = zip(*places, strict=True)
        matrix = csr_array((entries, (rows, columns)), shape=(len(least), count))
        lower, upper = np.zeros(count), np.ones(count)
        lower[sorted(self.fixed)] = 1.0
        upper[sorted(self.useless - self.fixed)] = 0.0
        highest = max(self.costs)
        solved = milp(
            np.array([cost / highest for cost in self.costs]) * count,
            integrality=np.ones(count),
            bounds=Bounds(lower, upper),
            constraints=LinearConstraint(matrix, np.array(least), np.inf),
            options={"node_limit": NODES},
        )
        if solved.x is None:
            return None
        return frozenset(
            int(number) for number in np.flatnonzero(solved.x > 0.5)
        ) | self.fixed, solved.status == 0

    def quick(self, withheld: Sums) -> Sums:
        """More withheld, until no equation has exactly one and each attack met so far is broken."""
        chosen = set(withheld)
        for cut in sorted(self.cuts, key=lambda cut: (len(cut), sorted(cut))):
            if not cut & chosen:
                chosen.add(self.cheapest_of(cut, chosen))
        waiting = list(range(len(self.equations)))
        touching: dict[int, list[int]] = {}
        for index, members in enumerate(self.equations):
            for number in members:
                touching.setdefault(number, []).append(index)
        while waiting:
            members = self.equations[waiting.pop()]
            hidden = [number for number in members if number in chosen]
            others = [number for number in members if number not in chosen and number not in self.useless]
            if len(hidden) == 1 and others:
                more = self.cheapest_of(others, chosen)
                chosen.add(more)
                waiting += touching[more]
        return frozenset(chosen)

    def cheapest_of(self, numbers: Collection[int], chosen: Collection[int]) -> int:
        """Cheap itself, and in few equations in which it would be the first to be withheld."""

        def price(number: int) -> tuple[int, int]:
            alone = sum(
                number in members and not any(member in chosen for member in members)
                for members in self.equations
            )
            return self.costs[number] * (1 + alone), number

        return min(numbers, key=price)
