"""Kills a real site under load, over and over, and looks each time whether anything that was promised is missing.

    .venv/bin/python tests/faults/kill_loop.py 100      # a hundred kills, about five seconds each; figures at the end

Clients add entries over HTTP, a follower reads every checkpoint; at random moments the log's process, the site's, or all of
them get SIGKILL. After each start: every answered entry stands in the ledger and in the log at its index, the log's files
come to the signed root, and each checkpoint that the follower has seen is a beginning of the newest.
"""

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from base64 import b64encode
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from started_site import LIMIT, command, free_port

from suixin.kernel.log.checkpoint import Checkpoint, read_signed_checkpoint
from suixin.kernel.log.keys import read_log_key
from suixin.kernel.log.reading import TileTree
from suixin.kernel.log.tree import Frontier, leaf_hash
from suixin.platform.log.folder import Folder
from suixin.platform.log.fsck import examine
from suixin.platform.log.places import KeyAlone, head_of

LOG, SITE, ALL = "the log's process", "the site's process", "all processes"
CLIENTS = 4
ENTRY = 200  # bytes


class KilledSite:
    """A site in a folder of its own, with clients and a follower at it that do not mind when it is gone."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port = free_port()
        self.answered: dict[int, bytes] = {}  # by place in the log
        self.seen: list[Checkpoint] = []
        self.refused: Counter[str] = Counter()
        self.slowest = 0.0  # seconds from a kill until all that was answered is published
        self.killed = time.monotonic()
        self.over = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.threads: list[threading.Thread] = []

    def __enter__(self) -> "KilledSite":
        self.start()
        self.wait_for(lambda: self.get("/") is not None)
        self.suixin("person", "add", "li", "--name", "李", "--role", "reporter", "--organisation", "gz-gxj")
        self.key = self.suixin("person", "key", "li", "--label", "load").strip()
        self.wait_for(lambda: self.status()["logs"])
        self.name = self.status()["logs"][0]["name"]
        for number in range(CLIENTS):
            self.thread(self.add_entries, number)
        self.thread(self.follow)
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(LIMIT)
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(LIMIT)

    def thread(self, work, *arguments: object) -> None:
        self.threads.append(threading.Thread(target=work, args=arguments, daemon=True))
        self.threads[-1].start()

    def start(self) -> None:
        line, environment = command(self.home, "--port", str(self.port))
        with (self.home.parent / "told.txt").open("ab") as told:
            self.process = subprocess.Popen(line, env=environment, stdout=told, stderr=told)

    def suixin(self, *arguments: str, codes: tuple[int, ...] = (0,)) -> str:
        _, environment = command(self.home)
        line = [sys.executable, "-m", "suixin", *arguments]
        result = subprocess.run(
            line, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False
        )
        assert result.returncode in codes, result.stderr
        return result.stdout

    def status(self) -> dict:
        return json.loads(self.suixin("log", "status", "--json", codes=(0, 1)))

    def wait_for(self, what) -> None:
        last = time.monotonic() + LIMIT
        while not what():
            assert self.process.poll() is None, "the site has ended"
            assert time.monotonic() < last, "it does not come"
            time.sleep(0.05)

    def get(self, path: str, content: bytes | None = None, timeout: float = 10) -> bytes | None:
        """None where nobody answers, or not well."""
        headers = {"Authorization": f"Bearer {self.key}"} if content is not None else {}
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", content, headers)
        try:
            with urllib.request.urlopen(request, timeout=timeout) as response:
                return response.read()
        except OSError as error:
            self.refused[f"{type(error).__name__} {getattr(error, 'code', '')}".strip()] += 1
            return None
        except Exception as error:  # an answer that is cut off
            self.refused[type(error).__name__] += 1
            return None

    def add_entries(self, client: int) -> None:
        number = 0
        while not self.over.is_set():
            number += 1
            entry = b"%d %d " % (client, number) + random.randbytes(ENTRY)
            answer = self.get(f"/log/{self.name}/add", entry)
            if answer is None:
                time.sleep(0.05)
            else:
                place = int(answer)
                assert place not in self.answered, f"{place} was given twice"
                self.answered[place] = entry

    def follow(self) -> None:
        while not self.over.wait(0.1):
            content = self.get(f"/log/{self.name}/checkpoint")
            if content:
                self.seen.append(read_signed_checkpoint(content)[0])

    def kill(self, what: str) -> None:
        """Only what this object has started: the site's process, and its descendants."""
        self.killed = time.monotonic()
        family = descendants(self.process.pid)
        logs = [pid for pid in family if b"--with-parent" in command_line(pid)]
        killed = {LOG: logs, SITE: [self.process.pid], ALL: [self.process.pid, *family]}[what]
        for pid in killed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        if what != LOG:
            self.process.wait(LIMIT)
            servers = [
                pid for pid in family if pid not in logs
            ]  # the next log's process waits for the last; a port cannot
            last = time.monotonic() + LIMIT
            while any(command_line(pid) for pid in servers):
                assert time.monotonic() < last, "the server outlives the site"
                time.sleep(0.02)
            self.start()

    def check(self) -> None:
        """Waits until all that was answered is published, and looks at everything."""
        promised = dict(self.answered)
        seen = len(self.seen)
        size = max(promised, default=-1) + 1
        self.wait_for(lambda: any(each.size >= size for each in self.seen[seen:]))
        self.slowest = max(self.slowest, time.monotonic() - self.killed)
        log = self.home / "log" / self.name
        with closing(sqlite3.connect(self.home / "truth.sqlite3")) as database:
            assert database.execute("PRAGMA quick_check").fetchone() == ("ok",)
            keys = database.execute("SELECT keys FROM log_log").fetchone()[0].split()
            leaves = [
                bytes(row[0]) for row in database.execute('SELECT leaf FROM ledger_entry ORDER BY "index"')
            ]
        folder = Folder(log)
        head = head_of(folder, KeyAlone(read_log_key(keys[-1]))).checkpoint
        assert examine(folder, head, 1, 0, lambda _: None).whole
        frontier, roots = Frontier(), {}
        for leaf in leaves[: head.size]:
            frontier.add(leaf_hash(leaf))
            roots[frontier.size] = frontier.root()
        assert roots[head.size] == head.root, "the log is not the ledger"
        heads = list(self.seen)
        assert all(roots.get(each.size, each.root) == each.root for each in heads), "a fork"
        sizes = [each.size for each in heads]
        assert sizes == sorted(sizes), "a checkpoint was taken back"
        tree = TileTree(folder, head.size)
        bundles: dict[int, list[bytes]] = {}
        for place, entry in promised.items():
            if place // 256 not in bundles:
                bundles[place // 256] = tree.entries(place // 256)
            assert bundles[place // 256][place % 256] == leaves[place], place
            assert b64encode(entry) in leaves[place], place


def descendants(pid: int) -> list[int]:
    parents: dict[int, list[int]] = {}
    for each in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = each.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents.setdefault(int(fields[1]), []).append(int(each.parent.name))
    found, waiting = [], [pid]
    while waiting:
        children = parents.get(waiting.pop(), [])
        found += children
        waiting += children
    return found


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def main(count: int) -> None:
    begun, kills = time.monotonic(), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, KilledSite(Path(folder) / "home") as site:
        for number in range(count):
            time.sleep(random.uniform(0.0, 3.0))
            what = random.choice((LOG, SITE, ALL))
            site.kill(what)
            kills[what] += 1
            if random.random() < 0.75:  # else the next comes while it starts
                site.check()
            print(f"{number + 1} {what}: {len(site.answered)} answered, {len(site.seen)} heads", flush=True)
        site.check()
        heads = len({each.size for each in site.seen})
        print(
            f"{count} kills {dict(kills)} in {time.monotonic() - begun:.0f} s: {len(site.answered)} answered entries all in "
            f"ledger and log, {heads} different heads all consistent; slowest from a kill to all published {site.slowest:.1f} s; "
            f"unanswered {dict(site.refused)}"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]))
