"""Checking what somebody was handed: a receipt with its log proof, or a log proof with its leaf. Nobody is asked."""

from collections.abc import Mapping
from dataclasses import dataclass

from suixin.kernel.log.notes import LIMIT, MalformedNote, Unverified
from suixin.kernel.log.policy import Policy
from suixin.kernel.log.proof_file import HEADER, LogProof, read_proof
from suixin.kernel.log.proofs import InvalidProof
from suixin.kernel.records.leaf import LEAF_LIMIT
from suixin.kernel.records.receipt import Step, proof_in, read_members, verify_receipt

MOST_BYTES = 4 * LIMIT + 100 * LEAF_LIMIT  # of a file that anybody would hand out


class Unknown(ValueError):
    """Neither a receipt nor a log proof, or a proof without its leaf."""


@dataclass(frozen=True, slots=True)
class Verification:
    steps: tuple[Step, ...]
    proof: LogProof | None = None
    number: int | None = None  # in the ledger, as a receipt says it
    seen: Mapping[str, int] | None = None  # by witness: when; None where signatures were not checked
    witnesses: int = 0  # how many the policy names

    @property
    def holds(self) -> bool:
        return all(step.ok for step in self.steps)

    @property
    def lacks_proof(self) -> bool:
        """A receipt that is whole, and came before any checkpoint."""
        return self.number is not None and self.proof is None

    @property
    def signed(self) -> bool:
        return self.seen is not None


def verify(content: bytes, leaf: bytes | None, policy: Policy | None) -> Verification:
    """Raises `Unknown`."""
    if content.startswith(HEADER.encode()):
        if leaf is None:
            raise Unknown("leaf")
        return verify_proof(content, leaf, policy)
    if not content.lstrip().startswith(b"{"):
        raise Unknown("form")
    steps = verify_receipt(content)
    if not all(step.ok for step in steps):
        return Verification(tuple(steps))
    number, proof = read_members(content)["index"], proof_in(content)
    if proof is None:
        missing = Step("proof", "", False, "the receipt has no log proof yet")
        return Verification((*steps, missing), number=number)
    return judged(steps, proof, number, policy)


def verify_proof(content: bytes, leaf: bytes, policy: Policy | None) -> Verification:
    try:
        proof = read_proof(content)
    except MalformedNote as error:
        return Verification((Step("proof-form", "", False, str(error)),))
    form = Step("proof-form", HEADER, True)
    try:
        proof.check(leaf)
    except InvalidProof as error:
        return Verification((form, Step("proof", place(proof), False, str(error))), proof)
    return judged([form, Step("proof", place(proof), True)], proof, None, policy)


def judged(steps: list[Step], proof: LogProof, number: int | None, policy: Policy | None) -> Verification:
    """Who signed the checkpoint of a proof that holds otherwise."""
    if policy is None:
        return Verification(tuple(steps), proof, number)
    seen: dict[str, int] = {}
    step = log_step(policy, proof)
    steps.append(step)
    if step.ok:
        try:
            seen = policy.seen_by(proof.note)
        except Unverified as error:
            steps.append(Step("witness", "", False, str(error)))
        steps.extend(Step("witness", name, True) for name in seen)
        enough = policy.is_enough(seen)
        why = "" if enough else f"the policy asks for {policy.quorum}"
        steps.append(Step("quorum", f"{len(seen)}/{len(policy.witnesses)}", enough, why))
    return Verification(tuple(steps), proof, number, seen, len(policy.witnesses))


def log_step(policy: Policy, proof: LogProof) -> Step:
    origin = proof.checkpoint.origin
    keys = [log.key for log in policy.logs if log.key.name == origin]
    if not keys:
        return Step("log-signature", origin, False, "the policy does not know this log")
    try:
        proof.note.verified(keys)
    except Unverified as error:
        return Step("log-signature", origin, False, str(error))
    return Step("log-signature", origin, True)


def place(proof: LogProof) -> str:
    return f"{proof.checkpoint.origin} {proof.index}/{proof.checkpoint.size}"
