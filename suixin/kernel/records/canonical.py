"""The one spelling of a value: RFC 8785 on a restricted profile, where ordinary sorted JSON already is canonical.

The profile: objects with ASCII keys, arrays, strings of Unicode scalar values, integers within ±(2^53-1), true,
false, null; at most 32 levels deep. No floats: decimals are strings. Text is kept as given, never normalised,
because a proof must show what was reported. What is outside the profile is a problem, not an approximation.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from suixin.kernel.records.problem import Problem, problem

INTEGER_LIMIT = 2**53 - 1
DEPTH_LIMIT = 32
KEY_LIMIT = 128
# What `canonical_value` reads slowly. Each may be inside the profile: a fraction, say, may stand in a text.
FRACTION_OR_LONG = rb"-?[0-9]+(?:[.eE]|(?<=[0-9]{16}))"
MEMBER_NUMBER = re.compile(rb'":' + FRACTION_OR_LONG)
LISTED_NUMBER = re.compile(rb"[\[,]" + FRACTION_OR_LONG)
FOREIGN_KEY = re.compile(rb'[\x80-\xff][^"]*":')
LONG_KEY = re.compile(rb'"[^"]{%d,}":' % (KEY_LIMIT + 1))


class OutsideProfile(ValueError):
    """The value cannot be written canonically. Callers that take input check `profile_problems` first."""


class NotJson(ValueError):
    """The bytes are not one JSON value that we accept; `problem` says why."""

    def __init__(self, found: Problem) -> None:
        super().__init__(found.code)
        self.problem = found


def canonical_bytes(value: Any) -> bytes:
    """Raises `OutsideProfile`."""
    first = next(profile_problems(value), None)
    if first is not None:
        raise OutsideProfile(first.code)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def profile_problems(value: Any) -> Iterator[Problem]:
    """Everything in the value that the profile has no spelling for."""
    waiting: list[tuple[Any, str, int]] = [(value, "", 1)]
    while waiting:
        item, path, depth = waiting.pop()
        kind = type(item)
        if kind is dict or kind is list:
            if depth > DEPTH_LIMIT:
                yield problem("too-deep", path, limit=DEPTH_LIMIT)
            elif kind is list:
                waiting.extend((part, f"{path}/{place}", depth + 1) for place, part in enumerate(item))
            else:
                plain = {key: part for key, part in item.items() if is_plain_key(key)}
                waiting.extend(
                    (part, f"{path}/{pointer_token(key)}", depth + 1) for key, part in plain.items()
                )
                if len(plain) != len(item):
                    yield problem("key-not-plain", path)
        elif (code := scalar_fault(item)) is not None:
            yield problem(code, path)


def scalar_fault(item: Any) -> str | None:
    kind = type(item)
    if kind is str:
        return None if is_plain_text(item) else "text-not-plain"
    if kind is int:
        return None if -INTEGER_LIMIT <= item <= INTEGER_LIMIT else "integer-too-large"
    if kind is bool or item is None:
        return None
    return "float" if kind is float else "not-json-value"


def is_plain_key(key: Any) -> bool:
    return type(key) is str and len(key) <= KEY_LIMIT and key.isascii() and key.isprintable()


def is_plain_text(text: str) -> bool:
    """No unpaired surrogates, and no control characters but tab and line breaks."""
    if text.isprintable():  # false for surrogates and controls, and quick
        return True
    for character in text:
        point = ord(character)
        if (point < 0x20 and character not in "\t\n\r") or point == 0x7F or 0xD800 <= point <= 0xDFFF:
            return False
    return True


def pointer_token(key: str) -> str:
    """One step of a JSON pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key


def parse_json(source: bytes) -> Any:
    """One JSON value from UTF-8. Raises `NotJson` on what lenient parsers let pass: a key given twice, NaN."""
    try:
        text = source.decode("utf-8")
    except UnicodeDecodeError:
        raise NotJson(problem("not-utf8")) from None
    try:
        return json.loads(
            text, object_pairs_hook=unique_keys, parse_constant=refuse_constant, parse_int=integer
        )
    except json.JSONDecodeError as error:
        raise NotJson(problem("not-json", line=error.lineno, column=error.colno)) from None
    except RecursionError:
        raise NotJson(problem("too-deep", limit=DEPTH_LIMIT)) from None


def canonical_value(source: bytes) -> Any:
    """The value that these bytes are the canonical spelling of. Raises ValueError for all other bytes."""
    if is_ordinary(source):
        value = orjson.loads(source)  # refuses what is not UTF-8; a key given twice comes out shorter
        if orjson.dumps(value, option=orjson.OPT_SORT_KEYS) == source:
            return value
    try:
        value = parse_json(source)
    except NotJson:
        raise ValueError("not canonical JSON") from None
    if canonical_bytes(value) != source:
        raise ValueError("JSON, but not in its canonical spelling")
    return value


def is_ordinary(source: bytes) -> bool:
    """Whether a quick parser and writer tell all that the profile asks; most leaves are so."""
    return (
        source.startswith(b"{")
        and b"\\" not in source
        and b"\x7f" not in source
        and source.count(b"{") + source.count(b"[") <= DEPTH_LIMIT
        and MEMBER_NUMBER.search(source) is None
        and (b"[" not in source or LISTED_NUMBER.search(source) is None)
        and (source.isascii() or FOREIGN_KEY.search(source) is None)
        and LONG_KEY.search(source) is None
    )


def unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise NotJson(problem("key-twice", key=twice[:KEY_LIMIT]))
    return found


def integer(digits: str) -> int:
    if len(digits) > 17:  # before converting: a million digits would take a second
        raise NotJson(problem("integer-too-large"))
    return int(digits)


def refuse_constant(_name: str) -> Any:
    raise NotJson(problem("float"))
