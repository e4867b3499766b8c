"""A started site, and its log from outside."""

import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from started_site import LIMIT, command, page, running


@dataclass(frozen=True)
class StartedLog:
    home: Path
    address: str  # ends with a slash

    @property
    def vkey(self) -> str:
        return re.search(r"^log (\S+)", self.read("policy"), re.MULTILINE)[1]

    @property
    def size(self) -> int:
        return int(self.read("checkpoint").splitlines()[1])

    def read(self, path: str) -> str:
        with urllib.request.urlopen(self.address + path, timeout=LIMIT) as response:
            return response.read().decode()

    def add(self, content: bytes, access_key: str) -> int:
        """The entry's number in the log; it is there a moment later."""
        asked = urllib.request.Request(
            self.address + "add", content, {"Authorization": f"Bearer {access_key}"}, method="POST"
        )
        with urllib.request.urlopen(asked, timeout=LIMIT) as response:
            return int(response.read())

    def wait_until_it_has(self, index: int) -> None:
        last = time.monotonic() + LIMIT
        while self.size <= index:
            assert time.monotonic() < last, f"the log stays at {self.size}"
            time.sleep(0.1)

    def settled_size(self) -> int:
        """When nothing is added any more."""
        size = -1
        while size != self.size:
            size = self.size
            time.sleep(1.5)
        return size

    def suixin(self, *arguments: str) -> str:
        """A command at the machine of the site."""
        _line, environment = command(self.home)
        line = [sys.executable, "-m", "suixin", *arguments]
        return subprocess.run(
            line, env=environment, capture_output=True, text=True, timeout=LIMIT, check=True
        ).stdout


@contextmanager
def started_log(home: Path, *arguments: str) -> Iterator[StartedLog]:
    with running(home, *arguments) as (address, process):
        page(address, process)
        last = time.monotonic() + LIMIT
        while not (written := list((home / "log").glob("*/checkpoint"))):
            assert time.monotonic() < last, "no checkpoint"
            time.sleep(0.1)
        yield StartedLog(home, f"{address}log/{written[0].parent.name}/")
