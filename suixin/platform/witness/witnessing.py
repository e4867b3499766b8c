"""Deciding whether to sign, remembering, signing: in this order."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from suixin.kernel.log.cosignature import Cosigner, cosignature
from suixin.kernel.log.notes import MalformedNote, Note, Signature
from suixin.kernel.log.witnessing import (
    BadRequest,
    Conflict,
    Inconsistent,
    consider,
    read_add_checkpoint,
)
from suixin.platform.witness.evidence import Evidence
from suixin.platform.witness.store import Held, Store


def now() -> int:
    return int(time.time())


@dataclass(frozen=True, slots=True)
class Witness:
    name: str
    store: Store
    cosigners: Sequence[Cosigner]
    evidence: Evidence
    clock: Callable[[], int] = now  # seconds since 1970

    def add_checkpoint(self, body: bytes) -> list[Signature]:
        """Raises `Declined`. When it returns, the checkpoint is on the disk."""
        try:
            asked = read_add_checkpoint(body)
        except MalformedNote as error:
            raise BadRequest(str(error)) from None
        origin = asked.checkpoint.origin
        keys, held = self.store.verifiers(origin), self.store.held(origin)
        try:
            consider(asked, keys, held.checkpoint if held else None)
        except Inconsistent as error:
            self.evidence.keep(asked, body, held, error.why)
            raise
        time = self.clock()
        note = Note(asked.note.text, tuple(asked.note.verified(keys)))
        if not self.store.replace(held, Held(asked.checkpoint, note, time)):
            raise Conflict(self.size_of(origin))
        return self.sign(note, time)

    def latest(self, identity: str) -> Note | None:
        """The last checkpoint of a log that is trusted, signed as of now: none larger has been seen."""
        time = self.clock()  # before looking: what comes meanwhile is later
        held = self.store.held_as(identity)
        if held is None or not self.store.log_keys(held.checkpoint.origin):
            return None
        return held.note.with_signatures(self.sign(held.note, time))

    def sign(self, note: Note, time: int) -> list[Signature]:
        return [cosignature(each, note.text, time) for each in self.cosigners]

    def size_of(self, origin: str) -> int:
        held = self.store.held(origin)
        return held.checkpoint.size if held else 0
