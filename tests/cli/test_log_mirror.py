"""`suixin log mirror`: a copy that is a whole log, grows with the other, and never goes back."""

import fcntl
import json
from pathlib import Path

import pytest
from sample_logs import TESSERA_KEY, SampleLog, ask, flip, served, serving, tessera_log, told

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.cosignature import fresh_cosigner
from suixin.kernel.log.fsck import PART
from suixin.platform.log import remote


@pytest.fixture
def log(tmp_path: Path) -> SampleLog:
    return SampleLog(tmp_path / "log").grow(300)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy"


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(remote, "FIRST_PAUSE", 0.01)


def files(folder: Path) -> dict[str, bytes]:
    found = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


def test_a_copy_is_a_whole_log_and_grows(log: SampleLog, copy: Path):
    with served(log.folder) as address:
        for more in (0, 100, 500, 1, 0):
            before = log.tree.size
            log.grow(more)
            found = told("mirror", address, copy, "--key", log.key)
            assert (found["exit"], found["size"], found["before"] <= before) == (0, log.tree.size, True)
            assert told("fsck", copy, "--key", log.key)["whole"]
            assert files(copy)["checkpoint"] == files(log.folder)["checkpoint"]
    assert set(files(copy).items()) <= set(files(log.folder).items())
    assert (copy / "checkpoint").stat().st_mode & 0o777 == 0o644


def test_a_copy_that_was_broken_off_goes_on(log: SampleLog, copy: Path):
    log.grow(2 * PART)
    asked: list[str] = []
    down = True

    def answer(path: str):
        asked.append(path)
        if down and path.endswith("entries/400"):
            return 503, {}, b""
        file = log.folder / path.lstrip("/")
        return (200, {}, file.read_bytes()) if file.is_file() else (404, {}, b"")

    with serving(answer) as address:
        result = ask("mirror", address, copy, "--key", log.key)
        assert (result.exit_code, "再次运行会从中断处继续" in result.output) == (2, True)
        assert not (copy / "checkpoint").exists()
        assert json.loads((copy / "mirror.json").read_text())["size"] == PART
        down = False
        asked.clear()
        log.grow(10)
        assert told("mirror", address, copy, "--key", log.key)["before"] == PART
    assert not [path for path in asked if path.startswith("/tile/entries/0")]
    assert told("fsck", copy, "--key", log.key)["whole"]
    assert set(files(copy)) <= set(files(log.folder))


def test_a_log_that_went_back_is_not_followed(log: SampleLog, copy: Path):
    ask("mirror", log.folder, copy)
    before = files(copy)
    shorter = SampleLog(log.folder.with_name("shorter")).grow(200)
    result = ask("mirror", shorter.folder, copy, "--key", log.key)
    assert (result.exit_code, "日志不会变短" in result.output) == (1, True)
    assert files(copy) == before


@pytest.mark.parametrize("size", [300, 400])
def test_a_log_that_was_rewritten_is_not_followed(log: SampleLog, copy: Path, size: int):
    ask("mirror", log.folder, copy)
    before = files(copy)
    other = SampleLog(log.folder.with_name("other"), word="another").grow(size)
    result = ask("mirror", other.folder, copy, "--key", log.key)
    assert (result.exit_code, "历史不同" in result.output) == (1, True)
    assert files(copy) == before


@pytest.mark.parametrize(
    ("path", "byte"),
    [("tile/entries/000", 9), ("tile/entries/001.p/44", 9), ("tile/0/001.p/44", 9), ("tile/1/000.p/1", 9)],
)
def test_files_that_do_not_fit_the_checkpoint_never_become_a_copy(
    log: SampleLog, copy: Path, path: str, byte: int
):
    flip(log.folder / path, 8 * byte)
    result = ask("mirror", log.folder, copy, "--key", log.key)
    assert (result.exit_code, "不符" in result.output) == (1, True)
    assert not (copy / "checkpoint").exists()


def test_a_damaged_copy_is_not_added_to(log: SampleLog, copy: Path):
    ask("mirror", log.folder, copy)
    flip(copy / "tile/0/001.p/44", 80)
    log.grow(10)
    result = ask("mirror", log.folder, copy)
    assert (result.exit_code, "已损坏" in result.output) == (1, True)


def test_only_what_the_policy_accepts_is_copied(log: SampleLog, copy: Path, tmp_path: Path):
    witness, policy = fresh_cosigner("bureau.example"), tmp_path / "policy"
    policy.write_text(f"log {log.key}\nwitness bureau {witness.text}\nquorum bureau\n")
    assert ask("mirror", log.folder, copy, "--policy", policy).exit_code == 1
    assert not copy.exists()
    log.publish(witness)
    assert told("mirror", log.folder, copy, "--policy", policy)["signatures"]["quorum"]
    stranger = SampleLog(tmp_path / "x", "other.example/log")
    assert ask("mirror", log.folder, copy, "--key", stranger.key).exit_code == 1


def test_another_log_or_a_folder_in_use_is_left_alone(log: SampleLog, copy: Path, tmp_path: Path):
    copy.mkdir()
    (copy / "thesis.txt").write_text("mine")
    assert (ask("mirror", log.folder, copy).exit_code, files(copy)) == (2, {"thesis.txt": b"mine"})
    other = SampleLog(tmp_path / "other", "other.example/log").grow(3)
    before = files(other.folder)
    assert "别的内容" in ask("mirror", log.folder, other.folder).output
    assert files(other.folder) == before
    fresh = tmp_path / "fresh"
    ask("mirror", log.folder, fresh)
    with (fresh / ".mirror.lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        assert "另一个复制正在写入" in ask("mirror", log.folder, fresh).output


def test_a_size_that_nobody_has_copies_nothing(log: SampleLog, copy: Path):
    told_size = Checkpoint(log.origin, 2**62, log.tree.root())
    log.disk.replace("checkpoint", told_size.note.signed(log.signer).content)
    with served(log.folder) as address:
        assert ask("mirror", address, copy, "--key", log.key).exit_code == 1
    assert "tile" not in str(files(copy))


def test_tesseras_log_is_copied(copy: Path, tmp_path: Path):
    folder = tessera_log(tmp_path / "log")
    assert told("mirror", folder, copy, "--key", TESSERA_KEY)["size"] == 15
    assert told("fsck", copy, "--key", TESSERA_KEY)["whole"]
