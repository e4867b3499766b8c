"""Copying a log into a folder, from where the copy ends. Entries are taken from the log, and every hash from the
entries; after each part the root must lead to that of the signed checkpoint, which is stored last. So the copy is a
log of its own that anybody can check and serve, and it never goes back."""

import fcntl
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from suixin.kernel.log.bundles import MalformedBundle, entries_in
from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.disk import Source
from suixin.kernel.log.fsck import PART
from suixin.kernel.log.growth import Altered, GrowingTree, edge_of, read_back
from suixin.kernel.log.notes import MalformedNote
from suixin.kernel.log.reading import MissingTile, TileTree, read_bundle
from suixin.kernel.log.tiles import WIDTH, Tile, outgrown, right_edge
from suixin.kernel.log.tree import EMPTY_ROOT
from suixin.platform.log.ahead import Ahead
from suixin.platform.log.folder import Folder
from suixin.platform.log.places import CHECKPOINT, Head, read_head
from suixin.platform.log.proving import Forked, Unproved, check_growth, consistency

UNFINISHED = "mirror.json"  # how far a copy has come towards which checkpoint
LOCK = ".mirror.lock"

Heard = Callable[[int], None]  # how many leaves are held


class Refused(Exception):
    """The copy stays as it is."""


class AnotherLog(Refused):
    """The folder holds a copy of a log with another origin, or something else than a log."""


class Smaller(Refused):
    """The log shows fewer leaves than are held."""


class Contradicted(Refused):
    """What is held is not the beginning of what the log shows now."""


class Damaged(Refused):
    """What is held does not fit its own checkpoint, or was not written as it should be."""


class Busy(Refused):
    """Another copy into this folder is under way."""


class WrongEntries(Refused):
    """The log's entries or tiles do not fit its checkpoint."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a folder has of a log: entries up to `size`, whose root was compared with a checkpoint."""

    size: int
    root: bytes
    published: int  # the size of its own checkpoint
    text: str = ""  # the checkpoint that it was compared with


def mirror(source: Source, head: Head, folder: Folder, heard: Heard) -> Held:
    """What was held before. Raises `Refused` or OSError."""
    Path(folder.root).mkdir(parents=True, exist_ok=True)
    with alone_in(folder):
        held = held_in(folder, head.checkpoint.origin)
        copy = Copy(source, head, folder, held)
        copy.check_beginning()
        copy.take(heard)
        copy.publish()
        return held


@contextmanager
def alone_in(folder: Folder) -> Iterator[None]:
    with Path(folder.root, LOCK).open("wb") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(folder.root) from None
        yield


def held_in(folder: Folder, origin: str) -> Held:
    """Raises `AnotherLog` or `Damaged`."""
    content, unfinished = folder.read(CHECKPOINT), folder.read(UNFINISHED)
    if content is None and unfinished is None:
        if any(path.name != LOCK for path in Path(folder.root).iterdir()):
            raise AnotherLog("")
        return Held(0, EMPTY_ROOT, 0)
    published = Checkpoint(origin, 0, EMPTY_ROOT)
    text = ""
    try:
        if content is not None:
            published, text = read_head(content, None).checkpoint, content.decode()
        held = Held(published.size, published.root, published.size, text)
        if unfinished is not None:
            held = further(held, json.loads(unfinished))
            published = read_head(held.text.encode(), None).checkpoint
    except (MalformedNote, ValueError, KeyError, TypeError) as error:
        raise Damaged(str(error)) from None
    if published.origin != origin:
        raise AnotherLog(published.origin)
    return held


def further(held: Held, state: dict[str, Any]) -> Held:
    size, root = int(state["size"]), bytes.fromhex(state["root"])
    return Held(size, root, held.published, str(state["toward"])) if size >= held.size else held


class Copy:
    def __init__(self, source: Source, head: Head, folder: Folder, held: Held) -> None:
        """Raises `Damaged`."""
        self.source, self.head, self.folder, self.held = source, head, folder, held
        self.goal = head.checkpoint
        try:
            self.tree: GrowingTree = edge_of(folder, held.size)
        except (MissingTile, MalformedBundle) as error:
            raise Damaged(str(error)) from None
        if self.tree.root() != held.root:
            raise Damaged(f"{CHECKPOINT}: the tiles come to another root")

    def check_beginning(self) -> None:
        """That the log still has what is held, before anything more is taken."""
        held = Checkpoint(self.goal.origin, self.held.size, self.held.root)
        if held.size > self.goal.size:
            raise Smaller(str(self.goal.size))
        try:
            check_growth(self.source, held, self.goal)
        except Forked as error:
            raise Contradicted(str(error)) from None
        except Unproved as error:
            raise WrongEntries(str(error)) from None

    def take(self, heard: Heard) -> None:
        size = self.goal.size
        if self.tree.size == size:
            return
        kept = {*right_edge(self.held.published), *right_edge(size)}
        self.note_progress()
        paths = (tile.path for tile in bundles_between(self.tree.size, size))
        with Ahead(self.source, paths) as ahead:
            entries = entries_between(ahead, self.tree.size, size)
            while self.tree.size < size:
                edge = set(right_edge(self.tree.size))
                self.take_part(entries, min((self.tree.size // PART + 1) * PART, size))
                self.note_progress()
                for tile in edge - kept:
                    self.folder.remove(tile.path)
                heard(self.tree.size)

    def take_part(self, entries: Iterator[bytes], end: int) -> None:
        """Up to `end`; what was written is read back, and leads to the log's root."""
        before = TileTree(self.folder, self.tree.size).frontier()
        try:
            self.tree.grow(self.folder, islice(entries, end - self.tree.size))
            root = self.tree.root()
            if consistency(self.source, self.goal, end).old_root != root:
                raise WrongEntries(f"leaves {before.size} to {end} come to another root")
        except (MissingTile, MalformedBundle, Unproved) as error:
            raise WrongEntries(str(error)) from None
        try:
            if read_back(self.folder, before, end) != root:
                raise Damaged(f"leaves {before.size} to {end} are not on the disk as they were written")
        except (Altered, MissingTile, MalformedBundle) as error:
            raise Damaged(str(error)) from None

    def note_progress(self) -> None:
        state = {"size": self.tree.size, "root": self.tree.root().hex(), "toward": self.head.text}
        self.folder.sync()
        self.folder.replace(UNFINISHED, json.dumps(state, ensure_ascii=False).encode())

    def publish(self) -> None:
        self.folder.replace(CHECKPOINT, self.head.note.content)
        self.folder.remove(UNFINISHED)
        for tile in outgrown(self.held.published, self.goal.size):
            self.folder.remove(tile.path)


def bundles_between(start: int, end: int) -> Iterator[Tile]:
    for at in range(start // WIDTH * WIDTH, end, WIDTH):
        yield Tile(0, at // WIDTH, min(WIDTH, end - at), entries=True)


def entries_between(source: Source, start: int, end: int) -> Iterator[bytes]:
    """Raises `MissingTile` or `MalformedBundle`."""
    skipped = start % WIDTH
    for tile in bundles_between(start, end):
        yield from entries_in(read_bundle(source, tile.number, tile.width), tile.width)[skipped:]
        skipped = 0
