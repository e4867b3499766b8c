"""What a watcher has seen: each new signed head, in a small database that is only added to; and, of what cannot be,
files that show it to others."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from suixin.platform.log.folder import Folder
from suixin.platform.log.places import Head, read_head

TABLE = """
create table if not exists head (
    number integer primary key autoincrement,
    seen text not null default (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    source text not null,
    origin text not null,
    size integer not null,
    root blob not null,
    note blob not null,
    state text not null check (state in ('fits', 'waiting', 'contradicts')), -- compared with the log's own heads
    unique (source, size, root)
)
"""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Two heads that cannot both be honest, or one that nobody should have signed."""

    kind: str  # fork | rollback | signature | unproved | origin
    source: str  # where it was found
    why: str
    held: str  # the checkpoints as texts; empty where there is none
    found: str

    @property
    def name(self) -> str:
        told = "\0".join((self.kind, self.held, self.found))
        return f"{self.kind}-{hashlib.sha256(told.encode()).hexdigest()[:12]}"


class Heads:
    def __init__(self, home: Path) -> None:
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        with self.rows() as rows:
            rows.execute(TABLE)

    @contextmanager
    def rows(self) -> Iterator[sqlite3.Connection]:
        connection = sqlite3.connect(self.home / "heads.sqlite3", timeout=20)
        try:
            connection.execute("pragma synchronous = full")
            with connection:
                yield connection
        finally:
            connection.close()

    def last(self, source: str) -> Head | None:
        """The largest of a source that fits those before it."""
        with self.rows() as rows:
            found = rows.execute(
                "select note from head where source = ? and state = 'fits' order by size desc, number limit 1",
                (source,),
            ).fetchone()
        return None if found is None else read_head(found[0], None)

    def waiting(self) -> list[tuple[str, Head]]:
        """By source: what could not be compared yet."""
        with self.rows() as rows:
            found = rows.execute(
                "select source, note from head where state = 'waiting' order by number"
            ).fetchall()
        return [(source, read_head(note, None)) for source, note in found]

    def keep(self, source: str, head: Head, state: str) -> None:
        """What was decided once stays so."""
        told = head.checkpoint
        with self.rows() as rows:
            rows.execute(
                "insert into head (source, origin, size, root, note, state) values (?, ?, ?, ?, ?, ?)"
                " on conflict do update set state = excluded.state where state = 'waiting'",
                (source, told.origin, told.size, told.root, head.note.content, state),
            )

    def record(self, alarm: Alarm) -> tuple[Path, bool]:
        """Where the evidence lies, and whether it is new."""
        path = self.home / "evidence" / f"{alarm.name}.json"
        if path.exists():
            return path, False
        evidence = Folder(path.parent)
        for which, text in (("held", alarm.held), ("found", alarm.found)):
            if text:
                evidence.replace(f"{alarm.name}.{which}.checkpoint", text.encode())
        told = {
            "kind": alarm.kind,
            "source": alarm.source,
            "why": alarm.why,
            "held": alarm.held,
            "found": alarm.found,
        }
        evidence.replace(path.name, json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n")
        return path, True

    def open_alarms(self) -> list[Path]:
        """Whoever has dealt with one moves its evidence away."""
        return sorted((self.home / "evidence").glob("*.json"))
