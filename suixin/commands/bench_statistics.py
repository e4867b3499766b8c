"""How fast figures are: reports of a made-up city in the ledger's own tables, facts made from them, figures computed,
protected, published from a checkpoint and verified. Reports are sealed by the code that seals real ones."""

import json
import multiprocessing
import os
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import click

from suixin.commands.measure import open_database, result, scratch_home, timed

DISTRICTS = tuple(f"4401{number:02}" for number in (3, 4, 5, 6, 11, 12, 13, 14, 15, 17, 18))
SIZES = ("large", "middle", "small", "micro")
CLASSES = ("products", "services", "content")
FIRST_YEAR = 2017
REVIEWED = 2_000  # reports in one record of a review
BATCH = 1_000  # reports sealed at once
KEEPER = "giit"
COMMITMENTS = 5_000
RUNS = 3
GOAL_TABLE, GOAL_MONTH = "goal: under 0.5 s", "goal: under 1 s"


@dataclass(frozen=True, slots=True)
class City:
    units: int
    items: int
    months: int
    secret_months: int

    def periods(self, months: int) -> list[str]:
        return [f"{FIRST_YEAR + month // 12:04}-{month % 12 + 1:02}" for month in range(months)]


@click.command("statistics")
@click.option(
    "--units", default=2_000, show_default=True, type=click.IntRange(1), help="填报单位 · reporting units"
)
@click.option(
    "--items", default=12, show_default=True, type=click.IntRange(3, 90), help="每份报告的指标 · items"
)
@click.option(
    "--months",
    default=12,
    show_default=True,
    type=click.IntRange(1),
    help="公开月数 · months of open reports",
)
@click.option(
    "--secret-months",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="保密月数 · of confidential ones",
)
@click.option("--jobs", default=os.cpu_count() or 1, type=click.IntRange(1), help="进程数 · processes")
def bench_statistics(units: int, items: int, months: int, secret_months: int, jobs: int) -> None:
    """统计：入库、计算、发布、核验 · facts, figures, releases and their verification, as JSON lines.

    一座城市：--units 40000 --months 36 --secret-months 3
    """
    with scratch_home() as folder:
        for line in measure(folder, City(units, items, months, secret_months), jobs):
            click.echo(json.dumps(line, ensure_ascii=False))


def measure(folder: Path, city: City, jobs: int) -> Iterator[dict[str, Any]]:
    yield from commitments()
    open_database()
    began = time.perf_counter()
    reports = fill(city, jobs)
    yield result("statistics-seal", reports, "reports/s", [time.perf_counter() - began],
                 f"processor: {jobs} processes; {city.items} items each, stored too")  # fmt: skip
    open_periods, secret_periods = city.periods(city.months), city.periods(city.secret_months)
    yield from computing(folder, city, "open", open_periods)
    yield from computing(folder, city, "secret", secret_periods)
    yield from publishing(folder, jobs, open_periods[-1], secret_periods[-1])


def commitments() -> Iterator[dict[str, Any]]:
    from suixin.kernel.records.commitment import commit, fresh_blinding, sum_of_commitments

    blindings = [fresh_blinding() for _ in range(COMMITMENTS)]
    made: list[bytes] = []

    def make() -> None:
        made[:] = [commit(number * 12_345, blinding) for number, blinding in enumerate(blindings)]

    yield result("statistics-commit", COMMITMENTS, "commitments/s", timed(make, RUNS), "processor: one core")
    added = timed(lambda: sum_of_commitments(made), RUNS)
    yield result("statistics-add", COMMITMENTS, "commitments/s", added, "processor: one core")


def computing(folder: Path, city: City, kind: str, periods: Sequence[str]) -> Iterator[dict[str, Any]]:
    from suixin.engines.statistics.computing import compute
    from suixin.kernel.statistics.indicators import read_indicator
    from suixin.kernel.statistics.periods import Period
    from suixin.platform.ledger.reading import ledger_size

    measured, size = read_indicator(indicator(kind)), ledger_size()
    every = [Period.read(each) for each in periods]
    count = city.units * len(every)
    loaded = timed(lambda: compute(measured, every[-1:], size), 1)
    held = sum(path.stat().st_size for path in (folder / "facts").rglob("*.parquet"))
    line = result(
        f"statistics-facts-{kind}", count, "reports/s", loaded, "processor: leaves to Parquet, one process"
    )
    yield line | {"bytes": held}
    month = timed(lambda: compute(measured, every[-1:], size), RUNS)
    yield result(
        f"statistics-month-{kind}", 1, "months/s", month, f"{city.units:,} reports, all cells; {GOAL_MONTH}"
    )
    table = timed(lambda: compute(measured, every, size), RUNS)
    yield result(f"statistics-table-{kind}", len(every), "months/s", table,
                 f"{count:,} reports, all cells of all months; {GOAL_TABLE}")  # fmt: skip
    simple = read_indicator(indicator(kind) | {"breakdowns": [["district"]]})
    narrow = timed(lambda: compute(simple, every, size), RUNS)
    yield result(f"statistics-districts-{kind}", len(every), "months/s", narrow,
                 f"{count:,} reports, districts by month; {GOAL_TABLE}")  # fmt: skip


