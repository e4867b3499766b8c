"""The log's files derived anew from the ledger: after a restore, which brings no tiles, or when a file was altered.

It can only bring back what was signed: a root that differs at the end stops it.
"""

from collections.abc import Callable, Iterator

from suixin.kernel.log.disk import Disk
from suixin.kernel.log.growth import GrowingTree
from suixin.kernel.log.tree import leaf_hash
from suixin.platform.log import stops
from suixin.platform.log.leaves import Leaves
from suixin.platform.log.models import Log

BATCH = 32_768


def rebuild(
    log: Log, disk: Disk, leaves: Leaves, progress: Callable[[int], None] = lambda size: None
) -> None:
    """Writes every bundle and tile up to the size that is durable. Raises `Stopped`, and OSError."""
    tree = GrowingTree(0)
    for stop in steps(log):
        tree.grow(disk, entries_from(log, leaves, tree.size, stop))
        disk.sync()
        progress(tree.size)
    if tree.root() != bytes(log.root):
        raise stops.altered(f"root of {log.size}")


def steps(log: Log) -> list[int]:
    """Sizes to pause at: batches, and the sizes of checkpoints, whose partial tiles readers ask for."""
    checkpoints = {log.witnessed_size, log.published_size, log.signed_size, log.size}
    return sorted({*range(BATCH, log.size, BATCH), *(size for size in checkpoints if 0 < size <= log.size)})


def entries_from(log: Log, leaves: Leaves, start: int, stop: int) -> Iterator[bytes]:
    if start < log.offset:
        yield bytes(log.preface)
        start = log.offset
    first = log.first - log.offset
    for number, (leaf, hashed) in enumerate(leaves.read(start + first, stop + first), start=start + first):
        if leaf_hash(leaf) != hashed:
            raise stops.ledger_altered(number)
        yield leaf
