"""The receipt: what a reporter keeps, and what anybody can check without asking us.

A receipt is one JSON object: format, version, index, leaf (base64), leaf_hash (hex), openings, and a proof once a
checkpoint of the log covers the leaf. Checking it shows that the leaf is the one the hash names, that each opening fits
the leaf, and that the tree of the proof's checkpoint holds the leaf; who signed that checkpoint is for a policy to say.
"""

import secrets
from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suixin.kernel.log.notes import LIMIT, MalformedNote
from suixin.kernel.log.proof_file import LogProof, read_proof
from suixin.kernel.log.proofs import InvalidProof
from suixin.kernel.records.canonical import NotJson, parse_json, profile_problems
from suixin.kernel.records.commitment import MeasureTooLarge, NotAMeasure, opens, scaled
from suixin.kernel.records.leaf import ACTOR, Leaf, MalformedLeaf, Opening, leaf_hash, read_leaf
from suixin.kernel.records.sealing import ABSENT, SALT_BYTES, base64url, from_base64url, merged, seal

FORMAT = "suixin.receipt"
VERSION = 1
MEMBERS = frozenset(("format", "version", "index", "leaf", "leaf_hash", "openings"))
PROOF = "proof"  # a member that a receipt need not have


class MalformedReceipt(ValueError):
    """Not a receipt at all; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Receipt:
    index: int
    leaf: bytes
    openings: tuple[Opening, ...]
    proof: str | None = None  # a C2SP tlog-proof file, as it is; its index is the leaf's place in its log

    @property
    def leaf_hash(self) -> bytes:
        return leaf_hash(self.leaf)

    def as_json(self) -> dict[str, Any]:
        members = {
            "format": FORMAT,
            "version": VERSION,
            "index": self.index,
            "leaf": b64encode(self.leaf).decode("ascii"),
            "leaf_hash": self.leaf_hash.hex(),
            "openings": [opening_json(opening) for opening in self.openings],
        }
        return members if self.proof is None else {**members, PROOF: self.proof}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was checked."""

    name: str  # receipt | leaf | leaf-hash | opening | proof
    subject: str
    ok: bool
    why: str = ""  # when not ok: what differs, in English, for experts


def opening_json(opening: Opening) -> dict[str, Any]:
    if opening.scale is not None:
        return {"path": opening.path, "value": opening.value, "blinding": opening.secret.hex()}
    salted: dict[str, Any] = {"path": opening.path, "salt": base64url(opening.secret)}
    if opening.value is not ABSENT:
        salted["value"] = opening.value
    return salted


def verify_receipt(source: bytes) -> list[Step]:
    """Checks a receipt file, step by step. Never raises: what cannot be read is a step that failed."""
    try:
        members = read_members(source)
        leaf_bytes = b64decode(members["leaf"], validate=True)
        if b64encode(leaf_bytes).decode("ascii") != members["leaf"]:
            raise MalformedReceipt("leaf is not in standard base64")
    except (MalformedReceipt, Base64Error, ValueError) as error:
        return [Step("receipt", "", False, str(error))]
    found = [Step("receipt", f"index {members['index']}", True)]
    try:
        leaf = read_leaf(leaf_bytes)
    except MalformedLeaf as error:
        return [*found, Step("leaf", "", False, str(error))]
    found.append(Step("leaf", f"{leaf.type} {leaf.id}", True))
    same = secrets.compare_digest(leaf_hash(leaf_bytes).hex(), members["leaf_hash"])
    found.append(Step("leaf-hash", members["leaf_hash"], same, "" if same else "not the hash of this leaf"))
    found.extend(check_opening(leaf, opening) for opening in members["openings"])
    if PROOF in members:
        found.append(check_proof(leaf_bytes, members[PROOF]))
    return found


