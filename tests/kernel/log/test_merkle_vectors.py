"""Vectors that other people made: 518 proofs of transparency-dev/merkle, and a log that Tessera wrote."""

import json
from base64 import b64decode

import pytest
from memory_files import FolderFiles

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.fsck import check_part, check_top, parts_of
from suixin.kernel.log.keys import read_log_key
from suixin.kernel.log.notes import Unverified
from suixin.kernel.log.proofs import (
    InvalidProof,
    Subtree,
    check_consistency,
    check_inclusion,
    check_subtree_consistency,
    check_subtree_inclusion,
)
from suixin.kernel.log.reading import MissingTile, TileTree
from suixin.kernel.log.tree import EMPTY_ROOT, leaf_hash

TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


def hashes(vector, *names):
    found = []
    for name in names:
        value = vector[name]
        if isinstance(value, list):
            found.append([b64decode(each) for each in value])
        else:
            found.append(b64decode(value) if value else [] if name == "proof" else b"")
    return found


def inclusion(vector):
    leaf, path, root = hashes(vector, "leafHash", "proof", "root")
    check_inclusion(vector["leafIdx"], vector["treeSize"], leaf, path, root)


def consistency(vector):
    proof, old, new = hashes(vector, "proof", "root1", "root2")
    check_consistency(vector["size1"], vector["size2"], proof, old, new)


def subtree_inclusion(vector):
    leaf, path, root = hashes(vector, "leafHash", "proof", "root")
    check_subtree_inclusion(vector["leafIdx"], Subtree(vector["start"], vector["end"]), leaf, path, root)


def subtree_consistency(vector):
    proof, part, whole = hashes(vector, "proof", "root1", "root2")
    check_subtree_consistency(Subtree(vector["start"], vector["end"]), vector["size"], proof, part, whole)


@pytest.mark.parametrize(
    "folder, check, count",
    [
        ("inclusion", inclusion, 98),
        ("consistency", consistency, 98),
        ("subtreeinclusion", subtree_inclusion, 204),
        ("subtreeconsistency", subtree_consistency, 118),
    ],
)
def test_proofs_are_judged_as_others_judge_them(vectors, folder, check, count):
    files = sorted((vectors / "rfc6962-proof-vectors" / "testdata" / folder).rglob("*.json"))
    assert len(files) == count
    wrong = []
    for file in files:
        vector = json.loads(file.read_bytes())
        try:
            check(vector)
        except InvalidProof:
            refused = True
        else:
            refused = False
        if refused != vector["wantErr"]:
            wrong.append(str(file))
    assert wrong == []


@pytest.mark.parametrize("start, end", [(1, 3), (2, 5), (2, 6), (4, 9), (6, 9), (5, 3), (-4, 0), (8, 17)])
def test_leaves_that_are_no_subtree_of_sixteen_are_refused_whatever_the_proof(start, end):
    for proof in ([], [bytes(32)] * 3):
        with pytest.raises(InvalidProof, match=r"no subtree|no part"):
            check_subtree_consistency(Subtree(start, end), 16, proof, EMPTY_ROOT, bytes(32))
        with pytest.raises(InvalidProof, match=r"no subtree|no part"):
            check_subtree_inclusion(start, Subtree(start, end), bytes(32), proof, bytes(32))


@pytest.fixture(scope="module")
def tessera(vectors) -> FolderFiles:
    return FolderFiles(vectors / "tessera-testdata-log" / "testdata" / "log")


@pytest.fixture(scope="module")
def checkpoints(tessera):
    key = read_log_key(TESSERA_KEY)
    found = []
    for size in range(16):
        content = tessera.read(f"checkpoint.{size}")
        checkpoint, note = read_signed_checkpoint(content)
        assert note.content == content
        assert checkpoint.text == note.text
        assert len(note.verified([key])) == 1
        assert (checkpoint.origin, checkpoint.size) == (key.name, size)
        found.append(checkpoint)
    return found


def test_the_newest_checkpoint_of_tessera_is_the_last_of_them(tessera, checkpoints):
    assert read_signed_checkpoint(tessera.read("checkpoint"))[0] == checkpoints[15]


def test_a_checkpoint_of_tessera_is_nobodys_under_another_key(tessera):
    other = read_log_key("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    with pytest.raises(Unverified):
        read_signed_checkpoint(tessera.read("checkpoint"))[1].verified([other])


def test_tesseras_tiles_give_its_roots_its_entries_and_every_proof(tessera, checkpoints):
    trees = [TileTree(tessera, size) for size in range(16)]
    assert [tree.root() for tree in trees] == [each.root for each in checkpoints]
    for tree, checkpoint in zip(trees, checkpoints, strict=True):
        assert tree.frontier().root() == checkpoint.root
        for index in range(tree.size):
            leaf = leaf_hash(tree.entry(index))
            check_inclusion(index, tree.size, leaf, tree.inclusion(index), checkpoint.root)
        for old in checkpoints[1 : tree.size + 1]:
            check_consistency(old.size, tree.size, tree.consistency(old.size), old.root, checkpoint.root)


def test_the_whole_of_tesseras_log_is_found_sound_at_each_size(tessera, checkpoints):
    for checkpoint in checkpoints:
        parts = [check_part(tessera, checkpoint.size, number) for number in parts_of(checkpoint.size)]
        outcome = check_top(tessera, checkpoint.size, parts)
        assert (outcome.root, outcome.faults) == (checkpoint.root, ())


def test_what_tesseras_log_does_not_have_yet_is_missing(tessera):
    with pytest.raises(MissingTile):
        TileTree(tessera, 16).root()
    outcome = check_top(tessera, 16, [check_part(tessera, 16, 0)])
    assert outcome.root is None
    assert [fault.path for fault in outcome.faults] == ["tile/entries/000.p/16"]
