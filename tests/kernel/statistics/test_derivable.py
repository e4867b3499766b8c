"""What follows from opened sums, exactly."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from outsider import echelon, follows

from suixin.kernel.statistics.derivable import Span, derivable

A, B, C, D = ((name,) for name in "abcd")
NUMBERS = range(7)


def sums(*groups):
    return [frozenset(group) for group in groups]


def test_a_difference_follows():
    assert derivable(frozenset({C}), sums({A, B, C}, {A, B}))


def test_a_part_does_not_follow():
    assert not derivable(frozenset({C}), sums({A, B, C}, {B, D}))


def test_a_half_of_what_overlaps_follows():
    assert derivable(frozenset({A}), sums({A, B}, {B, C}, {A, C}))  # (ab + ac - bc) / 2
    assert not derivable(frozenset({A}), sums({A, B}, {B, C}, {C, D}, {A, D}))


def test_nothing_follows_from_nothing_but_nought():
    assert not derivable(frozenset({A}), [])
    assert derivable(frozenset(), [])


def test_entries_may_grow_beyond_any_machine_word():
    many = [
        frozenset((str(atom),) for atom in range(40) if atom % 40 not in {left, (left * 7) % 40})
        for left in range(40)
    ]
    target = frozenset({("0",), ("3",)})
    vectors = [[int((str(atom),) in group) for atom in range(40)] for group in many]
    asked = [int((str(atom),) in target) for atom in range(40)]
    assert derivable(target, many) == follows(asked, echelon(vectors))


groups_of_numbers = st.frozensets(st.sampled_from(NUMBERS), min_size=1)


@given(groups_of_numbers, st.lists(groups_of_numbers, max_size=7))
def test_derivable_is_what_another_elimination_finds(target, opened):
    named = [frozenset((str(number),) for number in group) for group in opened]
    vectors = [[int(number in group) for number in NUMBERS] for group in opened]
    asked = [int(number in target) for number in NUMBERS]
    found = derivable(frozenset((str(number),) for number in target), named)
    assert found == follows(asked, echelon(vectors))


@given(groups_of_numbers, st.lists(groups_of_numbers, max_size=7))
def test_a_derivation_names_sums_that_are_enough(target, opened):
    span = Span()
    for number, group in enumerate(opened):
        span.add(group, number)
    used = span.derivation(target)
    if used is not None:
        vectors = [[int(number in opened[at]) for number in NUMBERS] for at in used]
        assert follows([int(number in target) for number in NUMBERS], echelon(vectors))


@given(
    st.frozensets(st.sampled_from(NUMBERS), min_size=1, max_size=4), st.lists(groups_of_numbers, max_size=6)
)
def test_a_combination_within_few_columns_is_found_if_there_is_one(columns, opened):
    span = Span()
    for group in opened:
        span.add(group)
    vectors = [[Fraction(number in group) for number in NUMBERS] for group in opened]
    outside = [
        [entry for number, entry in zip(NUMBERS, row, strict=True) if number not in columns]
        for row in vectors
    ]
    there_is = len(echelon(outside)) < len(echelon(vectors))
    found = span.within(sorted(columns))
    assert (found is not None) == there_is
    if found is not None:
        assert set(found) <= columns and any(found.values())
        assert span.derivation(found) is not None
