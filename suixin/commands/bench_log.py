"""How fast the log is, in a folder of its own: leaves become durable, then tiles under a signed and published checkpoint;
all is derived anew; proofs are made. Beside it what bounds it here: the disk's syncs and bytes, and SHA-256.

The first half of the leaves is in a plain table, as a log without a ledger has them: what the log itself can do. The
second half is in the ledger's table with its indexes, without a record being validated and sealed. The lines of `submit`
are what a department gets, record by record or in batches.
"""

import hashlib
import json
import multiprocessing
import os
import random
import re
import shutil
import subprocess
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.synchronize import Event
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.measure import open_database, result, scratch_home, timed

if TYPE_CHECKING:
    from suixin.platform.log.running import Runner

LEAF = 300  # bytes, about a public record's
TEXT = b"x" * (LEAF - 25)
TRANSACTION = 10_000  # the largest batch of `submit`
BATCHES = (1, 100, 10_000)
MOST_SUBMITTED = 30_000  # records for each of them, and at most 200 calls; never more than there are leaves
PROOFS = 1_000
FSCK_RUNS = 3
SYNCS = 200
BLOCK, BLOCKS = 1 << 20, 64  # of what is written to see how many bytes a second the disk takes
STORING = f"processor: SQLite with the ledger's indexes, {TRANSACTION} leaves a sync"
BESIDE = "processor, and the disk's syncs; goal: 100,000 leaves/s"
OPENSSL_LINE = re.compile(r"^sha256 +([\d.]+)k", re.MULTILINE)
HASHES = 100_000
WAIT = 0.01  # seconds between looks for leaves


@click.command("log")
@click.option(
    "--leaves", default=200_000, show_default=True, type=click.IntRange(2), help="条目数 · how many leaves"
)
def bench_log(leaves: int) -> None:
    """透明日志：写入、签署、检查、证明 · appends, integration, fsck and proofs of the log, as JSON lines."""
    with scratch_home() as folder:
        for line in measure(folder, leaves):
            click.echo(json.dumps(line, ensure_ascii=False))


