"""`suixin log fsck`: what is whole is said to be, and what is not is named by its file."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from sample_logs import TESSERA_KEY, SampleLog, ask, flip, served, serving, tessera_log, told

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.cosignature import fresh_cosigner
from suixin.kernel.log.fsck import PART

SIZE = PART + 70_000  # two parts, three levels, a partial tile in each


@pytest.fixture(scope="module")
def large(tmp_path_factory) -> SampleLog:
    return SampleLog(tmp_path_factory.mktemp("large") / "log").grow(SIZE)


@pytest.fixture
def small(tmp_path: Path) -> SampleLog:
    return SampleLog(tmp_path / "log").grow(300)


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_whole_log_is_whole(large: SampleLog, jobs: int):
    found = told("fsck", large.folder, "--key", large.key, "--jobs", jobs)
    assert (found["exit"], found["whole"], found["leaves"]) == (0, True, SIZE)


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257])
def test_so_is_one_of_any_size_here_and_over_the_network(tmp_path: Path, size: int):
    log = SampleLog(tmp_path / "log").grow(size)
    with served(tmp_path) as address:
        for place in (log.folder, f"{address}/log/"):
            assert told("fsck", place, "--key", log.key)["whole"]


@pytest.mark.parametrize(
    "path",
    [
        "tile/entries/000",
        "tile/entries/255",
        "tile/entries/300",
        "tile/entries/529.p/112",
        "tile/0/000",
        "tile/0/255",
        "tile/0/300",
        "tile/0/529.p/112",
        "tile/1/000",
        "tile/1/001",
        "tile/1/002.p/17",
        "tile/2/000.p/2",
    ],
)
def test_a_flipped_bit_is_found_in_its_file(large: SampleLog, tmp_path: Path, path: str):
    folder = tmp_path / "log"
    shutil.copytree(large.folder, folder, copy_function=os.link)
    content = (folder / path).read_bytes()
    (folder / path).unlink()
    (folder / path).write_bytes(content)
    flip(folder / path, 8 * 20 + 3)
    found = told("fsck", folder, "--key", large.key)
    assert found["exit"] == 1
    named = {fault["path"] for fault in found["faults"]}
    assert path in named
    partner = path.replace("entries", "0") if "entries" in path else path.replace("tile/0", "tile/entries")
    assert named <= ({path, partner} if ".p/" in path else {path})


def test_a_missing_file_a_short_one_and_lengths_that_lie_are_named(small: SampleLog):
    (small.folder / "tile/0/000").unlink()
    flip(small.folder / "tile/entries/000", 9)  # the first entry's length
    tile = small.folder / "tile/0/001.p/44"
    tile.write_bytes(tile.read_bytes()[:-1])
    result = ask("fsck", small.folder)
    assert result.exit_code == 1
    for sentence in (
        "tile/entries/000 不是 256 条的条目包 · not a bundle of 256 entries",
        "tile/0/001.p/44 有 1407 字节，应为 1408 · has 1407 bytes, not 1408",
    ):
        assert f"✗ {sentence}" in result.output
    shutil.rmtree(small.folder / "tile" / "entries")
    assert "tile/entries/000 缺失 · is not there" in ask("fsck", small.folder).output


def test_a_changed_checkpoint_is_found(small: SampleLog):
    checkpoint = small.folder / "checkpoint"
    lines = checkpoint.read_text().split("\n")
    checkpoint.write_text("\n".join([lines[0], "299", *lines[2:]]))
    signed = ask("fsck", small.folder, "--key", small.key)
    assert (signed.exit_code, "签名不可信" in signed.output) == (1, True)
    unsigned = ask("fsck", small.folder)
    assert (unsigned.exit_code, "没有核对签名" in unsigned.output) == (1, True)
    checkpoint.write_text("nonsense")
    assert ask("fsck", small.folder).exit_code == 1


def test_who_has_signed_is_said_and_too_few_witnesses_are_a_fault(small: SampleLog, tmp_path: Path):
    witness = fresh_cosigner("bureau.example/witness")
    policy = tmp_path / "policy"
    policy.write_text(f"log {small.key}\nwitness bureau {witness.text}\nquorum bureau\n")
    without = ask("fsck", small.folder, "--policy", policy)
    assert (without.exit_code, "见证方 0/1，未达到" in without.output) == (1, True)
    small.publish(witness)
    assert "witnesses 1/1, enough" in ask("fsck", small.folder, "--policy", policy).output
    assert "signatures were not checked" in ask("fsck", small.folder).output


def test_what_was_checked_before_need_not_be_read_again(large: SampleLog, tmp_path: Path):
    folder = tmp_path / "log"
    shutil.copytree(large.folder, folder, copy_function=os.link)
    (folder / "tile/entries/007").unlink()
    assert told("fsck", folder)["exit"] == 1
    assert told("fsck", folder, "--since-size", PART)["whole"]
    (folder / "tile/1/000").unlink()
    assert told("fsck", folder, "--since-size", PART)["faults"][0]["path"] == "tile/1/000"
    assert ask("fsck", folder, "--since-size", SIZE + 1).exit_code == 2


def test_a_log_that_tessera_made_is_whole(tmp_path: Path):
    assert told("fsck", tessera_log(tmp_path / "log"), "--key", TESSERA_KEY)["whole"]


@pytest.mark.parametrize("size", [2**62, 2**63 - 1])
def test_a_size_that_nobody_has_is_given_up_soon(small: SampleLog, size: int, monkeypatch):
    told_size = Checkpoint(small.origin, size, small.tree.root())
    small.disk.replace("checkpoint", told_size.note.signed(small.signer).content)
    found = told("fsck", small.folder, "--key", small.key)
    assert (found["exit"], found["stopped"]) == (1, True)
    assert len(found["faults"]) < 3_000
    monkeypatch.setattr("suixin.platform.log.fsck.MOST_FAULTS", 200)
    with served(small.folder) as address:
        assert told("fsck", address, "--key", small.key)["stopped"]


def test_a_log_that_stops_answering_is_no_faulty_log(small: SampleLog, monkeypatch):
    monkeypatch.setattr("suixin.platform.log.remote.FIRST_PAUSE", 0.01)

    def answer(path):
        if path == "/checkpoint":
            return 200, {}, (small.folder / "checkpoint").read_bytes()
        return 503, {}, b""

    with serving(answer) as address:
        result = ask("fsck", address)
    assert (result.exit_code, "does not answer" in result.output) == (2, True)


def test_wrong_input_is_told_in_both_languages(small: SampleLog, tmp_path: Path, monkeypatch):
    monkeypatch.setattr("suixin.platform.log.remote.FIRST_PAUSE", 0.01)
    (tmp_path / "empty").mkdir()
    for arguments, word in (
        ([tmp_path / "nowhere"], "没有文件夹"),
        ([tmp_path / "empty"], "没有 checkpoint"),
        (["http://"], "不是日志的网址"),
        (["http://127.0.0.1:1/log"], "无法读取"),
        ([small.folder, "--key", "nonsense"], "不是日志的公钥"),
        ([small.folder, "--policy", tmp_path / "nowhere"], "无法打开"),
        ([small.folder, "--policy", small.folder / "checkpoint"], "读不懂"),
        ([small.folder, "--policy", small.folder / "checkpoint", "--key", small.key], "只能给一个"),
    ):
        result = ask("fsck", *arguments)
        assert (result.exit_code, word in result.output) == (2, True), (arguments, result.output)
        assert result.output.isascii() is False
        assert len(result.output.strip().split("\n")) == 2


def test_a_terminal_does_not_obey_what_a_log_is_called(tmp_path: Path):
    log = SampleLog(tmp_path / "log", "evil\x9b2J.example").grow(1)
    assert "\x9b" not in ask("fsck", log.folder).output


def test_the_tools_start_without_django():
    line = "import sys; import suixin.commands.log; " + "; ".join(
        f"import suixin.platform.log.{name}"
        for name in ("fsck", "proving", "mirroring", "watching", "verification")
    )
    check = "; sys.exit(any(name == 'django' or name.startswith('suixin.site') for name in sys.modules))"
    assert subprocess.run([sys.executable, "-c", line + check], check=False).returncode == 0
