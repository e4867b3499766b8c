"""Leaves in the ledger's table of a home, without the ledger: for faults of what comes after it."""

import os
import sqlite3
from base64 import urlsafe_b64encode
from contextlib import closing
from pathlib import Path

from suixin.kernel.log.bundles import entries_in
from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.keys import read_log_key
from suixin.kernel.log.reading import read_bundle
from suixin.kernel.log.tree import leaf_hash
from suixin.platform.log.folder import Folder
from suixin.platform.log.fsck import examine
from suixin.platform.log.places import KeyAlone, head_of

ROW = """INSERT INTO ledger_entry ("index", type, version, organisation, time, record_id, leaf, leaf_hash)
         VALUES (?, 'sample.leaf', 1, 'haizhu', '2026-01-01 00:00:00', ?, ?, ?)"""


def store(home: Path, count: int) -> int:
    """That many more; how many there are now."""
    with closing(opened(home)) as database, database:
        database.execute("BEGIN IMMEDIATE")
        start = database.execute('SELECT coalesce(max("index") + 1, 0) FROM ledger_entry').fetchone()[0]
        leaves = [b"record %d" % number for number in range(start, start + count)]
        ids = (urlsafe_b64encode(os.urandom(16)).decode()[:22] for _ in leaves)
        rows = zip(range(start, start + count), ids, leaves, map(leaf_hash, leaves), strict=True)
        database.executemany(ROW, rows)
        database.execute("INSERT OR REPLACE INTO ledger_head (id, size) VALUES (1, ?)", (start + count,))
    return start + count


def opened(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(home / "truth.sqlite3", timeout=30, isolation_level=None)


def one(home: Path, query: str) -> object:
    with closing(opened(home)) as database:
        row = database.execute(query).fetchone()
    return row[0] if row else None


def assert_whole(home: Path, size: int) -> Checkpoint:
    """The published log has all of them, each at its place, and comes to the root that is signed."""
    name = one(home, "SELECT name FROM log_log ORDER BY first DESC")
    keys = str(one(home, "SELECT keys FROM log_log ORDER BY first DESC")).split()
    folder = Folder(home / "log" / str(name))
    head = head_of(folder, KeyAlone(read_log_key(keys[-1]))).checkpoint
    assert head.size == size
    assert examine(folder, head, 1, 0, lambda _: None).faults == ()
    held: list[bytes] = []
    for start in range(0, size, 256):
        width = min(256, size - start)
        held += entries_in(read_bundle(folder, start // 256, width), width)
    assert held == [b"record %d" % number for number in range(size)]
    return head
