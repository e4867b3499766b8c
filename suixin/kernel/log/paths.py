"""Making proofs, from whatever knows the hashes of full subtrees. RFC 6962, sections 2.1.1 and 2.1.2."""

from collections.abc import Callable

from suixin.kernel.log.tree import EMPTY_ROOT, node_hash, subtree_sizes

Node = Callable[[int, int], bytes]  # height, number from the left at that height -> root of that full subtree


def root_of(start: int, end: int, node: Node) -> bytes:
    """The root over leaves [start, end), where `start` is a multiple of the size rounded up to a power of two."""
    if start == end:
        return EMPTY_ROOT
    parts: list[bytes] = []
    at = start
    for height in subtree_sizes(end - start):
        parts.append(node(height, at >> height))
        at += 1 << height
    root = parts.pop()
    while parts:
        root = node_hash(parts.pop(), root)
    return root


def inclusion_path(index: int, size: int, node: Node) -> list[bytes]:
    """From the leaf's sibling up to the root's child."""
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    return path_within(index, 0, size, node)


def path_within(index: int, start: int, end: int, node: Node) -> list[bytes]:
    path: list[bytes] = []
    while end - start > 1:
        middle = start + split(end - start)
        if index < middle:
            path.append(root_of(middle, end, node))
            end = middle
        else:
            path.append(root_of(start, middle, node))
            start = middle
    return path[::-1]


def consistency_path(old: int, new: int, node: Node) -> list[bytes]:
    """That the first `old` of `new` leaves are still the same; empty from 0 and for equal sizes."""
    if not 0 <= old <= new:
        raise ValueError(f"{old} leaves are no beginning of {new}")
    if old in (0, new):
        return []
    start, end, path = 0, new, list[bytes]()
    known = True  # whether the old tree's root is the root of [start, old)
    while old != end:
        middle = start + split(end - start)
        if old <= middle:
            path.append(root_of(middle, end, node))
            end = middle
        else:
            path.append(root_of(start, middle, node))
            start = middle
            known = False
    if not known:
        path.append(root_of(start, end, node))
    return path[::-1]


def split(size: int) -> int:
    """The largest power of two below the size."""
    return 1 << ((size - 1).bit_length() - 1)
