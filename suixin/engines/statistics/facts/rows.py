"""From the ledger's records to rows of facts, by the kernel's own reading of a record."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import orjson
from django.db import connection

from suixin.engines.statistics.facts.columns import FIXED, LIMB_BITS, LIMBS, RECORD, Column
from suixin.kernel.records.commitment import MeasureTooLarge, NotAMeasure, scaled
from suixin.kernel.records.leaf import Leaf
from suixin.kernel.records.sealing import ABSENT, value_at
from suixin.kernel.statistics.counting import (
    REVIEW,
    cut,
    days_of,
    line_of,
    review_of,
    text_at,
)
from suixin.kernel.statistics.periods import Frequency
from suixin.platform.ledger.models import Entry, Sealed

ENTRIES, VAULT = Entry._meta.db_table, Sealed._meta.db_table
READ = f"""SELECT "index", version, organisation, supersedes, leaf FROM {ENTRIES}
    WHERE type = %s AND "index" >= %s AND "index" < %s ORDER BY "index" LIMIT %s"""  # noqa: S608 - our own names
OPEN = f"""SELECT s.entry_id, s.path, s.value, s.secret FROM {VAULT} s JOIN {ENTRIES} e ON e."index" = s.entry_id
    WHERE e.type = %s AND s.entry_id >= %s AND s.entry_id <= %s AND s.scale IS NOT NULL"""  # noqa: S608
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)  # no row has its record's time
MASK = (1 << LIMB_BITS) - 1

Row = dict[str, Any]  # by the names of columns; what is not there is null
Vault = Mapping[tuple[int, str], tuple[bytes | None, bytes | None]]  # value and blinding


@dataclass(frozen=True, slots=True)
class Taken:
    rows: list[Row]
    last: int | None  # number of the last record; None where there was none
    versions: frozenset[int]
    sealed: frozenset[str]  # keys of values that some have committed to


def take(type_id: str, columns: Sequence[Column], start: int, stop: int, most: int) -> Taken:
    """The next records of a type from a number on, at most so many."""
    with connection.cursor() as cursor:
        cursor.execute(READ, (type_id, start, stop, most))
        found = cursor.fetchall()
        if not found:
            return Taken([], None, frozenset(), frozenset())
        last = found[-1][0]
        vault: Vault = {}
        if any(column.kind == "value" for column in columns):
            cursor.execute(OPEN, (type_id, found[0][0], last))
            vault = {(number, path): (value, secret) for number, path, value, secret in cursor.fetchall()}
    rows = [row for each in found for row in rows_of(type_id, columns, each, vault)]
    values = [column.key for column in columns if column.kind == "value"]
    sealed = frozenset(key for key in values if any(f"{LIMBS[0]}:{key}" in row for row in rows))
    return Taken(rows, last, frozenset(each[1] for each in found), sealed)


def rows_of(type_id: str, columns: Sequence[Column], found: Sequence[Any], vault: Vault) -> Iterable[Row]:
    number, version, organisation, supersedes, content = found
    given = orjson.loads(bytes(content))
    leaf = Leaf(
        type_id, version, given["id"], LONG_AGO, organisation, supersedes,
        given["public"], given["sealed"], given["measures"],
    )  # fmt: skip
    if type_id not in FIXED:
        return (record_row(columns, number, leaf, vault),)
    return review_rows(number, leaf) if type_id == REVIEW else line_rows(number, leaf)


def review_rows(number: int, leaf: Leaf) -> Iterator[Row]:
    for review in review_of(number, leaf):
        whole = {
            "number": number,
            "organisation": leaf.by,
            "form": leaf.public.get("form"),
            "level": review.level,
            "returned": int(review.returned),
        }
        yield from ({**whole, "report": report} for report in set(review.reports))


def line_rows(number: int, leaf: Leaf) -> Iterator[Row]:
    row: Row = {
        "number": number,
        "organisation": leaf.by,
        "supersedes": leaf.supersedes,
        "form": leaf.public.get("form"),
    }
    for line in line_of(number, leaf):
        row |= {"unit": line.unit, "since": line.since, "until": line.until}
    yield row  # even of what is no line: it may correct one


def record_row(columns: Sequence[Column], number: int, leaf: Leaf, vault: Vault) -> Row:
    row: Row = {
        "number": number,
        "organisation": leaf.by,
        "supersedes": leaf.supersedes,
        "version": leaf.version,
    }
    faults: list[str] = []
    for column in columns:
        match column.kind:
            case "value":
                try:
                    row |= amount_at(column, leaf, vault.get((number, column.pointer)))
                except (NotAMeasure, MeasureTooLarge, TypeError, Lost):
                    faults.append(column.key)
            case "period":
                if (text := text_at(leaf.public, column.pointer)) is not None:
                    row |= {f"{name}:{column.pointer}": value for name, value in places_of(text)}
            case "text":
                row[column.key] = text_at(leaf.public, column.pointer)
            case "json":
                found = value_at(leaf.public, column.pointer)
                row[column.key] = None if found is ABSENT else json_text(found)
    if faults:
        row["faults"] = " ".join(faults)
    return row


def json_text(value: Any) -> str:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


@lru_cache(maxsize=4096)
def places_of(text: str) -> tuple[tuple[str, Any], ...]:
    """Of a period or day: as it is written, its last day, and in which month, quarter and year it lies."""
    places: list[tuple[str, Any]] = [("period", text)]
    for frequency in Frequency:
        if (found := cut(text, frequency)) is not None:
            places.append((frequency.value, found.ordinal))
    if len(places) > 1:
        places.append(("last", days_of(text)[1]))
    return tuple(places)


class Lost(Exception):
    """A commitment that nobody can open any more, or to a number of another scale."""


def amount_at(column: Column, leaf: Leaf, opening: tuple[bytes | None, bytes | None] | None) -> Row:
    """As `counting.amount_of` has it, with what the vault opens in place of the commitment. Raises `Lost` and what
    `scaled` raises."""
    found, measure = value_at(leaf.public, column.pointer), leaf.measures.get(column.pointer)
    if measure is None:
        if found is ABSENT:
            return {}
        return {column.key: str(scaled(str(found) if type(found) is int else found, column.scale))}
    value, blinding = opening or (None, None)
    if found is not ABSENT or measure["scale"] != column.scale or value is None or blinding is None:
        raise Lost(column.key)
    secret = int.from_bytes(bytes(blinding))
    row = {column.key: str(scaled(orjson.loads(bytes(value)), column.scale))}
    for place, limb in enumerate(LIMBS):
        row[f"{limb}:{column.key}"] = str(secret >> (LIMB_BITS * place) & MASK)
    return row


def stored_names(type_id: str, columns: Iterable[Column], sealed: Container[str]) -> dict[str, str]:
    """The columns of a type's file, with their types; blindings only where there are any."""
    if type_id in FIXED:
        return dict(FIXED[type_id])
    names = dict(RECORD)
    for column in columns:
        stored = column.stored
        if column.kind == "value" and column.key not in sealed:
            stored = {column.key: stored[column.key]}
        names |= stored
    return names
