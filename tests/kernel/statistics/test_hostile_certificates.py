"""Files and logs by somebody who means ill: altered, exchanged, or signed and full of nonsense."""

import json
import random
from dataclasses import replace
from typing import Any

import orjson
import pytest
from small_city import SALES, MemoryLog, SmallCity, sample_city
from verifying import counted_numbers, file_of, verified, wrong

from suixin.kernel.statistics.certificate import Certificate
from suixin.kernel.statistics.verification import Findings, read_claim

# -- cheats with the files


def test_an_altered_entry_is_found(city):
    number = city.published("sales")
    source = file_of(city.certificate(number))
    for place in (0, 1, counted_numbers(city)[0], number):
        leaves = [*city.leaves]
        leaves[place] = leaves[place].replace(b"2019", b"2018", 1)
        assert wrong(verified(source, leaves)) == ["entries"]
    assert wrong(verified(source, city.leaves[:-1])) == ["entries"]
    assert wrong(verified(source, [*reversed(city.leaves)])) == ["entries"]


def test_a_certificate_of_another_log_does_not_hold_in_this_one(city):
    other = sample_city()
    number = other.published("sales")
    city.published("sales")
    assert wrong(verified(file_of(other.certificate(number)), city.leaves)) == ["entries"]


def test_a_proof_of_another_leaf_does_not_hold(city):
    number = city.published("sales")
    certificate, other = city.certificate(number), city.certificate(city.published("secret"))
    assert wrong(verified(file_of(replace(certificate, proof=other.proof)), city.leaves)) == ["proof"]
    assert wrong(verified(file_of(replace(certificate, number=0)), city.leaves)) == ["proof"]


def test_every_byte_of_a_certificate_that_matters_is_looked_at(city):
    """A flipped bit makes it fail, but for what only stands there to be read: the witnesses' lines, which a policy
    judges, and spaces between members."""
    source = file_of(city.certificate(city.published("secret"), witnesses=(), at={}))
    whole = json.loads(source)
    chance = random.Random(7)
    survivors = []
    for place in sorted(chance.sample(range(len(source)), 400)):
        changed = bytearray(source)
        changed[place] ^= 1 << chance.randrange(7)
        if verified(bytes(changed), city.leaves).holds:
            survivors.append(place)
    for place in survivors:
        assert is_in_signature(source, place, whole) or source[place : place + 1].isspace()


def is_in_signature(source: bytes, place: int, whole: dict[str, Any]) -> bool:
    line = json.dumps("— " + whole["release"]["proof"].rpartition("— ")[2], ensure_ascii=False)[1:-1].encode()
    start = source.index(line)
    return start <= place < start + len(line)


def test_every_byte_of_a_leaf_that_matters_is_looked_at(city):
    """Even where the whole log was made anew around the changed leaf, so that its roots agree: a changed report gives
    another figure, or another set."""
    number = city.published("sales")
    honest = city.certificate(number)
    matter = counted_numbers(city)[0]
    chance = random.Random(8)
    for _ in range(40):
        leaves = [*city.leaves]
        changed = bytearray(leaves[matter])
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(7)
        leaves[matter] = bytes(changed)
        assert wrong(verified(file_of(honest), leaves)) == ["entries"]


HOSTILE = [
    b"",
    b"[]",
    b"{}",
    b"null",
    b"\xff",
    b"{" * 5000,
    b'{"format":"suixin.certificate","version":1}',
    b'{"format":"suixin.certificate","version":true}',
]


@pytest.mark.parametrize("source", HOSTILE)
def test_what_is_no_certificate_is_a_step_that_failed(source):
    steps, claim = read_claim(source)
    assert claim is None
    assert [step.name for step in steps if not step.ok] == ["certificate"]


def test_members_of_any_kind_are_refused_and_nothing_crashes(city):
    """Each member of certificate and release put in place of by whatever JSON has."""
    number = city.published("secret")
    honest = city.certificate(number, at={})
    anything = [None, True, -1, 10**15, "", "x", [], {}, [[]], {"a": []}, "9" * 60]
    for path in paths_in(honest.as_json()):
        for other in anything:
            members = json.loads(file_of(honest))
            put(members, path, other)
            source = json.dumps(members).encode()
            if members != json.loads(file_of(honest)) and path != ("form",):
                assert not verified(source, city.leaves).holds, (path, other)


ANYTHING = (None, True, -1, 10**15, "9998-12", "x", [], {}, [[1]], "1e999")


def test_a_log_of_hostile_releases_crashes_nothing(city):
    honest = city.release("sales").as_data()
    for path in paths_in(honest):
        for other in ANYTHING:
            data = json.loads(json.dumps(honest))
            put(data, path, other)
            assert data == honest or path == ("stage",) or not hostile(city.leaves, data).holds, (path, other)


@pytest.mark.parametrize("place", range(19))
def test_a_log_of_other_hostile_records_crashes_nothing(city, place):
    """The city's own key signs whatever it likes; each member of a record put in place of by whatever JSON has."""
    records = len(city.leaves)
    release = city.release("sales")
    for path in paths_in(json.loads(city.leaves[place])["public"]):
        for other in ANYTHING:
            changed = json.loads(city.leaves[place])
            put(changed["public"], path, other)
            leaves = [*city.leaves]
            leaves[place] = orjson.dumps(changed, option=orjson.OPT_SORT_KEYS)
            hostile(leaves, replace(release, root=MemoryLog(leaves).root(records)).as_data())


def hostile(leaves: list[bytes], data: dict[str, Any]) -> Findings:
    """A log with these leaves and a release with that data, in order but for them."""
    city = SmallCity()
    leaf = json.loads(leaves[1]) | {"type": "statistics.release", "public": data}
    city.leaves = [*leaves, orjson.dumps(leaf, option=orjson.OPT_SORT_KEYS)]
    proof = city.proof(len(leaves), len(city.leaves), ())
    certificate = Certificate(len(leaves), city.leaves[-1], proof.content.decode(), SALES)
    return verified(file_of(certificate), city.leaves)


def paths_in(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [above] if above else []
    for key, part in list(inside)[:8]:
        found.extend(paths_in(part, (*above, key)))
    return found


def put(value: Any, path: tuple[Any, ...], other: Any) -> None:
    for step in path[:-1]:
        value = value[step]
    value[path[-1]] = other
