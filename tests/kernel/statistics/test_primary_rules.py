"""The primary rules, by examples worked out on paper and by what the literature and acro define."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outsider import unsafe

from suixin.kernel.statistics.disclosure import Reason, Rules, primary, revision_reveals

ONLY_THRESHOLD = Rules(dominance=None, p_percent=None)
ONLY_DOMINANCE = Rules(threshold=1, p_percent=None)
ONLY_P_PERCENT = Rules(threshold=1, dominance=None)


def units(*amounts):
    return {f"unit {number}": amount for number, amount in enumerate(amounts)}


@pytest.mark.parametrize(
    ("amounts", "rules", "reason"),
    [
        ((10, 10), Rules(), Reason.THRESHOLD),
        ((10, 10, 10), ONLY_THRESHOLD, None),
        ((10, 10, 10, 0, 0), Rules(threshold=4), Reason.THRESHOLD),  # who reports nought hides nobody
        ((0, 0, 0, 0), Rules(), Reason.THRESHOLD),  # a total of nought tells the amount of each
        ((), Rules(), None),
        ((60, 26, 14), ONLY_DOMINANCE, Reason.DOMINANCE),  # 86 of 100
        ((60, 25, 15), ONLY_DOMINANCE, None),  # 85 of 100 is not more than 85 per cent
        ((-60, 26, 14), ONLY_DOMINANCE, Reason.DOMINANCE),
        ((100, 50, 9), ONLY_P_PERCENT, Reason.P_PERCENT),  # the second is only 9 off
        ((100, 50, 10), ONLY_P_PERCENT, None),
        ((100, 50, -9), ONLY_P_PERCENT, Reason.P_PERCENT),
        ((10**18, 10**18, 10**17), ONLY_P_PERCENT, None),
        ((10**18, 10**18, 10**17 - 1), ONLY_P_PERCENT, Reason.P_PERCENT),  # no floating point would see it
    ],
)
def test_reason(amounts, rules, reason):
    assert primary(units(*amounts), rules) is reason


def test_a_unit_is_one_however_it_is_spelt_in_the_rules():
    assert primary(units(*[1] * 9), Rules(threshold=10, dominance=None, p_percent=None)) is Reason.THRESHOLD
    assert primary(units(*[1] * 10), Rules(threshold=10, dominance=None, p_percent=None)) is None


amounts_of_one_sign = st.lists(st.integers(1, 10**6), min_size=2, max_size=8)


@given(amounts_of_one_sign, st.integers(1, 3), st.integers(50, 99))
def test_dominance_is_that_of_acro(amounts, n, k):
    """acro: the sum of the n largest, divided by the total, is over k."""
    largest = sorted(amounts, reverse=True)[:n]
    rules = Rules(threshold=1, dominance=(n, Decimal(k)), p_percent=None)
    assert (primary(units(*amounts), rules) is not None) == (
        Fraction(sum(largest), sum(amounts)) > Fraction(k, 100)
    )


@given(amounts_of_one_sign, st.integers(1, 40))
def test_p_percent_is_that_of_acro(amounts, p):
    """acro: what is left without the two largest, divided by the largest, is under p."""
    first, _, *rest = sorted(amounts, reverse=True)
    rules = Rules(threshold=1, dominance=None, p_percent=Decimal(p))
    assert (primary(units(*amounts), rules) is not None) == (Fraction(sum(rest), first) < Fraction(p, 100))


@given(st.lists(st.integers(-(10**18), 10**18), max_size=8))
def test_all_three_together_as_worked_out_by_another(amounts):
    assert (primary(units(*amounts), Rules()) is not None) == unsafe(units(*amounts))


@given(
    st.lists(st.integers(1, 100), min_size=3, max_size=6),
    st.lists(st.integers(1, 100), min_size=3, max_size=6),
)
def test_two_safe_groups_are_safe_together(one, other):
    together = units(*one, *other)
    if primary(units(*one), Rules()) is None and primary(units(*other), Rules()) is None:
        assert primary(together, Rules()) is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"threshold": 0},
        {"dominance": (0, Decimal(85))},
        {"dominance": (2, Decimal(101))},
        {"p_percent": Decimal(0)},
        {"interval": Decimal(-1)},
    ],
)
def test_rules_that_make_no_sense_are_refused(wrong):
    with pytest.raises(ValueError):
        Rules(**wrong)


def test_a_revision_of_one_report_tells_it():
    before = units(100, 200, 300, 400)
    assert revision_reveals(before, before | {"unit 1": 250}, Rules())
    assert revision_reveals(before, before | {"late": 70}, Rules())


def test_a_revision_in_which_nothing_changed_tells_nothing():
    assert not revision_reveals(units(1, 2, 3), units(1, 2, 3), Rules())
    assert not revision_reveals(units(1, 2, 3), units(1, 2, 3, 0), Rules())


def test_a_revision_of_enough_reports_must_pass_the_rules_itself():
    before = units(*[100] * 8)
    assert not revision_reveals(before, before | units(110, 90, 112, 91), Rules())
    assert revision_reveals(
        before, before | units(110, 90, 9000, 91), Rules()
    )  # one change is nearly all of it
