"""Where a target should be by now if it grew evenly: exact, and only between its two days."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as some

from suixin.engines.statistics.estimates import pace

BEGUN = date(2018, 12, 31)
DUE = date(2021, 12, 31)  # 1096 days later
BASELINE = (BEGUN, Decimal(1800))
TARGET = (DUE, Decimal(3000))


def value(today: date, target: Decimal = TARGET[1], places: int | None = None) -> Decimal:
    estimate = pace.expected(BASELINE, (DUE, target), today, places)
    (point,) = estimate.lines["pace"]
    assert (point.period, point.low, point.high) == (today.isoformat(), None, None)
    return point.value


@pytest.mark.parametrize(("today", "expected"), [
    (BEGUN, "1800"),
    (BEGUN + timedelta(days=274), "2100"),
    (BEGUN + timedelta(days=548), "2400"),
    (DUE, "3000"),
    (DUE + timedelta(days=400), "3000"),
])  # fmt: skip
def test_by_days_from_the_baseline_to_the_target_and_then_no_farther(today: date, expected: str):
    assert str(value(today)) == expected


def test_a_target_may_lie_below_its_baseline():
    assert value(BEGUN + timedelta(days=274), Decimal(600)) == 1500


def test_a_target_that_is_already_reached_has_no_pace_but_itself():
    assert value(BEGUN + timedelta(days=9), BASELINE[1]) == 1800


def test_it_is_rounded_half_to_even_as_figures_are():
    begun, due = date(2019, 1, 1), date(2019, 1, 3)
    for goal, expected in (("1", "0"), ("3", "2"), ("5", "2")):
        estimate = pace.expected((begun, Decimal(0)), (due, Decimal(goal)), date(2019, 1, 2), 0)
        assert str(estimate.lines["pace"][0].value) == expected


@given(
    some.integers(0, 2000), some.integers(1, 2000), some.decimals(-(10**12), 10**12, places=2),
    some.decimals(-(10**12), 10**12, places=2),
)  # fmt: skip
def test_it_is_the_fraction_of_the_days_to_half_of_the_last_place(
    gone: int, days: int, start: Decimal, goal: Decimal
):
    due, today = BEGUN + timedelta(days=days), BEGUN + timedelta(days=gone)
    (point,) = pace.expected((BEGUN, start), (due, goal), today).lines["pace"]
    exact = Fraction(start) + (Fraction(goal) - Fraction(start)) * Fraction(min(gone, days), days)
    assert abs(Fraction(point.value) - exact) <= Fraction(1, 200)


@pytest.mark.parametrize(("baseline", "target", "today", "code"), [
    (BASELINE, (BEGUN, Decimal(1)), DUE, "backwards"),
    (TARGET, BASELINE, DUE, "backwards"),
    (BASELINE, TARGET, date(2018, 12, 30), "not-begun"),
    ((BEGUN, Decimal("NaN")), TARGET, DUE, "digits"),
    (BASELINE, (DUE, Decimal("1E+18")), DUE, "digits"),
])  # fmt: skip
def test_where_there_is_no_pace_a_sentence_says_why(baseline, target, today: date, code: str):
    estimate = pace.expected(baseline, target, today)
    assert (estimate.reason.code, dict(estimate.lines), estimate.method) == (code, {}, "")
    for language, said in (("zh-hans", "。"), ("en", ".")):
        with translation.override(language):
            assert str(estimate.reason).endswith(said)


def test_it_says_how_it_was_reckoned():
    estimate = pace.expected(BASELINE, TARGET, BEGUN + timedelta(days=274))
    assert estimate.method == "linear pace"
    assert estimate.version.startswith("suixin ")
    assert dict(estimate.parameters) == {"days gone": "274", "days": "1096"}
