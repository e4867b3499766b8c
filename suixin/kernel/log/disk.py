"""Where a log's files are. Reading needs only a `Source`, which may be far away; growing needs a `Disk`."""

from typing import Protocol


class Source(Protocol):
    """Paths are relative to the log's prefix: `checkpoint`, `tile/0/000`."""

    def read(self, path: str) -> bytes | None:
        """The whole content; None where there is no such file. Raises OSError where reading fails."""


class Disk(Source, Protocol):
    """What is written appears whole or not at all, but may be lost until `sync` has returned."""

    def write(self, path: str, content: bytes) -> None:
        """Makes the file, or replaces it."""

    def sync(self) -> None:
        """All that was written before is on the disk when this returns. Raises OSError if it cannot be known."""

    def remove(self, path: str) -> None:
        """No error where there is nothing."""
