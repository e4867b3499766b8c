"""The tree as it grows and is read, against the plain one of `naive_tree.py`, which shares no code with it."""

import naive_tree as naive
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_files import EqualLeavesFiles, FailingFiles, MemoryFiles

from suixin.kernel.log.bundles import ENTRY_LIMIT, MalformedBundle
from suixin.kernel.log.fsck import PART, check_part, check_top, parts_of, taken_part
from suixin.kernel.log.growth import Altered, GrowingTree, edge_of, read_back
from suixin.kernel.log.proofs import check_consistency, check_inclusion
from suixin.kernel.log.reading import MissingTile, TileTree
from suixin.kernel.log.tiles import outgrown, right_edge, tile_at, tiles_between
from suixin.kernel.log.tree import EMPTY_ROOT, Frontier, leaf_hash

EDGES = (255, 256, 257, 65535, 65536, 65537)
HUGE = st.integers(2**38, 2**42) | st.sampled_from([2**40 - 1, 2**40, 2**40 + 1, 2**62 + 12345])
FEW = settings(max_examples=25)


def entries_of(size: int) -> list[bytes]:
    """The first is empty."""
    return [b"" if i == 0 else b"entry %d" % i for i in range(size)]


def whole_log(size: int) -> MemoryFiles:
    files = MemoryFiles()
    GrowingTree(0).grow(files, entries_of(size))
    return files


def fsck(files, size: int):
    return check_top(files, size, [check_part(files, size, number) for number in parts_of(size)])


@FEW
@given(batches=st.lists(st.integers(0, 300), min_size=1, max_size=4))
def test_a_log_that_grows_by_batches_has_just_the_files_of_each_size(batches):
    files, written, size = MemoryFiles(), {}, 0
    tree, frontier = GrowingTree(0), Frontier()
    for batch in batches:
        fresh = entries_of(size + batch)[size:]
        tree.grow(files, fresh)
        old, size = size, size + batch
        written |= naive.files(entries_of(size))
        assert files == written
        leaves = [naive.leaf(entry) for entry in entries_of(size)]
        root = naive.mth(leaves)
        assert tree.size == size
        assert tree.root() == root
        assert TileTree(files, size).root() == root
        assert edge_of(files, size).root() == root
        assert read_back(files, frontier, size, leaves[old:]) == root
        for leaf in leaves[old:]:
            frontier.add(leaf)
        assert frontier.root() == root
        assert TileTree(files, size).frontier().hashes == frontier.hashes
        assert (fsck(files, size).root, fsck(files, size).faults) == (root, ())


