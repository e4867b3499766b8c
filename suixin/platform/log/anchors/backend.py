"""What anchors a checkpoint, and what it shows afterwards."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.notes import Note


class AnchorProblem(Exception):
    """One sentence in Chinese, one in English."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en = zh, en


class Unreachable(AnchorProblem):
    """The service did not answer as it should. Trying again later may help."""


class Refused(AnchorProblem):
    """The service or the contract will not anchor this. Trying again does not help."""


class Unsound(AnchorProblem):
    """The anchor does not show what it should."""


class Unusable(AnchorProblem):
    """Something on this machine is missing or wrong: a file, a key, a library."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """What a service gave for one checkpoint."""

    proof: bytes  # the file to keep
    anchored: bytes  # the bytes that the service was shown: a digest, or the root
    reference: str  # where the service finds it again
    time: datetime  # when it was anchored, as the service says


@dataclass(frozen=True, slots=True)
class AnchorChecked:
    """What a sound anchor shows."""

    time: datetime  # the checkpoint was there no later
    by: str  # who says so


class AnchorBackend(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def suffix(self) -> str:
        """Of the files with its proofs."""

    def anchor(self, checkpoint: Checkpoint, note: Note) -> Anchor:
        """Raises `Unreachable`, `Refused`, `Unusable`, and `Unsound` where the service gave what does not hold."""

    def verify(self, proof: bytes, checkpoint: Checkpoint, note: Note) -> AnchorChecked:
        """The note as it was anchored. Raises `Unsound`, and `Unreachable` or `Unusable` where it cannot tell."""
