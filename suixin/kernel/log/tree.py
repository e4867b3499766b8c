"""The hashes of a Merkle tree (RFC 6962, section 2.1), and its right edge."""

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def parents(hashes: Sequence[bytes]) -> list[bytes]:
    """The level above: an even number of hashes by pairs."""
    sha256 = hashlib.sha256
    pairs = iter(hashes)
    return [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]


def full_root(hashes: Sequence[bytes]) -> bytes:
    """The root over a power of two of hashes."""
    while len(hashes) > 1:
        hashes = parents(hashes)
    return hashes[0]


def subtree_sizes(size: int) -> list[int]:
    """The heights of the full subtrees that make up a tree of that many leaves, largest first."""
    return [height for height in range(size.bit_length() - 1, -1, -1) if size >> height & 1]


class Frontier:
    """The right edge of a growing tree: the root of each full subtree, largest first. It is all that adding a leaf
    and telling the root need."""

    def __init__(self, size: int = 0, hashes: Iterable[bytes] = ()) -> None:
        self.size = size
        self.hashes = list(hashes)
        if len(self.hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} full subtrees")

    def add(self, hashed: bytes, height: int = 0) -> None:
        """The root of the next full subtree of 2^height leaves; the tree's size must be a multiple of that."""
        if self.size & ((1 << height) - 1):
            raise ValueError(f"{self.size} is not a multiple of 2^{height}")
        carried = self.size >> height
        while carried & 1:
            hashed = node_hash(self.hashes.pop(), hashed)
            carried >>= 1
        self.hashes.append(hashed)
        self.size += 1 << height

    def root(self) -> bytes:
        if not self.hashes:
            return EMPTY_ROOT
        root = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            root = node_hash(left, root)
        return root

    def copy(self) -> "Frontier":
        return Frontier(self.size, self.hashes)
