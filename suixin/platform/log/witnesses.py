"""Asking witnesses (C2SP tlog-witness): to sign a new checkpoint, and what they have seen last.

They are asked all at once, and no one of them delays the others: what has not come in time is a problem of that
witness, told by its name in the policy. Only cosignatures that fit the policy's keys are believed.
"""

import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from hashlib import sha256

from suixin.kernel.log.checkpoint import (
    Checkpoint,
    MalformedCheckpoint,
    read_checkpoint,
    read_signed_checkpoint,
    read_size,
)
from suixin.kernel.log.cosignature import time_of
from suixin.kernel.log.notes import MalformedNote, Note, Signature, Unverified, read_signatures
from suixin.kernel.log.policy import KnownWitness, Policy
from suixin.kernel.log.witnessing import ADD_CHECKPOINT, AddCheckpoint
from suixin.platform.log.asking import Answers, Patience, Reply, Unreachable, ask

LARGEST_ANSWER = 64 * 1024  # bytes of cosignatures
LARGEST_CHECKPOINT = 256 * 1024
SHOWN = 200  # characters of what a witness says
OK, NOT_FOUND, CONFLICT = 200, 404, 409


class Trouble(StrEnum):
    UNREACHABLE = "unreachable"  # no whole answer in time
    REFUSED = "refused"  # an answer, but no cosignature
    AHEAD = "ahead"  # it has seen a longer log than ours: our history was lost, or another writes in our name
    NOTHING = "nothing"  # it has seen no checkpoint of ours


@dataclass(frozen=True, slots=True)
class Problem:
    """Why there is nothing from one witness."""

    trouble: Trouble
    text: str
    status: int | None = None  # of HTTP


@dataclass(frozen=True, slots=True)
class Round:
    """What came of asking. Witnesses are named as in the policy."""

    signatures: tuple[Signature, ...]
    sizes: Mapping[str, int]  # what each is known to have now: to be passed to the next round
    problems: Mapping[str, Problem]

    @property
    def ahead(self) -> Mapping[str, int]:
        """Witnesses that have seen a longer log, and how long."""
        return {
            name: self.sizes[name] for name, each in self.problems.items() if each.trouble is Trouble.AHEAD
        }


@dataclass(frozen=True, slots=True)
class Sighting:
    """The last checkpoint that a witness has seen, signed by the log and by the witness."""

    checkpoint: Checkpoint
    note: Note
    time: int  # seconds since 1970, as the witness tells it


@dataclass(frozen=True, slots=True)
class Look:
    seen: Mapping[str, Sighting]
    problems: Mapping[str, Problem]

    @property
    def largest(self) -> Sighting | None:
        return max(self.seen.values(), key=lambda each: each.checkpoint.size, default=None)


def collect(
    policy: Policy,
    note: Note,
    request_for: Callable[[int], AddCheckpoint],
    sizes: Mapping[str, int],
    timeout: float,
    *,
    grace: float | None = None,
) -> Round:
    """Asks every witness that has an address to cosign `note`, which the log has signed.

    `request_for` makes the request from an old size; it is called by one thread at a time, once a size, and what it
    raises is raised here. `sizes` is what the last round told. After `timeout` seconds this returns in any case; with
    `grace`, that many seconds after there are enough for the policy's quorum.
    """
    size = read_checkpoint(note.text).size
    requests = Requests(request_for)
    submissions = {
        url: Submission(
            witnesses, url, note, size, requests, max(sizes.get(each.name, 0) for each in witnesses)
        )
        for url, witnesses in by_address(policy).items()
    }
    patience = Patience(timeout)
    answers = Answers[Outcome]({url: partial(each.ask, patience) for url, each in submissions.items()})
    outcomes: dict[str, Outcome] = {}
    end = patience.end
    try:
        while (found := answers.next(end)) is not None:
            outcomes[found[0]] = found[1]
            if grace is not None and is_enough(policy, note, outcomes.values()):
                end = min(end, time.monotonic() + grace)
    finally:
        patience.hang_up()
    return summed_up(submissions, outcomes, sizes)


@dataclass(slots=True)
class Outcome:
    """Of asking at one address, which may be that of several keys."""

    size: int | None = None
    signatures: dict[str, Signature] = field(default_factory=dict)  # by witness
    problem: Problem | None = None


class Requests:
    """Most witnesses have the same size: each proof is made once."""

    def __init__(self, request_for: Callable[[int], AddCheckpoint]) -> None:
        self.request_for = request_for
        self.made: dict[int, bytes] = {}
        self.lock = threading.Lock()

    def body(self, old: int) -> bytes:
        with self.lock:
            if old not in self.made:
                self.made[old] = self.request_for(old).content
            return self.made[old]


