"""The log's process on a disk that fails or is full, beside a second one, after a restore, with a flipped bit: nothing that
was acknowledged is lost, nothing is signed twice, and a sentence says what is wrong."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from stored_leaves import assert_whole, one, store

pytestmark = pytest.mark.faults

PROGRAM = Path(__file__).parent / "log_running.py"
LIMIT = 60
MANY = 20 * 256  # leaves whose files are synced by the file system
CALLS = {
    "write": ("write,pwrite64", 300),
    "fdatasync": ("fdatasync", 300),
    "fsync": ("fsync", 300),
    "rename": ("rename,renameat,renameat2", 300),
    "openat": ("openat", 300),
    "mkdir": ("mkdir,mkdirat", 600),
    "syncfs": ("syncfs", MANY),
}


def suixin(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    line = [sys.executable, "-m", "suixin", *arguments]
    environment = os.environ | {"SUIXIN_HOME": str(home)}
    return subprocess.run(line, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    environment = os.environ | {"SUIXIN_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "suixin.site.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True, timeout=LIMIT)
    return folder


@pytest.fixture
def home(empty: Path, tmp_path: Path) -> Path:
    return shutil.copytree(empty, tmp_path / "home")


@contextmanager
def log_process(home: Path) -> Iterator[subprocess.Popen]:
    told = home.parent / "told.txt"
    with told.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, str(PROGRAM)], env=os.environ | {"SUIXIN_HOME": str(home)}, stderr=output
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait(LIMIT)


def wait_until_published(home: Path, size: int, process: subprocess.Popen) -> None:
    last = time.monotonic() + LIMIT
    while one(home, "SELECT published_size FROM log_log") != size:
        assert process.poll() is None, (home.parent / "told.txt").read_text()
        assert time.monotonic() < last, "it does not come"
        time.sleep(0.02)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_each_call_that_fails_is_outlasted_and_told_of(home: Path, tmp_path: Path):
    size, told = store(home, 10), tmp_path / "told.txt"
    with log_process(home) as process:
        wait_until_published(home, size, process)
        for name, (calls, count) in CALLS.items():
            for error in ("EIO", "ENOSPC"):
                trace = tmp_path / f"{name}-{error}"
                line = ["strace", "-f", "-qq", "-o", str(trace), "-e", f"trace={calls}"]
                line += ["-e", f"inject={calls}:error={error}:when=1..2", "-p", str(process.pid)]
                tracer = subprocess.Popen(line, stderr=subprocess.PIPE)
                time.sleep(0.2)
                if tracer.poll() is not None:
                    pytest.skip("strace may not trace here")
                before = told.read_text().count("the log waits")
                size = store(home, count)
                wait_until_published(home, size, process)
                tracer.send_signal(signal.SIGINT)
                tracer.wait(LIMIT)
                assert "(INJECTED)" in trace.read_text(), name
                assert told.read_text().count("the log waits") > before, (name, error)
                assert_whole(home, size)
    assert suixin(home, "log", "run", "--once").returncode == 0
    assert suixin(home, "log", "status").stdout.count("!") == 0
    assert_whole(home, size)
