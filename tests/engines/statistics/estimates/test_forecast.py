"""Where a series is heading: against the library itself, against what then came, and where nothing can be said."""

import math
import random
from collections.abc import Callable
from datetime import date
from decimal import Decimal

import numpy
import pytest
from small_series import Points, monthly, quarterly, season, tourism, wobble, yearly
from statsmodels.tsa.statespace.structural import UnobservedComponents

from suixin.engines.statistics.estimates import forecast

NEXT_YEAR = date(2020, 12, 31)


def growth(position: int) -> float:
    return 500 + 3 * position + 40 * season(position) + 8 * wobble(position)


def ahead(points: Points, due: date, places: int | None = None):
    estimate = forecast.until(points, due, places)
    assert estimate.reason is None
    return estimate.lines["forecast"]


def test_it_is_what_the_library_forecasts():
    points = yearly(20, lambda year: -50 + 4 * year + 6 * wobble(year), places=3)
    values = numpy.array([float(value) for _, value in points])
    centre, spread = values.mean(), abs(values - values.mean()).max()
    fit = UnobservedComponents((values - centre) / spread, level="lltrend").fit(disp=False)
    expected = centre + spread * fit.get_forecast(5).predicted_mean
    found = [float(point.value) for point in ahead(points, date(2014, 1, 1), places=6)]
    assert found == pytest.approx(list(expected), abs=1e-5)


def test_every_period_up_to_the_one_of_the_due_date_has_a_value_within_its_interval():
    points = ahead(monthly(60, growth), NEXT_YEAR)
    assert [point.period for point in points] == [f"2020-{month:02}" for month in range(1, 13)]
    assert all(point.low < point.value < point.high for point in points)
    widths = [point.high - point.low for point in points]
    assert widths[-1] > widths[0]
    assert {point.value.as_tuple().exponent for point in points} == {-1}


def test_it_carries_the_season_on():
    for point, month in zip(ahead(monthly(60, growth), NEXT_YEAR), range(60, 72), strict=True):
        assert abs(float(point.value) - growth(month)) < 25  # of a season of 80 between summer and winter


def test_its_method_its_version_and_its_interval_are_told():
    estimate = forecast.until(monthly(60, growth), NEXT_YEAR)
    assert (estimate.method, estimate.marks) == ("local linear trend", ())
    assert estimate.version.startswith("statsmodels ")
    assert estimate.parameters["interval"] == "80%"
    assert estimate.parameters["season"] == "fixed"


def straight(chance: random.Random, length: int) -> Points:
    return yearly(length, lambda year: 100 + 3 * year + chance.gauss(0, 4), places=3)


def wandering(chance: random.Random, length: int) -> Points:
    level = [500.0]
    for _ in range(length):
        level.append(level[-1] + 2 + chance.gauss(0, 5))
    return quarterly(length, lambda quarter: level[quarter] + 12 * season(quarter, 4), places=3)


@pytest.mark.parametrize(("make", "known", "steps", "due"), [
    (straight, 14, 4, date(2007, 12, 31)),
    (wandering, 28, 6, date(2023, 6, 30)),
])  # fmt: skip
def test_four_in_five_of_what_then_came_lie_within_the_interval(
    make: Callable[[random.Random, int], Points], known: int, steps: int, due: date
):
    within = []
    for number in range(16):
        points = make(random.Random(f"{make.__name__} {number}"), known + steps)
        for point, (period, came) in zip(ahead(points[:known], due), points[known:], strict=True):
            assert point.period == period
            within.append(point.low <= came <= point.high)
    assert 0.65 < sum(within) / len(within) < 0.97


@pytest.mark.parametrize("points", [
    monthly(60, lambda month: 2000 * 0.97**month * (1 + 0.02 * wobble(month))),
    monthly(60, lambda month: 900 * math.exp(-0.05 * month) * (1.2 + season(month)) + 1),
])  # fmt: skip
def test_what_falls_towards_nought_does_not_fall_below_it(points: Points):
    estimate = forecast.until(points, NEXT_YEAR)
    assert estimate.parameters["transform"] == "log"
    assert all(0 < point.low <= point.value for point in estimate.lines["forecast"])
    assert estimate.lines["forecast"][-1].value < points[-12][1]


