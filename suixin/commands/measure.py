"""How benchmarks are timed, and the one shape in which they print. A time without its machine means nothing."""

import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


@contextmanager
def scratch_home() -> Iterator[Path]:
    """A folder of its own under SUIXIN_HOME, which it stands in for until it is taken away again."""
    home = os.environ.get("SUIXIN_HOME", "var")
    Path(home).mkdir(parents=True, exist_ok=True)
    folder = tempfile.mkdtemp(prefix="bench-", dir=home)
    os.environ["SUIXIN_HOME"] = folder
    try:
        yield Path(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def at_home(folder: Path) -> Iterator[Path]:
    """In place of a scratch folder one that stays."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["SUIXIN_HOME"] = str(folder.resolve())
    yield folder.resolve()


def open_database() -> None:
    """Django with empty tables in the scratch folder."""
    import django
    from django.core.management import call_command

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suixin.site.settings")
    django.setup()
    call_command("migrate", verbosity=0)


class Runs(list[float]):
    """Seconds of each run; and how long processors worked for it, which a busy machine changes little."""

    processor = 0.0  # seconds of all runs, by this process and those that it began


def timed(work: Callable[[], object], runs: int) -> Runs:
    found, before = Runs(), processor_seconds()
    for _ in range(runs):
        start = time.perf_counter()
        work()
        found.append(time.perf_counter() - start)
    found.processor = processor_seconds() - before
    return found


def processor_seconds() -> float:
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in spent)


def result(name: str, count: float, unit: str, seconds: list[float], limit: str) -> dict[str, Any]:
    """`count` units are done in each run; `limit` says what bounds the rate, or what the goal is."""
    ordered = sorted(seconds)
    median = statistics.median(ordered)
    spent = {"processor": round(seconds.processor / len(seconds), 6)} if isinstance(seconds, Runs) else {}
    return {
        "name": name,
        "rate": round(count / median, 1),
        "unit": unit,
        "median": round(median, 6),
        "p95": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))], 6),
        **spent,
        "peak_memory": peak_memory(),
        "machine": {"cpu": cpu(), "cores": os.cpu_count(), "python": platform.python_version()},
        "limit": limit,
    }


def peak_memory() -> int:
    """Bytes, of the whole process so far; macOS counts in bytes, others in KiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def cpu() -> str:
    information = Path("/proc/cpuinfo")
    if information.exists():
        for line in information.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
