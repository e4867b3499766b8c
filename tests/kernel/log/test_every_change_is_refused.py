"""Every single change of a proof, a path, a note or a key is refused."""

import naive_tree as naive
import pytest
import signed_log
from changes import single_changes
from memory_files import MemoryFiles

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.keys import MalformedKey, read_key_text
from suixin.kernel.log.notes import MalformedNote, Unverified
from suixin.kernel.log.policy import MalformedPolicy, read_policy
from suixin.kernel.log.proof_file import read_proof
from suixin.kernel.log.proofs import InvalidProof, check_consistency, check_inclusion

LEAVES = [naive.leaf(b"%d" % i) for i in range(20)]
STRANGE = naive.leaf(b"strange")


def changed_paths(path):
    """Each hash altered, left out, doubled, put in another place; and one more."""
    for at, each in enumerate(path):
        yield [*path[:at], bytes([each[0] ^ 1]) + each[1:], *path[at + 1 :]]
        yield [*path[:at], each[:-1] + bytes([each[-1] ^ 0x80]), *path[at + 1 :]]
        yield [*path[:at], each[:-1], *path[at + 1 :]]
        yield [*path[:at], *path[at + 1 :]]
        yield [*path[:at], each, each, *path[at + 1 :]]
        if at:
            yield [*path[: at - 1], each, path[at - 1], *path[at + 1 :]]
    for at in range(len(path) + 1):
        yield [*path[:at], STRANGE, *path[at:]]


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_a_changed_inclusion_proof_is_refused(size):
    root = naive.mth(LEAVES[:size])
    for index in range(size):
        path = naive.path(index, LEAVES[:size])
        check_inclusion(index, size, LEAVES[index], path, root)
        wrong = [(index, LEAVES[index], other, root) for other in changed_paths(path)]
        wrong += [(other, LEAVES[index], path, root) for other in range(-1, size + 2) if other != index]
        wrong += [(index, STRANGE, path, root), (index, LEAVES[index], path, STRANGE)]
        wrong += [(index, LEAVES[index][:-1], path, root), (index, LEAVES[index], path, root[:-1])]
        for place, leaf, other, claimed in wrong:
            with pytest.raises(InvalidProof):
                check_inclusion(place, size, leaf, other, claimed)


@pytest.mark.parametrize("new", range(1, len(LEAVES) + 1))
def test_a_changed_consistency_proof_is_refused(new):
    root = naive.mth(LEAVES[:new])
    for old in range(1, new + 1):
        before = naive.mth(LEAVES[:old])
        proof = naive.proof(old, LEAVES[:new])
        check_consistency(old, new, proof, before, root)
        wrong = [(old, other, before, root) for other in changed_paths(proof)]
        wrong += [(old, proof, STRANGE, root), (old, proof, before, STRANGE), (old, proof, STRANGE, STRANGE)]
        if old == new:
            wrong.remove(
                (old, proof, STRANGE, STRANGE)
            )  # two heads of one size are the same, whatever they are
        wrong += [(new + 1, proof, before, root), (-1, proof, before, root), (0, proof, before, root)]
        for place, other, first, second in wrong:
            with pytest.raises(InvalidProof):
                check_consistency(place, new, other, first, second)


@pytest.fixture(scope="module")
def tree():
    return signed_log.tree_of(signed_log.files_of(MemoryFiles()))


def test_a_changed_checkpoint_is_refused(tree):
    content = signed_log.witnessed(signed_log.checkpoint_of(tree)).content
    assert read_signed_checkpoint(content)[1].verified([signed_log.log.verifier])
    for other in single_changes(content):
        with pytest.raises((MalformedNote, Unverified)):
            read_signed_checkpoint(other)[1].verified([signed_log.log.verifier])


def test_a_changed_proof_file_is_refused(tree):
    policy = read_policy(signed_log.policy_text(*signed_log.TWO_OF_TWO))
    proof = signed_log.proof_of(tree, 5, signed_log.audit, signed_log.university)
    assert policy.judge(proof.note).quorum
    read_proof(proof.content).check(signed_log.ENTRIES[5])
    for other in single_changes(proof.content):
        try:
            found = read_proof(other)
            found.check(signed_log.ENTRIES[5])
            accepted = policy.judge(found.note).quorum
        except (MalformedNote, InvalidProof, Unverified):
            continue
        assert not accepted


def test_a_proof_of_another_entry_or_index_is_refused(tree):
    proof = signed_log.proof_of(tree, 5)
    for other in (b"", b"entry 6", b"entry 5 ", b"\0entry 5"):
        with pytest.raises(InvalidProof):
            proof.check(other)


@pytest.mark.parametrize("key", [signed_log.log.text, signed_log.audit.text], ids=["log", "witness"])
def test_a_changed_key_is_refused(key):
    for other in single_changes(str(key).encode()):
        with pytest.raises(MalformedKey):
            read_key_text(other.decode("utf-8", "replace"))


@pytest.mark.parametrize("key", [signed_log.log.text, signed_log.audit.text], ids=["log", "witness"])
def test_a_policy_with_a_changed_key_is_refused(key):
    text = f"log {signed_log.log.text}\nwitness w {signed_log.audit.text}\nquorum w\n".encode()
    read_policy(text)
    for other in single_changes(str(key).encode()):
        if other.strip() == str(key).encode():
            continue  # a blank line more, which a policy may have
        with pytest.raises(MalformedPolicy):
            read_policy(text.replace(str(key).encode(), other))
