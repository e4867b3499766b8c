"""Which paths a log may have, and how long a file there may be: nothing else is opened, nothing longer is read."""

import re

from suixin.kernel.log.bundles import ENTRY_LIMIT
from suixin.kernel.log.notes import LIMIT
from suixin.kernel.log.tiles import tile_at
from suixin.kernel.log.tree import HASH_BYTES

SEGMENT = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,99}", re.ASCII)


def checked(path: str) -> str:
    """A relative path of plain names. Raises ValueError for one that could lead elsewhere."""
    if not all(SEGMENT.fullmatch(each) for each in path.split("/")):
        raise ValueError(f"not a path inside a log: {path!r}")
    return path


def most_bytes(path: str) -> int:
    tile = tile_at(path)
    if tile is None:
        return LIMIT
    return tile.width * (2 + ENTRY_LIMIT if tile.entries else HASH_BYTES)
