"""Names and contents of the static files (C2SP tlog-tiles): one spelling for each."""

from dataclasses import replace

import naive_tree as naive
import pytest
from hypothesis import given
from hypothesis import strategies as st

from suixin.kernel.log.bundles import MalformedBundle, bundle_of, entries_in
from suixin.kernel.log.tiles import Tile, levels_of, outgrown, right_edge, tile_at, tiles_between, tiles_of

TILES = st.builds(
    Tile,
    level=st.integers(0, 63),
    number=st.integers(0, 10**21 - 1) | st.integers(0, 2000),
    width=st.integers(1, 256),
) | st.builds(
    Tile,
    level=st.just(0),
    number=st.integers(0, 10**21 - 1) | st.integers(0, 2000),
    width=st.integers(1, 256),
    entries=st.just(True),
)


@given(tile=TILES)
def test_a_tile_is_found_again_by_its_path(tile):
    assert tile_at(tile.path) == tile
    kind = "entries" if tile.entries else tile.level
    partial = "" if tile.width == 256 else f".p/{tile.width}"
    assert tile.path == f"tile/{kind}/{naive.name_of(tile.number)}{partial}"


@pytest.mark.parametrize(
    "path, tile",
    [
        ("tile/0/x001/x234/067", Tile(0, 1234067)),
        ("tile/63/000", Tile(63, 0)),
        ("tile/1/000.p/1", Tile(1, 0, 1)),
        ("tile/entries/x001/000.p/255", Tile(0, 1000, 255, entries=True)),
    ],
)
def test_paths_are_those_of_the_specification(path, tile):
    assert (tile.path, tile_at(path)) == (path, tile)


@pytest.mark.parametrize(
    "path",
    [
        *("", "tile", "tile/", "tile/0", "tile/0/", "checkpoint", "tile/0/0", "tile/0/00", "tile/0/0000"),
        *("tile/00/000", "tile/01/000", "tile/64/000", "tile/-1/000", "tile/+1/000", "tile/100/000"),
        *("tile/0/x000/001", "tile/0/x000/x001/000", "tile/0/001/000", "tile/0/x001", "tile/0/X001/000"),
        *("tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/999", "tile/0/000.p/"),
        *("tile/0/000.p", "tile/0/000.p/-1", "tile/0/000.p/1/", "tile/0/000.P/1", "tile/0/000/p/1"),
        *("/tile/0/000", "tile//0/000", "tile/0//000", "tile/0/000/", "tile/0/000\n", " tile/0/000"),
        *("tile/0/../0/000", "tile/0/./000", "tile/0/%30%30%30", "tile/0/٠٠٠", "tile/0/０００", "tile/²/000"),
        *("tile/Entries/000", "tile/entries/000.p/256", "tile/data/000", "tile/0/" + "x001/" * 7 + "000"),
    ],
)
def test_second_spellings_and_other_paths_name_no_tile(path):
    assert tile_at(path) is None


@given(path=st.text("tilentrs/x.p0123456789\n", max_size=30) | st.text(max_size=20))
def test_whatever_names_a_tile_is_its_path(path):
    tile = tile_at(path)
    assert tile is None or tile.path == path


def test_the_tiles_of_the_specifications_example():
    found = {tile.path for level in levels_of(70_000) for tile in tiles_of(70_000, level)}
    full = {f"tile/0/{n:03}" for n in range(273)}
    assert found == full | {"tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"}
    assert [tile.path for tile in right_edge(70_000)] == [
        "tile/entries/273.p/112",
        "tile/0/273.p/112",
        "tile/1/001.p/17",
        "tile/2/000.p/1",
    ]


@given(old=st.integers(0, 70_000), more=st.integers(0, 70_000))
def test_what_a_log_gains_by_growing_is_what_it_had_not(old, more):
    new = old + more
    assert list(levels_of(new)) == [level for level in range(9) if new // 256**level]
    for level in levels_of(new):
        gained = set(tiles_of(new, level)) - set(tiles_of(old, level))
        assert set(tiles_between(old, new, level)) == gained


@given(old=st.integers(0, 2**40), more=st.integers(0, 2**20))
def test_what_is_outgrown_are_the_partial_tiles_up_to_there_whose_full_one_is_there(old, more):
    found = list(outgrown(old, old + more))
    assert len(found) == len(set(found))
    for tile in right_edge(old):
        smaller = {replace(tile, width=width) for width in range(1, tile.width + 1)}
        assert smaller <= set(found) if tile.full.end <= old + more else not smaller & set(found)
    assert {tile.full for tile in found} <= {tile.full for tile in right_edge(old)}


@pytest.mark.parametrize("size", [0, 1, 255, 256, 257, 65535, 65536, 65537, 2**24 - 1, 2**24, 2**63 - 1])
def test_the_right_edge_is_what_the_specification_calls_partial(size):
    expected = {}
    for level in range(64):
        if size // 256**level % 256:
            expected[level] = size // 256**level % 256
    found = {tile.level: tile.width for tile in right_edge(size) if not tile.entries}
    assert found == expected
    assert [tile.width for tile in right_edge(size) if tile.entries] == ([size % 256] if size % 256 else [])
    assert all(tile.start < size == tile.end + size % tile.span for tile in right_edge(size))


@given(entries=st.lists(st.binary(max_size=40), max_size=20))
def test_a_bundle_is_read_back_and_hashes_as_the_plain_tree_does(entries):
    bundle = bundle_of(entries)
    assert entries_in(bundle, len(entries)) == entries
    for other in (len(entries) - 1, len(entries) + 1):
        with pytest.raises(MalformedBundle):
            entries_in(bundle, other)


@given(bundle=st.binary(max_size=60) | st.lists(st.sampled_from([0, 1, 2]), max_size=60).map(bytes))
def test_any_bytes_are_a_bundle_in_one_way_or_in_none(bundle):
    read = []
    for width in range(31):
        try:
            entries = entries_in(bundle, width)
        except MalformedBundle:
            continue
        assert (bundle_of(entries), len(entries)) == (bundle, width)
        read.append(width)
    assert len(read) <= 1
