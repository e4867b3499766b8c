"""Reading a definition that came from outside, whether from TOML or from a leaf: each member checked, every fault named.

A definition is plain JSON of the canonical profile, so that its digest means the same to everybody.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, NoReturn, TypeVar, cast

from suixin.kernel.records.canonical import OutsideProfile, canonical_bytes
from suixin.kernel.records.problem import Sentence

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


class MalformedDefinition(ValueError):
    """A form or an indicator that cannot be used; the message says where and why. For officers and developers."""


def digest_of(definition: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical bytes, lower-case hexadecimal. Raises `MalformedDefinition`."""
    try:
        return hashlib.sha256(canonical_bytes(dict(definition))).hexdigest()
    except OutsideProfile as error:
        raise MalformedDefinition(f"outside the canonical profile: {error}") from None


class Members:
    """The members of one object, taken one by one; what nobody asked for is a fault."""

    def __init__(self, given: Any, where: str) -> None:
        self.where = where
        if not isinstance(given, Mapping):
            self.refuse("must be an object")
        self.given: Mapping[str, Any] = given
        self.asked: set[str] = set()

    def refuse(self, why: str) -> NoReturn:
        raise MalformedDefinition(f"{self.where}: {why}")

    def _take(self, name: str, kind: type[T], default: T | None) -> T:
        self.asked.add(name)
        if name not in self.given:
            if default is None:
                self.refuse(f"{name} is missing")
            return default
        value = self.given[name]
        if type(value) is not kind and not (kind is dict and isinstance(value, Mapping)):
            self.refuse(f"{name} must be {KINDS[kind]}")
        return cast(T, value)

    def text(self, name: str, default: str | None = None) -> str:
        return self._take(name, str, default)

    def whole(self, name: str, default: int | None = None) -> int:
        return self._take(name, int, default)

    def flag(self, name: str, default: bool | None = None) -> bool:
        return self._take(name, bool, default)

    def choice(self, name: str, kind: type[E], default: E | None = None) -> E:
        """One of the values of an enumeration."""
        try:
            return kind(self.text(name, None if default is None else default.value))
        except ValueError as error:
            if isinstance(error, MalformedDefinition):
                raise
            self.refuse(f"{name} is one of {', '.join(kind)}")

    def texts(self, name: str, default: Sequence[str] | None = None) -> tuple[str, ...]:
        found = self._take(name, list, None if default is None else list(default))
        if not all(type(each) is str for each in found):
            self.refuse(f"{name} must be a list of texts")
        return tuple(found)

    def object(self, name: str, default: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return dict(self._take(name, dict, None if default is None else dict(default)))

    def sentence(self, name: str, default: Sentence | None = None) -> Sentence:
        """A text in the languages of the site; simplified Chinese must be there."""
        found = self.object(name, default)
        if found and ("zh-hans" not in found or not set(found) <= {"zh-hans", "zh-hant", "en"}):
            self.refuse(f"{name} is a text by language: zh-hans, and maybe zh-hant and en")
        if not all(type(each) is str for each in found.values()):
            self.refuse(f"{name} is a text by language")
        return found

    def each(self, name: str, read: "Callable[[Members], T]", *, may_lack: bool = False) -> Iterator[T]:
        for place, part in enumerate(self._take(name, list, [] if may_lack else None)):
            yield read(Members(part, f"{self.where} {name}[{place}]"))

    def inner(self, name: str) -> "Members | None":
        """None where the member is not there."""
        self.asked.add(name)
        return Members(self.given[name], f"{self.where} {name}") if name in self.given else None

    def done(self) -> None:
        if extra := set(self.given) - self.asked:
            self.refuse(f"does not know {', '.join(sorted(extra))}")


KINDS = {str: "a text", int: "a whole number", bool: "true or false", list: "a list", dict: "an object"}
