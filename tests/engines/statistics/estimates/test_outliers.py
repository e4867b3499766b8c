"""Points that stand out: planted ones are found and named, ordinary series are mostly left in peace."""

import random
from collections.abc import Callable
from decimal import Decimal

import pytest
from scipy.stats import theilslopes
from small_series import Points, monthly, quarterly, season, wobble, yearly

from suixin.engines.statistics.estimates import outliers


def ordinary(position: int) -> float:
    return 500 + 3 * position + 40 * season(position) + 8 * wobble(position)


def found(points: Points) -> dict[str, set[str]]:
    """By period, the kinds of its marks."""
    estimate = outliers.find(points)
    assert estimate.reason is None
    marks: dict[str, set[str]] = {}
    for mark in estimate.marks:
        marks.setdefault(mark.period, set()).add(mark.kind)
    return marks


def test_a_single_point_is_found_in_two_ways_with_its_size():
    estimate = outliers.find(monthly(60, lambda month: ordinary(month) + 150 * (month == 30)))
    assert [(mark.period, mark.kind) for mark in estimate.marks] == [("2017-07", "AO"), ("2017-07", "HB")]
    assert all(abs(mark.size - 150) < 25 for mark in estimate.marks)
    assert all(mark.score > 10 for mark in estimate.marks)


@pytest.mark.parametrize(("month", "period"), [(0, "2015-01"), (31, "2017-08"), (59, "2019-12")])
def test_the_point_itself_is_named_and_not_the_way_back_from_it(month: int, period: str):
    assert set(found(monthly(60, lambda each: ordinary(each) + 200 * (each == month)))) == {period}
    assert set(found(monthly(60, lambda each: ordinary(each) - 200 * (each == month)))) == {period}


def test_a_decimal_point_that_slipped_is_found():
    for factor in (0.1, 10):
        points = monthly(60, lambda month: ordinary(month) * (factor if month == 41 else 1))  # noqa: B023
        assert {"AO", "HB"} <= found(points)["2018-06"]


def test_a_lasting_step_is_one_mark_at_its_beginning():
    assert found(monthly(60, lambda month: ordinary(month) + 150 * (month >= 30))) == {"2017-07": {"LS"}}


def test_a_month_without_anything_is_found_though_ratios_say_nothing_there():
    estimate = outliers.find(monthly(60, lambda month: ordinary(month) * (month != 41)))
    assert [(mark.period, mark.kind) for mark in estimate.marks] == [("2018-06", "AO")]
    assert [remark.code for remark in estimate.remarks] == ["no-ratios"]


def test_values_below_nought():
    assert found(monthly(60, lambda month: -ordinary(month) + 150 * (month == 30))) == {"2017-07": {"AO"}}


@pytest.mark.parametrize(("points", "period"), [
    (quarterly(24, lambda q: 100 + q + 10 * season(q, 4) + wobble(q) + 40 * (q == 13)), "2018-Q2"),
    (yearly(12, lambda year: 100 + year + wobble(year) + 50 * (year == 6)), "1996"),
    (yearly(12, lambda year: 900 - 50 * year + 4 * wobble(year) - 300 * (year == 9)), "1999"),
    (monthly(10, lambda month: 100 + month + wobble(month) + 50 * (month == 6)), "2015-07"),
    (monthly(60, lambda month: 2000 * 0.97**month * (1 + 0.01 * wobble(month)) + 400 * (month == 30)), "2017-07"),
])  # fmt: skip
def test_quarters_years_short_and_falling_series(points: Points, period: str):
    assert set(found(points)) == {period}


def test_without_x13_a_season_is_no_outlier_and_an_outlier_is_one(x13_is):
    x13_is("/bin/false")
    points = monthly(60, lambda month: ordinary(month) * (1 + 0.3 * season(month)))
    assert outliers.find(points).marks == ()
    points = monthly(60, lambda month: ordinary(month) + 200 * (month == 30))
    estimate = outliers.find(points)
    assert estimate.method == "MAD, HB"
    assert [remark.code for remark in estimate.remarks] == ["x13-failed"]
    assert {(mark.period, mark.kind) for mark in estimate.marks} == {("2017-07", "MAD"), ("2017-07", "HB")}


def test_too_short_for_a_season_says_that_high_and_low_months_may_be_marked():
    estimate = outliers.find(monthly(14, ordinary))
    assert [remark.code for remark in estimate.remarks] == ["x13-short", "with-season"]


def noisy(length: int, make: Callable[..., Points], frequency: int) -> Callable[[random.Random], Points]:
    def points(chance: random.Random) -> Points:
        return make(
            length, lambda each: 500 + 3 * each + 40 * season(each, frequency) + chance.gauss(0, 8), places=1
        )

    return points


@pytest.mark.parametrize("make", [
    noisy(10, yearly, 2),
    noisy(30, monthly, 12),
    noisy(24, quarterly, 4),
    noisy(60, monthly, 12),
], ids=["years", "months-without-x13", "quarters", "months"])  # fmt: skip
def test_three_of_four_ordinary_series_have_no_mark(make: Callable[[random.Random], Points]):
    """Whose only deviations are those of a normal distribution."""
    marks = [len(outliers.find(make(random.Random(number))).marks) for number in range(16)]
    assert sum(each > 0 for each in marks) <= 4
    assert sum(marks) <= 8


def test_the_straight_trend_is_that_of_theil_and_sen():
    points = yearly(11, lambda year: 40 - 3 * year + 2 * wobble(year) + 60 * (year == 4), places=4)
    values = [float(value) for _, value in points]
    slope = theilslopes(values, range(11))[0]
    level = sorted(value - slope * year for year, value in enumerate(values))[5]
    (mark,) = [mark for mark in outliers.find(points).marks if mark.kind == "MAD"]
    assert float(mark.size) == pytest.approx(values[4] - slope * 4 - level, abs=1e-3)


@pytest.mark.parametrize(
    "points", [monthly(30, lambda _: 5), monthly(30, lambda _: 0), yearly(9, lambda _: -1)]
)
def test_a_constant_has_nothing_that_stands_out(points: Points):
    assert outliers.find(points).marks == ()


def test_one_step_in_the_last_place_of_what_else_is_constant_is_nobodys_question():
    assert outliers.find(yearly(10, lambda year: 500 + (year == 4), places=0)).marks == ()
    assert outliers.find(yearly(10, lambda year: 500 + 9 * (year == 4), places=0)).marks


def test_scores_stay_within_reason_where_nothing_else_deviates():
    estimate = outliers.find(monthly(40, lambda month: 5 + 20 * (month == 20)))
    assert {mark.period for mark in estimate.marks} == {"2016-09"}
    assert all(mark.score < 1000 for mark in estimate.marks)


@pytest.mark.parametrize(("points", "code"), [
    ([], "empty"),
    (yearly(7, ordinary), "short"),
    ([point for point in monthly(36, ordinary) if point[0] != "2016-05"], "gap"),
    ([*monthly(36, ordinary), ("2018-01", Decimal("Infinity"))], "digits"),
])  # fmt: skip
def test_where_nothing_can_be_said_there_is_a_reason_and_no_mark(points: Points, code: str):
    estimate = outliers.find(points)
    assert (estimate.reason.code, estimate.marks, estimate.method) == (code, (), "")
