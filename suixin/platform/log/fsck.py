"""Deriving a whole log anew: the kernel's parts side by side in processes, which read the files themselves; or, of a
log far away, one after the other with the files fetched ahead."""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.fsck import (
    PART,
    UNLIKE_BELOW,
    Fault,
    Part,
    check_part,
    check_top,
    parts_of,
    taken_part,
)
from suixin.kernel.log.tiles import WIDTH, Tile
from suixin.platform.log.abreast import in_order
from suixin.platform.log.ahead import Ahead
from suixin.platform.log.folder import Folder
from suixin.platform.log.places import CHECKPOINT, Place
from suixin.platform.log.remote import Remote, Unreachable

MOST_FAULTS = 1_000  # after that many it is not worth reading on

Heard = Callable[[int], None]  # how many leaves are done


@dataclass(frozen=True, slots=True)
class Finding:
    faults: tuple[Fault, ...]
    leaves: int  # that were looked at
    stopped: bool  # there were too many faults to read on

    @property
    def whole(self) -> bool:
        return not self.faults


def examine(place: Place, checkpoint: Checkpoint, jobs: int, since: int, heard: Heard) -> Finding:
    """Leaves before `since` are taken from the tiles, by whole parts. Raises `Unreachable`."""
    size, first = checkpoint.size, min(since, checkpoint.size) // PART
    taken = (taken_part(place, size, number) for number in range(first))
    numbers = range(first, len(parts_of(size)))
    if isinstance(place, Remote):
        parts = parts_from_afar(place, size, numbers)
    elif jobs > 1 and len(numbers) > 1:
        parts = in_order(jobs, part_of_folder, ((place.root, size, number) for number in numbers))
    else:
        parts = (check_part(place, size, number) for number in numbers)
    run = Run(heard)
    with closing(parts):
        outcome = check_top(place, size, run.through(chain(taken, parts)))
    heed(place)
    faults = outcome.faults
    if not faults and outcome.root != checkpoint.root:
        faults = (Fault(CHECKPOINT, UNLIKE_BELOW),)
    return Finding(faults, run.leaves, run.stopped)


class Run:
    """Counts the parts that pass, and lets no more pass after too many faults."""

    def __init__(self, heard: Heard) -> None:
        self.heard = heard
        self.leaves = self.faults = 0
        self.stopped = False

    def through(self, parts: Iterable[Part]) -> Iterator[Part]:
        for part in parts:
            self.leaves += part.leaves
            self.faults += len(part.faults)
            self.heard(self.leaves)
            yield part
            if self.faults >= MOST_FAULTS:
                self.stopped = True
                return


def part_of_folder(root: str, size: int, number: int) -> Part:
    return check_part(Folder(root), size, number)


def parts_from_afar(remote: Remote, size: int, numbers: range) -> Generator[Part, None, None]:
    """Raises `Unreachable` when the log has stopped answering: that is no fault of what it holds."""
    with Ahead(remote, paths_of(size, numbers)) as source:
        for number in numbers:
            part = check_part(source, size, number)
            heed(remote)
            yield part


def paths_of(size: int, numbers: range) -> Iterator[str]:
    """The files of these parts in the order in which they are checked."""
    for number in numbers:
        end = min((number + 1) * PART, size)
        for start in range(number * PART, end, WIDTH):
            width = min(WIDTH, end - start)
            yield Tile(0, start // WIDTH, width, entries=True).path
            yield Tile(0, start // WIDTH, width).path
        if end - number * PART >= WIDTH:
            yield Tile(1, number, (end - number * PART) // WIDTH).path


def heed(place: Place) -> None:
    if isinstance(place, Remote) and place.given_up:
        raise Unreachable(f"{place.url} does not answer")
