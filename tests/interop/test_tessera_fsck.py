"""Tessera's fsck derives a whole log anew from its entries, and compares every tile and the root."""

import shutil
from pathlib import Path

import pytest
from made_log import MadeLog
from tessera import passed, said_by_fsck

from suixin.kernel.log.tiles import right_edge

STEPS = [1, 2, 255, 256, 257, 511, 513, 1000, 65_535, 65_536, 65_537, 70_000]


def said_of(fsck: Path, folder: Path) -> str:
    return said_by_fsck(fsck, f"file://{folder}/", folder / "log.vkey")


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 65_536, 70_000])
def test_passes_a_log_written_at_once(fsck: Path, tmp_path: Path, size: int) -> None:
    MadeLog(tmp_path).grow(size)
    assert passed(size) in said_of(fsck, tmp_path)


def test_passes_a_log_at_each_step_of_its_growth(fsck: Path, tmp_path: Path) -> None:
    log = MadeLog(tmp_path)
    for size in STEPS:
        log.grow(size)
        assert passed(size) in said_of(fsck, tmp_path)


def test_passes_a_log_without_the_partial_tiles_that_became_full(fsck: Path, tmp_path: Path) -> None:
    log = MadeLog(tmp_path)
    for size in STEPS:
        log.grow(size)
    for size in STEPS:
        log.clear(size)
    partial = {str(file.relative_to(tmp_path)) for file in tmp_path.rglob("*.p/*")}
    assert partial == {tile.path for tile in right_edge(log.size)}
    assert passed(log.size) in said_of(fsck, tmp_path)


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("whole") / "log"
    MadeLog(folder).grow(70_000)
    return folder


FILES = [
    "checkpoint",
    "tile/entries/000",
    "tile/entries/273.p/112",
    "tile/0/000",
    "tile/0/273.p/112",
    "tile/1/000",
    "tile/1/001.p/17",
    "tile/2/000.p/1",
]


@pytest.mark.parametrize("file", FILES)
def test_finds_one_flipped_bit(fsck: Path, whole: Path, tmp_path: Path, file: str) -> None:
    folder = shutil.copytree(whole, tmp_path / "log")
    content = bytearray((folder / file).read_bytes())
    content[-3] ^= 1
    (folder / file).write_bytes(content)
    said = said_of(fsck, folder)
    assert "fsck failed" in said
    assert passed(70_000) not in said
