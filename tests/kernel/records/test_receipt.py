"""Leaves and receipts: anybody can check them, and nobody can bend them."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from independent import holds
from json_values import PLAIN, VALUES

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.paths import inclusion_path, root_of
from suixin.kernel.log.proof_file import LogProof
from suixin.kernel.log.tree import full_root, leaf_hash
from suixin.kernel.records.commitment import commit, opens, sum_of_blindings, sum_of_commitments
from suixin.kernel.records.leaf import LEAF_LIMIT, LeafTooLarge, MalformedLeaf, read_leaf, seal_record
from suixin.kernel.records.receipt import Receipt, opened_data, verify_receipt
from suixin.kernel.records.record_type import RecordType

TIME = datetime(2026, 11, 23, 8, 0, 0, tzinfo=UTC)


def receipt_file(record_type: RecordType, data: dict) -> bytes:
    record = seal_record(record_type, data, time=TIME, organisation="haizhu", actor={"person": 7})
    return orjson.dumps(Receipt(12, record.leaf, record.openings).as_json())


@pytest.fixture(scope="module")
def file(sales: RecordType) -> bytes:
    return receipt_file(
        sales, {"name": "甲", "sales": "12.50", "notes": [1, "二"], "contact": {"name": "李"}}
    )


def proved(file: bytes, index: int, size: int) -> bytes:
    """The receipt with a proof, from a log of so many entries that has its leaf at the index."""
    receipt = json.loads(file)
    entries = [b"%d" % number for number in range(size)]
    entries[index] = base64.b64decode(receipt["leaf"])
    hashes = [leaf_hash(entry) for entry in entries]

    def node(height: int, number: int) -> bytes:
        return full_root(hashes[number << height : (number + 1) << height])

    checkpoint = Checkpoint("city.example/log/2027", size, root_of(0, size, node))
    note = checkpoint.note.signed(Ed25519Signer.fresh(checkpoint.origin))
    proof = LogProof(index, tuple(inclusion_path(index, size, node)), checkpoint, note)
    return orjson.dumps({**receipt, "proof": proof.content.decode()})


def verifies(file: bytes) -> bool:
    return all(step.ok for step in verify_receipt(file))


REPORTS = st.fixed_dictionaries(
    {
        "name": PLAIN,
        "sales": st.decimals(-(10**12), 10**12, places=2).map(str).filter(lambda t: t != "-0.00"),
    },
    optional={
        "notes": st.lists(VALUES),
        "contact": st.fixed_dictionaries({}, optional={"name": PLAIN, "a/b~": PLAIN}),
        "tags": st.lists(PLAIN),
    },
)


@settings(max_examples=40)
@given(data=REPORTS)
def test_a_receipt_verifies_here_and_by_a_strangers_code_and_opens_to_the_report(
    sales: RecordType, data: dict
):
    file = receipt_file(sales, data)
    assert verifies(file)
    assert holds(file)
    assert opened_data(file) == data


@settings(max_examples=150)
@given(data=st.data())
def test_any_bit_flipped_in_the_leaf_is_noticed(file: bytes, data: st.DataObject):
    receipt = json.loads(file)
    leaf = bytearray(base64.b64decode(receipt["leaf"]))
    place = data.draw(st.integers(0, len(leaf) * 8 - 1))
    leaf[place // 8] ^= 1 << place % 8
    receipt["leaf"] = base64.b64encode(leaf).decode()
    assert not verifies(orjson.dumps(receipt))


@settings(max_examples=300)
@given(data=st.data())
def test_any_bit_flipped_in_an_opening_is_noticed(file: bytes, data: st.DataObject):
    receipt = json.loads(file)
    opening = data.draw(st.sampled_from(receipt["openings"]))
    part = data.draw(st.sampled_from(sorted(opening)))
    spelt = bytearray(orjson.dumps(opening[part]))
    place = data.draw(st.integers(0, len(spelt) * 8 - 1))
    spelt[place // 8] ^= 1 << place % 8
    changed = file.replace(orjson.dumps(opening[part]), bytes(spelt), 1)
    assert changed != file
    assert not verifies(changed)


@pytest.mark.parametrize(("index", "size"), [(0, 1), (0, 7), (6, 7), (4, 7), (255, 256), (3, 300)])
def test_a_proof_in_a_receipt_holds_here_and_by_a_strangers_code(file: bytes, index: int, size: int):
    whole = proved(file, index, size)
    assert verifies(whole)
    assert holds(whole)
    assert verify_receipt(whole)[-1].subject == f"city.example/log/2027 {index}/{size}"


def test_a_receipt_without_a_proof_says_nothing_of_it(sales: RecordType, file: bytes):
    assert "proof" not in json.loads(file)
    record = seal_record(
        sales, {"name": "甲", "sales": "1"}, time=TIME, organisation=None, actor={"person": 7}
    )
    with_proof = Receipt(3, record.leaf, record.openings, "the text").as_json()
    assert with_proof.pop("proof") == "the text"
    assert with_proof == Receipt(3, record.leaf, record.openings).as_json()


def test_a_proof_that_shows_something_else_is_noticed(file: bytes):
    receipt = json.loads(proved(file, 4, 7))
    lines = receipt["proof"].split("\n")
    wrong = {
        "another index": [lines[0], "index 5", *lines[2:]],
        "no leaf there": [lines[0], "index 7", *lines[2:]],
        "a hash less": [*lines[:2], *lines[3:]],
        "another hash": [*lines[:2], base64.b64encode(bytes(32)).decode(), *lines[3:]],
    }
    for name, changed in wrong.items():
        broken = orjson.dumps({**receipt, "proof": "\n".join(changed)})
        assert [step.name for step in verify_receipt(broken) if not step.ok] == ["proof"], name
        assert not holds(broken), name
    for unreadable in (
        "",
        "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
        1,
        None,
        "x" * 1_000_001,
    ):
        assert not verifies(orjson.dumps({**receipt, "proof": unreadable}))


@settings(max_examples=200)
@given(st.binary() | VALUES.map(lambda value: orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)))
def test_verifying_never_fails_otherwise(source: bytes):
    assert not verifies(source)


def test_an_opening_fits_only_its_own_record_and_path(sales: RecordType):
    one, other = (json.loads(receipt_file(sales, {"name": "甲", "sales": "1"})) for _ in range(2))
    one["openings"] = other["openings"]
    assert not verifies(orjson.dumps(one))


def test_a_leaf_does_not_tell_what_was_left_empty(sales: RecordType):
    full = seal_record(
        sales,
        {"name": "甲", "sales": "1", "notes": ["长" * 99], "contact": {"name": "李"}},
        time=TIME,
        organisation=None,
        actor={"person": 7},
    )
    empty = seal_record(
        sales, {"name": "甲", "sales": "1", "contact": {}}, time=TIME, organisation=None, actor={"person": 7}
    )
    assert len(full.leaf) == len(empty.leaf)
    assert read_leaf(full.leaf).public == read_leaf(empty.leaf).public


def test_two_leaves_of_one_report_share_nothing_that_is_sealed(sales: RecordType):
    one, other = (
        read_leaf(
            seal_record(
                sales, {"name": "甲", "sales": "1"}, time=TIME, organisation=None, actor={"person": 7}
            ).leaf
        )
        for _ in range(2)
    )
    assert not set(one.sealed.values()) & set(other.sealed.values())
    assert one.measures != other.measures


def test_a_leaf_has_a_greatest_size(sales: RecordType):
    def size(letters: int) -> int:
        data = {"name": "x" * letters, "sales": "1"}
        return len(seal_record(sales, data, time=TIME, organisation=None, actor={"person": 7}).leaf)

    room = LEAF_LIMIT - size(0)
    assert size(room) == LEAF_LIMIT
    with pytest.raises(LeafTooLarge) as refused:
        size(room + 1)
    assert "65536" in refused.value.problem.message("en")


def test_json_that_is_no_leaf_is_refused(sales: RecordType):
    leaf = seal_record(
        sales, {"name": "甲", "sales": "1"}, time=TIME, organisation=None, actor={"person": 7}
    ).leaf
    read_leaf(leaf)
    for wrong in (
        b"{}",
        leaf + b"\n",
        leaf.replace(b'"v":1', b'"v":2'),
        leaf.replace(b'"scale":2', b'"scale":9007199254740991'),  # zeros without end to write
        leaf.replace(b'"scale":2', b'"scale":-1'),
        leaf.replace(b'"by":null,', b""),
        b" " + leaf,
    ):
        with pytest.raises(MalformedLeaf):
            read_leaf(wrong)


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(st.integers(-(10**18), 10**18), st.binary(min_size=31, max_size=31)), min_size=1, max_size=8
    )
)
def test_sums_of_measures_can_be_proved_without_opening_the_parts(parts: list[tuple[int, bytes]]):
    blinded = [(value, b"\x01" + blinding) for value, blinding in parts]
    total = sum_of_commitments(commit(value, blinding) for value, blinding in blinded)
    blinding = sum_of_blindings(blinding for _, blinding in blinded)
    value = sum(value for value, _ in blinded)
    assert opens(total, value, blinding)
    assert not opens(total, value + 1, blinding)


def test_the_documented_example_holds():
    """The receipt printed in docs/records.md, by both verifiers."""
    document = (Path(__file__).parents[3] / "docs" / "records.md").read_text("utf-8")
    example = document.split("```json receipt\n")[1].split("```")[0].encode()
    assert verifies(example)
    assert holds(example)
