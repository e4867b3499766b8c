"""Parquet, made by DuckDB: figures are DECIMAL(38, s), as many places as any of them has.

A figure with more than 38 digits fits no decimal type of Parquet; then the whole column is text, and nothing is lost.
"""

import csv
import tempfile
from pathlib import Path

from suixin.engines.statistics.exports.table import Table

PRECISION = 38
TYPES = {
    "units": "BIGINT",
    "definition": "BIGINT",
    "release": "BIGINT",
    "log_size": "BIGINT",
    "published": "TIMESTAMPTZ",
}


def write(table: Table) -> bytes:
    import duckdb

    columns = [column.name for column in table.columns()]
    types = TYPES | {"figure": figure_type(table)}
    chosen = ", ".join(
        f"CAST({quoted(name)} AS {types.get(name, 'VARCHAR')}) AS {quoted(name)}" for name in columns
    )
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        given, made = Path(folder) / "table.csv", Path(folder) / "table.parquet"
        with given.open("w", encoding="utf-8", errors="replace", newline="") as file:
            writer = csv.writer(file, quoting=csv.QUOTE_ALL)
            writer.writerow(columns)
            writer.writerows(table.lines())
        source = f"read_csv({text(str(given))}, header = true, all_varchar = true, nullstr = '', allow_quoted_nulls = true)"
        database.execute("SET threads = 1")
        database.execute(
            f"COPY (SELECT {chosen} FROM {source}) TO {text(str(made))} "  # noqa: S608 - each part is quoted
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{{metadata(table)}}})"
        )
        return made.read_bytes()


def figure_type(table: Table) -> str:
    places = table.places
    held = (row.observation.figure for row in table.rows)
    whole = max((len(str(abs(int(each)))) for each in held if each is not None), default=1)
    return f"DECIMAL({PRECISION}, {places})" if whole + places <= PRECISION else "VARCHAR"


def metadata(table: Table) -> str:
    told = {
        "indicator": table.indicator.id,
        "title": table.title,
        "unit": table.indicator.unit,
        "source": table.source,
        "certificates": f"{table.address}<period>/certificate.json",
    }
    return ", ".join(f"{name}: {text(value)}" for name, value in told.items())


def quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    return "'" + value.replace("\0", "").replace("'", "''") + "'"
