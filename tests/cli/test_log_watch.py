"""`suixin log watch`: whoever rewrites history is noticed, and the evidence kept."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sample_logs import TESSERA_KEY, SampleLog, ask, flip, served, tessera_log, told
from started_site import LIMIT

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.cosignature import fresh_cosigner
from suixin.platform.log import remote


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(remote, "FIRST_PAUSE", 0.01)


@pytest.fixture
def log(tmp_path: Path) -> SampleLog:
    return SampleLog(tmp_path / "log").grow(300)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def fork_of(log: SampleLog, size: int) -> SampleLog:
    """What the same key has signed for others."""
    return SampleLog(log.folder.with_name(f"fork{size}"), word="another").grow(size)


def look(log: SampleLog, home: Path, *more: object) -> dict:
    return told("watch", log.folder, "--home", home, "--once", "--key", log.key, *more)


def kinds(found: dict) -> list[str]:
    return [each["kind"] for each in found["alarms"]]


def evidence(home: Path) -> dict[str, str]:
    return {path.name.split(".", 1)[1]: path.read_text() for path in (home / "evidence").iterdir()}


def test_a_log_that_only_grows_is_fine(log: SampleLog, home: Path):
    for more, new in ((0, True), (0, False), (1, True), (500, True), (0, False)):
        log.grow(more)
        found = look(log, home)
        assert (found["exit"], found["size"], found["new"]) == (0, log.tree.size, new)
    assert "只增不改" in ask("watch", log.folder, "--home", home, "--once", "--key", log.key).output


@pytest.mark.parametrize("size", [299, 300, 301, 900])
def test_a_fork_is_an_alarm_with_both_checkpoints_as_evidence(log: SampleLog, home: Path, size: int):
    look(log, home)
    first = (log.folder / "checkpoint").read_text()
    fork = fork_of(log, size)
    found = told("watch", log.folder, "--home", home, "--once", "--key", log.key)
    assert found["exit"] == 0
    shutil.rmtree(log.folder)
    shutil.copytree(fork.folder, log.folder)
    found = look(log, home)
    assert (found["exit"], kinds(found)) == (3, ["fork" if size >= 300 else "rollback"])
    kept = evidence(home)
    assert (kept["held.checkpoint"], kept["found.checkpoint"]) == (
        first,
        (fork.folder / "checkpoint").read_text(),
    )
    assert json.loads(kept["json"])["held"] == first
    assert look(log, home)["size"] == 300


def test_a_log_that_shrinks_is_an_alarm(log: SampleLog, home: Path):
    old = (log.folder / "checkpoint").read_bytes()
    log.grow(10)
    look(log, home)
    (log.folder / "checkpoint").write_bytes(old)
    found = look(log, home)
    assert (found["exit"], kinds(found), found["size"]) == (3, ["rollback"], 310)


def test_an_alarm_stays_until_its_evidence_is_moved_away(log: SampleLog, home: Path, tmp_path: Path):
    old = (log.folder / "checkpoint").read_bytes()
    log.grow(10)
    new = (log.folder / "checkpoint").read_bytes()
    look(log, home)
    (log.folder / "checkpoint").write_bytes(old)
    look(log, home)
    (log.folder / "checkpoint").write_bytes(new)
    still = ask("watch", log.folder, "--home", home, "--once", "--key", log.key)
    assert (still.exit_code, "仍有 1 个警报" in still.output) == (3, True)
    shutil.move(home / "evidence", tmp_path / "dealt-with")
    assert look(log, home)["exit"] == 0


def test_a_wrong_signature_is_an_alarm(log: SampleLog, home: Path):
    look(log, home)
    checkpoint = log.folder / "checkpoint"
    lines = checkpoint.read_text().split("\n")
    checkpoint.write_text("\n".join([lines[0], "301", *lines[2:]]))
    found = look(log, home)
    assert (found["exit"], kinds(found)) == (3, ["signature"])
    assert evidence(home)["found.checkpoint"] == checkpoint.read_text()


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_head_that_the_files_do_not_bear_out_is_an_alarm_and_not_believed(
    log: SampleLog, home: Path, harm: str
):
    look(log, home)
    log.grow(100)
    tile = log.folder / "tile/0/001.p/144"
    if harm == "missing":
        tile.unlink()
    else:
        flip(tile, 9)
    found = look(log, home)
    assert (found["exit"], kinds(found), found["size"]) == (3, ["unproved"], 300)


def test_another_log_at_the_address_is_an_alarm(log: SampleLog, home: Path, tmp_path: Path):
    ask("watch", log.folder, "--home", home, "--once")
    other = SampleLog(tmp_path / "other", "other.example/log/1").grow(400)
    shutil.rmtree(log.folder)
    shutil.move(other.folder, log.folder)
    found = told("watch", log.folder, "--home", home, "--once")
    assert (found["exit"], kinds(found)) == (3, ["origin"])


def test_a_log_that_cannot_be_read_is_no_alarm(log: SampleLog, home: Path):
    look(log, home)
    for content in (None, b"<html>busy</html>"):
        (log.folder / "checkpoint").unlink(missing_ok=True)
        if content is not None:
            (log.folder / "checkpoint").write_bytes(content)
        found = look(log, home)
        assert (found["exit"], found["alarms"], len(found["unread"])) == (1, [], 1)
    with served(log.folder) as address:
        pass
    found = told("watch", address, "--home", home / "2", "--once", "--key", log.key)
    assert (found["exit"], found["size"]) == (1, None)


def test_two_views_are_found_by_comparing_with_a_witness(log: SampleLog, home: Path, tmp_path: Path):
    witness, monitor = fresh_cosigner("bureau.example"), tmp_path / "monitor" / "abc"
    monitor.mkdir(parents=True)
    honest = SampleLog(tmp_path / "honest").grow(300)
    honest.publish(witness)
    shutil.copy(honest.folder / "checkpoint", monitor / "checkpoint")
    with served(tmp_path / "monitor") as address:
        compare = ("--compare", f"{address}/abc/checkpoint")
        assert look(log, home, *compare)["exit"] == 0
        log.grow(50)
        assert look(log, home, *compare)["exit"] == 0
        fork = fork_of(log, 320)
        fork.publish(witness)
        shutil.copy(fork.folder / "checkpoint", monitor / "checkpoint")
        found = look(log, home, *compare)
    assert (found["exit"], kinds(found)) == (3, ["fork"])
    assert evidence(home)["found.checkpoint"] == (fork.folder / "checkpoint").read_text()


def test_a_witness_that_is_ahead_is_compared_later(log: SampleLog, home: Path, tmp_path: Path):
    ahead = SampleLog(tmp_path / "ahead").grow(400)
    fork = fork_of(log, 400)
    for other, code in ((ahead, 0), (fork, 3)):
        mine = home / other.folder.name
        log = SampleLog(tmp_path / f"log-{other.folder.name}").grow(300)
        found = look(log, mine, "--compare", other.folder)
        assert (found["exit"], found["waiting"]) == (0, [str(other.folder)])
        log.grow(200)
        found = look(log, mine, "--compare", other.folder)
        assert (found["exit"], found["waiting"]) == (code, [])


def test_too_few_witnesses_are_told(log: SampleLog, home: Path, tmp_path: Path):
    witness, policy = fresh_cosigner("bureau.example"), tmp_path / "policy"
    policy.write_text(f"log {log.key}\nwitness bureau {witness.text}\nquorum bureau\n")
    arguments = ("watch", log.folder, "--home", home, "--once", "--policy", policy)
    found = told(*arguments)
    assert (found["exit"], found["few"]) == (1, {str(log.folder): "0/1"})
    log.publish(witness)
    assert told(*arguments)["exit"] == 0


def test_a_command_runs_once_for_each_new_alarm_and_not_by_a_shell(
    log: SampleLog, home: Path, tmp_path: Path
):
    script, said = tmp_path / "hook.py", tmp_path / "said"
    script.write_text(f"import sys\nopen({str(said)!r}, 'a').write(repr(sys.argv[1:]) + '\\n')\n")
    hook = f"{sys.executable} {script} '$HOME; ls'"
    look(log, home)
    log.disk.replace("checkpoint", (fork_of(log, 500).folder / "checkpoint").read_bytes())
    shutil.copytree(fork_of(log, 500).folder, log.folder, dirs_exist_ok=True)
    for _ in range(2):
        look(log, home, "--hook", hook)
    lines = said.read_text().splitlines()
    assert len(lines) == 1
    words = eval(lines[0])
    assert (words[0], words[1]) == ("$HOME; ls", "fork")
    assert read_signed_checkpoint(json.loads(Path(words[2]).read_text())["found"].encode())[0].size == 500


def test_a_watch_goes_on_in_alarm_and_ends_with_it_when_told_to(log: SampleLog, home: Path):
    command = [sys.executable, "-m", "suixin", "log", "watch", str(log.folder), "--home", str(home)]
    process = subprocess.Popen(
        [*command, "--key", log.key, "--every", "1", "--json"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    try:
        assert json.loads(process.stdout.readline())["new"]
        shutil.copytree(fork_of(log, 400).folder, log.folder, dirs_exist_ok=True)
        until = time.monotonic() + LIMIT
        while not json.loads(process.stdout.readline())["evidence"] and time.monotonic() < until:
            pass
        assert json.loads(process.stdout.readline())["evidence"]
        process.send_signal(signal.SIGTERM)
        assert process.wait(LIMIT) == 3
    finally:
        process.kill()
        process.stdout.close()


def test_tesseras_log_is_watched_as_it_grows(home: Path, tmp_path: Path):
    folder = tessera_log(tmp_path / "log")
    for size in (3, 8, 15):
        shutil.copy(folder / f"checkpoint.{size}", folder / "checkpoint")
        found = told("watch", folder, "--home", home, "--once", "--key", TESSERA_KEY)
        assert (found["exit"], found["size"]) == (0, size)


def test_wrong_input_is_told_in_both_languages(log: SampleLog, home: Path, tmp_path: Path):
    (tmp_path / "file").write_text("")
    for arguments, word in (
        ([log.folder, "--home", home, "--hook", "'"], "不是一条命令"),
        ([log.folder, "--home", home, "--compare", "http://"], "不是日志的网址"),
        ([tmp_path / "nowhere", "--home", home], "没有文件夹"),
        ([log.folder, "--home", tmp_path / "file" / "x"], "无法使用"),
    ):
        result = ask("watch", *arguments, "--once")
        assert (result.exit_code, word in result.output) == (2, True), (arguments, result.output)
