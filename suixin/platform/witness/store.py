"""What the witness has signed last for each log, and which keys it trusts, in one SQLite file.

Any number of threads and processes may have it open: a checkpoint replaces the one that was compared, or none.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from suixin.kernel.log.checkpoint import Checkpoint, read_signed_checkpoint
from suixin.kernel.log.keys import Ed25519Verifier, read_log_key
from suixin.kernel.log.notes import Note

PATIENCE = 10  # seconds that one write waits for another
TABLES = (
    "CREATE TABLE witness (name TEXT NOT NULL)",
    "CREATE TABLE own_key (file TEXT PRIMARY KEY, text TEXT NOT NULL)",
    "CREATE TABLE log_key (text TEXT PRIMARY KEY, origin TEXT NOT NULL, added INTEGER NOT NULL)",
    """CREATE TABLE checkpoint (
        origin TEXT PRIMARY KEY, identity TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL, seen INTEGER NOT NULL)""",
)


@dataclass(frozen=True, slots=True)
class Held:
    """The last checkpoint of a log that was signed here."""

    checkpoint: Checkpoint
    note: Note  # with the log's signatures, and no others
    seen: int  # seconds since 1970


@dataclass(frozen=True, slots=True)
class LogKey:
    text: str
    origin: str
    added: int


def identity_of(origin: str) -> str:
    """How a log is named in addresses."""
    return sha256(origin.encode()).hexdigest()


class Store:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.own = threading.local()

    @property
    def database(self) -> sqlite3.Connection:
        """This thread's connection."""
        found: sqlite3.Connection | None = getattr(self.own, "database", None)
        if found is None:
            found = self.own.database = sqlite3.connect(self.path, timeout=PATIENCE, isolation_level=None)
            found.execute("PRAGMA journal_mode = WAL")
            found.execute("PRAGMA synchronous = FULL")
        return found

    def close(self) -> None:
        """This thread's connection; others close with their threads."""
        self.database.close()
        del self.own.database

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT")

    # The witness itself

    def create(self, name: str) -> None:
        for table in TABLES:
            self.database.execute(table)
        self.database.execute("INSERT INTO witness VALUES (?)", (name,))

    def name(self) -> str | None:
        """None where nothing has been set up."""
        if self.database.execute("SELECT 1 FROM sqlite_master WHERE name = 'witness'").fetchone() is None:
            return None
        found: tuple[str] = self.database.execute("SELECT name FROM witness").fetchone()
        return found[0]

    def own_keys(self) -> dict[str, str]:
        """Name of the file that holds the secret -> the public key."""
        return dict(self.database.execute("SELECT file, text FROM own_key ORDER BY file"))

    def add_own_key(self, file: str, text: str) -> None:
        self.database.execute("INSERT INTO own_key VALUES (?, ?)", (file, text))

    # The logs it trusts

    def log_keys(self, origin: str | None = None) -> list[LogKey]:
        rows = self.database.execute(
            "SELECT text, origin, added FROM log_key WHERE ?1 IS NULL OR origin = ?1 ORDER BY origin, added, text",
            (origin,),
        )
        return [LogKey(*row) for row in rows]

    def verifiers(self, origin: str) -> list[Ed25519Verifier]:
        return [read_log_key(each.text) for each in self.log_keys(origin)]

    def add_log_key(self, key: LogKey) -> bool:
        """Whether it is new."""
        row = (key.text, key.origin, key.added)
        return self.database.execute("INSERT OR IGNORE INTO log_key VALUES (?, ?, ?)", row).rowcount == 1

    def remove_log_key(self, text: str) -> None:
        """What was signed for the log stays: if it is ever trusted again, it goes on from there."""
        self.database.execute("DELETE FROM log_key WHERE text = ?", (text,))

    # What it has signed

    def held(self, origin: str) -> Held | None:
        return self.held_as(identity_of(origin))

    def held_as(self, identity: str) -> Held | None:
        row = self.database.execute(
            "SELECT note, seen FROM checkpoint WHERE identity = ?", (identity,)
        ).fetchone()
        if row is None:
            return None
        checkpoint, note = read_signed_checkpoint(row[0])
        return Held(checkpoint, note, row[1])

    def replace(self, last: Held | None, new: Held) -> bool:
        """Whether `last` was still the last one. When this returns True the new one is on the disk."""
        size, root, origin = new.checkpoint.size, new.checkpoint.root, new.checkpoint.origin
        if last is None:
            done = self.database.execute(
                "INSERT INTO checkpoint (origin, identity, size, root, note, seen) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT DO NOTHING",
                (origin, identity_of(origin), size, root, new.note.content, new.seen),
            )
        else:
            done = self.database.execute(
                "UPDATE checkpoint SET size = ?, root = ?, note = ?, seen = ?"
                " WHERE origin = ? AND size = ? AND root = ?",
                (
                    *(size, root, new.note.content, new.seen),
                    *(origin, last.checkpoint.size, last.checkpoint.root),
                ),
            )
        return done.rowcount == 1
