"""One record type's files: which numbers of the ledger each covers, and what it has of their records.

The list of them is a file too, and is replaced whole; a file that nobody lists is rubbish. Whoever changes anything here
holds the lock of `store`.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO

import duckdb
import orjson

from suixin.engines.statistics.facts.columns import NUMBER, TEXT, Column, read_column
from suixin.engines.statistics.facts.rows import Taken, stored_names

LIST, FORMAT = "parts.json", 1
MOST_ROWS = 200_000  # of one file, about
KEPT = 600  # seconds that a file which was replaced stays for whoever reads it still


class Unusable(Exception):
    """The list of files, or a file, is not what was written; the message says which."""


@dataclass(frozen=True, slots=True)
class Part:
    file: str
    first: int  # covers the ledger's numbers from here
    stop: int  # up to, not including
    rows: int
    columns: tuple[str, ...]  # keys of what was asked for
    sealed: tuple[str, ...]  # those of values that some of its records have committed to: they have blindings
    versions: tuple[int, ...]  # of the record type
    size: int
    digest: str

    @property
    def asked(self) -> frozenset[Column]:
        return frozenset(map(read_column, self.columns))

    @property
    def stored(self) -> set[str]:
        """The names in the file, beyond those that every file has."""
        sealed = set(self.sealed)
        return {
            name
            for column in self.asked
            for name in column.stored
            if name == column.key or column.kind != "value" or column.key in sealed
        }


@dataclass(slots=True)
class Parts:
    """As the list has them."""

    type: str
    stop: int = 0  # the ledger's numbers up to here are covered, whether they have such records or not
    last: int | None = None  # number of the last record that was taken in,
    mark: str = ""  # and the hash of its leaf: another ledger has another
    parts: list[Part] = field(default_factory=list)


def read_parts(folder: Path, type_id: str) -> Parts:
    """Raises `Unusable`. A folder that is not there has none."""
    try:
        given = orjson.loads((folder / LIST).read_bytes())
        if given["format"] != FORMAT or given["type"] != type_id:
            raise Unusable(LIST)
        parts = [
            Part(**{name: tuple(value) if isinstance(value, list) else value for name, value in each.items()})
            for each in given["parts"]
        ]
        return Parts(type_id, given["stop"], given["last"], given["mark"], parts)
    except FileNotFoundError:
        return Parts(type_id)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{LIST}: {error}") from None


def write_parts(folder: Path, held: Parts) -> None:
    content: dict[str, Any] = {"format": FORMAT, "type": held.type, "stop": held.stop}
    content |= {"last": held.last, "mark": held.mark, "parts": [asdict(part) for part in held.parts]}
    path = folder / f".{secrets.token_hex(4)}"
    with private(path) as file:
        file.write(orjson.dumps(content))
    path.replace(folder / LIST)
    sweep(folder, {part.file for part in held.parts})


def sweep(folder: Path, listed: Iterable[str]) -> None:
    """Takes away what is listed no more, once nobody can be reading it."""
    known = {LIST, *listed}
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            if path.name not in known and time.time() - path.stat().st_mtime > KEPT:
                path.unlink()


def make_part(folder: Path, type_id: str, columns: Sequence[Column], first: int, taken: Taken) -> Part:
    """A file of these rows, by way of a text that DuckDB reads: its numbers never are anything but digits."""
    names = stored_names(type_id, columns, taken.sealed)
    short = {name: f"c{place}" for place, name in enumerate(names)}
    text = folder / f".{secrets.token_hex(8)}.json"
    try:
        with private(text) as file:
            for row in taken.rows:
                file.write(orjson.dumps({short[name]: value for name, value in row.items()}))
                file.write(b"\n")
        read = ", ".join(
            f"{short[name]}: '{TEXT if kind == NUMBER else kind}'" for name, kind in names.items()
        )
        chosen = ", ".join(f'CAST({short[name]} AS {kind}) AS "{name}"' for name, kind in names.items())
        source = f"read_json('{quoted(text)}', format = 'newline_delimited', columns = {{{read}}})"
        stop = first if taken.last is None else taken.last + 1
        keys = tuple(sorted(column.key for column in columns))
        part = Part(
            file="",
            first=first,
            stop=stop,
            rows=len(taken.rows),
            columns=keys,
            sealed=tuple(sorted(taken.sealed)),
            versions=tuple(sorted(taken.versions)),
            size=0,
            digest="",
        )
        return write_part(folder, f"SELECT {chosen} FROM {source}", part)  # noqa: S608 - our own names
    finally:
        text.unlink(missing_ok=True)


def private(path: Path) -> BinaryIO:
    """A new file that nobody else may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def write_part(folder: Path, query: str, part: Part) -> Part:
    path = folder / f"{part.first:012}-{part.stop:012}-{secrets.token_hex(4)}.parquet"
    unready = folder / f".{path.name}"
    with duckdb.connect() as working:
        working.execute("SET preserve_insertion_order = true")
        working.execute(
            f"COPY ({query}) TO '{quoted(unready)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)"
        )
    unready.chmod(0o600)
    content = hashlib.sha256(unready.read_bytes()).hexdigest()
    unready.replace(path)
    return replace(part, file=path.name, size=path.stat().st_size, digest=content)


def joined(folder: Path, parts: Sequence[Part]) -> Part:
    """One file in place of several neighbours that have the same columns."""
    files = ", ".join(f"'{quoted(folder / part.file)}'" for part in parts)
    whole = replace(
        parts[0],
        rows=sum(part.rows for part in parts),
        stop=parts[-1].stop,
        versions=tuple(sorted({version for part in parts for version in part.versions})),
    )
    return write_part(folder, f"SELECT * FROM read_parquet([{files}]) ORDER BY number", whole)  # noqa: S608


def compacted(folder: Path, parts: list[Part]) -> list[Part]:
    """While the last file is at least half as large as the one before it they become one: so they stay few, and each
    record is written anew only a few times."""
    parts = list(parts)
    while len(parts) > 1:
        before, last = parts[-2:]
        rows = before.rows + last.rows
        if (
            (before.columns, before.sealed) != (last.columns, last.sealed)
            or rows > MOST_ROWS
            or 2 * last.rows < before.rows
        ):
            break
        parts[-2:] = [joined(folder, (before, last))]
    return parts


SEEN: dict[
    tuple[str, int, int], str
] = {}  # digests of files that this process has read, by path, size and time


def check_part(folder: Path, part: Part) -> None:
    """Raises `Unusable`."""
    path = folder / part.file
    try:
        state = path.stat()
        key = (str(path), state.st_size, state.st_mtime_ns)
        if state.st_size == part.size and key not in SEEN:
            SEEN[key] = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise Unusable(f"{part.file}: {error}") from None
    if SEEN.get(key) != part.digest:
        raise Unusable(f"{part.file}: it was altered")


def quoted(path: Path) -> str:
    return str(path).replace("'", "''")
