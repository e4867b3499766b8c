"""A log wherever it is, and the head it shows: its checkpoint, judged by whom the reader trusts."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from suixin.kernel.log.checkpoint import Checkpoint, read_signed_checkpoint
from suixin.kernel.log.disk import Source
from suixin.kernel.log.keys import Ed25519Verifier
from suixin.kernel.log.notes import Note
from suixin.kernel.log.policy import Verdict
from suixin.platform.log.folder import Folder
from suixin.platform.log.remote import Remote

CHECKPOINT = "checkpoint"
SCHEMES = ("http://", "https://")
Place = Folder | Remote


class NoLog(Exception):
    """There is no log at that place."""


class Trust(Protocol):
    """A policy, or one key. Without either nobody can say who signed."""

    def judge(self, note: Note) -> Verdict:
        """Raises `Unverified`, or `MalformedNote`."""


@dataclass(frozen=True, slots=True)
class KeyAlone:
    """Whatever origin the log tells: the key is all that is asked for."""

    key: Ed25519Verifier

    def judge(self, note: Note) -> Verdict:
        note.verified([self.key])
        return Verdict(read_signed_checkpoint(note.content)[0], {}, 0, True)


@dataclass(frozen=True, slots=True)
class Head:
    checkpoint: Checkpoint
    note: Note
    verdict: Verdict | None  # None: signatures were not checked

    @property
    def text(self) -> str:
        return self.note.content.decode()


def place_at(place: str) -> Place:
    """A folder, which may be missing, or an address. Raises `WrongAddress`."""
    return Remote(place) if place.lower().startswith(SCHEMES) else Folder(place)


def open_place(place: str) -> Place:
    """Raises `WrongAddress`, or `NoLog` where there is no such folder."""
    found = place_at(place)
    if isinstance(found, Folder) and not Path(place).is_dir():
        raise NoLog(place)
    return found


def head_of(source: Source, trust: Trust | None) -> Head:
    """Raises `NoLog`, `MalformedNote`, `Unverified` or OSError."""
    content = source.read(CHECKPOINT)
    if content is None:
        raise NoLog(CHECKPOINT)
    return read_head(content, trust)


def read_head(content: bytes, trust: Trust | None) -> Head:
    """Raises `MalformedNote`, or `Unverified`."""
    checkpoint, note = read_signed_checkpoint(content)
    return Head(checkpoint, note, trust.judge(note) if trust else None)
