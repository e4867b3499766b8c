"""The log's files derived anew from the ledger: after a restore, which brings no tiles, or when a file was altered.

It can only bring back what was signed: the new files are made beside the old ones, and take their place at once when
their root is the signed one. The old ones are kept, as they may show what has happened.
"""

import logging
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from django.utils import timezone

from suixin.kernel.log.growth import GrowingTree
from suixin.kernel.log.reading import MissingTile, TileTree
from suixin.kernel.log.tiles import WIDTH
from suixin.kernel.log.tree import Frontier, leaf_hash
from suixin.platform.log import stops
from suixin.platform.log.folder import Folder
from suixin.platform.log.keeping import sync_folder
from suixin.platform.log.leaves import Leaves
from suixin.platform.log.models import Log
from suixin.platform.log.sequencer import BATCH

logger = logging.getLogger(__name__)

TILES, ASIDE = "tile", "rebuilding"


def rebuild(
    log: Log, disk: Folder, leaves: Leaves, progress: Callable[[int], None] = lambda size: None
) -> Path | None:
    """Every bundle and tile up to the size that is durable; returns where those are now that were there before. Raises
    `Stopped`, and OSError: then all is as it was."""
    aside = Folder(f"{disk.root}/{ASIDE}")
    shutil.rmtree(aside.root, ignore_errors=True)  # of a process that was killed
    try:
        tree = GrowingTree(0)
        for stop in steps(log):
            tree.grow(aside, entries_from(log, leaves, tree.size, stop))
            aside.sync()
            progress(tree.size)
        if tree.root() != bytes(log.root):
            raise stops.ledger_unlike(log.origin, first_unlike(log, disk, leaves))
        return put_in_place(Path(disk.root))
    finally:
        aside.close()
        shutil.rmtree(aside.root, ignore_errors=True)


def put_in_place(root: Path) -> Path | None:
    tiles, kept = root / TILES, None
    if tiles.exists():
        kept = tiles.rename(root / f"{TILES}-{timezone.now():%Y%m%d-%H%M%S-%f}")
        logger.warning("the files that were there before are now %s", kept)
    if (root / ASIDE / TILES).exists():  # a log without leaves has none
        (root / ASIDE / TILES).rename(tiles)
    sync_folder(root)
    return kept


def check_ledger(
    log: Log, disk: Folder, leaves: Leaves, progress: Callable[[int], None] = lambda size: None
) -> None:
    """That the ledger still comes to the root of what is in the log; nothing is written. Raises `Stopped`, and OSError."""
    frontier = Frontier()
    for stop in steps(log):
        for entry in entries_from(log, leaves, frontier.size, stop):
            frontier.add(leaf_hash(entry))
        progress(frontier.size)
    if frontier.root() != bytes(log.root):
        raise stops.ledger_unlike(log.origin, first_unlike(log, disk, leaves))


def first_unlike(log: Log, disk: Folder, leaves: Leaves) -> int:
    """The ledger's number of the first record that the files have otherwise than the ledger; the log's first record
    where the files cannot tell."""
    tree = TileTree(disk, log.size)
    try:
        for start in range(0, log.size, WIDTH):
            held = entries_from(log, leaves, start, min(start + WIDTH, log.size))
            for at, (signed, own) in enumerate(zip(tree.entries(start // WIDTH), held, strict=True), start):
                if signed != own:
                    return at - log.offset + log.first
    except (MissingTile, ValueError, OSError) as error:
        logger.error("the files of %s cannot tell which record it is: %s", log.origin, error)
    return log.first


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
