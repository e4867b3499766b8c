"""The other way round: Tessera writes a log, with a key of ours, and the kernel reads it. From the same entries the
kernel writes the same files, byte by byte."""

import os
import subprocess
from pathlib import Path

import pytest
from gotools import go_tool
from made_log import ORIGIN, MadeLog, PlainFolder

from suixin.kernel.log import fsck
from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.reading import TileTree

STEPS = [1, 255, 256, 300, 1000]


@pytest.fixture(scope="session")
def tessera() -> Path:
    return go_tool("github.com/transparency-dev/tessera/cmd/examples/posix-oneshot@v1.0.4")


def add(tessera: Path, log: Path, entries: list[bytes], signer: Ed25519Signer, scratch: Path) -> None:
    scratch.mkdir()
    for number, entry in enumerate(entries):
        (scratch / f"{number:05}").write_bytes(entry)
    asked = [tessera, f"--storage_dir={log}", f"--entries={scratch}/*"]
    environment = os.environ | {"LOG_PRIVATE_KEY": signer.secret}
    subprocess.run(asked, env=environment, capture_output=True, timeout=60, check=True)


def files_of(folder: Path) -> dict[str, bytes]:
    """What a log publishes; Tessera keeps a folder of its own beside it."""
    published = [folder / "checkpoint", *(file for file in (folder / "tile").rglob("*") if file.is_file())]
    return {str(file.relative_to(folder)): file.read_bytes() for file in published}


def test_what_tessera_wrote_is_read_and_written_alike(tessera: Path, tmp_path: Path) -> None:
    theirs = PlainFolder(tmp_path / "theirs")
    ours = MadeLog(tmp_path / "ours")
    signer = Ed25519Signer.fresh(ORIGIN)
    for size in STEPS:
        entries = [b"entry %d" % number for number in range(ours.size, size)]
        add(tessera, theirs.path, entries, signer, tmp_path / str(size))

        checkpoint, note = read_signed_checkpoint((theirs.path / "checkpoint").read_bytes())
        note.verified([signer.verifier])
        assert checkpoint.size == size
        parts = (fsck.check_part(theirs, size, number) for number in fsck.parts_of(size))
        assert fsck.check_top(theirs, size, parts) == fsck.Outcome(checkpoint.root, ())
        tree = TileTree(theirs, size)
        added = [tree.entry(index) for index in range(ours.size, size)]
        assert sorted(added) == sorted(entries)  # what is added at once gets into any order

        ours.signer = signer
        ours.grow(size, added)
        written, alike = files_of(theirs.path), files_of(ours.folder)
        assert alike.items() <= written.items()
        # A busy machine makes two batches of one: then there are partial tiles between.
        assert all(".p/" in path for path in written.keys() - alike.keys())
