"""The certificate that goes with a figure: the release's leaf, the proof that a witnessed log holds it, and for reading
along the definitions. Nothing in it is believed: whoever verifies finds everything in the log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from suixin.kernel.log.notes import LIMIT
from suixin.kernel.log.spelling import from_base64, to_base64
from suixin.kernel.records.canonical import NotJson, parse_json, profile_problems
from suixin.kernel.records.leaf import LEAF_LIMIT
from suixin.kernel.statistics.definitions import MalformedDefinition, Members

FORMAT = "suixin.certificate"
VERSION = 1
MOST_BYTES = 4 * LIMIT + 4 * LEAF_LIMIT  # with definitions and a proof by many witnesses


class MalformedCertificate(ValueError):
    """Not a certificate at all; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Certificate:
    number: int  # of the release's record in the ledger
    leaf: bytes  # of the release
    proof: str  # that the log holds it: the text of a C2SP tlog-proof file
    definition: Mapping[str, Any]  # of the indicator
    form: Mapping[str, Any] | None = None  # that the indicator counts
    at: Mapping[str, str] | None = None  # the cell that its reader looked at

    def as_json(self) -> dict[str, Any]:
        members: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "release": {
                "index": self.number,
                "leaf": to_base64(self.leaf),
                "proof": self.proof,
            },
            "definition": dict(self.definition),
        }
        if self.form is not None:
            members["form"] = dict(self.form)
        if self.at is not None:
            members["at"] = dict(self.at)
        return members


def read_certificate(source: bytes) -> Certificate:
    """Raises `MalformedCertificate`."""
    if len(source) > MOST_BYTES:
        raise MalformedCertificate(f"a certificate has at most {MOST_BYTES:,} bytes")
    try:
        return read(Members(parse_json(source), "certificate"))
    except NotJson as error:
        raise MalformedCertificate(error.problem.message("en")) from None
    except MalformedDefinition as error:
        raise MalformedCertificate(str(error)) from None


def read(members: Members) -> Certificate:
    if (members.text("format"), members.whole("version")) != (FORMAT, VERSION):
        members.refuse(f"only {FORMAT} version {VERSION} is known")
    if next(profile_problems(members.given), None) is not None:
        members.refuse("a value is outside the canonical profile")
    release = members.inner("release")
    if release is None:
        members.refuse("release is missing")
    number, leaf, proof = release.whole("index"), in_base64(release), release.text("proof")
    release.done()
    if number < 0 or len(proof) > LIMIT:
        release.refuse(f"index is a whole number from 0, proof a text of at most {LIMIT:,} characters")
    at = members.object("at") if "at" in members.given else None
    if at is not None and not all(type(value) is str for value in at.values()):
        members.refuse("at is a text by name")
    certificate = Certificate(
        number=number,
        leaf=leaf,
        proof=proof,
        definition=members.object("definition"),
        form=members.object("form") if "form" in members.given else None,
        at=at,
    )
    members.done()
    return certificate


def in_base64(members: Members) -> bytes:
    try:
        leaf = from_base64(members.text("leaf"))
    except ValueError:
        members.refuse("leaf is not in standard base64")
    if len(leaf) > LEAF_LIMIT:
        members.refuse(f"leaf has at most {LEAF_LIMIT:,} bytes")
    return leaf
