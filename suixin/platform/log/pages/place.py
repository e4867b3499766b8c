"""Where one record stands in the log, for the pages that show the record."""

from dataclasses import dataclass
from datetime import datetime

from suixin.kernel.log.proof_file import LogProof
from suixin.kernel.log.tiles import WIDTH, Tile
from suixin.platform.log.models import Log
from suixin.platform.log.pages.drawings import Ladder, ladder
from suixin.platform.log.shown import Unlike, WitnessState, log_of, proof_of, state_of


@dataclass(frozen=True, slots=True)
class Place:
    record: int
    log: Log | None  # None before the first log
    position: int = 0
    proof: LogProof | None = None  # None while no checkpoint covers it
    ladder: Ladder | None = None
    witnesses: tuple[WitnessState, ...] = ()
    published_at: datetime | None = None
    differs: bool = False  # the log has signed something else there

    @property
    def seen_by(self) -> list[WitnessState]:
        return [each for each in self.witnesses if each.has_seen(self.position)]

    @property
    def last_seen(self) -> datetime | None:
        return max((each.time for each in self.seen_by if each.time is not None), default=None)

    @property
    def files(self) -> list[str]:
        """The files of the log that hold the leaf and its hash."""
        if self.proof is None:
            return []
        number = self.position // WIDTH
        width = min(WIDTH, self.proof.checkpoint.size - number * WIDTH)
        return [Tile(0, number, width, entries=True).path, Tile(0, number, width).path]


def place_of(record: int, leaf: bytes) -> Place:
    log = log_of(record)
    if log is None:
        return Place(record, None)
    position = log.leaf_of(record)
    try:
        proof = proof_of(record, log, leaf)
    except Unlike:
        return Place(record, log, position, differs=True)
    if proof is None:
        return Place(record, log, position)
    state = state_of(log, records=record + 1)  # what waits is of no interest here
    return Place(
        record,
        log,
        position,
        proof,
        ladder(position, proof.checkpoint.size, proof.path),
        state.witnesses,
        state.published_at,
    )
