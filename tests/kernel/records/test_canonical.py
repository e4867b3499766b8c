"""One spelling for each value, the same as other people's."""

import json
from pathlib import Path

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from json_values import ANYTHING, SCALARS, VALUES

from suixin.kernel.records.canonical import (
    NotJson,
    OutsideProfile,
    canonical_bytes,
    canonical_value,
    is_ordinary,
    parse_json,
    profile_problems,
)


@given(VALUES)
def test_the_spelling_is_that_of_rfc_8785(value: object):
    assert canonical_bytes(value) == rfc8785.dumps(value)
    assert parse_json(canonical_bytes(value)) == value


@given(ANYTHING)
def test_every_value_is_either_spelt_or_has_problems(value: object):
    if list(profile_problems(value)):
        with pytest.raises(OutsideProfile):
            canonical_bytes(value)
    else:
        assert canonical_bytes(value) == rfc8785.dumps(value)


def test_text_is_kept_as_given_and_not_normalised():
    composed, decomposed = "\u00e9", "e\u0301"
    assert canonical_bytes(composed) != canonical_bytes(decomposed)
    assert parse_json(canonical_bytes("\uf900")) == "\uf900"  # a compatibility ideograph of a name


@pytest.mark.parametrize(
    ("value", "code", "path"),
    [
        ({"a": [1.5]}, "float", "/a/0"),
        ({"a": float("nan")}, "float", "/a"),
        ({"a": 2**53}, "integer-too-large", "/a"),
        ({"a": -(2**53)}, "integer-too-large", "/a"),
        ({"a": "\ud800"}, "text-not-plain", "/a"),
        ({"a": "\x00"}, "text-not-plain", "/a"),
        ({"名": 1}, "key-not-plain", ""),
        ({"a/b": {"~": b""}}, "not-json-value", "/a~1b/~0"),
    ],
)
def test_what_the_profile_has_no_word_for_is_named_with_its_place(value: object, code: str, path: str):
    assert [(each.code, each.path) for each in profile_problems(value)] == [(code, path)]


def test_nesting_has_a_limit():
    deep: list = []
    for _ in range(50_000):
        deep = [deep]
    assert [each.code for each in profile_problems(deep)] == ["too-deep"]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        (b'{"a": 1, "a": 1}', "key-twice"),
        (b"[Infinity]", "float"),
        (b"[" * 200_000, "too-deep"),
        (b"[1" + b"0" * 1_000_000 + b"]", "integer-too-large"),
        (b"\xef\xbb\xbf{}", "not-json"),
        (b"{} {}", "not-json"),
        (b"\xff", "not-utf8"),
    ],
)
def test_lenient_json_is_refused(source: bytes, code: str):
    with pytest.raises(NotJson) as refused:
        parse_json(source)
    assert refused.value.problem.code == code


@given(st.binary())
def test_no_bytes_make_the_reader_fail_otherwise(source: bytes):
    try:
        parse_json(source)
    except NotJson as refused:
        assert all(refused.problem.message(language) for language in ("zh-hans", "zh-hant", "en"))


ODD = st.recursive(
    SCALARS | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)
SPELT = st.dictionaries(st.text(), ODD).map(
    lambda value: json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=repr
    ).encode(errors="replace")
)


@given(VALUES.map(canonical_bytes) | SPELT | st.binary())
def test_bytes_are_read_quickly_only_where_that_comes_to_the_same(source: bytes):
    try:
        value = parse_json(source)
        slowly = value if canonical_bytes(value) == source else NotJson
    except (NotJson, OutsideProfile):
        slowly = NotJson
    try:
        assert canonical_value(source) == slowly
    except ValueError:
        assert slowly is NotJson


@pytest.mark.parametrize(
    "source",
    [
        b'{"a":1.5}',
        b'{"a":[1,1.5]}',
        b'{"a":[-1e2]}',
        b'{"a":9007199254740992}',
        b'{"a":[0,-9007199254740992]}',
        '{"的":1}'.encode(),
        b'{"%s":1}' % (b"k" * 129),
        b'{"a":"\x7f"}',
        b'{"a":"\\ud800"}',
        b'{"a":' + b"[" * 32 + b"]" * 32 + b"}",
        b'{"a":1,"a":1}',
        b'{"b":1,"a":1}',
        b'{"a": 1}',
        b'{"a":-0}',
        b'{"a":"\xff"}',
    ],
)
def test_what_no_leaf_may_hold_is_refused_whichever_way_it_is_read(source: bytes):
    with pytest.raises(ValueError):
        canonical_value(source)


def test_what_most_leaves_hold_is_read_quickly():
    assert is_ordinary('{"public":{"values":{"A01":"1234.50"},"list":[1,23]},"unit":"万元","v":1}'.encode())


VECTORS = Path(__file__).parents[4] / "shared" / "vectors" / "log" / "jcs" / "testdata"


@pytest.mark.skipif(not VECTORS.is_dir(), reason="the public JCS vectors are not here")
def test_the_public_vectors_inside_the_profile_agree_and_the_others_are_refused():
    spelt = 0
    for source in sorted((VECTORS / "input").iterdir()):
        value = json.loads(source.read_text("utf-8"))
        if list(profile_problems(value)):
            continue
        assert canonical_bytes(value) == (VECTORS / "output" / source.name).read_bytes().rstrip(b"\n")
        spelt += 1
    assert spelt >= 2
