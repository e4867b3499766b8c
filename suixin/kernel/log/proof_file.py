"""The proof that a log holds an entry, as a file to keep (C2SP tlog-proof): index, path and cosigned checkpoint."""

from dataclasses import dataclass

from suixin.kernel.log.checkpoint import Checkpoint, read_hash, read_signed_checkpoint, read_size
from suixin.kernel.log.notes import LIMIT, MalformedNote, Note
from suixin.kernel.log.proofs import LONGEST, check_inclusion
from suixin.kernel.log.spelling import from_base64, to_base64
from suixin.kernel.log.tree import leaf_hash

HEADER = "c2sp.org/tlog-proof@v1"
SUFFIX = ".tlog-proof"


class MalformedProof(MalformedNote):
    """A text that is no proof; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class LogProof:
    index: int
    path: tuple[bytes, ...]
    checkpoint: Checkpoint
    note: Note
    extra: bytes | None = None  # authenticated by nothing

    @property
    def content(self) -> bytes:
        lines = [HEADER]
        if self.extra is not None:
            lines.append(f"extra {to_base64(self.extra)}")
        lines.append(f"index {self.index}")
        lines.extend(map(to_base64, self.path))
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.note.content

    def check(self, entry: bytes) -> None:
        """That the checkpoint's tree holds the entry at the index. Who signed it is for a policy to say.
        Raises `InvalidProof`."""
        check_inclusion(self.index, self.checkpoint.size, leaf_hash(entry), self.path, self.checkpoint.root)


def read_proof(content: bytes) -> LogProof:
    """Raises `MalformedNote`."""
    if len(content) > LIMIT:
        raise MalformedProof(f"a proof has at most {LIMIT:,} bytes")
    head, blank, rest = content.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise MalformedProof("not ASCII before the checkpoint") from None
    if not blank or lines.pop(0) != HEADER:
        raise MalformedProof(f"a proof begins with {HEADER}")
    extra = read_extra(lines.pop(0)) if lines and lines[0].startswith("extra ") else None
    if not lines or not lines[0].startswith("index "):
        raise MalformedProof("a proof says its index")
    index = read_size(lines.pop(0).removeprefix("index "))
    if len(lines) > LONGEST:
        raise MalformedProof(f"a path has at most {LONGEST} hashes")
    path = tuple(read_hash(line) for line in lines)
    checkpoint, note = read_signed_checkpoint(rest)
    return LogProof(index, path, checkpoint, note, extra)


def read_extra(line: str) -> bytes:
    try:
        return from_base64(line.removeprefix("extra "))
    except ValueError:
        raise MalformedProof("extra is not in standard base64") from None
