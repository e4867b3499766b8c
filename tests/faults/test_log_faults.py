"""The log's process on a disk that fails or is full, beside a second one, after a restore, with a flipped bit: nothing that
was acknowledged is lost, nothing is signed twice, and a sentence says what is wrong."""

import json
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
from stored_leaves import assert_whole, one, opened, store

from suixin.platform.log.keeping import make_key, read_keys
from suixin.platform.log.stops import Stopped

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
                before = told.read_text().count("the log waits")
                tracer = subprocess.Popen(line, stderr=subprocess.PIPE)
                time.sleep(0.2)
                if tracer.poll() is not None:
                    pytest.skip("strace may not trace here")
                size = store(home, count)
                wait_until_published(home, size, process)
                tracer.send_signal(signal.SIGINT)
                tracer.wait(LIMIT)
                assert "(INJECTED)" in trace.read_text(), name
                assert told.read_text().count("the log waits") > before, (name, error)
                assert_whole(home, size)
    assert suixin(home, "log", "run", "--once").returncode == 0
    assert one(home, "SELECT count(*) FROM log_alarm") == 0
    assert_whole(home, size)


def test_a_full_disk_is_told_of_and_the_log_goes_on_when_there_is_room(home: Path):
    place = home / "log"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(place)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small file system cannot be mounted here: it needs root")
    try:
        with log_process(home) as process:
            wait_until_published(home, 0, process)
            size = store(home, 20_000)
            wait_until_alarmed(home, process)
            told = suixin(home, "log", "status")
            assert told.returncode == 1
            assert "磁盘已满" in told.stdout and "the disk is full" in told.stdout
            assert str(place) in told.stdout
            subprocess.run(["mount", "-o", "remount,size=64m", str(place)], check=True)
            wait_until_published(home, size, process)
            assert_whole(home, size)
            assert json.loads(suixin(home, "log", "status", "--json").stdout)["alarms"] == []
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def wait_until_alarmed(home: Path, process: subprocess.Popen) -> None:
    last = time.monotonic() + LIMIT
    while not one(home, "SELECT count(*) FROM log_alarm WHERE code = 'trouble'"):
        assert process.poll() is None, (home.parent / "told.txt").read_text()
        assert time.monotonic() < last, "there is no alarm"
        time.sleep(0.02)


def test_of_two_processes_the_second_refuses_or_waits_until_the_first_has_gone(home: Path):
    size = store(home, 10)
    with log_process(home) as first:
        wait_until_published(home, size, first)
        refused = suixin(home, "log", "run")
        assert (refused.returncode, "Another process runs this log" in refused.stderr) == (3, True)
        line = [sys.executable, "-m", "suixin", "log", "run", "--with-parent", str(os.getpid())]
        second = subprocess.Popen(line, env=os.environ | {"SUIXIN_HOME": str(home)}, stderr=subprocess.PIPE)
        try:
            assert b"waits until it has ended" in second.stderr.readline()
            first.kill()
            size = store(home, 10)
            wait_until_published(home, size, second)
        finally:
            second.terminate()
            second.communicate(timeout=LIMIT)
    assert second.returncode == 0
    assert_whole(home, size)


def test_a_restored_older_copy_signs_nothing_where_a_longer_log_is_known_and_goes_on_where_none_is(
    home: Path,
):
    store(home, 500)
    assert suixin(home, "log", "run", "--once").returncode == 0
    old = home.parent / "backup.sqlite3"
    shutil.copyfile(home / "truth.sqlite3", old)
    store(home, 300)
    assert suixin(home, "log", "run", "--once").returncode == 0
    for path in home.glob("truth.sqlite3*"):
        path.unlink()
    shutil.copyfile(old, home / "truth.sqlite3")
    refused = suixin(home, "log", "run", "--once")
    assert refused.returncode == 3
    assert "checkpoint has seen the log with 800 records" in refused.stderr
    status = suixin(home, "log", "status")
    assert (status.returncode, "lost-history" in status.stdout) == (1, True)
    shutil.rmtree(home / "log")  # the disk of then is lost, and nobody is left who has seen more
    assert suixin(home, "log", "run", "--once").returncode == 0
    assert one(home, "SELECT count(*) FROM log_alarm") == 0
    assert_whole(home, 500)


def test_a_flipped_bit_of_an_old_record_is_found_and_its_number_told(home: Path):
    store(home, 300)
    assert suixin(home, "log", "run", "--once").returncode == 0
    with opened(home) as database:
        database.execute('UPDATE ledger_entry SET leaf = ? WHERE "index" = 7', (b"sebord 7",))
    found = suixin(home, "log", "rebuild", "--check")
    assert found.returncode == 3
    assert "账本第 7 号记录" in found.stderr


def test_a_flipped_bit_anywhere_in_the_key_is_found_and_the_file_named(home: Path):
    """Before anything is signed: another key would be a stranger's signature."""
    file = home / "keys" / "log-2026.key"
    signer = make_key(home, "2026", "city.example/log/2026")
    content = file.read_bytes()
    for bit in range(8 * len(content)):
        altered = bytearray(content)
        altered[bit // 8] ^= 1 << bit % 8
        file.write_bytes(altered)
        try:
            (read,) = read_keys(home, "2026")
        except Stopped as stop:
            assert str(file) in str(stop)
        else:
            assert read.secret == signer.secret, bit
