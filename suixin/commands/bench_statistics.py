"""How fast figures are: reports of a made-up city in the ledger's own tables, facts made from them, figures computed,
protected, published from a checkpoint, served and verified; and how soon a new report is in the figures."""

import json
import os
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import click

from suixin.commands.made_up_city import KEEPER, City, accept, fill, indicator, put, seal_some
from suixin.commands.measure import at_home, open_database, result, scratch_home, timed

COMMITMENTS = 5_000
ADDED = 1_000_000
RUNS = 5
LATE = 200  # reports that come once everything is published
MOST_TURNS = 1_000
GOAL_TABLE, GOAL_MONTH, GOAL_NEW = "goal: under 0.5 s", "goal: under 1 s", "goal: under 5 s"
HOST = "localhost"


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
@click.option(
    "--city",
    "kept",
    type=click.Path(file_okay=False, path_type=Path),
    help="留着这座城市，下次再用 · keep the city in a folder, and use it again",
)
def bench_statistics(
    *, units: int, items: int, months: int, secret_months: int, jobs: int, kept: Path | None
) -> None:
    """统计：入库、计算、发布、核验 · facts, figures, releases and their verification, as JSON lines.

    一座城市：--units 40000 --months 36 --secret-months 3
    """
    with at_home(kept) if kept is not None else scratch_home() as folder:
        for line in measure(folder, City(units, items, months, secret_months), jobs):
            click.echo(json.dumps(line, ensure_ascii=False))


def measure(folder: Path, city: City, jobs: int) -> Iterator[dict[str, Any]]:
    yield from commitments(jobs)
    open_database()
    yield from filled(city, jobs)
    open_periods, secret_periods = city.periods(city.months), city.periods(city.secret_months)
    yield from computing(folder, city, "open", open_periods)
    yield from computing(folder, city, "secret", secret_periods)
    yield from publishing(folder, {"open": open_periods, "secret": secret_periods[-1:]})
    yield from serving("open", open_periods[-1])
    yield from verifying(folder, jobs, {"open": open_periods[-1], "secret": secret_periods[-1]})
    yield from appearing(folder, city, open_periods[-1])


