"""A stranger verifies a figure: a certificate against a copy of the log, without a database, and asking nobody.

`verify_certificate` is the whole of it; `suixin verify` says it in words.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from suixin.engines.statistics.adding import sums_of
from suixin.engines.statistics.sieves import DefinitionSieve, FactSieve
from suixin.kernel.log.policy import Policy
from suixin.kernel.records.leaf import Leaf
from suixin.kernel.records.receipt import Step
from suixin.kernel.statistics.counting import Evidence
from suixin.kernel.statistics.library import Named
from suixin.kernel.statistics.verification import Claim, Incomplete, read_claim, verify_in
from suixin.platform.log.folder import Folder
from suixin.platform.log.scanning import BrokenLog, Extent, Scan
from suixin.platform.log.verification import judged

Heard = Callable[[str, int], None]  # what is being done, and how much of it is


class TooShort(Exception):
    """The copy of the log ends before the certificate's checkpoint."""

    def __init__(self, held: int, needed: int) -> None:
        super().__init__(f"{held} of {needed}")
        self.held, self.needed = held, needed


@dataclass(frozen=True, slots=True)
class Checked:
    steps: tuple[Step, ...]
    claim: Claim | None = None
    seen: Mapping[str, int] | None = None  # by witness: when; None where signatures were not checked
    witnesses: int = 0  # how many the policy names
    revisions: tuple[int, ...] = ()

    @property
    def holds(self) -> bool:
        return self.claim is not None and all(step.ok for step in self.steps)

    @property
    def signed(self) -> bool:
        return self.seen is not None


def verify_certificate(
    source: bytes,
    folder: Folder,
    shown: int,
    policy: Policy | None,
    *,
    jobs: int = 1,
    heard: Heard = lambda _name, _done: None,
) -> Checked:
    """`source` is the certificate's file; `folder` has the log's files as a log of `shown` entries has them, whoever
    made the copy. Raises `TooShort`; whatever else is wrong is a step that failed."""
    steps, claim = read_claim(source)
    if claim is None:
        return Checked(tuple(steps))
    signatures = judged(steps, claim.proof, None, policy)
    if not signatures.holds:
        return Checked(signatures.steps, claim, signatures.seen, signatures.witnesses)
    size = claim.proof.checkpoint.size
    if shown < size:
        raise TooShort(shown, size)
    found = verify_in(CopiedLog(Extent(folder.root, shown, size), jobs, heard), claim)
    return Checked(
        (*signatures.steps, *found.steps), claim, signatures.seen, signatures.witnesses, found.revisions
    )


class CopiedLog:
    """The kernel's `Log`, in a folder."""

    def __init__(self, extent: Extent, jobs: int, heard: Heard) -> None:
        self.jobs, self.heard = jobs, heard
        self.hashing = Scan(extent, jobs, partial(heard, "hashing"))
        self.counting = Scan(extent, jobs, partial(heard, "counting"))

    def named(self, named: Named) -> Iterable[tuple[int, Leaf]]:
        try:
            return self.hashing.first_reading(DefinitionSieve(named))
        except BrokenLog as error:
            raise Incomplete(str(error)) from None

    def root(self, size: int) -> bytes:
        try:
            return self.hashing.root(size)
        except BrokenLog as error:
            raise Incomplete(str(error)) from None

    def gather(self, evidence: Sequence[Evidence]) -> None:
        try:
            for place, fact in self.counting.reading(FactSieve([each.wanted for each in evidence])):
                evidence[place].add((fact,))
        except BrokenLog as error:
            raise Incomplete(str(error)) from None

    def sums(self, piles: Sequence[Sequence[bytes]]) -> list[bytes | None]:
        return sums_of(piles, self.jobs, partial(self.heard, "adding"))
