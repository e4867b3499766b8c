"""What was acknowledged is there, whatever happens: kill -9, several processes, a full disk, a failing disk."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from started_site import LIMIT

pytestmark = pytest.mark.faults
PROGRAM = Path(__file__).parent / "submitting.py"
KILLS = 5


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the ledger's empty tables, to be copied."""
    folder = tmp_path_factory.mktemp("empty")
    environment = {**os.environ, "SUIXIN_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "suixin.site.settings"}
    for room in ("log", "ledger"):
        command = [sys.executable, "-m", "django", "migrate", room, "--verbosity", "0"]
        subprocess.run(command, env=environment, check=True, timeout=LIMIT)
    return folder


@pytest.fixture
def home(empty: Path, tmp_path: Path) -> Path:
    return shutil.copytree(empty, tmp_path / "home")


def start(home: Path, *arguments: object, before: tuple[str, ...] = ()) -> subprocess.Popen:
    return subprocess.Popen(
        [*before, sys.executable, str(PROGRAM), *map(str, arguments)],
        env={**os.environ, "SUIXIN_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def acknowledged(output: str) -> dict[int, str]:
    complete = output[: output.rfind("\n") + 1].splitlines()
    return {int(line.split()[0]): line.split()[1] for line in complete if line[:1].isdigit()}


def assert_whole(home: Path, promised: dict[int, str]) -> int:
    """The database is sound, indexes have no gap, and every promise is kept; how many entries there are."""
    with sqlite3.connect(home / "truth.sqlite3") as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        hashes = dict(database.execute('SELECT "index", lower(hex(leaf_hash)) FROM ledger_entry'))
        vault = database.execute("SELECT count(DISTINCT entry_id) FROM ledger_sealed").fetchone()[0]
        head = database.execute("SELECT size FROM ledger_head").fetchone()
    assert sorted(hashes) == list(range(len(hashes)))
    assert (head[0] if head else 0) == len(hashes) == vault
    assert {index: hashes.get(index) for index in promised} == promised
    return len(hashes)


def test_nothing_acknowledged_is_lost_when_the_process_is_killed(home: Path):
    promised: dict[int, str] = {}
    for kill in range(KILLS):
        process = start(home, 100_000, 1 if kill % 2 else 20)
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        first = process.stdout.readline()  # however busy the machine, there is something to lose
        time.sleep(0.05 + 0.07 * kill)
        process.send_signal(signal.SIGKILL)
        found = acknowledged(first + process.communicate()[0])
        assert not set(found) & set(promised)
        promised |= found
        assert_whole(home, promised)
    assert promised


def test_processes_at_once_share_one_sequence_without_gaps(home: Path):
    processes = [start(home, 15, 2) for _ in range(3)]
    outputs = [process.communicate(timeout=LIMIT)[0] for process in processes]
    promised = [acknowledged(output) for output in outputs]
    merged = {index: digest for each in promised for index, digest in each.items()}
    assert len(merged) == sum(map(len, promised)) == 90
    assert assert_whole(home, merged) == 90


def test_one_key_from_processes_at_once_is_one_record(home: Path):
    processes = [start(home, 5, 1, "the-key") for _ in range(3)]
    promised = [acknowledged(process.communicate(timeout=LIMIT)[0]) for process in processes]
    assert promised[0] == promised[1] == promised[2]
    assert assert_whole(home, promised[0]) == 1


def test_a_full_disk_is_refused_in_words_and_nothing_is_half_written(home: Path):
    # a limit on file size makes the same write fail that a full disk would
    before = 'ulimit -f 200; exec "$@"'
    process = start(home, 400, 5, before=("bash", "-c", before, "bash"))
    output = process.communicate(timeout=LIMIT)[0]
    promised = acknowledged(output)
    assert "refused The record could not be stored and nothing was written." in output
    assert promised
    assert_whole(home, promised)


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
@pytest.mark.parametrize("when", [3, 8])
def test_a_disk_that_fails_to_sync_is_refused_and_nothing_acknowledged_is_lost(home: Path, when: int):
    trace = ("strace", "-f", "-qq", "-o", "/dev/null", "-e", f"inject=fdatasync:error=EIO:when={when}")
    probe = subprocess.run([*trace, "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("strace may not trace here")
    output = start(home, 15, 1, before=trace).communicate(timeout=LIMIT)[0]
    promised = acknowledged(output)
    assert output.count("refused") == 1
    assert len(promised) == 14
    assert_whole(home, promised)
