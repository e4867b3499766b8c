"""What follows from published sums: exact linear algebra over the rationals, in integers only.

A sum over a set of atoms is a vector of noughts and ones. Whoever sees some sums knows every rational combination of
them, their span, and for certain no other sum. No floating point and no chance: a "no" here is a proof.
"""

from collections.abc import Collection, Iterable, Mapping
from math import gcd, lcm
from typing import Self

Atom = tuple[str, ...]
Row = dict[int, int]  # column -> coefficient; columns under nought are tags, see Span


def derivable(target: frozenset[Atom], opened: Collection[frozenset[Atom]]) -> bool:
    """Whether the sum over `target` follows from the opened sums."""
    columns = {atom: number for number, atom in enumerate(sorted(target.union(*opened)))}
    span = Span()
    for sum_ in sorted(opened, key=len):
        span.add(columns[atom] for atom in sum_)
    return span.derivation(columns[atom] for atom in target) is not None


class Span:
    """Sums and all that follows from them, in reduced row echelon form with integer entries.

    A sum may be added with a number of its own. Each row carries, as columns under nought, the multiples of the
    numbered sums that it was combined from; so the span can tell which sums a target follows from.
    """

    def __init__(self) -> None:
        self.rows: dict[int, Row] = {}  # by pivot: the only row that has an entry in that column
        self.users: dict[int, set[int]] = {}  # column -> pivots of the rows with an entry there

    def copy(self) -> Self:
        other = type(self)()
        other.rows = {pivot: dict(row) for pivot, row in self.rows.items()}
        other.users = {column: set(pivots) for column, pivots in self.users.items()}
        return other

    def add(self, columns: Iterable[int], number: int | None = None) -> None:
        row = dict.fromkeys(columns, 1)
        self.add_row(row if number is None else row | {~number: 1})

    def add_row(self, row: Row) -> None:
        reduced = self.reduced(row)
        candidates = [column for column in reduced if column >= 0]
        if not candidates:
            return
        pivot = min(candidates, key=lambda column: (len(self.users.get(column, ())), column))
        for other in sorted(self.users.get(pivot, ())):
            self.replace(other, eliminated(self.rows[other], reduced, pivot))
        self.replace(pivot, reduced)

    def replace(self, pivot: int, row: Row) -> None:
        for column in self.rows.get(pivot, {}).keys() - row.keys():
            if column >= 0:
                self.users[column].discard(pivot)
        for column in row:
            if column >= 0:
                self.users.setdefault(column, set()).add(pivot)
        self.rows[pivot] = row

    def reduced(self, row: Row) -> Row:
        """A multiple of the row, less what the span has of it: without entries if the row is in the span."""
        pivots = [column for column in row if column in self.rows]
        scale = lcm(*(self.rows[pivot][pivot] for pivot in pivots))
        result = {column: entry * scale for column, entry in row.items()}
        for pivot in pivots:
            times = result[pivot] // self.rows[pivot][pivot]
            subtract(result, times, self.rows[pivot])
        return primitive(result)

    def derivation(self, columns: Iterable[int] | Mapping[int, int]) -> frozenset[int] | None:
        """The numbers of the sums that a target is combined from; None if it is not in the span."""
        row = dict(columns) if isinstance(columns, Mapping) else dict.fromkeys(columns, 1)
        reduced = self.reduced(row)
        if any(column >= 0 for column in reduced):
            return None
        return frozenset(~column for column in reduced)

    def doubt(self, column: int) -> Row:
        """How an atom can still vary, as a multiple of a row over the free columns; empty if it is determined."""
        if column not in self.rows:
            return {column: 1}
        return {other: -entry for other, entry in self.rows[column].items() if other >= 0 and other != column}

    def within(self, columns: Iterable[int]) -> Row | None:
        """Some vector of the span with entries in these columns only, if there is one besides nought."""
        doubts = Span()
        for column in columns:
            row = doubts.reduced(self.doubt(column) | {~column: 1})
            if all(other < 0 for other in row):
                return {
                    ~tag: times * self.rows[~tag][~tag] if ~tag in self.rows else times
                    for tag, times in row.items()
                }
            doubts.add_row(row)
        return None


def eliminated(row: Row, by: Row, pivot: int) -> Row:
    scale = by[pivot] // gcd(by[pivot], row[pivot])
    result = {column: entry * scale for column, entry in row.items()} if scale != 1 else dict(row)
    subtract(result, result[pivot] // by[pivot], by)
    return primitive(result)


def subtract(row: Row, times: int, other: Row) -> None:
    for column, entry in other.items():
        left = row.get(column, 0) - times * entry
        if left:
            row[column] = left
        else:
            row.pop(column, None)


def primitive(row: Row) -> Row:
    common = gcd(*row.values())
    return {column: entry // common for column, entry in row.items()} if common > 1 else row
