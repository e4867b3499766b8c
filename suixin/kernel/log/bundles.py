"""Entry bundles: up to 256 entries in a file, each behind its length in two bytes (C2SP tlog-tiles)."""

import hashlib
from collections.abc import Iterable

ENTRY_LIMIT = 65_535


class MalformedBundle(ValueError):
    """Bytes that are no bundle, or not of that many entries."""


def bundle_of(entries: Iterable[bytes]) -> bytes:
    """Raises OverflowError for an entry that is too long."""
    return b"".join([len(entry).to_bytes(2) + entry for entry in entries])


def entries_in(bundle: bytes, width: int) -> list[bytes]:
    """Raises `MalformedBundle`."""
    entries: list[bytes] = []
    at, end = 0, len(bundle)
    while at + 2 <= end:
        start = at + 2
        at = start + (bundle[at] << 8 | bundle[at + 1])
        entries.append(bundle[start:at])
    if at != end or len(entries) != width:
        raise MalformedBundle(f"not a bundle of {width} entries")
    return entries


def leaf_hashes(bundle: bytes, width: int) -> list[bytes]:
    """The entries' hashes, from the bundle's bytes. Raises `MalformedBundle`."""
    return entry_hashes(entries_in(bundle, width))


def entry_hashes(entries: Iterable[bytes]) -> list[bytes]:
    """As `tree.leaf_hash`, of many."""
    sha256 = hashlib.sha256
    return [sha256(b"\x00" + entry).digest() for entry in entries]