def measure(folder: Path, leaves: int) -> Iterator[dict[str, Any]]:
    yield from limits(folder)
    open_database()
    from suixin.platform.log.running import Runner

    half = -(-leaves // 2)
    runner = Runner(folder, "bench.example", BenchLeaves(half), required=False)
    runner.finish()  # opens the log
    yield from plainly(runner, half)
    yield from from_ledger(runner, leaves - half)
    yield from fsck(folder)
    yield from proofs(leaves)
    yield from submits(folder, runner, leaves)


def limits(folder: Path) -> Iterator[dict[str, Any]]:
    from suixin.commands.bench_submit import sync_of

    yield result(
        "limit-disk-sync", 1, "syncs/s", timed(sync_of(folder / "sync"), SYNCS), "disk: 4 KiB, fdatasync"
    )
    yield result(
        "limit-disk-bytes", BLOCKS, "MiB/s", timed(writing(folder / "bytes"), 3), "disk: in order, fdatasync"
    )
    inputs = [os.urandom(LEAF) for _ in range(HASHES)]
    digest = hashlib.sha256
    hashed = timed(lambda: [digest(each).digest() for each in inputs], 3)
    yield result(
        "limit-sha256-hashlib", HASHES, "hashes/s", hashed, f"processor: {LEAF} bytes, one core, Python"
    )
    rate = openssl_rate()
    if rate:
        yield result(
            "limit-sha256-openssl",
            rate,
            "hashes/s",
            [1.0],
            f"processor: {LEAF} bytes, one core, openssl speed",
        )


def writing(path: Path) -> Callable[[], object]:
    block = os.urandom(BLOCK)

    def write() -> None:
        with path.open("wb") as file:
            for _ in range(BLOCKS):
                file.write(block)
            file.flush()
            os.fdatasync(file.fileno())
        path.unlink()

    return write


def openssl_rate() -> float | None:
    """Hashes a second as OpenSSL's own benchmark has them, where the program is there."""
    program = shutil.which("openssl")
    if program is None:
        return None
    command = [program, "speed", "-seconds", "1", "-bytes", str(LEAF), "-evp", "sha256"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - found above
    found = OPENSSL_LINE.search(told.stdout)
    return float(found[1]) * 1000 / LEAF if found else None


class BenchLeaves:
    """The plain table's, and after `plain` of them the ledger's."""

    def __init__(self, plain: int) -> None:
        from suixin.platform.ledger.leaves import LedgerLeaves

        self.plain, self.ledger = plain, LedgerLeaves()
        ask("CREATE TABLE plain (number INTEGER PRIMARY KEY, leaf BLOB NOT NULL, leaf_hash BLOB NOT NULL)")

    def size(self) -> int:
        return ask("SELECT coalesce(max(number) + 1, 0) FROM plain")[0][0] + self.ledger.size()

    def read(self, start: int, stop: int) -> list[tuple[bytes, bytes]]:
        wanted = "SELECT leaf, leaf_hash FROM plain WHERE number >= %s AND number < %s ORDER BY number"
        first = ask(wanted, start, stop)
        return first + self.ledger.read(max(start - self.plain, 0), max(stop - self.plain, 0))


def ask(statement: str, *values: int) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def plainly(runner: "Runner", leaves: int) -> Iterator[dict[str, Any]]:
    """Stored by another process while this one takes in what is there, as a site and its log do."""
    with spawned(store_plainly, leaves) as begin:
        begin()
        both = timed(lambda: take_in_until(runner, leaves), 1)
    yield result("log-append-and-integrate", leaves, "leaves/s", both, BESIDE)


def from_ledger(runner: "Runner", leaves: int) -> Iterator[dict[str, Any]]:
    """Batch after batch, each stored and then taken in."""
    from suixin.platform.log.sequencer import BATCH

    stored, taken = [], []
    for start in range(0, leaves, BATCH):
        some = made_up(start, min(start + BATCH, leaves))
        stored += timed(lambda some=some, start=start: store(start, some), 1)
        taken += timed(lambda: take_in(runner), 1)
    count = leaves / len(stored)
    yield result("log-store", count, "leaves/s", stored, STORING)
    yield result("log-integrate", count, "leaves/s", taken, BESIDE)


@contextmanager
def spawned(work: Callable[..., None], *arguments: int) -> Iterator[Callable[[], None]]:
    """Another process that is ready, and waits to be told to begin."""
    fresh = multiprocessing.get_context("spawn")  # nothing of our database's connection goes along
    ready, begin = fresh.Event(), fresh.Event()
    process = fresh.Process(target=work, args=(*arguments, ready, begin), daemon=True)
    process.start()
    ready.wait()
    try:
        yield begin.set
    finally:
        process.join()
    if process.exitcode:
        raise click.ClickException("另一个进程失败 · the other process failed")


def store_plainly(leaves: int, ready: Event, begin: Event) -> None:
    open_database()
    from django.db import connection, transaction

    from suixin.kernel.log.tree import leaf_hash

    statement = "INSERT INTO plain VALUES (%s, %s, %s)"
    ready.set()
    begin.wait()
    for start in range(0, leaves, TRANSACTION):
        some = made_up(start, min(start + TRANSACTION, leaves))
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, zip(range(start, leaves), some, map(leaf_hash, some), strict=False))


def take_in_until(runner: "Runner", size: int) -> None:
    """Takes in what comes, and signs and publishes as often as the running log does; the last at once."""
    while runner.sequencer.log().size < size:
        if not runner.round():
            sleep(WAIT)
    take_in(runner)


def made_up(start: int, stop: int) -> list[bytes]:
    return [b'{"index":%d,"text":"%s"}' % (number, TEXT) for number in range(start, stop)]


def store(start: int, leaves: Sequence[bytes]) -> None:
    """As the ledger's rows."""
    from django.db import connection, transaction

    from suixin.kernel.log.tree import leaf_hash
    from suixin.platform.ledger.models import Entry, Head

    columns = '"index", type, version, organisation, time, record_id, leaf, leaf_hash'
    statement = f"INSERT INTO {Entry._meta.db_table} ({columns}) VALUES (%s, 'bench.leaf', 1, 'bench', %s, %s, %s, %s)"  # noqa: S608
    for at in range(0, len(leaves), TRANSACTION):
        some = leaves[at : at + TRANSACTION]
        rows = [
            (
                number,
                "2026-01-01 00:00:00",
                urlsafe_b64encode(os.urandom(16)).decode()[:22],
                leaf,
                leaf_hash(leaf),
            )
            for number, leaf in enumerate(some, start=start + at)
        ]
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.executemany(statement, rows)
            Head.objects.update_or_create(pk=1, defaults={"size": start + at + len(some)})


def take_in(runner: "Runner") -> None:
    while runner.sequencer.integrate():
        pass
    runner.sequencer.sign()
    runner.publisher.publish()


def fsck(folder: Path) -> Iterator[dict[str, Any]]:
    from suixin.platform.log.folder import Folder
    from suixin.platform.log.fsck import examine
    from suixin.platform.log.models import Log
    from suixin.platform.log.places import head_of

    place = Folder(folder / "log" / Log.objects.get().name)
    checkpoint = head_of(place, None).checkpoint
    for jobs in (1, 2):
        found = []
        seconds = timed(
            lambda jobs=jobs, found=found: found.append(examine(place, checkpoint, jobs, 0, lambda _: None)),
            FSCK_RUNS,
        )
        if not all(each.whole for each in found):
            raise click.ClickException("日志有错 · the log is not whole")
        limit = "processor; goal: 1,500,000 leaves/s by 2 processes"
        yield result(f"log-fsck-by-{jobs}", checkpoint.size, "leaves/s", seconds, limit)


def proofs(leaves: int) -> Iterator[dict[str, Any]]:
    """Each from the files, as for a reader who comes for the first time."""
    from suixin.platform.log.shown import proof_of

    chance = random.Random(1)  # noqa: S311
    seconds = timed(lambda: proof_of(chance.randrange(leaves)), PROOFS)
    yield result("log-inclusion-proof", 1, "proofs/s", seconds, "processor: hashing inside tiles")


def submits(folder: Path, runner: "Runner", leaves: int) -> Iterator[dict[str, Any]]:
    """Records as a department submits them; the last line is until the published checkpoint covers them."""
    from suixin.commands.bench_submit import bench_house
    from suixin.platform.ledger import declarations
    from suixin.platform.ledger.actor import Actor
    from suixin.platform.ledger.submit import Submission, submit

    actor = Actor.system("benchmark")
    note = Submission("bench.note", {"district": "440105", "month": "2019-03", "households": 1234})

    def whole() -> None:
        submit([note] * batch, actor)
        take_in(runner)

    with declarations.using(bench_house(folder)):
        for batch in (each for each in BATCHES if each <= leaves):
            runs = min(200, min(MOST_SUBMITTED, leaves) // batch)
            seconds = timed(lambda batch=batch: submit([note] * batch, actor), runs)
            take_in(runner)
            yield result(
                f"log-submit-{batch}",
                batch,
                "records/s",
                seconds,
                "the disk's syncs when single, else the processor",
            )
        yield result(
            f"log-submit-{batch}-and-integrate",
            batch,
            "records/s",
            timed(whole, 3),
            "processor: Python and SQLite",
        )
