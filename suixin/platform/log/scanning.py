"""Reading every entry of a log in a folder, for what somebody looks for in it: parts side by side in processes, and of
each part only what a sieve keeps. The first reading hashes as well, so that every beginning of the log has its root."""

from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any, Protocol

from suixin.kernel.log.bundles import MalformedBundle, entries_in, entry_hashes
from suixin.kernel.log.fsck import PART, parts_of
from suixin.kernel.log.paths import root_of
from suixin.kernel.log.reading import MissingTile, read_bundle
from suixin.kernel.log.tiles import HEIGHT, WIDTH
from suixin.kernel.log.tree import full_root
from suixin.platform.log.abreast import in_order
from suixin.platform.log.folder import Folder

Heard = Callable[[int], None]  # how many entries were read


class BrokenLog(Exception):
    """Entries that a log of that size must have are not there, or are none."""


class Sieve(Protocol):
    """What is looked for; it goes to other processes."""

    @property
    def needles(self) -> Sequence[bytes]:
        """A bundle in whose bytes none of them is has nothing to keep."""

    def sift(self, first: int, entries: Sequence[bytes]) -> Iterable[Any]:
        """What to keep of entries from number `first` on; it comes back from other processes."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Which entries: the first `size` of a log that shows `shown`, which tells how its files are cut."""

    root: str  # the folder
    shown: int
    size: int

    def bundle(self, number: int) -> bytes:
        return read_bundle(Folder(self.root), number, min(WIDTH, self.shown - number * WIDTH))

    def entries(self, number: int, bundle: bytes) -> list[bytes]:
        found = entries_in(bundle, min(WIDTH, self.shown - number * WIDTH))
        return found[: self.size - number * WIDTH]


@dataclass(frozen=True, slots=True)
class Sifted:
    roots: list[bytes]  # of full bundles
    rest: list[bytes]  # hashes of the entries after them
    kept: list[Any]


def sift_part(extent: Extent, number: int, sieve: Sieve, hashing: bool) -> Sifted:
    """Raises `BrokenLog`."""
    roots: list[bytes] = []
    rest: list[bytes] = []
    kept: list[Any] = []
    end = min((number + 1) * PART, extent.size)
    for first in range(number * PART, end, WIDTH):
        try:
            bundle = extent.bundle(first // WIDTH)
            wanted = any(needle in bundle for needle in sieve.needles)
            if not (hashing or wanted):
                continue
            entries = extent.entries(first // WIDTH, bundle)
        except (MissingTile, MalformedBundle, OSError) as error:
            raise BrokenLog(f"entries from {first}: {error}") from None
        if hashing:
            hashes = entry_hashes(entries)
            if len(hashes) == WIDTH:
                roots.append(full_root(hashes))
            else:
                rest = hashes
        if wanted:
            kept.extend(sieve.sift(first, entries))
    return Sifted(roots, rest, kept)


class Scan:
    """A log of which every entry was read; what is kept of it is as good as the root it is compared with."""

    def __init__(self, extent: Extent, jobs: int, heard: Heard) -> None:
        self.extent, self.jobs, self.heard = extent, jobs, heard
        self.roots: list[bytes] = []
        self.rest: list[bytes] = []

    def first_reading(self, sieve: Sieve) -> list[Any]:
        """What the sieve keeps; afterwards `root` can tell. Raises `BrokenLog`."""
        kept: list[Any] = []
        for part in self.parts(sieve, hashing=True):
            self.roots.extend(part.roots)
            self.rest = part.rest
            kept.extend(part.kept)
        return kept

    def reading(self, sieve: Sieve) -> Generator[Any, None, None]:
        """What the sieve keeps, in order. Raises `BrokenLog`."""
        for part in self.parts(sieve, hashing=False):
            yield from part.kept

    def parts(self, sieve: Sieve, hashing: bool) -> Generator[Sifted, None, None]:
        numbers = parts_of(self.extent.size)
        parts = (
            in_order(self.jobs, sift_part, ((self.extent, number, sieve, hashing) for number in numbers))
            if self.jobs > 1 and len(numbers) > 1
            else (sift_part(self.extent, number, sieve, hashing) for number in numbers)
        )
        with closing(parts):
            for number, part in zip(numbers, parts, strict=True):
                yield part
                self.heard(min((number + 1) * PART, self.extent.size))

    def root(self, size: int) -> bytes:
        """Of the first `size` entries, which are no more than were read."""
        inside: dict[int, list[bytes]] = {}

        def node(height: int, number: int) -> bytes:
            if height >= HEIGHT:
                first = number << height - HEIGHT
                return full_root(self.roots[first : first + (1 << height - HEIGHT)])
            first = number << height
            bundle = first // WIDTH
            if bundle not in inside:
                inside[bundle] = self.hashes(bundle)
            at = first % WIDTH
            return full_root(inside[bundle][at : at + (1 << height)])

        return root_of(0, size, node)

    def hashes(self, bundle: int) -> list[bytes]:
        """Of the entries of one bundle, as it was read: its root shows that."""
        if bundle == len(self.roots):
            return self.rest
        try:
            hashes = entry_hashes(self.extent.entries(bundle, self.extent.bundle(bundle)))
        except (MissingTile, MalformedBundle, OSError) as error:
            raise BrokenLog(f"entries from {bundle * WIDTH}: {error}") from None
        if full_root(hashes) != self.roots[bundle]:
            raise BrokenLog(f"entries from {bundle * WIDTH} have changed meanwhile")
        return hashes
