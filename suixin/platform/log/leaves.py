"""Where leaves come from. The ledger is one such place; the log asks nothing else of it."""

from collections.abc import Sequence
from typing import Protocol


class Leaves(Protocol):
    """Numbered from 0 without gaps, durable, never changed."""

    def size(self) -> int:
        """How many there are."""

    def read(self, start: int, stop: int) -> Sequence[tuple[bytes, bytes]]:
        """Those from `start` up to `stop`: each leaf, and the hash that was stored beside it."""
