"""The leaf: canonical JSON bytes that stand for one record in the log, for ever. docs/records.md is its description.

A leaf has exactly ten members, all always present. Public fields are in clear; the acting person and whatever is
confidential or personal are salted digests; measures are commitments with their scale and unit.
"""

import hashlib
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson

from suixin.kernel.records.canonical import OutsideProfile, canonical_value
from suixin.kernel.records.commitment import commit, fresh_blinding, scaled
from suixin.kernel.records.problem import Problem, problem
from suixin.kernel.records.record_type import SCALE_LIMIT, RecordType
from suixin.kernel.records.sealing import ABSENT, SALT_BYTES, base64url, seal, value_at, without

VERSION = 1
LEAF_LIMIT = 65_535  # an entry's length is two bytes in the log's bundles (C2SP tlog-tiles)
MEMBERS = frozenset(
    ("v", "type", "version", "id", "time", "by", "supersedes", "public", "sealed", "measures")
)
ACTOR = "@actor"  # the sealed path of who acted; no JSON pointer, so no field can have it
RECORD_ID = re.compile(r"[A-Za-z0-9_-]{21}[AQgw]", re.ASCII)
TIME = re.compile(r"\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):\d\d:\d\dZ", re.ASCII)
DIGEST = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]", re.ASCII)
POINT = re.compile(r"0[23][0-9a-f]{64}", re.ASCII)


class MalformedLeaf(ValueError):
    """Bytes that are not a leaf; the message says what is wrong."""


class LeafTooLarge(ValueError):
    def __init__(self, size: int) -> None:
        super().__init__(f"{size} bytes")
        self.size = size

    @property
    def problem(self) -> Problem:
        return problem("leaf-too-large", size=self.size, limit=LEAF_LIMIT)


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens one digest or commitment of a leaf. Secret; kept in the vault, shown to who may see it."""

    path: str
    value: Any  # ABSENT for a field left empty; a measure's decimal text
    secret: bytes  # a salt, or a measure's blinding
    scale: int | None = None  # of a measure


@dataclass(frozen=True, slots=True)
class SealedRecord:
    """A record ready for the log: the bytes that are public and the openings that are not."""

    id: str
    leaf: bytes
    openings: tuple[Opening, ...]

    @property
    def leaf_hash(self) -> bytes:
        return leaf_hash(self.leaf)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf read back."""

    type: str
    version: int
    id: str
    time: datetime
    by: str | None
    supersedes: int | None
    public: Mapping[str, Any]
    sealed: Mapping[str, str]
    measures: Mapping[str, Mapping[str, Any]]


def seal_record(
    record_type: RecordType,
    data: Mapping[str, Any],
    *,
    time: datetime,
    organisation: str | None,
    actor: Mapping[str, Any],
    supersedes: int | None = None,
) -> SealedRecord:
    """Valid data made ready for the log. Raises `LeafTooLarge`."""
    record_id = base64url(secrets.token_bytes(16))
    sealed: dict[str, str] = {}
    openings: list[Opening] = []
    for path, value in [
        (ACTOR, dict(actor)),
        *((f.path, value_at(data, f.path)) for f in record_type.sealed_fields),
    ]:
        opening = Opening(path, value, secrets.token_bytes(SALT_BYTES))
        sealed[path] = seal(record_id, path, opening.secret, value)
        openings.append(opening)
    measures: dict[str, dict[str, Any]] = {}
    for path, measure in record_type.measures.items():
        value = value_at(data, path)
        if value is ABSENT:
            continue
        opening = Opening(path, value, fresh_blinding(), measure.scale)
        point = commit(scaled(value, measure.scale), opening.secret)
        measures[path] = {"commitment": point.hex(), "scale": measure.scale, "unit": measure.unit}
        openings.append(opening)
    leaf = orjson.dumps(
        {
            "v": VERSION,
            "type": record_type.id,
            "version": record_type.version,
            "id": record_id,
            "time": time_text(time),
            "by": organisation,
            "supersedes": supersedes,
            "public": without(data, record_type.hidden_paths),
            "sealed": sealed,
            "measures": measures,
        },
        option=orjson.OPT_SORT_KEYS,
    )
    if len(leaf) > LEAF_LIMIT:
        raise LeafTooLarge(len(leaf))
    return SealedRecord(record_id, leaf, tuple(openings))


def read_leaf(leaf: bytes) -> Leaf:
    """The leaf's members, each checked for form. Raises `MalformedLeaf`, also when the bytes are not canonical."""
    if len(leaf) > LEAF_LIMIT:
        raise MalformedLeaf(f"a leaf has at most {LEAF_LIMIT} bytes")
    try:
        members = canonical_value(leaf)
    except OutsideProfile as error:
        raise MalformedLeaf("not canonical JSON") from error
    except ValueError as error:
        raise MalformedLeaf(str(error)) from None
    if type(members) is not dict or set(members) != MEMBERS:
        raise MalformedLeaf("a leaf has exactly the members " + ", ".join(sorted(MEMBERS)))
    if members["v"] != VERSION:
        raise MalformedLeaf(f"only version {VERSION} of the leaf format is known")
    check_members(members)
    return Leaf(
        type=members["type"],
        version=members["version"],
        id=members["id"],
        time=read_time(members["time"]),
        by=members["by"],
        supersedes=members["supersedes"],
        public=members["public"],
        sealed=members["sealed"],
        measures=members["measures"],
    )


def check_members(members: Mapping[str, Any]) -> None:
    def must(holds: bool, what: str) -> None:
        if not holds:
            raise MalformedLeaf(f"{what} is malformed")

    must(type(members["type"]) is str, "type")
    must(type(members["version"]) is int and members["version"] >= 1, "version")
    must(type(members["id"]) is str and RECORD_ID.fullmatch(members["id"]) is not None, "id")
    must(type(members["time"]) is str and TIME.fullmatch(members["time"]) is not None, "time")
    must(members["by"] is None or type(members["by"]) is str, "by")
    superseded = members["supersedes"]
    must(superseded is None or (type(superseded) is int and superseded >= 0), "supersedes")
    must(type(members["public"]) is dict, "public")
    sealed, measures = members["sealed"], members["measures"]
    must(
        type(sealed) is dict and all(type(d) is str and DIGEST.fullmatch(d) for d in sealed.values()),
        "sealed",
    )
    must(type(measures) is dict and all(is_measure(m) for m in measures.values()), "measures")


def read_time(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # a month of 13
        raise MalformedLeaf("time is malformed") from None


def is_measure(given: Any) -> bool:
    return (
        type(given) is dict
        and set(given) == {"commitment", "scale", "unit"}
        and type(given["commitment"]) is str
        and POINT.fullmatch(given["commitment"]) is not None
        and type(given["scale"]) is int
        and 0 <= given["scale"] <= SCALE_LIMIT
        and type(given["unit"]) is str
    )


def leaf_hash(leaf: bytes) -> bytes:
    """RFC 6962's hash of an entry."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def time_text(time: datetime) -> str:
    """UTC, to the second."""
    return time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
