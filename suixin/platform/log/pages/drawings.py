"""Where things stand in the log's drawings. Positions are for the eye; exact numbers stand beside them as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from suixin.kernel.log.paths import split
from suixin.platform.log.models import Growth, Log
from suixin.platform.log.shown import WitnessState

WIDTH = 1000
HEIGHT = 160
MOST_DAYS = 30
WIDEST = 40
SHORT_OF_ALL = 40  # how much of a lane stays empty at the least while anything is unseen
LEVEL = 56  # between two levels of the path
LEFT, RIGHT = 90, 230


@dataclass(frozen=True, slots=True)
class Lane:
    """How far one witness has seen."""

    witness: WitnessState
    width: int
    missing: int  # leaves that it has not seen

    @property
    def state(self) -> str:
        """A status."""
        if not self.witness.size:
            return "waiting"
        return "attention" if self.missing else "done"


def lanes(witnesses: Sequence[WitnessState], size: int) -> list[Lane]:
    found = []
    for witness in witnesses:
        seen = min(witness.size, size)
        width = WIDTH if seen == size else min(seen * WIDTH // size, WIDTH - SHORT_OF_ALL)
        found.append(Lane(witness, width if seen else 0, size - seen))
    return found


@dataclass(frozen=True, slots=True)
class Column:
    """The log's size at the end of a day."""

    day: date
    size: int
    added: int
    x: int
    y: int
    width: int
    height: int


def columns(log: Log, today: date) -> list[Column]:
    """The last days; a day on which nothing was published stands as high as the one before."""
    rows = list(
        Growth.objects.filter(log=log, day__lte=today)
        .order_by("-day")
        .values_list("day", "size")[: MOST_DAYS + 1]
    )
    if not rows:
        return []
    known = dict(rows)
    first = max(min(known), today - timedelta(days=MOST_DAYS - 1))
    before = max((size for day, size in rows if day < first), default=0)
    days = [first + timedelta(days=each) for each in range((today - first).days + 1)]
    sizes = []
    for day in days:
        sizes.append(known.get(day, sizes[-1] if sizes else before))
    highest = max(*sizes, 1)
    step = WIDTH // len(days)
    found = []
    for place, (day, size) in enumerate(zip(days, sizes, strict=True)):
        height = max(size * HEIGHT // highest, 2 if size else 0)
        added = size - (sizes[place - 1] if place else before)
        found.append(
            Column(
                day, size, added, place * step, HEIGHT - height, min(max(step * 4 // 5, 1), WIDEST), height
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Rung:
    """One step of the way up: the hash so far and its sibling are hashed into the node above."""

    own: tuple[int, int]  # first and last leaf under the node so far
    sibling: tuple[int, int]
    hash: bytes  # the sibling's
    is_left: bool  # whether the sibling stands on the left
    y: int

    @property
    def x(self) -> int:
        return RIGHT if self.is_left else LEFT

    @property
    def sibling_x(self) -> int:
        return LEFT if self.is_left else RIGHT

    @property
    def above(self) -> int:
        return self.y - LEVEL

    @property
    def short(self) -> str:
        return self.hash.hex()[:8]


@dataclass(frozen=True, slots=True)
class Ladder:
    rungs: Sequence[Rung]  # from the leaf up
    height: int

    @property
    def links(self) -> list[tuple[Rung, int]]:
        """Each rung, and where the node above it stands."""
        above = [rung.x for rung in self.rungs[1:]]
        return list(zip(self.rungs, [*above, (LEFT + RIGHT) // 2], strict=True))


def ladder(index: int, size: int, path: Sequence[bytes]) -> Ladder:
    """The inclusion path of a leaf, drawn from the leaf at the foot to the root at the head."""
    steps: list[tuple[tuple[int, int], tuple[int, int], bool]] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            steps.append(((start, middle - 1), (middle, end - 1), False))
            end = middle
        else:
            steps.append(((middle, end - 1), (start, middle - 1), True))
            start = middle
    height = LEVEL * (len(path) + 1)
    rungs = [
        Rung(own, sibling, path[place], is_left, height - LEVEL * place - LEVEL // 2)
        for place, (own, sibling, is_left) in enumerate(reversed(steps))
    ]
    return Ladder(rungs, height)
