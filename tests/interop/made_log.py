"""Logs that the kernel writes into a folder, for others to read."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from suixin.kernel.log.bundles import ENTRY_LIMIT
from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.cosignature import Cosigner, Ed25519Cosigner, MLDSA44Cosigner, cosignature
from suixin.kernel.log.growth import GrowingTree
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.notes import Note, Signer
from suixin.kernel.log.proof_file import LogProof
from suixin.kernel.log.reading import TileTree
from suixin.kernel.log.tiles import outgrown
from suixin.kernel.log.witnessing import AddCheckpoint

ORIGIN = "log.city.example/log/2026"
SEED = bytes(range(32))
NOON = 1_767_240_000  # a day in January 2026


class PlainFolder:
    """A `Disk` that syncs nothing: tests lose no power."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self, path: str) -> bytes | None:
        try:
            return (self.path / path).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, path: str, content: bytes) -> None:
        file = self.path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        whole = file.with_name(file.name + ".new")
        whole.write_bytes(content)
        whole.replace(file)

    def sync(self) -> None:
        pass

    def remove(self, path: str) -> None:
        (self.path / path).unlink(missing_ok=True)


def entry(index: int) -> bytes:
    """One in a hundred is empty, and one is as long as can be."""
    if index == 1:
        return bytes(ENTRY_LIMIT)
    return b"" if index % 100 == 13 else b"record %d " % index * (index % 5 + 1)


class MadeLog:
    def __init__(self, folder: Path, cosigners: Sequence[Cosigner] = ()) -> None:
        self.folder = folder
        self.disk = PlainFolder(folder)
        self.tree = GrowingTree(0)
        self.signer = Ed25519Signer(ORIGIN, SEED)
        self.cosigners = cosigners
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "log.vkey").write_text(f"{self.vkey}\n", encoding="ascii")

    @property
    def vkey(self) -> str:
        return str(self.signer.text)

    @property
    def size(self) -> int:
        return self.tree.size

    def grow(self, size: int, entries: Iterable[bytes] = ()) -> Note:
        """Up to that size, and a checkpoint of it."""
        self.tree.grow(self.disk, entries or map(entry, range(self.size, size)))
        assert self.size == size
        note = self.signed(Checkpoint(ORIGIN, size, self.tree.root()))
        self.disk.write("checkpoint", note.content)
        return note

    def signed(self, checkpoint: Checkpoint, signer: Signer | None = None) -> Note:
        note = checkpoint.note.signed(signer or self.signer)
        return note.with_signatures(cosignature(each, note.text, NOON) for each in self.cosigners)

    def clear(self, old: int) -> None:
        """Removes the partial tiles of the tree of that size that have become full since."""
        for tile in outgrown(old, self.size):
            self.disk.remove(tile.path)

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(ORIGIN, size, TileTree(self.disk, size).root())

    def proof(self, index: int, size: int, extra: bytes | None = None) -> LogProof:
        checkpoint = self.checkpoint(size)
        path = tuple(TileTree(self.disk, size).inclusion(index))
        return LogProof(index, path, checkpoint, self.signed(checkpoint), extra)

    def growth(self, old: int, new: int) -> AddCheckpoint:
        """What the log asks a witness that has seen the tree of `old` leaves."""
        checkpoint = self.checkpoint(new)
        proof = tuple(TileTree(self.disk, new).consistency(old))
        return AddCheckpoint(old, proof, checkpoint, self.signed(checkpoint))


def witnesses() -> list[Cosigner]:
    return [
        Ed25519Cosigner("tax.city.example/witness", bytes([1]) * 32),
        Ed25519Cosigner("health.city.example/witness", bytes([2]) * 32),
        MLDSA44Cosigner("university.example/witness", bytes([3]) * 32),
    ]
