"""What somebody could work out from a choice of published sums: the exact attacks, by linear algebra.

An attack that succeeds is told as the set of published sums it used; withholding any one of them breaks it, at least
in this form. What succeeds with sums that were opened elsewhere alone cannot be broken and is left out.
`docs/disclosure.md` says in words what is tried here and what is not.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from math import gcd

from suixin.kernel.statistics.amounts import Amounts, Group, Measures
from suixin.kernel.statistics.derivable import Row, Span, subtract

Sums = frozenset[int]  # numbers of sums in the table


@dataclass(frozen=True, slots=True)
class Family:
    """A sum and disjoint sums inside it; with `whole`, they make up all of it."""

    parent: int
    children: tuple[int, ...]
    whole: bool


class Attacks:
    """`groups` are the sums, each set of atoms once; those numbered in `opened` are public whatever we choose."""

    def __init__(self, amounts: Amounts, groups: Sequence[Group], opened: Collection[int]) -> None:
        self.amounts = amounts
        self.groups = groups
        self.opened = frozenset(opened)
        self.base = Span()
        for number in sorted(opened, key=lambda number: len(groups[number])):
            self.base.add(groups[number])
        self.of_atom = by_atom(groups)
        self.containing = [self.sums_around(number) for number in range(len(groups))]
        self.families = list(self.all_families())
        targets = dict.fromkeys(self.unsafe_targets())
        self.targets = [target for target in targets if self.base.derivation(target) is None]
        self.noughts = [atom for atom, units in enumerate(amounts.units) if not units]
        self.few = [
            atom for atom, units in enumerate(amounts.units) if 0 < len(units) < amounts.rules.threshold
        ]
        self.coalitions = list(self.larger_coalitions())

    def unsafe_targets(self) -> Iterator[Group]:
        """Sums that must not follow: unsafe ones of the table, atoms, and differences of one sum within another."""
        unsafe = self.amounts.reason
        yield from (group for group in self.groups if unsafe(group))
        atoms = (frozenset({number}) for number in range(len(self.amounts.atoms)))
        yield from (atom for atom in atoms if unsafe(atom))
        measures = [self.amounts.measures(group) for group in self.groups]
        for inner, outers in enumerate(self.containing):
            for outer in sorted(outers):
                of_rest = Measures(
                    *(all_ - part for all_, part in zip(measures[outer], measures[inner], strict=True))
                )
                if not self.amounts.plainly_safe(of_rest):
                    rest = self.groups[outer] - self.groups[inner]
                    if unsafe(rest):
                        yield rest

    def larger_coalitions(self) -> Iterator[tuple[int, ...]]:
        """Sets of three and more atoms whose contributing units are together fewer than the threshold."""
        by_units: dict[frozenset[str], list[int]] = {}
        atoms_of: dict[str, set[frozenset[str]]] = {}
        for atom in self.few:
            by_units.setdefault(self.amounts.units[atom], []).append(atom)
            for unit in self.amounts.units[atom]:
                atoms_of.setdefault(unit, set()).add(self.amounts.units[atom])
        seen: set[frozenset[str]] = set()
        crowded = [
            units
            for units, atoms in by_units.items()
            if len(atoms) > 1 or any(len(atoms_of[unit]) > 1 for unit in units)
        ]  # without any of these there are two atoms at most
        for one, other in product(crowded, by_units):
            units = one | other
            if len(units) >= self.amounts.rules.threshold or units in seen:
                continue
            seen.add(units)
            inside = {members for unit in units for members in atoms_of[unit] if members <= units}
            atoms = sorted(atom for members in inside for atom in by_units[members])
            if len(atoms) >= 3:
                yield tuple(atoms)

    def span(self, shown: Sums) -> Span:
        """All that follows from these sums of the table and the opened ones."""
        span = self.base.copy()
        for number in sorted(shown - self.opened, key=lambda number: (len(self.groups[number]), number)):
            span.add(self.groups[number], number)
        return span

    def succeed(self, shown: Sums, span: Span) -> Iterator[Sums]:
        """The attacks that succeed, as the sums of the table that each uses: those that were shown."""
        for target in self.targets:
            if (sums := span.derivation(target)) is not None:
                yield sums
        yield from self.unsafe_rests(shown)
        yield from self.unsafe_combinations(span)
        yield from self.few_units(span)

    def unsafe_rests(self, shown: Sums) -> Iterator[Sums]:
        """A published sum less published sums inside it."""
        public = shown | self.opened
        for family in self.families:
            if family.parent not in public:
                continue
            inside = [child for child in family.children if child in public]
            rest = self.groups[family.parent].difference(*(self.groups[child] for child in inside))
            used = {family.parent, *inside}
            if rest and self.amounts.reason(rest):
                yield frozenset(used) - self.opened
            smaller, more = self.stripped(rest, public)
            if more and smaller and self.amounts.reason(smaller):
                yield frozenset(used | more) - self.opened

    def stripped(self, rest: Group, public: Sums) -> tuple[Group, set[int]]:
        """What is left without the public sums within."""
        within = {
            number
            for atom in rest
            for number in self.of_atom[atom]
            if number in public and self.groups[number] <= rest
        }
        taken: set[int] = set()
        for number in sorted(within, key=lambda number: (-len(self.groups[number]), number)):
            if self.groups[number] <= rest:
                rest -= self.groups[number]
                taken.add(number)
        return rest, taken

    def unsafe_combinations(self, span: Span) -> Iterator[Sums]:
        """Sums over sets of atoms among the rows of the span, and among two rows added or subtracted."""
        rows = {pivot: atoms_only(row) for pivot, row in sorted(span.rows.items()) if span.doubt(pivot)}
        plain = {
            pivot: row for pivot, row in rows.items() if len({abs(entry) for entry in row.values()}) == 1
        }
        for pivot, row in plain.items():
            beside = sorted(
                {other for column in row for other in span.users[column] if other > pivot and other in plain}
            )
            sums = [row, *(combined(row, plain[other], sign) for other in beside for sign in (1, -1))]
            for group in (frozenset(each) for each in sums if len(set(each.values())) == 1):
                if self.amounts.reason(group):
                    yield span.derivation(group) or frozenset()

    def few_units(self, span: Span) -> Iterator[Sums]:
        """Any combination, with whatever multiples, in which only the amounts of a few units occur."""
        if self.noughts:  # that they are nought is taken as known, so that they hide nobody
            span = span.copy()
            for atom in self.noughts:
                span.add((atom,))
        alike: dict[frozenset[tuple[int, int]], list[int]] = {}
        for atom in self.few:
            doubt = span.doubt(atom)
            if doubt:
                alike.setdefault(direction(doubt), []).append(atom)
            else:
                yield span.derivation((atom,)) or frozenset()
        pairs = (pair for atoms in alike.values() for pair in combinations(atoms, 2) if self.are_few(pair))
        for atoms in (*pairs, *self.coalitions):
            if (combination := span.within(atoms)) is not None:
                yield span.derivation(combination) or frozenset()

    def are_few(self, atoms: Iterable[int]) -> bool:
        units = frozenset().union(*(self.amounts.units[atom] for atom in atoms))
        return len(units) < self.amounts.rules.threshold

    def sums_around(self, number: int) -> Sums:
        """The sums that have all its atoms and more."""
        around = frozenset.intersection(*(self.of_atom[atom] for atom in self.groups[number]))
        return around - {number}

    def all_families(self) -> Iterator[Family]:
        """Ways to split each sum into others: for a table, by each of its dimensions."""
        inside: list[list[int]] = [[] for _ in self.groups]
        for number, outers in enumerate(self.containing):
            for outer in outers:
                inside[outer].append(number)
        for parent, members in enumerate(inside):
            here = frozenset(members)
            largest = [number for number in members if not self.containing[number] & here]
            while largest:
                rest, children = self.groups[parent], []
                for number in largest:
                    if self.groups[number] <= rest:
                        rest -= self.groups[number]
                        children.append(number)
                largest = [number for number in largest if number not in children]
                rest, more = self.stripped(rest, here)
                yield Family(parent, (*children, *sorted(more)), whole=not rest)


def by_atom(groups: Sequence[Group]) -> dict[int, Sums]:
    sums: dict[int, set[int]] = {}
    for number, group in enumerate(groups):
        for atom in group:
            sums.setdefault(atom, set()).add(number)
    return {atom: frozenset(numbers) for atom, numbers in sums.items()}


def atoms_only(row: Row) -> Row:
    return {column: entry for column, entry in row.items() if column >= 0}


def combined(row: Row, other: Row, sign: int) -> Row:
    result = dict(row)
    subtract(result, -sign, other)
    return result


def direction(row: Row) -> frozenset[tuple[int, int]]:
    """The same for all multiples of a row."""
    common = gcd(*row.values()) if row[min(row)] > 0 else -gcd(*row.values())
    return frozenset((column, entry // common) for column, entry in row.items())
