"""Two programmes side by side: what one carries out of the other, task by task and target by target.

A match by title is a suggestion and marked so; only links that a programme declares are facts.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from difflib import SequenceMatcher

from suixin.engines.programmes import read
from suixin.engines.programmes.portal.drawings import Step, bar_width

Place = tuple[read.Programme, read.Target]
Places = Mapping[tuple[str, str] | None, Place]
LIKELY = 0.5  # of two titles; below it they are shown apart


@dataclass(frozen=True, slots=True)
class TaskPair:
    left: read.Task
    right: read.Task | None


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the left with its tasks and their likely partners; None for tasks without a group."""

    group: read.Group | None
    pairs: Sequence[TaskPair]


@dataclass(frozen=True, slots=True)
class Comparison:
    left: read.Programme
    right: read.Programme
    carries_out: bool  # one of the two names the other as its basis
    sections: Sequence[Section]
    only_right: Sequence[read.Task]
    cascades: Sequence[Sequence[Step]]  # each from the highest level down


def compare(left: read.Programme, right: read.Programme, every: Sequence[read.Programme]) -> Comparison:
    numbers = {basis.number for basis in left.bases} | {basis.number for basis in right.bases}
    pairs = list(task_pairs(left.tasks, right.tasks))
    partners = {pair.right.id for pair in pairs if pair.right}
    return Comparison(
        left,
        right,
        bool(numbers & {left.number, right.number} - {None}),
        tuple(sections(left.groups, pairs)),
        tuple(task for task in right.tasks if task.id not in partners),
        tuple(cascades((left, right), every)),
    )


def sections(groups: Sequence[read.Group], pairs: Sequence[TaskPair]) -> Iterator[Section]:
    for group in (*groups, None):
        inside = [pair for pair in pairs if pair.left.group == (group and group.id)]
        if inside:
            yield Section(group, inside)


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


def likeness(a: read.Task, b: read.Task) -> float:
    """Of titles, 0 to 1: a hint for the eye, never a number that is published."""
    return SequenceMatcher(None, a.title.given["zh-hans"], b.title.given["zh-hans"]).ratio()


def cascades(shown: Sequence[read.Programme], every: Sequence[read.Programme]) -> Iterator[list[Step]]:
    """Chains of targets that serve one another, each begun at the lowest of the programmes shown."""
    places = {(each.slug, target.id): (each, target) for each in every for target in each.targets}
    served = {target.serves for programme in shown for target in programme.targets}
    for programme in shown:
        for target in programme.targets:
            if target.serves in places and (programme.slug, target.id) not in served:
                yield steps(climbed(programme, target, places))


def climbed(programme: read.Programme, target: read.Target, places: Places) -> list[Place]:
    """From the lowest to the highest, reversed; a circle in the data ends where it closes."""
    chain = [(programme, target)]
    while (above := places.get(chain[-1][1].serves)) is not None and above not in chain:
        chain.append(above)
    return chain[::-1]


def steps(chain: Sequence[Place]) -> list[Step]:
    highest = chain[0][1]
    drawn = []
    for place, (programme, target) in enumerate(chain):
        above = chain[place - 1][1] if place else None
        width = bar_width(target.value, highest.value) if amounts(highest, target) else None
        drawn.append(Step(programme, target, width, share(above, target) if above else None))
    return drawn


def share(upper: read.Target, lower: read.Target) -> Decimal | None:
    """In per cent, one decimal (GB/T 8170); None where one is no part of the other, as with growth rates."""
    if not amounts(upper, lower):
        return None
    return (lower.value / upper.value * 100).quantize(Decimal("0.1"), ROUND_HALF_EVEN)


def amounts(upper: read.Target, lower: read.Target) -> bool:
    """Both are amounts in one unit."""
    same_unit = upper.unit and lower.unit and upper.unit.given["zh-hans"] == lower.unit.given["zh-hans"]
    return bool(same_unit and upper.kind == lower.kind == "level" and upper.value and lower.value is not None)
