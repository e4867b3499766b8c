"""Deriving a whole log anew from its entries: every hash of every level, up to the root. The tree falls into parts of
65,536 leaves that can be checked side by side; what is above them is small."""

from collections.abc import Iterable
from dataclasses import dataclass

from suixin.kernel.log.bundles import MalformedBundle, leaf_hashes
from suixin.kernel.log.disk import Source
from suixin.kernel.log.reading import MissingTile, hashes_in, read_bundle, read_tile
from suixin.kernel.log.tiles import HEIGHT, WIDTH, Tile
from suixin.kernel.log.tree import Frontier, full_root

PART = WIDTH * WIDTH
UNLIKE_BELOW = "does not fit what is below it"
UNLIKE_ABOVE = "does not fit what is above it"


@dataclass(frozen=True, slots=True)
class Fault:
    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the log came to: the roots of its full bundles, and the hashes of leaves after them."""

    number: int
    leaves: int
    roots: tuple[bytes, ...]
    rest: tuple[bytes, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    root: bytes | None  # None where entries could not be read, or parts are missing
    faults: tuple[Fault, ...]


def parts_of(size: int) -> range:
    return range(-(-size // PART))


def check_part(source: Source, size: int, number: int) -> Part:
    """Never raises for what it finds on the disk: that is a fault."""
    roots: list[bytes] = []
    rest: list[bytes] = []
    faults: list[Fault] = []
    start, end = number * PART, min((number + 1) * PART, size)
    for at in range(start, end, WIDTH):
        width = min(WIDTH, end - at)
        hashes = check_bundle(source, size, at // WIDTH, width, faults)
        if width == WIDTH and hashes:
            roots.append(full_root(hashes))
        else:
            rest = hashes
    if len(roots) == (end - start) // WIDTH:
        check_tile(source, Tile(1, number, len(roots)), roots, faults)
    return Part(number, end - start, tuple(roots), tuple(rest), tuple(faults))


def taken_part(source: Source, size: int, number: int) -> Part:
    """A full part that was checked before: the roots of its bundles as its tile has them. The log's root will still show
    whether they are the right ones."""
    tile = Tile(1, number)
    try:
        roots = hashes_in(read_tile(source, tile))
    except (MissingTile, OSError) as error:
        return Part(number, PART, (), (), (Fault(tile.path, told(error, tile.path)),))
    return Part(number, PART, tuple(roots), (), ())


def check_bundle(source: Source, size: int, number: int, width: int, faults: list[Fault]) -> list[bytes]:
    """The hashes of a bundle's entries; none where they cannot be read. Where entries and hashes differ, the tile above
    tells which of the two is wrong; both are named where it cannot."""
    bundle, tile = Tile(0, number, width, entries=True), Tile(0, number, width)
    try:
        hashes = leaf_hashes(read_bundle(source, number, width), width)
    except (MissingTile, MalformedBundle, OSError) as error:
        faults.append(Fault(bundle.path, told(error, bundle.path)))
        return []
    try:
        content = read_tile(source, tile)
    except (MissingTile, OSError) as error:
        faults.append(Fault(tile.path, told(error, tile.path)))
        return hashes
    if content == b"".join(hashes):
        return hashes
    stated = hashes_in(content)
    root = above(source, size, number) if width == WIDTH else None
    if root is None or root != full_root(hashes):
        faults.append(Fault(bundle.path, UNLIKE_ABOVE))
    if root is not None and root == full_root(stated):
        return stated  # so that nothing above is blamed for it
    faults.append(Fault(tile.path, UNLIKE_BELOW))
    return hashes


def above(source: Source, size: int, number: int) -> bytes | None:
    """What level 1 has as the root of a full bundle."""
    available = size >> HEIGHT
    tile = Tile(1, number // WIDTH, min(WIDTH, available - number // WIDTH * WIDTH))
    try:
        return hashes_in(read_tile(source, tile))[number % WIDTH]
    except (MissingTile, OSError):
        return None


def check_tile(source: Source, tile: Tile, hashes: list[bytes], faults: list[Fault]) -> None:
    if not hashes:
        return
    try:
        content = read_tile(source, tile)
    except (MissingTile, OSError) as error:
        faults.append(Fault(tile.path, told(error, tile.path)))
        return
    if content != b"".join(hashes):
        faults.append(Fault(tile.path, UNLIKE_BELOW))


def told(error: Exception, path: str) -> str:
    return str(error).removeprefix(path).strip()


def check_top(source: Source, size: int, parts: Iterable[Part]) -> Outcome:
    """The levels above the parts, which come in order, and the root."""
    faults: list[Fault] = []
    frontier = Frontier()
    whole = True
    hashes: list[bytes] = []  # of level 2
    for part in parts:
        faults.extend(part.faults)
        if len(part.roots) * WIDTH + len(part.rest) != part.leaves:
            whole = False
        if not whole:
            continue
        for root in part.roots:
            frontier.add(root, HEIGHT)
        for leaf in part.rest:
            frontier.add(leaf)
        if len(part.roots) == WIDTH:
            hashes.append(full_root(part.roots))
    if frontier.size != size:
        return Outcome(None, tuple(faults))
    level = 2
    while hashes:
        above: list[bytes] = []
        for at in range(0, len(hashes), WIDTH):
            some = hashes[at : at + WIDTH]
            check_tile(source, Tile(level, at // WIDTH, len(some)), some, faults)
            if len(some) == WIDTH:
                above.append(full_root(some))
        hashes, level = above, level + 1
    return Outcome(frontier.root(), tuple(faults))
