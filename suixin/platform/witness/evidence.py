"""What was asked for that contradicts what was signed: kept as files, to be handed to whoever investigates.

    evidence/<the log's identity>/fork-<size>-<root>/        both notes are signed by the log: proof by itself
    evidence/<the log's identity>/unproven-<size>-<root>/    the checkpoint is signed, its way from the held one is not shown

Each has `asked`, the request as it came, and `held`, the checkpoint that was signed here.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.notes import MalformedNote
from suixin.kernel.log.witnessing import AddCheckpoint, read_add_checkpoint
from suixin.platform.witness.store import Held, identity_of

MOST = 100  # cases of one log; the first ones tell most
FORK = "fork"
logger = logging.getLogger("suixin.witness")


@dataclass(frozen=True, slots=True)
class Case:
    folder: Path
    checkpoint: Checkpoint  # that was asked for
    when: int  # seconds since 1970

    @property
    def is_proof(self) -> bool:
        """Whether the log has signed two roots for one size. Otherwise whoever asked may just have made a mistake."""
        return self.folder.name.startswith(FORK)


class Evidence:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, asked: AddCheckpoint, body: bytes, held: Held | None, why: str) -> None:
        """Says it loudly, and keeps the first of its kind. A full disk must not keep the answer from being no."""
        new = asked.checkpoint
        is_fork = held is not None and held.checkpoint.size == new.size
        kind = FORK if is_fork else "unproven"
        logger.error(
            "%s: the log %r asks for size %d, root %s, which does not follow size %d: %s",
            "FORK, PROVEN BY ITS OWN SIGNATURES" if is_fork else "NOT CONSISTENT",
            *(new.origin, new.size, new.root.hex(), held.checkpoint.size if held else 0, why),
        )
        cases = self.folder / identity_of(new.origin)
        case = cases / f"{kind}-{new.size}-{new.root.hex()[:16]}"
        try:
            if case.exists() or (cases.exists() and len(list(cases.glob(f"{kind}-*"))) >= MOST):
                return
            case.mkdir(mode=0o700, parents=True)
            (case / "asked").write_bytes(body)
            if held is not None:
                (case / "held").write_bytes(held.note.content)
        except OSError as problem:
            logger.error("the evidence could not be kept in %s: %s", case, problem)

    def cases(self, origin: str | None = None) -> Iterator[Case]:
        """Oldest first."""
        pattern = "*/*/asked" if origin is None else f"{identity_of(origin)}/*/asked"
        found = [(path.stat().st_mtime, path) for path in self.folder.glob(pattern)]
        for when, path in sorted(found):
            try:
                yield Case(path.parent, read_add_checkpoint(path.read_bytes()).checkpoint, int(when))
            except (OSError, MalformedNote) as problem:
                logger.error("%s cannot be read: %s", path, problem)
