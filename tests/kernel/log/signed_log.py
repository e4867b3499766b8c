"""A small log with its keys and witnesses, the same on every day."""

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.cosignature import Ed25519Cosigner, MLDSA44Cosigner, cosignature
from suixin.kernel.log.growth import GrowingTree
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.proof_file import LogProof
from suixin.kernel.log.reading import TileTree

ORIGIN = "suixin.example/log/2026"
TIME = 1_795_420_800
ENTRIES = [b"entry %d" % i for i in range(13)]

log = Ed25519Signer(ORIGIN, b"1" * 32)
audit = Ed25519Cosigner("audit.example/witness", b"2" * 32)
university = Ed25519Cosigner("university.example/witness", b"3" * 32)
notary = MLDSA44Cosigner("notary.example/witness", b"4" * 32)


def files_of(memory):
    GrowingTree(0).grow(memory, ENTRIES)
    return memory


def tree_of(memory):
    return TileTree(memory, len(ENTRIES))


def checkpoint_of(tree):
    return Checkpoint(ORIGIN, tree.size, tree.root())


def witnessed(checkpoint, *witnesses, time=TIME):
    """The checkpoint, signed by the log and by these."""
    note = checkpoint.note.signed(log)
    return note.with_signatures(cosignature(each, checkpoint.text, time) for each in witnesses)


def proof_of(tree, index, *witnesses):
    checkpoint = checkpoint_of(tree)
    note = witnessed(checkpoint, *witnesses)
    return LogProof(index, tuple(tree.inclusion(index)), checkpoint, note)


def policy_text(*lines):
    return "".join(f"{line}\n" for line in (f"log {log.text}", *lines)).encode()


TWO_OF_TWO = (
    f"witness audit {audit.text} https://audit.example/",
    f"witness university {university.text}",
    "group both all audit university",
    "quorum both",
)