@dataclass(frozen=True, slots=True)
class Submission:
    witnesses: Sequence[KnownWitness]
    url: str
    note: Note
    size: int
    requests: Requests
    known: int  # the size that the witness had the last time

    def ask(self, patience: Patience) -> Outcome:
        try:
            old = min(self.known, self.size)
            reply = self.send(old, patience)
            if reply.status == CONFLICT:
                told = told_size(reply)
                if told is None or told == old or told > self.size:
                    return self.conflict(told)
                old, reply = told, self.send(told, patience)
            if reply.status == CONFLICT:
                return self.conflict(told_size(reply))
            if reply.status != OK:
                return Outcome(problem=refusal(reply))
            return self.read(reply)
        except Unreachable as problem:
            return Outcome(problem=Problem(Trouble.UNREACHABLE, str(problem)))

    def send(self, old: int, patience: Patience) -> Reply:
        return ask("POST", f"{self.url}/{ADD_CHECKPOINT}", patience, LARGEST_ANSWER, self.requests.body(old))

    def conflict(self, told: int | None) -> Outcome:
        if told is not None and told > self.size:
            return Outcome(told, problem=Problem(Trouble.AHEAD, f"has seen size {told}", CONFLICT))
        text = "tells no size" if told is None else f"has size {told}, and does not go on from there"
        return Outcome(told, problem=Problem(Trouble.REFUSED, text, CONFLICT))

    def read(self, reply: Reply) -> Outcome:
        try:
            signatures = read_signatures(reply.content.decode())
        except (MalformedNote, UnicodeDecodeError) as problem:
            return Outcome(problem=Problem(Trouble.REFUSED, f"no lines of signatures: {problem}", OK))
        outcome = Outcome(self.size)
        for witness in self.witnesses:
            signature = signature_of(witness, signatures)
            if signature is not None and witness.key.verify(self.note.text, signature.signature):
                outcome.signatures[witness.name] = signature
        return outcome


def signature_of(witness: KnownWitness, signatures: Iterable[Signature]) -> Signature | None:
    key = (witness.key.name, witness.key.key_id)
    return next((each for each in signatures if (each.name, each.key_id) == key), None)


def told_size(reply: Reply) -> int | None:
    try:
        return read_size(reply.content.decode("ascii").removesuffix("\n"))
    except (MalformedCheckpoint, UnicodeDecodeError):
        return None


def refusal(reply: Reply) -> Problem:
    text = " ".join(reply.content.decode(errors="replace").split())[:SHOWN]
    return Problem(Trouble.REFUSED, text, reply.status)


def summed_up(
    submissions: Mapping[str, Submission], outcomes: Mapping[str, Outcome], sizes: Mapping[str, int]
) -> Round:
    signatures: list[Signature] = []
    known, problems = dict(sizes), dict[str, Problem]()
    late = Outcome(problem=Problem(Trouble.UNREACHABLE, "no answer in time"))
    for url, submission in submissions.items():
        outcome = outcomes.get(url, late)
        for witness in submission.witnesses:
            if outcome.size is not None:
                known[witness.name] = outcome.size
            if witness.name in outcome.signatures:
                signatures.append(outcome.signatures[witness.name])
            else:
                problems[witness.name] = outcome.problem or Problem(
                    Trouble.REFUSED, "no cosignature by the policy's key, or one that does not fit", OK
                )
    return Round(tuple(signatures), known, problems)


def is_enough(policy: Policy, note: Note, outcomes: Iterable[Outcome]) -> bool:
    seen = policy.seen_by(note)
    for outcome in outcomes:
        seen.update({name: time_of(each.signature) for name, each in outcome.signatures.items()})
    return policy.is_enough(seen)


def latest(policy: Policy, origin: str, timeout: float) -> Look:
    """What each witness has seen last of a log whose keys the policy has. After a restore from a backup, a larger one
    than ours means that our history was lost."""
    patience = Patience(timeout)
    path = f"/{sha256(origin.encode()).hexdigest()}/checkpoint"
    addresses = by_address(policy)
    answers = Answers[Reply | Problem]({url: partial(look, f"{url}{path}", patience) for url in addresses})
    replies: dict[str, Reply | Problem] = {}
    try:
        while (found := answers.next(patience.end)) is not None:
            replies[found[0]] = found[1]
    finally:
        patience.hang_up()
    seen: dict[str, Sighting] = {}
    problems: dict[str, Problem] = {}
    for url, witnesses in addresses.items():
        reply = replies.get(url, Problem(Trouble.UNREACHABLE, "no answer in time"))
        for witness in witnesses:
            found_here = reply if isinstance(reply, Problem) else sighting(policy, origin, witness, reply)
            if isinstance(found_here, Problem):
                problems[witness.name] = found_here
            else:
                seen[witness.name] = found_here
    return Look(seen, problems)


def look(url: str, patience: Patience) -> Reply | Problem:
    try:
        return ask("GET", url, patience, LARGEST_CHECKPOINT)
    except Unreachable as problem:
        return Problem(Trouble.UNREACHABLE, str(problem))


def sighting(policy: Policy, origin: str, witness: KnownWitness, reply: Reply) -> Sighting | Problem:
    if reply.status == NOT_FOUND:
        return Problem(Trouble.NOTHING, "has no checkpoint, or does not show it", NOT_FOUND)
    if reply.status != OK:
        return refusal(reply)
    try:
        checkpoint, note = read_signed_checkpoint(reply.content)
        note.verified(log.key for log in policy.logs if log.key.name == origin)
        (signature,) = note.verified([witness.key])
    except (MalformedNote, Unverified, ValueError) as problem:
        return Problem(Trouble.REFUSED, str(problem), OK)
    if checkpoint.origin != origin:
        return Problem(Trouble.REFUSED, f"shows the log {checkpoint.origin[:SHOWN]}", OK)
    return Sighting(checkpoint, note, time_of(signature.signature))


def by_address(policy: Policy) -> dict[str, list[KnownWitness]]:
    """A witness with two keys is asked once."""
    found: dict[str, list[KnownWitness]] = {}
    for witness in policy.witnesses.values():
        if witness.url is not None:
            found.setdefault(witness.url.rstrip("/"), []).append(witness)
    return found
