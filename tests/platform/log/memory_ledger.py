"""Leaves in memory, as a ledger would hand them out."""

from suixin.kernel.log.tree import leaf_hash


class Ledger:
    """Leaves in memory, as a ledger would hand them out."""

    def __init__(self) -> None:
        self.leaves: list[bytes] = []
        self.hashes: list[bytes] = []

    def add(self, *leaves: bytes) -> None:
        self.leaves.extend(leaves)
        self.hashes.extend(map(leaf_hash, leaves))

    def grow(self, count: int) -> None:
        self.add(*(b"record %d" % number for number in range(len(self.leaves), len(self.leaves) + count)))

    def size(self) -> int:
        return len(self.leaves)

    def read(self, start: int, stop: int) -> list[tuple[bytes, bytes]]:
        return list(zip(self.leaves[start:stop], self.hashes[start:stop], strict=True))