def publishing(folder: Path, jobs: int, open_period: str, secret_period: str) -> Iterator[dict[str, Any]]:
    from suixin.engines.statistics.certificates import certificate_of
    from suixin.engines.statistics.checking import verify_certificate
    from suixin.engines.statistics.models import Release
    from suixin.engines.statistics.publishing import publish
    from suixin.kernel.statistics.periods import Period
    from suixin.platform.ledger.actor import Actor
    from suixin.platform.ledger.leaves import LedgerLeaves
    from suixin.platform.log.folder import Folder
    from suixin.platform.log.models import Log
    from suixin.platform.log.running import Runner

    runner = Runner(folder, "bench.example", LedgerLeaves(), required=False)
    runner.finish()
    actor = Actor.system("bench", KEEPER)
    for kind, period in (("open", open_period), ("secret", secret_period)):
        seconds = timed(lambda kind=kind, period=period: publish(kind, Period.read(period), actor), 1)
        yield result(f"statistics-publish-{kind}", 1, "releases/s", seconds, "computed, protected, recorded")
    runner.finish()
    log = Log.newest()
    if log is None:
        raise click.ClickException("no log")
    for release in Release.objects.order_by("index"):
        certificate = certificate_of(release)
        if certificate is None:
            raise click.ClickException("no certificate")
        source = json.dumps(certificate.as_json()).encode()
        place = Folder(folder / "log" / log.name)
        found: list[Any] = []
        verify = partial(verify_certificate, source, place, log.published_size, None, jobs=jobs)
        seconds = timed(lambda verify=verify, found=found: found.append(verify()), 1)
        if not found[-1].holds:
            raise click.ClickException(
                "；".join(f"{step.name}: {step.why}" for step in found[-1].steps if not step.ok)
            )
        line = result(f"statistics-verify-{release.indicator}", log.published_size, "leaves/s", seconds,
                      f"processor: {jobs} processes, {release.data['selected']['reports']:,} reports count")  # fmt: skip
        yield line | {"certificate_bytes": len(source), "peak_memory_of_children": children()}


