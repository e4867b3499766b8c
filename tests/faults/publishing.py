"""A city whose figures are published by processes that come to grief, run by the fault tests. It tells what it saw as JSON.

Usage: publishing.py kills | full | together

The process itself records reports and runs the log; each round of the background work of statistics is a child, which is
killed at some step, has no room on its disk, or has another beside it. After each trouble a sound child goes on.
"""

import json
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "engines" / "statistics")]
os.environ["DJANGO_SETTINGS_MODULE"] = "suixin.site.settings"

import django  # noqa: E402

django.setup()

from django.db import connections  # noqa: E402
from published_city import SALES, SECRET, PublishedCity  # noqa: E402

from suixin.engines.statistics import publishing, rounds  # noqa: E402
from suixin.engines.statistics.models import Held, Release  # noqa: E402

HOME = Path(os.environ["SUIXIN_HOME"])
FACTS = str(HOME / "facts")
STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "shutil.rmtree")  # of Python; each may be the last
MOST_TURNS = 50
ROOM = 60_000  # bytes of a file, where the disk is full: less than the facts of the crowd take
CROWD = 400
WORTH = {"A01": "10", "B01": "0.5"}


class TroubledCity:
    def __init__(self) -> None:
        self.city = PublishedCity(HOME)
        self.city.begin(SALES, SECRET)
        self.city.open()
        self.reports = 0

    def more(self, count: int) -> None:
        """Reports of units that are new, accepted, and in the log."""
        first = self.reports
        self.reports += count
        units = [f"u{number}" for number in range(first, self.reports)]
        self.city.units(*units)
        self.city.accept(*[self.city.report(unit, **WORTH) for unit in units])
        self.city.witness()

    def told(self) -> dict:
        """What holds, and what should."""
        held = {row.indicator: row for row in Release.objects.filter(to_index=None)}
        return {
            "expected": {"sales": f"{self.reports * 10}.00", "secret": f"{self.reports * 5 / 10:.2f}"},
            "values": {name: row.data["cells"][0]["value"] for name, row in held.items()},
            "units": {name: row.data["cells"][0]["units"] for name, row in held.items()},
            "reports": self.reports,
            "releases": Release.objects.count(),
            "alarms": list(Held.objects.filter(is_failure=True).values_list("code", flat=True)),
        }

    def holds(self) -> bool:
        """Whether a stranger finds the figures right."""
        return all(self.city.verified(row).holds for row in Release.objects.filter(to_index=None))


def child(work: Callable[[], None]) -> int:
    """Its number; what it has open is its own."""
    connections.close_all()
    number = os.fork()
    if number == 0:
        try:
            work()
        except BaseException:
            traceback.print_exc()
            os._exit(1)
        os._exit(0)
    return number


def ended(number: int) -> str:
    status = os.waitpid(number, 0)[1]
    return "killed" if os.WIFSIGNALED(status) else f"{os.waitstatus_to_exitcode(status)}"


def publish_all() -> None:
    mine = rounds.Round()
    for _ in range(MOST_TURNS):
        if not mine.work():
            break
    connections.close_all()


def killed_at(step: int) -> Callable[[], None]:
    """The process ends at that step: whatever it does with its files, and before and after the ledger takes a release."""

    def work() -> None:
        done = 0

        def count() -> None:
            nonlocal done
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)

        def heard(event: str, arguments: tuple) -> None:
            if event in STEPS and any(str(each).startswith(FACTS) for each in arguments[:2]):
                count()

        submit = publishing.submit

        def submitted(*arguments: object) -> object:
            count()
            receipts = submit(*arguments)
            count()
            return receipts

        publishing.submit = submitted
        sys.addaudithook(heard)
        publish_all()

    return work


def kills(city: TroubledCity) -> dict:
    """Killed at the first step, then the second, and so on in longer and longer strides, with news for each; until one
    comes through."""
    rounds_, step, first = [], 0, "killed"
    while first == "killed":
        step += max(1, step // 4)
        city.more(1)
        first = ended(child(killed_at(step)))
        second = ended(child(publish_all))
        rounds_.append({"step": step, "first": first, "second": second, **city.told()})
    return {"rounds": rounds_, "rubbish": rubbish_goes(city), "holds": city.holds()}


def rubbish_goes(city: TroubledCity) -> list[str]:
    """What the killed left is taken away once it is old."""
    old = [path for path in (HOME / "facts").glob("*/*") if path.is_file()]
    for path in old:
        os.utime(path, (0, 0))
    city.more(1)
    ended(child(publish_all))
    listed = {
        part["file"]
        for lists in (HOME / "facts").glob("*/parts.json")
        for part in json.loads(lists.read_bytes())["parts"]
    }
    return sorted(path.name for path in old if path.exists() and path.name not in {*listed, "parts.json"})


def full(city: TroubledCity) -> dict:
    """A file cannot grow beyond some size: a full disk fails at the same calls."""

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))
        publish_all()

    city.more(CROWD)
    first = ended(child(work))
    between = city.told()
    second = ended(child(publish_all))
    return {"first": first, "between": between, "second": second, "after": city.told(), "holds": city.holds()}


def together(city: TroubledCity) -> dict:
    """Two processes that hear of the same news at the same moment."""
    rounds_ = []
    for _ in range(4):
        city.more(1)
        ready, start = os.pipe(), os.pipe()

        def work(ready: tuple[int, int] = ready, start: tuple[int, int] = start) -> None:
            os.write(ready[1], b".")
            os.read(start[0], 1)
            publish_all()

        both = [child(work) for _ in range(2)]
        for _ in both:
            os.read(ready[0], 1)
        os.write(start[1], b"..")
        codes = [ended(each) for each in both]
        for each in (*ready, *start):
            with suppress(OSError):
                os.close(each)
        rounds_.append({"codes": codes, **city.told()})
    return {"rounds": rounds_, "holds": city.holds()}


if __name__ == "__main__":
    print(json.dumps({"kills": kills, "full": full, "together": together}[sys.argv[1]](TroubledCity())))
