"""What a log asks of a witness, and what a witness answers (C2SP tlog-witness, add-checkpoint)."""

from collections.abc import Sequence
from dataclasses import dataclass

from suixin.kernel.log.checkpoint import Checkpoint, read_hash, read_signed_checkpoint, read_size
from suixin.kernel.log.notes import MalformedNote, Note, Unverified, Verifier
from suixin.kernel.log.proofs import LONGEST, InvalidProof, check_consistency
from suixin.kernel.log.spelling import to_base64
from suixin.kernel.log.tree import EMPTY_ROOT

ADD_CHECKPOINT = "add-checkpoint"
SIZE_TYPE = "text/x.tlog.size"


class MalformedRequest(MalformedNote):
    """A body that asks for nothing; the message says what is wrong."""


class Declined(Exception):
    """The witness does not sign. Each reason has its HTTP status."""

    status: int

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class BadRequest(Declined):
    status = 400


class NotTrusted(Declined):
    status = 403


class UnknownLog(Declined):
    status = 404


class Conflict(Declined):
    """The witness has another size than the log thinks. The answer's body is that size."""

    status = 409

    def __init__(self, size: int) -> None:
        super().__init__(f"the last checkpoint has size {size}")
        self.size = size


class Inconsistent(Declined):
    """What a log that rewrites its history would ask for. Worth keeping."""

    status = 422


@dataclass(frozen=True, slots=True)
class AddCheckpoint:
    old: int
    proof: tuple[bytes, ...]
    checkpoint: Checkpoint
    note: Note

    @property
    def content(self) -> bytes:
        lines = [f"old {self.old}", *map(to_base64, self.proof)]
        return "".join(f"{line}\n" for line in lines).encode() + b"\n" + self.note.content


def read_add_checkpoint(body: bytes) -> AddCheckpoint:
    """Raises `MalformedNote`."""
    head, blank, rest = body.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError:
        raise MalformedRequest("not ASCII before the checkpoint") from None
    if not blank or not first.startswith("old "):
        raise MalformedRequest(
            "a request begins with the old size, and has a blank line before the checkpoint"
        )
    if len(lines) > LONGEST:
        raise MalformedRequest(f"a proof has at most {LONGEST} hashes")
    old = read_size(first.removeprefix("old "))
    proof = tuple(read_hash(line) for line in lines)
    checkpoint, note = read_signed_checkpoint(rest)
    return AddCheckpoint(old, proof, checkpoint, note)


def consider(asked: AddCheckpoint, keys: Sequence[Verifier], last: Checkpoint | None) -> None:
    """Whether to sign: `keys` are those trusted for the origin, `last` what was signed for it before. Raises
    `Declined`. Whoever signs must store the checkpoint first, in one step with comparing `last` again."""
    if not keys:
        raise UnknownLog(f"the log {asked.checkpoint.origin[:200]} is not known here")
    try:
        asked.note.verified(keys)
    except Unverified as error:
        raise NotTrusted(str(error)) from None
    if asked.old > asked.checkpoint.size:
        raise BadRequest("the old size is larger than the checkpoint's")
    size = last.size if last else 0
    if asked.old != size:
        raise Conflict(size)
    try:
        check_growth(asked, last)
    except InvalidProof as error:
        raise Inconsistent(str(error)) from None


def check_growth(asked: AddCheckpoint, last: Checkpoint | None) -> None:
    """Raises `InvalidProof`."""
    new = asked.checkpoint
    if new.size == 0 and new.root != EMPTY_ROOT:
        raise InvalidProof("an empty log has another root")
    if last is None or last.size == 0:
        if asked.proof:
            raise InvalidProof("from an empty tree there is nothing to show")
        return
    check_consistency(last.size, new.size, asked.proof, last.root, new.root)
