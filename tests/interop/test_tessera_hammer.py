"""Tessera's hammer, which tests logs under load: readers take random entries and the whole log, writers add, and at
each new checkpoint it proves from the tiles that the log only grew."""

import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from made_log import MadeLog
from tessera import hammered, options


class Files(SimpleHTTPRequestHandler):
    """Static files, and what was answered."""

    asked: list[str]

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self.asked.append(f"{int(code)} {self.path}")


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """The hammer hangs up when it ends."""


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[str]]]:
    handler = type("Watched", (Files,), {"asked": []})
    with Server(("127.0.0.1", 0), partial(handler, directory=folder)) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/", handler.asked
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def growing(log: MadeLog, step: int, every: float) -> Iterator[None]:
    enough = threading.Event()

    def grow() -> None:
        while not enough.wait(every):
            log.grow(log.size + step)

    thread = threading.Thread(target=grow)
    thread.start()
    try:
        yield
    finally:
        enough.set()
        thread.join()


def test_reads_plain_files_while_the_log_grows(hammer: Path, tmp_path: Path) -> None:
    log = MadeLog(tmp_path)
    log.grow(70_000)
    with served(tmp_path) as (address, asked), growing(log, step=100, every=0.3):
        assert hammered(hammer, address, log.vkey, leaf_write_goal=600, max_read_ops=200_000) == ""
    assert {line.split()[0] for line in asked} == {"200"}
    assert sum("/tile/entries/" in line for line in asked) > 100
    assert sum("/checkpoint" in line for line in asked) > 2


def test_sees_a_history_rewritten(hammer: Path, tmp_path: Path) -> None:
    log, other = MadeLog(tmp_path / "log"), MadeLog(tmp_path / "other")
    log.grow(1000)
    other.grow(2000, [b"another"] * 2000)
    with served(log.folder) as (address, asked):
        line = [hammer, *options(address, log.vkey)]
        with subprocess.Popen(line, stderr=subprocess.PIPE, text=True) as process:
            while process.poll() is None and "200 /checkpoint" not in asked:
                time.sleep(0.05)
            shutil.copytree(other.folder, log.folder, dirs_exist_ok=True)
            said = process.communicate(timeout=90)[1]
    assert process.returncode != 0
    assert "First Bad Checkpoint:\n" + other.disk.read("checkpoint").decode() in said