def read_members(source: bytes) -> dict[str, Any]:
    """Raises `MalformedReceipt`."""
    try:
        members = parse_json(source)
    except NotJson as error:
        raise MalformedReceipt(error.problem.message("en")) from None
    if type(members) is not dict or set(members) - {PROOF} != MEMBERS:
        raise MalformedReceipt(
            f"a receipt has exactly the members {', '.join(sorted(MEMBERS))}, maybe {PROOF}"
        )
    if members["format"] != FORMAT or members["version"] != VERSION or type(members["version"]) is not int:
        raise MalformedReceipt(f"only {FORMAT} version {VERSION} is known")
    if next(profile_problems(members), None) is not None:
        raise MalformedReceipt("a value is outside the canonical profile")
    if type(members["index"]) is not int or members["index"] < 0:
        raise MalformedReceipt("index is a whole number from 0")
    if type(members["leaf"]) is not str or type(members["leaf_hash"]) is not str:
        raise MalformedReceipt("leaf and leaf_hash are texts")
    if not members["leaf_hash"].isascii():
        raise MalformedReceipt("leaf_hash is lower-case hexadecimal")
    if type(members.get(PROOF, "")) is not str or len(members.get(PROOF, "")) > LIMIT:
        raise MalformedReceipt(f"{PROOF} is a text of at most {LIMIT:,} characters")
    openings = members["openings"]
    if type(openings) is not list or not all(
        type(o) is dict and type(o.get("path")) is str for o in openings
    ):
        raise MalformedReceipt("openings is a list of objects, each with a path")
    paths = [opening["path"] for opening in openings]
    if len(set(paths)) != len(paths):
        raise MalformedReceipt("a path is opened twice")
    return members


def check_proof(leaf: bytes, text: str) -> Step:
    """That the checkpoint in it covers the leaf, whoever signed that."""
    try:
        proof = read_proof(text.encode())
        proof.check(leaf)
    except (MalformedNote, InvalidProof) as error:
        return Step(PROOF, "", False, str(error))
    return Step(PROOF, f"{proof.checkpoint.origin} {proof.index}/{proof.checkpoint.size}", True)


def proof_in(source: bytes) -> LogProof | None:
    """Only for a receipt that verified."""
    members = read_members(source)
    return read_proof(members[PROOF].encode()) if PROOF in members else None


def check_opening(leaf: Leaf, opening: Mapping[str, Any]) -> Step:
    path = opening["path"]
    try:
        if path in leaf.measures:
            wrong = measure_fault(leaf, opening)
        elif path in leaf.sealed:
            wrong = digest_fault(leaf, opening)
        else:
            wrong = "the leaf has nothing sealed at this path"
    except (ValueError, TypeError, AttributeError):
        wrong = "the opening is malformed"
    return Step("opening", path, not wrong, wrong)


def digest_fault(leaf: Leaf, opening: Mapping[str, Any]) -> str:
    if not {"path", "salt"} <= set(opening) <= {"path", "salt", "value"}:
        return "the opening is malformed"
    salt = from_base64url(opening["salt"])
    if len(salt) != SALT_BYTES:
        return "a salt has 32 bytes"
    digest = seal(leaf.id, opening["path"], salt, opening.get("value", ABSENT))
    return (
        ""
        if secrets.compare_digest(digest, leaf.sealed[opening["path"]])
        else "salt or value differ from the leaf"
    )


def measure_fault(leaf: Leaf, opening: Mapping[str, Any]) -> str:
    if set(opening) != {"path", "value", "blinding"}:
        return "the opening is malformed"
    measure = leaf.measures[opening["path"]]
    blinding = bytes.fromhex(opening["blinding"])
    if blinding.hex() != opening["blinding"]:
        return "the blinding is lower-case hexadecimal"
    try:
        value = scaled(opening["value"], measure["scale"])
    except (NotAMeasure, MeasureTooLarge):
        return "the value is not a decimal of the measure's scale"
    fits = opens(bytes.fromhex(measure["commitment"]), value, blinding)
    return "" if fits else "value or blinding differ from the leaf"


def opened_data(source: bytes) -> dict[str, Any]:
    """The reported data as far as the receipt opens it. Only for a receipt that verified."""
    members = read_members(source)
    leaf = read_leaf(b64decode(members["leaf"]))
    values = {o["path"]: o.get("value", ABSENT) for o in members["openings"] if o["path"] != ACTOR}
    return merged(leaf.public, values)
