"""Tiles: 256 hashes of one level of the tree in a static file (C2SP tlog-tiles). A tile's hash i at level l is the
root over 256^l leaves; only full tiles are hashed upward, so a level above never knows of a partial tile."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

HEIGHT = 8
WIDTH = 256
LEVELS = 64  # C2SP's; a size of 63 bits comes to 8
PATH = re.compile(r"tile/(entries|0|[1-9]\d?)/((?:x\d{3}/){0,6}\d{3})(?:\.p/([1-9]\d{0,2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Tile:
    """One file: a level's hashes, or the entries themselves under the hashes of level 0."""

    level: int
    number: int
    width: int = WIDTH
    entries: bool = False

    @property
    def path(self) -> str:
        groups = [f"{self.number % 1000:03}"]
        rest = self.number // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        kind = "entries" if self.entries else str(self.level)
        partial = f".p/{self.width}" if self.width < WIDTH else ""
        return f"tile/{kind}/{'/'.join(groups)}{partial}"

    @property
    def full(self) -> "Tile":
        return Tile(self.level, self.number, WIDTH, self.entries)

    @property
    def span(self) -> int:
        """How many leaves one of its hashes stands for."""
        return 1 << HEIGHT * self.level

    @property
    def start(self) -> int:
        """Its first leaf."""
        return self.number * WIDTH * self.span

    @property
    def end(self) -> int:
        """The leaf after its last."""
        return (self.number * WIDTH + self.width) * self.span


def tile_at(path: str) -> Tile | None:
    """The tile that a path names; None for any other path, also for a second spelling of one."""
    found = PATH.fullmatch(path)
    if found is None:
        return None
    kind, groups, width = found.groups()
    tile = Tile(
        level=0 if kind == "entries" else int(kind),
        number=int(groups.replace("x", "").replace("/", "")),
        width=WIDTH if width is None else int(width),
        entries=kind == "entries",
    )
    return tile if tile.path == path and tile.level < LEVELS else None


def tiles_of(size: int, level: int, entries: bool = False) -> Iterator[Tile]:
    """All the tiles of a level in a tree of that size, the partial one last."""
    yield from tiles_between(0, size, level, entries)


def tiles_between(old: int, new: int, level: int, entries: bool = False) -> Iterator[Tile]:
    """The tiles of a level that a tree of `new` leaves has and one of `old` leaves has not."""
    before, after = old >> HEIGHT * level, new >> HEIGHT * level
    for number in range(before // WIDTH, after // WIDTH):
        yield Tile(level, number, WIDTH, entries)
    partial = after % WIDTH
    if partial and before != after:
        yield Tile(level, after // WIDTH, partial, entries)


def levels_of(size: int) -> range:
    """The levels that have a tile."""
    return range((max(size.bit_length() - 1, 0)) // HEIGHT + 1 if size else 0)


def right_edge(size: int) -> Iterator[Tile]:
    """What the next leaf will be added to: the partial bundle of entries, and each level's partial tile."""
    if size % WIDTH:
        yield Tile(0, size // WIDTH, size % WIDTH, entries=True)
    for level in levels_of(size):
        width = (size >> HEIGHT * level) % WIDTH
        if width:
            yield Tile(level, (size >> HEIGHT * level) // WIDTH, width)


def outgrown(old: int, new: int) -> Iterator[Tile]:
    """Partial tiles that trees of up to `old` leaves may have had and that the one of `new` leaves has whole: nobody
    needs them any more. Told after each growth, none is left over."""
    for tile in right_edge(old):
        if tile.full.end <= new:
            yield from (replace(tile, width=width) for width in range(1, tile.width + 1))