def commitments(jobs: int) -> Iterator[dict[str, Any]]:
    from suixin.engines.statistics.adding import sums_of
    from suixin.kernel.records.commitment import commit, fresh_blinding, sum_of_commitments

    blindings = [fresh_blinding() for _ in range(COMMITMENTS)]
    made: list[bytes] = []

    def make() -> None:
        made[:] = [commit(number * 12_345, blinding) for number, blinding in enumerate(blindings)]

    yield result("statistics-commit", COMMITMENTS, "commitments/s", timed(make, RUNS), "processor: one core")
    added = timed(lambda: sum_of_commitments(made), RUNS)
    yield result("statistics-add", COMMITMENTS, "commitments/s", added, "processor: one core")
    pile = made * (ADDED // COMMITMENTS)
    seconds = timed(lambda: sums_of([pile], jobs), RUNS)
    yield result("statistics-add-million", ADDED, "commitments/s", seconds,
                 f"processor: {jobs} processes; goal: under 10 s")  # fmt: skip


def filled(city: City, jobs: int) -> Iterator[dict[str, Any]]:
    """The ledger with all reports in it, unless it was kept from another time."""
    from suixin.platform.ledger.reading import ledger_size

    if ledger_size():
        return
    began = time.perf_counter()
    reports = fill(city, jobs)
    yield result("statistics-seal", reports, "reports/s", [time.perf_counter() - began],
                 f"processor: {jobs} processes; {city.items} items each, stored too")  # fmt: skip


def computing(folder: Path, city: City, kind: str, periods: Sequence[str]) -> Iterator[dict[str, Any]]:
    from suixin.engines.statistics.computing import compute
    from suixin.engines.statistics.facts.store import forget_all
    from suixin.kernel.statistics.indicators import read_indicator
    from suixin.kernel.statistics.periods import Period
    from suixin.platform.ledger.reading import ledger_size

    measured, size = read_indicator(indicator(kind)), ledger_size()
    every = [Period.read(each) for each in periods]
    count = city.units * len(every)
    if kind == "open":
        forget_all()
    loaded = timed(lambda: compute(measured, every[-1:], size), 1)
    held = sum(path.stat().st_size for path in (folder / "facts").rglob("*.parquet"))
    line = result(
        f"statistics-facts-{kind}", count, "reports/s", loaded, "processor: leaves to Parquet, and one month"
    )
    yield line | {"bytes": held}
    month = timed(lambda: compute(measured, every[-1:], size), RUNS)
    yield result(
        f"statistics-month-{kind}", 1, "months/s", month, f"{city.units:,} reports, all cells; {GOAL_MONTH}"
    )
    table = timed(lambda: compute(measured, every, size), RUNS)
    yield result(f"statistics-recomputed-{kind}", len(every), "months/s", table,
                 f"{count:,} reports, all cells of all months from the facts")  # fmt: skip
    simple = read_indicator(indicator(kind) | {"breakdowns": [["district"]]})
    narrow = timed(lambda: compute(simple, every, size), RUNS)
    yield result(f"statistics-districts-{kind}", len(every), "months/s", narrow,
                 f"{count:,} reports, districts by month, from the facts")  # fmt: skip


def publishing(folder: Path, periods: dict[str, Sequence[str]]) -> Iterator[dict[str, Any]]:
    """Every month, each release by itself; of a city that was kept what is not published yet."""
    from suixin.engines.statistics.models import Release
    from suixin.engines.statistics.publishing import publish
    from suixin.kernel.statistics.periods import Period
    from suixin.platform.ledger.actor import Actor

    runner(folder).finish()
    actor = Actor.system("bench", KEEPER)
    for kind, every in periods.items():
        seconds = []
        for period in every:
            if not Release.objects.filter(indicator=kind, period=period).exists():
                seconds += timed(lambda k=kind, p=period: publish(k, Period.read(p), actor), 1)
        if seconds:
            yield result(
                f"statistics-publish-{kind}", 1, "releases/s", seconds, "computed, protected, recorded"
            )
    runner(folder).finish()


def runner(folder: Path) -> Any:
    from suixin.platform.ledger.leaves import LedgerLeaves
    from suixin.platform.log.running import Runner

    return Runner(folder, "bench.example", LedgerLeaves(), required=False)


def serving(kind: str, period: str) -> Iterator[dict[str, Any]]:
    """The whole published table of one indicator, as the site gives it out."""
    from django.conf import settings
    from django.test import Client

    settings.ALLOWED_HOSTS = [HOST]
    client = Client(headers={"host": HOST})
    for name, address in (
        ("csv", f"/figures/{kind}/data.csv"),
        ("json", f"/figures/{kind}/data.json"),
        ("xlsx", f"/figures/{kind}/data.xlsx"),
        ("sdmx", f"/sdmx/v2/data/dataflow/*/{kind.upper()}/*/*"),
        ("certificate", f"/figures/{kind}/{period}/certificate.json"),
    ):
        answered = client.get(address)
        if answered.status_code != 200:
            raise click.ClickException(f"{address}: {answered.status_code}")
        size = len(answered.getvalue())
        seconds = timed(lambda address=address: client.get(address).getvalue(), RUNS)
        yield result(f"statistics-served-{name}", 1, "answers/s", seconds, GOAL_TABLE) | {"bytes": size}


def verifying(folder: Path, jobs: int, periods: dict[str, str]) -> Iterator[dict[str, Any]]:
    from suixin.engines.statistics.certificates import certificate_of
    from suixin.engines.statistics.checking import verify_certificate
    from suixin.engines.statistics.models import Release
    from suixin.platform.log.folder import Folder
    from suixin.platform.log.models import Log

    log = Log.newest()
    if log is None:
        raise click.ClickException("no log")
    for kind, period in periods.items():
        release = Release.objects.get(indicator=kind, period=period, to_index=None)
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
        line = result(f"statistics-verify-{kind}", log.published_size, "leaves/s", seconds,
                      f"processor: {jobs} processes, {release.data['selected']['reports']:,} reports count")  # fmt: skip
        yield line | {"certificate_bytes": len(source), "peak_memory_of_children": children()}


def appearing(folder: Path, city: City, period: str) -> Iterator[dict[str, Any]]:
    """From the moment that new reports are accepted until the figure that has them is out: the log's next checkpoint, and
    the background work of statistics, in the process that has been doing it."""
    from suixin.engines.statistics.models import Release
    from suixin.engines.statistics.rounds import Round
    from suixin.platform.ledger.reading import ledger_size

    working, log = Round(), runner(folder)
    turn(log, working)
    seconds = []
    for _ in range(RUNS):
        first, held = ledger_size(), Release.objects.filter(indicator="open", period=period).count()
        made = seal_some(("open", city.items, period, first + city.units, first + city.units + LATE))
        put("open", made)
        accept("open", period, range(first, first + LATE))
        began = time.perf_counter()
        turn(log, working)
        if Release.objects.filter(indicator="open", period=period).count() == held:
            raise click.ClickException("no new release")
        seconds.append(time.perf_counter() - began)
    yield result("statistics-appear", 1, "releases/s", seconds,
                 f"{LATE} reports accepted, their leaves logged, facts added, published; {GOAL_NEW}")  # fmt: skip


def turn(log: Any, working: Any) -> None:
    log.finish()
    for _ in range(MOST_TURNS):
        if not working.work():
            return


def children() -> int:
    """Bytes, of the largest process that was begun."""
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
