"""Salted digests: what is not public enters the leaf as a hash that tells nothing and can be opened later.

digest = SHA-256 of the canonical JSON array ["suixin/sealed/1", record id, path, salt, value], where the salt is
32 random bytes in base64url without padding. A field that was not filled in is sealed as well, by the array
without a value, so that a leaf does not tell who left what empty. With salt and value erased the digest stays in
the leaf and can never again be linked to anything.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from suixin.kernel.records.canonical import canonical_bytes, pointer_token

TAG = "suixin/sealed/1"
SALT_BYTES = 32


class Absent:
    """The value of a field that was not filled in; `null` is a value."""

    def __repr__(self) -> str:
        return "ABSENT"


ABSENT: Final = Absent()


def seal(record_id: str, path: str, salt: bytes, value: Any) -> str:
    """The digest, base64url without padding."""
    parts = [TAG, record_id, path, base64url(salt)]
    if value is not ABSENT:
        parts.append(value)
    return base64url(hashlib.sha256(canonical_bytes(parts)).digest())


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def from_base64url(text: str) -> bytes:
    """Raises ValueError for anything but the one spelling."""
    data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    if base64url(data) != text:
        raise ValueError("not base64url without padding")
    return data


@lru_cache(maxsize=4096)
def steps(path: str) -> tuple[str, ...]:
    """A JSON pointer taken apart."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in path.split("/")[1:])


def value_at(data: Any, path: str) -> Any:
    """The value a pointer names, through objects only; ABSENT when there is none."""
    for step in steps(path):
        if type(data) is not dict or step not in data:
            return ABSENT
        data = data[step]
    return data


def without(data: Mapping[str, Any], paths: Iterable[str]) -> dict[str, Any]:
    """The data less the fields named; the objects around them stay."""
    hidden = set(paths)
    return _without(data, "", hidden) if hidden else dict(data)


def _without(data: Mapping[str, Any], above: str, hidden: set[str]) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, value in data.items():
        path = f"{above}/{pointer_token(key)}"
        if path not in hidden:
            kept[key] = _without(value, path, hidden) if type(value) is dict else value
    return kept


def merged(public: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The inverse of `without`: values put back at their paths. Absent ones, and any whose objects are gone, stay out."""
    whole = _without(public, "", set())
    for path, value in values.items():
        if value is ABSENT:
            continue
        *above, last = steps(path)
        place: Any = whole
        for step in above:
            place = place.get(step) if type(place) is dict else None
        if type(place) is dict:
            place[last] = value
    return whole