def test_noughts_and_what_is_below_are_forecast_without_logarithms():
    points = monthly(48, lambda month: max(0.0, 30 * season(month) + 5 * wobble(month)) - 2)
    estimate = forecast.until(points, date(2019, 6, 1))
    assert (estimate.reason, estimate.parameters["transform"]) == (None, "none")
    assert {point.value.is_finite() for point in estimate.lines["forecast"]} == {True}


def test_after_a_lasting_step_it_goes_on_from_the_new_level_and_is_less_sure():
    steady = ahead(monthly(60, growth), NEXT_YEAR)
    stepped = ahead(monthly(60, lambda month: growth(month) + 300 * (month >= 40)), NEXT_YEAR)
    assert abs(float(stepped[0].value) - growth(60) - 300) < 100
    assert stepped[-1].high - stepped[-1].low > steady[-1].high - steady[-1].low


@pytest.mark.parametrize(("points", "last"), [
    (monthly(24, lambda month: 10 + 2 * month, places=0), Decimal(80)),
    (monthly(24, lambda _: 5.5), Decimal("5.5")),
    (monthly(24, lambda _: 0), Decimal("0.0")),
    (monthly(24, lambda month: 7 - month, places=0), Decimal(-28)),
])  # fmt: skip
def test_what_never_deviates_goes_on_exactly_and_says_that_this_is_no_certainty(
    points: Points, last: Decimal
):
    estimate = forecast.until(points, date(2017, 12, 1))
    assert (estimate.method, estimate.version) == ("straight line", "")
    end = estimate.lines["forecast"][-1]
    assert (end.period, end.value, end.low, end.high) == ("2017-12", last, last, last)
    assert [remark.code for remark in estimate.remarks] == ["straight"]


def test_eighteen_digits_are_forecast():
    points = yearly(12, lambda year: 10**17 * (1 + year / 10) + 10**15 * wobble(year), places=0)
    (point,) = ahead(points, date(2002, 1, 1))
    assert abs(point.value / Decimal(10**17) - Decimal("2.2")) < Decimal("0.1")


GAP = [
    point for point in monthly(36, growth) if point[0] != "2016-05"
]  # or withheld: the reader has no value


@pytest.mark.parametrize(("points", "due", "code"), [
    ([], NEXT_YEAR, "empty"),
    (monthly(7, growth), date(2015, 12, 1), "short"),
    (GAP, date(2018, 6, 1), "gap"),
    (monthly(36, growth), date(2017, 12, 31), "past"),
    (monthly(36, growth), date(2010, 1, 1), "past"),
    (monthly(36, growth), date(2021, 1, 1), "too-far"),
    (yearly(8, growth), date(2020, 1, 1), "too-far"),
    (monthly(36, growth)[::-1], date(2018, 6, 1), "order"),
    ([*monthly(36, growth), ("2018-01", Decimal("NaN"))], date(2018, 6, 1), "digits"),
])  # fmt: skip
def test_where_nothing_can_be_said_there_is_a_reason_and_no_value(points: Points, due: date, code: str):
    estimate = forecast.until(points, due)
    assert estimate.reason.code == code
    assert str(estimate.reason)
    assert not estimate.lines and not estimate.method


def test_it_never_looks_farther_ahead_than_back():
    points = monthly(12, growth)
    assert len(ahead(points, date(2016, 12, 31))) == 12
    assert forecast.until(points, date(2017, 1, 1)).reason.code == "too-far"


def test_a_month_that_came_late_changes_the_forecast_and_nothing_else():
    points = monthly(48, tourism)
    first, again = (forecast.until(points, date(2019, 3, 1)) for _ in range(2))
    assert first == again
    moved = forecast.until([*points[:-1], (points[-1][0], points[-1][1] + 90)], date(2019, 3, 1))
    assert moved.lines["forecast"] != first.lines["forecast"]
