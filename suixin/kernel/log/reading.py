"""A log as its files show it. What is read is only as good as the root that the caller compares it with."""

from collections import OrderedDict
from collections.abc import Callable

from suixin.kernel.log.bundles import entries_in
from suixin.kernel.log.disk import Source
from suixin.kernel.log.paths import consistency_path, inclusion_path, root_of
from suixin.kernel.log.tiles import HEIGHT, WIDTH, Tile
from suixin.kernel.log.tree import HASH_BYTES, Frontier, full_root, subtree_sizes

KEPT_TILES = 256  # 2 MiB


class MissingTile(LookupError):
    """A file that a tree of that size must have is not there, or has another length."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} {why}")
        self.path = path


class TileTree:
    """The tree of `size` leaves, read from tiles as they are needed."""

    def __init__(self, source: Source, size: int) -> None:
        self.source = source
        self.size = size
        self.kept: OrderedDict[Tile, bytes] = OrderedDict()

    def root(self) -> bytes:
        return root_of(0, self.size, self.node)

    def frontier(self) -> Frontier:
        at, hashes = 0, []
        for height in subtree_sizes(self.size):
            hashes.append(self.node(height, at >> height))
            at += 1 << height
        return Frontier(self.size, hashes)

    def inclusion(self, index: int) -> list[bytes]:
        return inclusion_path(index, self.size, self.node)

    def consistency(self, old: int) -> list[bytes]:
        """From the tree of `old` leaves to this one."""
        return consistency_path(old, self.size, self.node)

    def node(self, height: int, number: int) -> bytes:
        """The root of a full subtree. Raises `MissingTile`."""
        level, inside = divmod(height, HEIGHT)
        first = number << inside  # of the level's hashes
        tile = self.tile(level, first // WIDTH)
        at = first % WIDTH * HASH_BYTES
        return full_root(hashes_in(tile[at : at + (HASH_BYTES << inside)]))

    def tile(self, level: int, number: int) -> bytes:
        available = self.size >> HEIGHT * level
        tile = Tile(level, number, min(WIDTH, available - number * WIDTH))
        if tile not in self.kept:
            self.kept[tile] = read_tile(self.source, tile)
            if len(self.kept) > KEPT_TILES:
                self.kept.popitem(last=False)
        return self.kept[tile]

    def entries(self, number: int) -> list[bytes]:
        """The entries of one bundle. Raises `MissingTile` or `MalformedBundle`."""
        width = min(WIDTH, self.size - number * WIDTH)
        return entries_in(read_bundle(self.source, number, width), width)

    def entry(self, index: int) -> bytes:
        if not 0 <= index < self.size:
            raise ValueError(f"there is no entry {index} in a tree of {self.size}")
        return self.entries(index // WIDTH)[index % WIDTH]


def read_tile(source: Source, tile: Tile) -> bytes:
    """A tile of hashes; a partial one may be cut from the full one that has replaced it."""
    content = read_either(source, tile, lambda found: found[: tile.width * HASH_BYTES])
    if len(content) != tile.width * HASH_BYTES:
        raise MissingTile(tile.path, f"has {len(content)} bytes, not {tile.width * HASH_BYTES}")
    return content


def hashes_in(content: bytes) -> list[bytes]:
    return [content[at : at + HASH_BYTES] for at in range(0, len(content), HASH_BYTES)]


def read_bundle(source: Source, number: int, width: int) -> bytes:
    return read_either(
        source, Tile(0, number, width, entries=True), lambda found: first_entries(found, width)
    )


def read_either(source: Source, tile: Tile, cut: Callable[[bytes], bytes]) -> bytes:
    content = source.read(tile.path)
    if content is None and tile.width < WIDTH:
        whole = source.read(tile.full.path)
        content = None if whole is None else cut(whole)
    if content is None:
        raise MissingTile(tile.path, "is not there")
    return content


def first_entries(bundle: bytes, width: int) -> bytes:
    """The beginning of a full bundle that a partial one had."""
    at = 0
    for _entry in range(width):
        at += 2 + int.from_bytes(bundle[at : at + 2])
    return bundle[:at]