def children() -> int:
    """Bytes, of the largest process that was begun."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


# -- the city


def form(kind: str, items: int) -> dict[str, Any]:
    return {
        "id": f"bench-{kind}", "version": 1, "number": "-", "titles": {"zh-hans": kind}, "authority": KEEPER,
        "valid_from": "2017-01-01", "valid_to": "2099-12-31", "frequency": "month", "due_days": 10,
        "submitters": ["company"],
        "keys": [{"id": "size", "titles": {"zh-hans": "规模"}, "values": {size: {"zh-hans": size} for size in SIZES}}],
        "classes": {name: {"zh-hans": name} for name in CLASSES},
        "items": [
            {"id": f"A{place:02}", "titles": {"zh-hans": f"A{place:02}"}, "unit": "万元", "scale": 2,
             "class": CLASSES[place % len(CLASSES)], "confidential": kind == "secret"}
            for place in range(items)
        ],
        "reviews": [{"id": "city", "titles": {"zh-hans": "市"}, "organisations": {"*": KEEPER}}],
    }  # fmt: skip


def indicator(kind: str) -> dict[str, Any]:
    return {
        "id": kind, "version": 1, "titles": {"zh-hans": kind}, "about": {"zh-hans": kind}, "unit": "亿元",
        "factor": "0.0001", "places": 2, "frequency": "month", "aggregate": "sum",
        "source": {"form": f"bench-{kind}", "classes": list(CLASSES)},
        "breakdowns": [["district"], ["class"], ["district", "class"], ["size"]],
        "disclosure": {"threshold": 3, "dominance": {"n": 2, "k": "85"}, "p_percent": "10"},
    }  # fmt: skip


Made = tuple[
    str, str, bytes, bytes, list[tuple[str, bytes, bytes, int]]
]  # unit, id, leaf, its hash, openings


@lru_cache(maxsize=2)
def record_type(kind: str, items: int) -> Any:
    from suixin.kernel.statistics.forms import read_form

    return read_form(form(kind, items)).record_type


def seal_some(job: tuple[str, int, str, int, int]) -> list[Made]:
    """In a process of its own: reports of some units for one month."""
    from suixin.kernel.records.leaf import seal_record

    kind, items, period, start, stop = job
    kind_of, chance = record_type(kind, items), random.Random(f"{kind} {period} {start}")  # noqa: S311 - made-up amounts
    time_, made = datetime.now(UTC).replace(microsecond=0), []
    for unit in range(start, stop):
        values = {
            f"A{place:02}": f"{chance.randrange(100_000)}.{chance.randrange(100):02}"
            for place in range(items)
        }
        place = {
            "district": DISTRICTS[unit % len(DISTRICTS)],
            "size": SIZES[unit // len(DISTRICTS) % len(SIZES)],
        }
        data = {"period": period, "unit": place, "values": values}
        sealed = seal_record(kind_of, data, time=time_, organisation=f"unit{unit}", actor={"system": "bench"})
        openings = [
            (each.path, json.dumps(each.value).encode(), each.secret, each.scale)
            for each in sealed.openings
            if each.scale is not None
        ]
        made.append((f"unit{unit}", sealed.id, sealed.leaf, sealed.leaf_hash, openings))
    return made


def fill(city: City, jobs: int) -> int:
    """Definitions and registers by the front door; reports and their reviews straight into the tables, without what the
    vault keeps of other fields than measures."""
    from suixin.platform.ledger.actor import Actor
    from suixin.platform.ledger.reading import ledger_size
    from suixin.platform.ledger.submit import Submission, submit

    actor = Actor.system("bench", KEEPER)
    for kind in ("open", "secret"):
        for type_, definition in (
            ("collection.form", form(kind, city.items)),
            ("statistics.indicator", indicator(kind)),
        ):
            data = {"id": definition["id"], "version": 1, "definition": definition, "reason": "基准"}
            submit([Submission(type_, data)], actor)
        lines = [
            Submission("collection.unit", {
                "form": f"bench-{kind}", "unit": f"unit{unit}", "district": DISTRICTS[unit % len(DISTRICTS)],
                "keys": {"size": SIZES[unit // len(DISTRICTS) % len(SIZES)]}, "since": "2017-01", "reason": "基准",
            })
            for unit in range(city.units)
        ]  # fmt: skip
        for start in range(0, len(lines), 5_000):
            submit(lines[start : start + 5_000], actor)
    count = 0
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        for kind, months in (("open", city.months), ("secret", city.secret_months)):
            for period in city.periods(months):
                first = ledger_size()
                work = [
                    (kind, city.items, period, start, min(start + BATCH, city.units))
                    for start in range(0, city.units, BATCH)
                ]
                for made in pool.imap(seal_some, work):
                    put(kind, made)
                    count += len(made)
                accept(kind, period, range(first, first + city.units))
                click.echo(f"{kind} {period}: {count:,}", err=True)
    return count


def put(kind: str, made: Sequence[Made]) -> None:
    from django.db import connection, transaction
    from django.utils import timezone

    from suixin.platform.ledger.models import Entry, Head, Sealed

    entries, vault = Entry._meta.db_table, Sealed._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        head, _ = Head.objects.select_for_update().get_or_create(pk=1)
        now = timezone.now().replace(microsecond=0, tzinfo=None)
        cursor.executemany(
            f"""INSERT INTO {entries} ("index", type, version, organisation, time, record_id, supersedes, leaf, leaf_hash)
                VALUES (%s, %s, 1, %s, %s, %s, NULL, %s, %s)""",  # noqa: S608 - our own names
            [
                (head.size + place, f"report.bench-{kind}", unit, now, name, leaf, digest)
                for place, (unit, name, leaf, digest, _openings) in enumerate(made)
            ],
        )
        cursor.executemany(
            f"INSERT INTO {vault} (entry_id, path, kind, value, secret, scale) VALUES (%s, %s, %s, %s, %s, %s)",  # noqa: S608
            [
                (head.size + place, path, "confidential", value, secret, scale)
                for place, each in enumerate(made)
                for path, value, secret, scale in each[4]
            ],
        )
        head.size += len(made)
        head.save(update_fields=["size"])


def accept(kind: str, period: str, reports: range) -> None:
    from suixin.kernel.records.leaf import seal_record
    from suixin.platform.ledger.declarations import house
    from suixin.platform.ledger.models import Entry, Head

    declared, now = house()["collection.review"].record_type, datetime.now(UTC).replace(microsecond=0)
    head = Head.objects.get(pk=1)
    rows = []
    for start in range(reports.start, reports.stop, REVIEWED):
        some = [*range(start, min(start + REVIEWED, reports.stop))]
        data = {
            "form": f"bench-{kind}",
            "period": period,
            "level": "city",
            "decision": "accepted",
            "reports": some,
        }
        sealed = seal_record(declared, data, time=now, organisation=KEEPER, actor={"system": "bench"})
        rows.append(
            Entry(
                index=head.size + len(rows), type="collection.review", version=1, organisation=KEEPER, time=now,
                record_id=sealed.id, leaf=sealed.leaf, leaf_hash=sealed.leaf_hash,
            )
        )  # fmt: skip
    Entry.objects.bulk_create(rows)
    head.size += len(rows)
    head.save(update_fields=["size"])
