"""A log's folder: whole files, on the disk when it says so, open to a web server, and nothing outside of it."""

import os
from pathlib import Path

import pytest

from suixin.kernel.log.fsck import check_part, check_top
from suixin.kernel.log.growth import GrowingTree, edge_of
from suixin.platform.log import folder as module
from suixin.platform.log.folder import Folder, TooLong


def files(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def test_what_a_tree_writes_is_read_back_and_adds_up(tmp_path: Path):
    disk, tree = Folder(tmp_path / "log"), GrowingTree(0)
    for start, end in ((0, 1), (1, 300), (300, 700)):
        tree.grow(disk, (b"entry %d" % number for number in range(start, end)))
        disk.sync()
    again = Folder(tmp_path / "log")
    assert edge_of(again, 700).root() == tree.root()
    assert check_top(again, 700, [check_part(again, 700, 0)]).root == tree.root()
    assert again.read("tile/0/009") is None
    assert again.read("tile/0/000/more") is None
    assert not [name for name in files(tmp_path) if name.endswith(".new")]


@pytest.mark.parametrize("few", [0, 1000], ids=["the file system", "one by one"])
def test_a_web_server_of_another_user_may_read_everything(tmp_path: Path, few: int, monkeypatch):
    monkeypatch.setattr(module, "FEW", few)
    old = os.umask(0o077)
    try:
        disk = Folder(tmp_path / "log")
        disk.write("tile/entries/x001/000.p/7", b"x")
        disk.replace("checkpoint", b"y")
        disk.sync()
    finally:
        os.umask(old)
    modes = {path.stat().st_mode & 0o777 for path in (tmp_path / "log").rglob("*") if path.is_file()}
    folders = {path.stat().st_mode & 0o777 for path in (tmp_path / "log").rglob("*") if path.is_dir()}
    assert (modes, folders) == ({0o644}, {0o755})


def test_removing_is_tolerant_and_leaves_no_empty_folder_of_partial_tiles(tmp_path: Path):
    disk = Folder(tmp_path)
    disk.write("tile/0/000.p/1", b"x" * 32)
    disk.write("tile/0/000.p/2", b"x" * 64)
    disk.remove("tile/0/000.p/1")
    assert disk.read("tile/0/000.p/2") == b"x" * 64
    disk.remove("tile/0/000.p/2")
    disk.remove("tile/0/000.p/2")
    assert not (tmp_path / "tile/0/000.p").exists()
    disk.write("tile/0/000.p/3", b"x" * 96)
    disk.sync()
    assert files(tmp_path) == {"tile/0/000.p/3"}


@pytest.mark.parametrize(
    "path", ["../x", "/etc/passwd", "tile/../../x", "", "tile//0", "tile/.hidden", "a\0b", "x\n", "."]
)
def test_no_path_leads_out_of_the_folder(tmp_path: Path, path: str):
    disk = Folder(tmp_path / "log")
    for act in (
        disk.read,
        disk.remove,
        lambda path: disk.write(path, b""),
        lambda path: disk.replace(path, b""),
    ):
        with pytest.raises(ValueError, match="not a path"):
            act(path)
    assert not (tmp_path / "x").exists()


def test_what_is_too_long_or_no_file_is_not_read(tmp_path: Path):
    (tmp_path / "tile/0").mkdir(parents=True)
    (tmp_path / "tile/0/000").write_bytes(b"x" * 8193)
    (tmp_path / "tile/0/001").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "tile/0/002")
    (tmp_path / "tile/0/003").mkdir()
    for name in ("000", "001", "002", "003"):
        with pytest.raises(TooLong):
            Folder(tmp_path).read(f"tile/0/{name}")


@pytest.mark.parametrize("call", ["fdatasync", "fsync", "syncfs"])
def test_an_error_while_syncing_is_told_and_the_folder_takes_nothing_more(
    tmp_path: Path, call: str, monkeypatch
):
    def fails(_opened):
        raise OSError(5, "Input/output error")

    if call == "syncfs":
        monkeypatch.setattr(module, "FEW", 0)
        monkeypatch.setattr(module, "libc", type("Libc", (), {"syncfs": staticmethod(fails)}))
    else:
        monkeypatch.setattr(os, call, fails)
    disk = Folder(tmp_path)
    disk.write("tile/0/000.p/1", b"x" * 32)
    with pytest.raises(OSError, match="Input/output"):
        disk.sync()
    monkeypatch.undo()
    for act in (disk.sync, lambda: disk.write("checkpoint", b""), lambda: disk.replace("checkpoint", b"")):
        with pytest.raises(OSError, match="an earlier sync failed"):
            act()


def test_a_checkpoint_is_on_the_disk_before_it_can_be_seen(tmp_path: Path, monkeypatch):
    order: list[str] = []
    for name in ("fdatasync", "rename", "fsync"):
        call = getattr(os, name)
        monkeypatch.setattr(
            os, name, lambda *a, name=name, call=call, **k: (order.append(name), call(*a, **k))[1]
        )
    Folder(tmp_path).replace("checkpoint", b"new")
    assert order == ["fdatasync", "rename", "fsync"]
    assert (tmp_path / "checkpoint").read_bytes() == b"new"
