"""Tables from the ruled lines of a page. Geometry only; y grows upwards, as in PDF."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

NEAR = 3.0  # points; lines no further apart are the same line
SHORTEST_RULE = 6.0
MOST_RULES = 4_000
MOST_ACROSS = 60
MOST_DOWN = 400


@dataclass(frozen=True, slots=True)
class Box:
    left: float
    bottom: float
    right: float
    top: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def holds(self, other: "Box") -> bool:
        """Whether the middle of the other's first character lies inside."""
        middle = (other.bottom + other.top) / 2
        return self.left - NEAR <= other.left <= self.right + NEAR and self.bottom <= middle <= self.top


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal or vertical line: `at` on the one axis, from `start` to `end` on the other."""

    horizontal: bool
    at: float
    start: float
    end: float

    @classmethod
    def between(cls, x1: float, y1: float, x2: float, y2: float) -> "Rule | None":
        width, height = abs(x2 - x1), abs(y2 - y1)
        if width >= height and height <= NEAR and width >= SHORTEST_RULE:
            return cls(True, (y1 + y2) / 2, min(x1, x2), max(x1, x2))
        if height > width and width <= NEAR and height >= SHORTEST_RULE:
            return cls(False, (x1 + x2) / 2, min(y1, y2), max(y1, y2))
        return None

    def touches(self, other: "Rule") -> bool:
        if self.horizontal == other.horizontal:
            return (
                abs(self.at - other.at) <= NEAR
                and self.start <= other.end + NEAR
                and other.start <= self.end + NEAR
            )
        return (
            other.start - NEAR <= self.at <= other.end + NEAR and self.start - NEAR <= other.at <= self.end + NEAR
        )  # fmt: skip


class Grid:
    """One table: the lines between its columns, left to right, and between its rows, top to bottom."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._across = [rule for rule in rules if rule.horizontal]
        self._down = [rule for rule in rules if not rule.horizontal]
        self.columns = _positions(self._down, self._across)
        self.edges = _positions(self._across, self._down)[::-1]

    @property
    def is_table(self) -> bool:
        return 2 < len(self.columns) <= MOST_ACROSS and 1 < len(self.edges) <= MOST_DOWN

    @property
    def box(self) -> Box:
        return Box(self.columns[0], self.edges[-1], self.columns[-1], self.edges[0])

    def rows(self) -> Iterator[list[Box | None]]:
        """Each row's cells: a cell over several rows comes in each of them, one over several columns comes
        once and leaves the others None."""
        for row in range(len(self.edges) - 1):
            cells: list[Box | None] = []
            while len(cells) < len(self.columns) - 1:
                column = last = len(cells)
                while last + 2 < len(self.columns) and not self._parted_sideways(row, last):
                    last += 1
                first_row = final_row = row
                while first_row > 0 and not self._parted_downwards(first_row - 1, column):
                    first_row -= 1
                while final_row + 2 < len(self.edges) and not self._parted_downwards(final_row, column):
                    final_row += 1
                cells.append(
                    Box(
                        self.columns[column],
                        self.edges[final_row + 1],
                        self.columns[last + 1],
                        self.edges[first_row],
                    )
                )
                cells += [None] * (last - column)
            yield cells

    def _parted_sideways(self, row: int, column: int) -> bool:
        middle = (self.edges[row] + self.edges[row + 1]) / 2
        return _drawn(self._down, self.columns[column + 1], middle)

    def _parted_downwards(self, row: int, column: int) -> bool:
        middle = (self.columns[column] + self.columns[column + 1]) / 2
        return _drawn(self._across, self.edges[row + 1], middle)


def grids(rules: list[Rule]) -> list[Grid]:
    """Lines that touch belong to one table."""
    if len(rules) > MOST_RULES:
        return []
    apart = sorted(rules, key=lambda rule: (rule.horizontal, rule.at))
    found: list[Grid] = []
    while apart:
        together = [apart.pop()]
        for known in together:
            joined = [rule for rule in apart if known.touches(rule)]
            if joined:
                together += joined
                apart = [rule for rule in apart if not known.touches(rule)]
        grid = Grid(together)
        if grid.is_table:
            found.append(grid)
    return found


def _positions(rules: list[Rule], crossing: list[Rule]) -> list[float]:
    """Where the rules are, and the ends of the crossing ones: a table may be open at the side or at a page break."""
    ends = [min(rule.start for rule in crossing), max(rule.end for rule in crossing)] if crossing else []
    ordered = sorted([*(rule.at for rule in rules), *ends])
    return [at for before, at in pairwise([float("-inf"), *ordered]) if at - before > NEAR]


def _drawn(rules: list[Rule], at: float, through: float) -> bool:
    return any(
        abs(rule.at - at) <= NEAR and rule.start - NEAR <= through <= rule.end + NEAR for rule in rules
    )
