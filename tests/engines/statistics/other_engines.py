"""The same SQL over the same facts on other engines: PostgreSQL in a folder of its own, Spark in this process. Neither is
needed to run the site; each says why it cannot be had."""

import csv
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

NULL = "\\N"
RELATIONS = ("asked", "record", "review", "line", "version", "reviewer")
Table = list[list[str | None]]
Queries = list[str]


def canonical(rows: Any) -> Table:
    """Whole numbers and text as text, in an order that no engine decides."""
    found = [[None if value is None else str(value) for value in row] for row in rows]
    return sorted(found, key=lambda row: [(value is None, value or "") for value in row])


class Postgres:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def psql(self, script: str) -> None:
        command = [
            "psql",
            "-X",
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-h",
            str(self.folder),
            "-U",
            "city",
            "postgres",
        ]
        subprocess.run(command, input=script, text=True, check=True, capture_output=True)

    def answers(self, facts: "Facts", work: Path) -> list[Table]:
        lines = []
        for name in facts.relations:
            columns = ", ".join(f"{column} {kind}" for column, kind in facts.columns(name))
            lines += [f"CREATE TEMPORARY TABLE {name} ({columns});"]
            lines += [f"\\copy {name} from '{facts.as_csv(name, work)}' with (format csv, null '{NULL}')"]
        lines += [f"CREATE TEMPORARY TABLE {name} AS {query};" for name, query in facts.made]
        for place, query in enumerate(facts.queries):
            lines.append(f"\\copy ({flat(query)}) to '{work}/{place}.out' with (format csv, null '{NULL}')")
        self.psql("\n".join(lines))
        return [read_csv(work / f"{place}.out") for place in range(len(facts.queries))]


def flat(query: str) -> str:
    return " ".join(query.split())


def read_csv(path: Path) -> Table:
    with path.open(newline="") as file:
        return canonical([[None if value == NULL else value for value in row] for row in csv.reader(file)])


@contextmanager
def postgres() -> Iterator[Postgres]:
    """A cluster that is gone afterwards. It refuses to be root's, so root lends it to another user, who cannot enter the
    folders of tests."""
    with TemporaryDirectory(prefix="suixin-postgres-") as folder:
        yield from cluster(Path(folder))


def cluster(folder: Path) -> Iterator[Postgres]:
    bins = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = Path(shutil.which("initdb") or (bins[-1] if bins else "initdb")).resolve()
    if not initdb.exists() or shutil.which("psql") is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    user = None
    if os.geteuid() == 0:
        user = next((each.pw_name for each in pwd.getpwall() if each.pw_name in ("postgres", "nobody")), None)
        shutil.chown(folder, user)
        folder.chmod(0o755)
    data, control = folder / "data", initdb.parent / "pg_ctl"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    run: dict[str, Any] = {"user": user, "cwd": folder, "timeout": 120, **quiet}
    make = [initdb, "-D", data, "-U", "city", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"]
    subprocess.run(make, check=True, **run)
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    try:
        start = [control, "-D", data, "-l", folder / "messages", "-o", options, "-w", "start"]
        subprocess.run(start, check=True, **run)
        yield Postgres(folder)
    finally:
        subprocess.run([control, "-D", data, "-m", "immediate", "stop"], check=False, **run)


class Spark:
    def __init__(self, session: Any) -> None:
        self.session = session

    def answers(self, facts: "Facts", work: Path) -> list[Table]:
        for name in facts.relations:
            self.session.read.parquet(facts.as_parquet(name, work)).createOrReplaceTempView(name)
        for name, query in facts.made:
            self.session.sql(query).cache().createOrReplaceTempView(name)
        try:
            return [canonical(self.session.sql(query).collect()) for query in facts.queries]
        finally:
            self.session.catalog.clearCache()


@contextmanager
def spark() -> Iterator[Spark]:
    pyspark = pytest.importorskip("pyspark.sql", reason="Spark is not installed: make spark")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java: apt-get install default-jre-headless")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.ansi.enabled": "true",  # what does not fit is an error
        "spark.sql.parser.escapedStringLiterals": "true",  # as the standard has them
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.adaptive.enabled": "false",  # the tables are tiny: to plan and compile takes longer than to run
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.log.level": "ERROR",
    }
    builder = pyspark.SparkSession.builder.master("local[1]").appName("suixin")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    try:
        yield Spark(session)
    finally:
        session.stop()


class Facts:
    """What an indicator's SQL starts from, what it makes of that, and what is asked, given to other engines as files."""

    def __init__(self, engine: Any, made: list[tuple[str, str]], queries: Queries) -> None:
        self.engine, self.made, self.queries = engine, made, queries
        there = {
            row[0]
            for row in engine.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
        }
        self.relations = [name for name in RELATIONS if name in there]

    def columns(self, name: str) -> list[tuple[str, str]]:
        described = self.engine.execute(f"DESCRIBE {name}").fetchall()
        return [(column, kind.replace("DECIMAL", "NUMERIC")) for column, kind, *_ in described]

    def as_csv(self, name: str, work: Path) -> Path:
        path = work / f"{name}.csv"
        self.engine.execute(f"COPY {name} TO '{path}' (FORMAT csv, HEADER false, NULLSTR '{NULL}')")
        return path

    def as_parquet(self, name: str, work: Path) -> str:
        path = work / f"{name}.parquet"
        self.engine.execute(f"COPY {name} TO '{path}' (FORMAT parquet)")
        return str(path)

    def answers(self) -> list[Table]:
        return [canonical(self.engine.execute(query).fetchall()) for query in self.queries]
