"""The checkpoint: origin, size and root of a log, as a note that the log signs (C2SP tlog-checkpoint)."""

import re
from dataclasses import dataclass

from suixin.kernel.log.notes import MalformedNote, Note, read_note
from suixin.kernel.log.spelling import from_base64, to_base64
from suixin.kernel.log.tree import HASH_BYTES

SIZE = re.compile(r"0|[1-9]\d{0,18}", re.ASCII)
LARGEST = (1 << 63) - 1


class MalformedCheckpoint(MalformedNote):
    """A text that is no checkpoint; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    @property
    def text(self) -> bytes:
        """What is signed."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "".join(f"{line}\n" for line in lines).encode()

    @property
    def note(self) -> Note:
        """Not yet signed by anybody."""
        return Note(self.text, ())


def read_checkpoint(text: bytes) -> Checkpoint:
    """From a note's text. Raises `MalformedCheckpoint`."""
    try:
        lines = text.decode("utf-8").removesuffix("\n").split("\n")
    except UnicodeDecodeError:
        raise MalformedCheckpoint("not UTF-8") from None
    if len(lines) < 3 or not text.endswith(b"\n") or not all(lines):
        raise MalformedCheckpoint("a checkpoint has three lines or more, none of them empty")
    origin, size, root, *extensions = lines
    return Checkpoint(origin, read_size(size), read_hash(root), tuple(extensions))


def read_signed_checkpoint(content: bytes) -> tuple[Checkpoint, Note]:
    """Signed by whomever: nothing is verified yet. Raises `MalformedNote`."""
    note = read_note(content)
    return read_checkpoint(note.text), note


def read_size(text: str) -> int:
    if SIZE.fullmatch(text) is None or int(text) > LARGEST:
        raise MalformedCheckpoint("a size is a decimal number without leading zeros")
    return int(text)


def read_hash(text: str) -> bytes:
    """One hash in base64, as checkpoints and proofs have it on a line."""
    try:
        hashed = from_base64(text)
    except ValueError:
        raise MalformedCheckpoint("a hash is not in standard base64") from None
    if len(hashed) != HASH_BYTES:
        raise MalformedCheckpoint(f"a hash has {HASH_BYTES} bytes")
    return hashed
