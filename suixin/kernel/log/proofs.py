"""Checking proofs: that an entry is in a tree, and that a tree only grew. Nothing here makes a proof.

RFC 6962, sections 2.1.1 and 2.1.2; the general form, for a subtree of leaves [start, end), is that of
draft-ietf-plants-merkle-tree-certs, section 4. Checks raise `InvalidProof`; a check that returns has passed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hmac import compare_digest

from suixin.kernel.log.tree import EMPTY_ROOT, HASH_BYTES, node_hash

LONGEST = 63  # a consistency proof over 2^64 leaves has no more (C2SP tlog-witness)


class InvalidProof(ValueError):
    """The proof does not show what it should; the message says where it fails."""


def check_inclusion(index: int, size: int, leaf: bytes, path: Sequence[bytes], root: bytes) -> None:
    """That `leaf`, a leaf's hash, is number `index` of the tree with `size` leaves and that root."""
    whole(leaf, root, *path)
    if not 0 <= index < size:
        raise InvalidProof(f"there is no leaf {index} in a tree of {size}")
    at, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            raise InvalidProof("the path is too long")
        if at & 1 or at == last:
            found = node_hash(sibling, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        at, last = at >> 1, last >> 1
    if last:
        raise InvalidProof("the path is too short")
    same(found, root, "the path leads to another root")


def check_consistency(old: int, new: int, proof: Sequence[bytes], old_root: bytes, new_root: bytes) -> None:
    """That the tree of `old` leaves is the beginning of the tree of `new` leaves. An empty tree is the beginning of
    any, which shows nothing: it is refused, and left to the caller."""
    if not 0 <= old <= new:
        raise InvalidProof(f"{old} leaves are no beginning of {new}")
    if old == 0 < new:
        raise InvalidProof("from an empty tree there is nothing to show")
    if new == 0:
        same(new_root, EMPTY_ROOT, "the root of no leaves is another")
    check_subtree_consistency(Subtree(0, old), new, proof, old_root, new_root)


@dataclass(frozen=True, slots=True)
class Subtree:
    """Leaves [start, end). A subtree begins at a multiple of its own size, rounded up to a power of two."""

    start: int
    end: int

    def check_bounds(self, size: int) -> None:
        if not 0 <= self.start < self.end <= size:
            raise InvalidProof(f"leaves {self.start} to {self.end} are no part of {size}")
        if self.start & ((1 << (self.end - self.start - 1).bit_length()) - 1):
            raise InvalidProof(f"leaves {self.start} to {self.end} are no subtree")


def check_subtree_inclusion(
    index: int, subtree: Subtree, leaf: bytes, path: Sequence[bytes], root: bytes
) -> None:
    """That a leaf's hash is number `index` of the log, within the subtree with that root."""
    subtree.check_bounds(subtree.end)
    check_inclusion(index - subtree.start, subtree.end - subtree.start, leaf, path, root)


def check_subtree_consistency(
    subtree: Subtree, size: int, proof: Sequence[bytes], subtree_root: bytes, root: bytes
) -> None:
    """That the subtree with that root is part of the tree of `size` leaves. An empty subtree is part of any."""
    if subtree.start == subtree.end <= size:
        same(subtree_root, EMPTY_ROOT, "the root of no leaves is another")
        return nothing_to_prove(proof)
    if (subtree.start, subtree.end) == (0, size):
        same(subtree_root, root, "the same size, and another root")
        return nothing_to_prove(proof)
    whole(subtree_root, root, *proof)
    subtree.check_bounds(size)
    first, last, rest = subtree.start, subtree.end - 1, size - 1
    at_the_edge = last == rest
    while first != last and (at_the_edge or last & 1):
        first, last, rest = first >> 1, last >> 1, rest >> 1
    steps = list(proof)
    if first != last and not steps:
        raise InvalidProof("the proof is too short")
    of_subtree = of_tree = subtree_root if first == last else steps.pop(0)
    for step in steps:
        if rest == 0:
            raise InvalidProof("the proof is too long")
        if last & 1 or last == rest:
            if first < last:
                of_subtree = node_hash(step, of_subtree)
            of_tree = node_hash(step, of_tree)
            while not last & 1 and last:
                first, last, rest = first >> 1, last >> 1, rest >> 1
        else:
            of_tree = node_hash(of_tree, step)
        first, last, rest = first >> 1, last >> 1, rest >> 1
    if rest:
        raise InvalidProof("the proof is too short")
    same(of_subtree, subtree_root, "the proof leads to another root of the beginning")
    same(of_tree, root, "the proof leads to another root")


def nothing_to_prove(proof: Sequence[bytes]) -> None:
    if proof:
        raise InvalidProof("the proof is too long")


def whole(*hashes: bytes) -> None:
    if any(len(each) != HASH_BYTES for each in hashes):
        raise InvalidProof("a hash has 32 bytes")


def same(found: bytes, stated: bytes, otherwise: str) -> None:
    if not compare_digest(found, stated):
        raise InvalidProof(otherwise)
