"""Two programmes side by side: what one carries out of the other, task by task and target by target.

A match by title is a suggestion and marked so; only links that a programme declares are facts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from difflib import SequenceMatcher

from suixin.engines.programmes import read

LIKELY = 0.5  # of two titles; below it they are shown apart


@dataclass(frozen=True, slots=True)
class TaskPair:
    left: read.Task | None
    right: read.Task | None


@dataclass(frozen=True, slots=True)
class TargetPair:
    """A target and the one it serves. `share` in per cent, one decimal (GB/T 8170), where both have one unit."""

    upper: read.Target
    lower: read.Target
    share: Decimal | None

    @property
    def upper_unit(self) -> str:
        return str(self.upper.unit or "")

    @property
    def lower_unit(self) -> str:
        return str(self.lower.unit or "")


@dataclass(frozen=True, slots=True)
class Comparison:
    left: read.Programme
    right: read.Programme
    carries_out: bool  # one of the two names the other as its basis
    tasks: Sequence[TaskPair]
    targets: Sequence[TargetPair]


def compare(left: read.Programme, right: read.Programme) -> Comparison:
    numbers = {basis.number for basis in left.bases} | {basis.number for basis in right.bases}
    return Comparison(
        left,
        right,
        bool(numbers & {left.number, right.number} - {None}),
        tuple(task_pairs(left.tasks, right.tasks)),
        (*target_pairs(left, right), *target_pairs(right, left)),
    )


def task_pairs(left: Sequence[read.Task], right: Sequence[read.Task]) -> Iterator[TaskPair]:
    """In the order of the left; each task on the right is taken once, by whoever is most like it."""
    scores = sorted(
        ((likeness(a, b), i, j) for i, a in enumerate(left) for j, b in enumerate(right)),
        key=lambda score: (-score[0], score[1], score[2]),
    )
    taken: dict[int, int] = {}
    for score, i, j in scores:
        if score >= LIKELY and i not in taken and j not in taken.values():
            taken[i] = j
    for i, task in enumerate(left):
        yield TaskPair(task, right[taken[i]] if i in taken else None)
    for j, task in enumerate(right):
        if j not in taken.values():
            yield TaskPair(None, task)


def likeness(a: read.Task, b: read.Task) -> float:
    """Of titles, 0 to 1: a hint for the eye, never a number that is published."""
    return SequenceMatcher(None, a.title.given["zh-hans"], b.title.given["zh-hans"]).ratio()


def target_pairs(lower: read.Programme, upper: read.Programme) -> Iterator[TargetPair]:
    above = {target.id: target for target in upper.targets}
    for target in lower.targets:
        if target.serves and target.serves[0] == upper.slug and target.serves[1] in above:
            served = above[target.serves[1]]
            yield TargetPair(served, target, share(served, target))


def share(upper: read.Target, lower: read.Target) -> Decimal | None:
    same_unit = upper.unit and lower.unit and upper.unit.given["zh-hans"] == lower.unit.given["zh-hans"]
    if not same_unit or not upper.value or lower.value is None:
        return None
    return (lower.value / upper.value * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)