@FEW
@given(sizes=st.lists(st.integers(0, 700), min_size=2, max_size=4).map(sorted))
def test_a_partial_tile_may_go_when_the_full_one_is_there(sizes):
    files, tree = MemoryFiles(), GrowingTree(0)
    for old, new in zip([0, *sizes], sizes, strict=False):
        tree.grow(files, entries_of(new)[old:])
        assert {tile.path for level in range(3) for tile in tiles_between(old, new, level)} <= set(files)
        for tile in right_edge(old):
            assert (tile.full.path in files) == (tile.full.end <= new)
        for tile in outgrown(old, new):
            files.remove(tile.path)
    for size in sizes:
        assert TileTree(files, size).root() == naive.mth([naive.leaf(each) for each in entries_of(size)])
        bundles = [TileTree(files, size).entries(number) for number in range(-(-size // 256))]
        assert [entry for bundle in bundles for entry in bundle] == entries_of(size)
    full = {path for path in files if ".p/" not in path}
    assert all(path.split(".p/")[0] not in full for path in files if ".p/" in path)


@FEW
@given(old=st.integers(0, 600), more=st.integers(1, 600), writes=st.integers(0, 9))
def test_a_disk_that_fails_while_the_log_grows_leaves_what_was_published_and_can_grow_again(
    old, more, writes
):
    files = FailingFiles(whole_log(old), writes)
    tree = edge_of(files, old)
    try:
        tree.grow(files, entries_of(old + more)[old:])
    except OSError:
        assert TileTree(files, old).root() == naive.mth([naive.leaf(each) for each in entries_of(old)])
        files.left = 99
        tree = edge_of(files, old)
        tree.grow(files, entries_of(old + more)[old:])
    assert files == whole_log(old) | whole_log(old + more)
    assert tree.root() == naive.mth([naive.leaf(each) for each in entries_of(old + more)])


@settings(max_examples=60)
@given(data=st.data(), size=st.integers(1, 600))
def test_paths_and_proofs_are_those_of_the_plain_tree_and_pass_the_checks(data, size):
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tree = TileTree(whole_log(size), size)
    leaves = [naive.leaf(entry) for entry in entries_of(size)]
    root = naive.mth(leaves)
    assert tree.inclusion(index) == naive.path(index, leaves)
    assert tree.consistency(old) == naive.proof(old, leaves)
    check_inclusion(index, size, leaves[index], tree.inclusion(index), root)
    check_consistency(old, size, tree.consistency(old), naive.mth(leaves[:old]), root)


@pytest.fixture(scope="module")
def largest() -> MemoryFiles:
    """One log, written at each of these sizes."""
    files, tree = MemoryFiles(), GrowingTree(0)
    entries = entries_of(EDGES[-1])
    for size in EDGES:
        tree.grow(files, entries[tree.size : size])
    return files


@pytest.fixture(scope="module")
def leaves() -> list[bytes]:
    return [naive.leaf(entry) for entry in entries_of(EDGES[-1])]


@pytest.mark.parametrize("size", EDGES)
def test_where_a_tile_becomes_full_the_files_are_those_of_the_plain_tree(largest, size):
    expected = naive.files(entries_of(size))
    assert {path: largest.get(path) for path in expected} == expected


def test_nothing_but_those_files_is_written(largest):
    expected = {path for size in EDGES for path in naive.files([b""] * size)}
    assert set(largest) == expected
    assert all(tile_at(path).path == path for path in largest)


@pytest.mark.parametrize("size", EDGES)
def test_where_a_tile_becomes_full_proofs_hold(largest, leaves, size):
    tree = TileTree(largest, size)
    root = naive.mth(leaves[:size])
    assert tree.root() == edge_of(largest, size).root() == root
    for index in {0, 255 % size, size // 2, size - 1}:
        path = naive.path(index, leaves[:size])
        assert tree.inclusion(index) == path
        check_inclusion(index, size, leaves[index], path, root)
    for old in [each for each in (1, 255, 257, 65536) if each <= size]:
        proof = naive.proof(old, leaves[:size])
        assert tree.consistency(old) == proof
        check_consistency(old, size, proof, naive.mth(leaves[:old]), root)


def test_a_log_of_two_parts_is_sound_and_each_way_to_spoil_it_is_found(largest, leaves):
    size = EDGES[-1]
    root = naive.mth(leaves)
    sound = [check_part(largest, size, number) for number in parts_of(size)]
    assert check_top(largest, size, sound) == check_top(largest, size, iter(sound))
    assert (check_top(largest, size, sound).root, check_top(largest, size, sound).faults) == (root, ())
    assert check_top(largest, size, sound[:1]).root is None
    assert check_top(largest, size, sound[1:]).root is None
    for path in ("tile/0/007", "tile/1/000", "tile/2/000.p/1", "tile/0/256.p/1"):
        for content in (None, largest[path][:-1], bytes([largest[path][0] ^ 1]) + largest[path][1:]):
            spoilt = MemoryFiles(largest)
            spoilt.pop(path) if content is None else dict.__setitem__(spoilt, path, content)
            number = 1 if path == "tile/0/256.p/1" else 0
            parts = [*sound[:number], check_part(spoilt, size, number), *sound[number + 1 :]]
            outcome = check_top(spoilt, size, parts)
            assert outcome.root == root, "the entries are as they were"
            named = [fault.path for fault in outcome.faults]
            # Under the last, partial hashes nothing tells which of the two is wrong: both are named.
            both = path == "tile/0/256.p/1" and content is not None and len(content) == len(largest[path])
            assert named == (["tile/entries/256.p/1", path] if both else [path])


@pytest.mark.parametrize(
    "spoil, path",
    [
        (lambda bundle: None, "tile/entries/001"),
        (lambda bundle: bundle[:-1], "tile/entries/001"),
        (lambda bundle: bundle + b"\0\0", "tile/entries/001"),
        (lambda bundle: bundle[:2] + b"E" + bundle[3:], "tile/entries/001"),
    ],
    ids=["gone", "cut off", "one more", "altered"],
)
def test_a_bundle_that_is_not_what_was_written_is_found_by_reading_back_and_by_fsck(spoil, path):
    files, size = MemoryFiles(whole_log(300) | whole_log(700)), 700
    before = TileTree(files, 300).frontier()
    content = spoil(files["tile/entries/001"])
    files.pop("tile/entries/001") if content is None else dict.__setitem__(files, "tile/entries/001", content)
    with pytest.raises((Altered, MissingTile, MalformedBundle)):
        read_back(files, before, size)
    assert [fault.path for fault in fsck(files, size).faults] == [path]


def test_entries_that_the_ledger_does_not_have_are_not_signed():
    files = whole_log(300)
    kept = [leaf_hash(entry) for entry in entries_of(300)]
    assert read_back(files, Frontier(), 300, kept) == TileTree(files, 300).root()
    for other in ([], kept[:-1], kept[1:], [kept[0], kept[0], *kept[2:]]):
        with pytest.raises(Altered):
            read_back(files, Frontier(), 300, other)


def test_a_part_that_was_checked_before_is_taken_from_its_tile(largest, leaves):
    size = EDGES[-1]
    rest = check_part(largest, size, 1)
    sound = check_top(largest, size, [taken_part(largest, size, 0), rest])
    assert (sound.root, sound.faults) == (naive.mth(leaves), ())
    for content in (None, largest["tile/1/000"][:-1]):
        spoilt = MemoryFiles(largest)
        spoilt.pop("tile/1/000") if content is None else dict.__setitem__(spoilt, "tile/1/000", content)
        outcome = check_top(spoilt, size, [taken_part(spoilt, size, 0), rest])
        assert outcome.root is None
        assert [fault.path for fault in outcome.faults] == ["tile/1/000"]
    dict.__setitem__(spoilt, "tile/1/000", bytes(32) + largest["tile/1/000"][32:])
    outcome = check_top(spoilt, size, [taken_part(spoilt, size, 0), rest])
    assert outcome.root != naive.mth(leaves)
    assert [fault.path for fault in outcome.faults] == ["tile/2/000.p/1"]


def test_a_frontier_takes_full_subtrees_only_where_one_begins():
    frontier = Frontier()
    frontier.add(naive.leaf(b""), 8)
    frontier.add(naive.leaf(b""), 3)
    for height in (4, 8):
        with pytest.raises(ValueError, match="not a multiple"):
            frontier.add(naive.leaf(b""), height)
    with pytest.raises(ValueError, match="3 full subtrees"):
        Frontier(7, [naive.leaf(b"")] * 2)


def test_growing_by_nothing_writes_nothing():
    tree = GrowingTree(0)
    tree.grow(MemoryFiles(), entries_of(300))
    files = MemoryFiles()
    tree.grow(files, [])
    assert (files, tree.size) == ({}, 300)


@pytest.mark.parametrize("path", ["tile/0/000", "tile/0/001.p/44", "tile/1/000.p/1"])
@pytest.mark.parametrize("length", [0, 31, -32, -1])
def test_a_tile_that_is_cut_off_is_missing(path, length):
    files = whole_log(300)
    dict.__setitem__(files, path, files[path][:length])
    with pytest.raises(MissingTile, match=path):
        [TileTree(files, 300).inclusion(index) for index in (0, 299)]


def test_an_empty_log_has_no_files_and_the_root_of_nothing():
    files = MemoryFiles()
    GrowingTree(0).grow(files, [])
    assert files == {}
    assert GrowingTree(0).root() == TileTree(files, 0).root() == edge_of(files, 0).root() == EMPTY_ROOT
    assert (fsck(files, 0).root, fsck(files, 0).faults) == (EMPTY_ROOT, ())


def test_the_largest_entry_is_kept_and_a_larger_one_refused():
    files = MemoryFiles()
    GrowingTree(0).grow(files, [b"x" * ENTRY_LIMIT])
    assert TileTree(files, 1).entry(0) == b"x" * ENTRY_LIMIT
    with pytest.raises(OverflowError):
        GrowingTree(0).grow(MemoryFiles(), [b"x" * (ENTRY_LIMIT + 1)])


@pytest.mark.parametrize("index", [-1, 5, 6, 256])
def test_there_is_no_entry_and_no_path_beyond_the_end(index):
    tree = TileTree(whole_log(5), 5)
    with pytest.raises(ValueError, match="there is no"):
        tree.entry(index)
    with pytest.raises(ValueError, match="there is no"):
        tree.inclusion(index)


EQUAL = naive.EqualLeaves(b"the same again")


@settings(max_examples=20)
@given(data=st.data(), size=HUGE)
def test_a_huge_tree_gives_the_proofs_of_the_plain_one_from_a_few_tiles(data, size):
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tree = TileTree(EqualLeavesFiles(EQUAL, size), size)
    root = EQUAL.mth(size)
    assert tree.root() == root
    assert tree.entry(index) == b"the same again"
    assert tree.inclusion(index) == EQUAL.path(index, size)
    assert tree.consistency(old) == EQUAL.proof(old, size)
    check_inclusion(index, size, naive.leaf(b"the same again"), tree.inclusion(index), root)
    check_consistency(old, size, tree.consistency(old), EQUAL.mth(old), root)


@settings(max_examples=10)
@given(size=HUGE, more=st.integers(1, 600))
def test_a_huge_log_grows_on(size, more):
    files = MemoryFiles()
    tree = edge_of(EqualLeavesFiles(EQUAL, size), size)
    tree.grow(files, [b"the same again"] * more)
    after = EqualLeavesFiles(EQUAL, size + more)
    assert tree.root() == EQUAL.mth(size + more)
    assert files == {path: after.read(path) for path in files}


def test_one_part_of_a_huge_log_is_checked_by_itself():
    size = 2**40 + 70_000
    part = check_part(EqualLeavesFiles(EQUAL, size), size, 2**40 // PART + 1)
    assert (part.leaves, len(part.roots), len(part.rest), part.faults) == (70_000 - PART, 17, 112, ())
