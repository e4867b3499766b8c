"""Adding entries: new tiles and bundles are written beside the old ones, and none that a checkpoint covers is changed.

The caller keeps the size and root that are durable, syncs the disk before it raises them, and signs after that.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from suixin.kernel.log.bundles import bundle_of, entries_in, entry_hashes, leaf_hashes
from suixin.kernel.log.disk import Disk, Source
from suixin.kernel.log.reading import hashes_in, read_bundle, read_tile
from suixin.kernel.log.tiles import HEIGHT, WIDTH, Tile, levels_of, tiles_between
from suixin.kernel.log.tree import EMPTY_ROOT, Frontier, full_root, node_hash, subtree_sizes


class Altered(Exception):
    """What was read back is not what was written, or not what the root says. The message names the file."""


class GrowingTree:
    """The right edge of a tree on disk: what stands in its partial tiles, level by level."""

    def __init__(
        self, size: int, bundle: Iterable[bytes] = (), levels: Iterable[Iterable[bytes]] = ()
    ) -> None:
        self.size = size
        self.bundle = list(bundle)  # the entries of the partial bundle
        self.levels = [list(each) for each in levels] or [[]]  # the hashes of each level's partial tile

    def grow(self, disk: Disk, entries: Iterable[bytes]) -> None:
        """Writes what the entries add, full tiles first; nothing is durable until the caller has synced. After an error
        this object is of no more use: `edge_of` makes a new one."""
        old = self.size
        source = iter(entries)
        while some := list(islice(source, WIDTH - len(self.bundle))):
            self.bundle.extend(some)
            self.levels[0].extend(entry_hashes(some))
            self.size += len(some)
            if len(self.bundle) == WIDTH:
                self.fill(disk)
        if self.bundle and self.size != old:
            disk.write(
                Tile(0, self.size // WIDTH, len(self.bundle), entries=True).path, bundle_of(self.bundle)
            )
        for level in range(len(self.levels)):
            for tile in tiles_between(old, self.size, level):
                if tile.width < WIDTH:
                    disk.write(tile.path, b"".join(self.levels[level]))

    def fill(self, disk: Disk) -> None:
        """The bundle is full: it is written, and so is each level's tile that this makes full."""
        number = self.size // WIDTH - 1
        disk.write(Tile(0, number, entries=True).path, bundle_of(self.bundle))
        self.bundle = []
        for level, hashes in enumerate(self.levels):
            if len(hashes) < WIDTH:
                return
            disk.write(Tile(level, number, WIDTH).path, b"".join(hashes))
            if level + 1 == len(self.levels):
                self.levels.append([])
            self.levels[level + 1].append(full_root(hashes))
            self.levels[level] = []
            number //= WIDTH

    def root(self) -> bytes:
        root: bytes | None = None
        for hashes in self.levels:
            end = len(hashes)
            for height in reversed(subtree_sizes(len(hashes))):
                part = full_root(hashes[end - (1 << height) : end])
                root = part if root is None else node_hash(part, root)
                end -= 1 << height
        return EMPTY_ROOT if root is None else root


def edge_of(source: Source, size: int) -> GrowingTree:
    """The right edge of the tree on disk; its root shows whether it is the right one. Raises `MissingTile` or
    `MalformedBundle`."""
    width = size % WIDTH
    bundle = entries_in(read_bundle(source, size // WIDTH, width), width) if width else []
    return GrowingTree(size, bundle, (partial_hashes(source, size, level) for level in levels_of(size)))


def partial_hashes(source: Source, size: int, level: int) -> list[bytes]:
    available = size >> HEIGHT * level
    if not available % WIDTH:
        return []
    return hashes_in(read_tile(source, Tile(level, available // WIDTH, available % WIDTH)))


def read_back(source: Source, before: Frontier, size: int, expected: Sequence[bytes] | None = None) -> bytes:
    """The root at `size`, derived anew from the bytes of the bundles after `before`; each is compared with its tile.
    `expected` are the leaf hashes that whoever keeps the entries has for them. Raises `Altered`, or what reading does."""
    frontier = before.copy()
    kept = iter(expected or ())
    first = before.size // WIDTH * WIDTH
    for start in range(first, size, WIDTH):
        width = min(WIDTH, size - start)
        bundle = Tile(0, start // WIDTH, width, entries=True)
        hashes = leaf_hashes(read_bundle(source, bundle.number, width), width)
        if b"".join(hashes) != read_tile(source, Tile(0, bundle.number, width)):
            raise Altered(f"{bundle.path} does not fit its hashes")
        fresh = hashes[max(before.size - start, 0) :]
        if expected is not None and list(islice(kept, len(fresh))) != fresh:
            raise Altered(f"{bundle.path} is not what the ledger holds")
        if len(fresh) == WIDTH:
            frontier.add(full_root(fresh), HEIGHT)
        else:
            for hashed in fresh:
                frontier.add(hashed)
    return frontier.root()
