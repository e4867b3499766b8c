"""Proofs from a log's tiles. Whatever is made here has passed the kernel's checks against the log's checkpoint."""

from dataclasses import dataclass

from suixin.kernel.log.bundles import MalformedBundle
from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.disk import Source
from suixin.kernel.log.paths import root_of
from suixin.kernel.log.proof_file import LogProof
from suixin.kernel.log.proofs import InvalidProof, check_consistency, check_inclusion
from suixin.kernel.log.reading import MissingTile, TileTree
from suixin.kernel.log.tree import leaf_hash
from suixin.platform.log.places import CHECKPOINT, Head


class Unproved(Exception):
    """The log's files do not bear out its checkpoint. The message names the file where it can."""


class Forked(Exception):
    """Two checkpoints of one log of which neither is the beginning of the other: the log's files show it."""


@dataclass(frozen=True, slots=True)
class Inclusion:
    """That a tree holds the leaf. Only with a signed checkpoint of that very size it makes a file for others."""

    index: int
    size: int
    root: bytes
    path: tuple[bytes, ...]
    leaf: bytes  # its hash


@dataclass(frozen=True, slots=True)
class Consistency:
    old: int
    old_root: bytes
    new: int
    new_root: bytes
    proof: tuple[bytes, ...]


def inclusion(source: Source, head: Checkpoint, index: int, size: int) -> Inclusion:
    """In the tree of the first `size` leaves, itself the beginning of the head's. Raises `Unproved` or OSError."""
    root = consistency(source, head, size).old_root
    tree = TileTree(source, size)
    try:
        leaf = leaf_hash(tree.entry(index))
        path = tuple(tree.inclusion(index))
        check_inclusion(index, size, leaf, path, root)
    except (MissingTile, MalformedBundle, InvalidProof) as error:
        raise Unproved(str(error)) from None
    return Inclusion(index, size, root, path, leaf)


def proof_file(head: Head, found: Inclusion) -> LogProof:
    return LogProof(found.index, found.path, head.checkpoint, head.note)


def consistency(source: Source, head: Checkpoint, old: int) -> Consistency:
    """What the first `old` leaves of the head's tree have as their root. Raises `Unproved` or OSError."""
    tree = TileTree(source, head.size)
    try:
        if tree.root() != head.root:
            raise Unproved(f"{CHECKPOINT}: the tiles come to another root")
        proof = tree.consistency(old)
        old_root = root_of(0, old, tree.node)
        if old:
            check_consistency(old, head.size, proof, old_root, head.root)
    except (MissingTile, InvalidProof) as error:
        raise Unproved(str(error)) from None
    return Consistency(old, old_root, head.size, head.root, tuple(proof))


def check_growth(source: Source, old: Checkpoint, new: Checkpoint) -> Consistency:
    """That the new checkpoint, whose tiles the source has, only adds to the old one. Raises `Forked`, `Unproved` or
    OSError."""
    if old.size > new.size:
        raise Unproved(f"{old.size} leaves are no beginning of {new.size}")
    if old.size == new.size:
        if old.root != new.root:
            raise Forked("the same size, and another root")
        return Consistency(old.size, old.root, new.size, new.root, ())
    found = consistency(source, new, old.size)
    if found.old_root != old.root:
        raise Forked(f"its first {old.size} leaves have another root")
    return found
