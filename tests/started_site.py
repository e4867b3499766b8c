"""A site as an operator meets it: its own process, its own folder, a real port."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

LIMIT = 180  # seconds; generous, for a busy machine


def command(home: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SUIXIN_")}
    return (
        [sys.executable, "-m", "suixin", "run", *arguments],
        environment | {"SUIXIN_HOME": str(home), "PYTHONUNBUFFERED": "1"},
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running(home: Path, *arguments: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A started site, and its address."""
    port = free_port()
    line, environment = command(home, "--port", str(port), *arguments)
    process = subprocess.Popen(
        line, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield f"http://127.0.0.1:{port}/", process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(LIMIT)
        process.stdout.close()


def page(address: str, process: subprocess.Popen[str]) -> str:
    """The page, as soon as it comes."""
    last = time.monotonic() + LIMIT
    while time.monotonic() < last:
        try:
            with urllib.request.urlopen(address, timeout=LIMIT) as response:
                return response.read().decode()
        except OSError:
            assert process.poll() is None, process.stdout.read()
            time.sleep(0.1)
    raise AssertionError("no page")


def rows(home: Path, query: str) -> list[tuple]:
    with closing(sqlite3.connect(home / "truth.sqlite3")) as database:
        return database.execute(query).fetchall()


def refusal(home: Path, *arguments: str) -> str:
    line, environment = command(home, *arguments)
    result = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    return result.stderr
