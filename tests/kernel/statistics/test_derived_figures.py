"""Growth, shares and the like: verified down to the reports, from the newest releases there were."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from small_city import HAIZHU, TIANHE, SmallCity, indicator
from verifying import cell, faults, value, verify, wrong

from suixin.kernel.statistics.figures import TOTAL, Base, State, derived, figure_text
from suixin.kernel.statistics.indicators import read_indicator
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import Cell, Release

# -- derived figures

GROWTH = indicator("growth", unit="%", places=1, derived={"change": "change-on-period", "of": "sales"})
SECRET_GROWTH = indicator("secret-growth", derived={"change": "change-on-period", "of": "secret"})


@pytest.fixture
def two_months(city) -> SmallCity:
    may = next(n for n, t in enumerate(city.told) if t.data.get("period") == "2019-05")
    city.accept(may, period="2019-05")
    city.indicator(GROWTH | {"breakdowns": [["district"]]})
    city.published("sales", "2019-05")
    city.published("sales", "2019-06")
    return city


def growth(city: SmallCity, **total: Any) -> Release:
    """May has 1.00 in Haizhu alone; June 12350.81 there and 20000.00 in Tianhe."""
    releases = [n for n, t in enumerate(city.told) if t.type == "statistics.release"]
    newest = [max(n for n in releases if city.told[n].data["period"] == p) for p in ("2019-05", "2019-06")]
    cells = {
        (): Cell({}, 3, figure="3234981.0"),
        ("h",): Cell({"district": HAIZHU}, 2, figure="1234981.0"),
        ("t",): Cell({"district": TIANHE}, 1, missing=True),
    }
    cells[()] = replace(cells[()], **total)
    return city.derived("growth", "2019-06", cells, newest)


def test_a_derived_figure_is_verified_down_to_the_reports(two_months):
    findings = verify(two_months, two_months.publish(growth(two_months)))
    assert findings.holds, faults(findings)
    assert sum(step.name == "selection" for step in findings.steps) == 2
    assert {"sources", "derived"} < {step.name for step in findings.steps}


@pytest.mark.parametrize(
    ("total", "steps"),
    [
        ({"figure": "3234981.1"}, ["derived"]),
        ({"units": 4}, ["derived"]),
        ({"value": "1.0"}, ["derived"]),
        ({"figure": None, "missing": True}, ["derived"]),
        ({"figure": None, "withheld": True}, []),
        ({"at": {"district": "440111"}}, ["cells"]),
    ],
)
def test_a_cheat_in_a_derived_figure_is_found(two_months, total, steps):
    assert wrong(verify(two_months, two_months.publish(growth(two_months, **total)))) == steps


def test_a_figure_derived_from_an_old_release_is_found(two_months):
    old = growth(two_months)
    two_months.published("sales", "2019-06", stage="revised", reason="更正")
    records = len(two_months.leaves)
    again = replace(old, size=records, records=records, root=two_months.root(records))
    assert wrong(verify(two_months, two_months.publish(again, later=3600))) == ["sources"]
    assert wrong(verify(two_months, two_months.publish(old, later=3600))) == ["freshness"]


def test_a_figure_derived_from_a_false_one_is_found(city):
    city.indicator(GROWTH)
    may = next(n for n, t in enumerate(city.told) if t.data.get("period") == "2019-05")
    city.accept(may, period="2019-05")
    city.published("sales", "2019-05")
    city.publish(value(Decimal("1.00"))(city, city.release("sales")))
    release = growth(city)
    release = replace(release, cells=release.cells[:1])
    assert "cells" in wrong(verify(city, city.publish(release)))
    assert "derived" in wrong(verify(city, city.publish(release)))


def test_what_a_part_withholds_is_withheld_and_what_is_not_there_is_missing(city):
    city.indicator(SECRET_GROWTH)
    hidden = {"value": None, "figure": None, "opening": None, "withheld": True}
    june = city.publish(cell({}, **hidden)(city, city.release("secret")))
    for state, holds in ((Cell({}, 3, withheld=True), True), (Cell({}, 3, missing=True), False)):
        release = city.derived("secret-growth", "2019-06", {(): state}, [june])
        assert verify(city, city.publish(release)).holds is holds
    city.indicator(indicator("alone", derived={"change": "change-on-year", "of": "sales"}))
    release = city.derived("alone", "2019-06", {(): Cell({}, 0, missing=True)}, [])
    assert verify(city, city.publish(release)).holds


# -- each kind of derivation, from exact values

DISTRICT = (("district", HAIZHU),)


def base(name: str, value: str, units: int = 1, **more: Any) -> Base:
    definition = indicator(
        name, aggregate="sum", source={"form": "f", "items": ["A01"]}, factor="0.01", **more
    )
    return Base(read_indicator(definition), {TOTAL: Fraction(value)}, {TOTAL: units})


MONTHS = {
    "2019-03": "30",
    "2019-02": "20",
    "2019-01": "10",
    "2018-03": "24",
    "2018-02": "16",
    "2018-01": "0",
}


@pytest.mark.parametrize(
    ("derivation", "figure"),
    [
        ({"change": "change-on-year", "of": "aa"}, "25.00"),
        ({"change": "change-on-period", "of": "aa"}, "50.00"),
        ({"change": "cumulative", "of": "aa"}, "0.60"),
        ({"change": "cumulative-change-on-year", "of": "aa"}, "50.00"),
        ({"change": "share", "of": "aa", "whole": "bb"}, "42.86"),
        ({"change": "ratio", "of": "aa", "whole": "bb", "factor": "1000"}, "428.57"),
        ({"change": "index", "of": "aa", "base": "2018-02"}, "187.50"),
        ({"change": "index", "of": "aa", "base": "2018-01"}, State.MISSING),  # divided by nought
        ({"change": "share", "of": "aa", "whole": "cc"}, State.MISSING),  # no release
    ],
)
def test_each_kind_is_computed_from_exact_values_and_rounded_once(derivation, figure):
    definition = read_indicator(indicator("xx", places=2, derived=derivation))
    bases = {("aa", period): base("aa", value) for period, value in MONTHS.items()} | {
        ("bb", "2019-03"): base("bb", "70")
    }
    found = derived(
        definition, Period.read("2019-03"), lambda part: bases.get((part.indicator, str(part.period)))
    )
    exact = found[TOTAL].exact
    assert (exact if isinstance(exact, State) else figure_text(definition, exact)) == figure
    assert found[TOTAL].units == 1


def test_a_place_that_nobody_reported_is_nought_and_one_of_another_breakdown_is_missing():
    definition = read_indicator(
        indicator("xx", derived={"change": "change-on-year", "of": "aa"}, breakdowns=[["district"]])
    )
    now, before = base("aa", "1", breakdowns=[["district"]]), base("aa", "2", breakdowns=[["district"]])
    before = replace(before, cells={TOTAL: Fraction(2), DISTRICT: Fraction(2)})
    bases = {"2019": now, "2018": before}
    found = derived(definition, Period.read("2019-03"), lambda part: bases[str(part.period)[:4]])
    assert (found[DISTRICT].exact, found[DISTRICT].units) == (-100, 0)
    bases["2019"] = base("aa", "1")  # an earlier version was not broken down
    found = derived(definition, Period.read("2019-03"), lambda part: bases[str(part.period)[:4]])
    assert found[DISTRICT].exact is State.MISSING


def test_what_is_withheld_anywhere_is_withheld_though_something_else_is_missing():
    definition = read_indicator(indicator("xx", derived={"change": "cumulative", "of": "aa"}))
    hidden = replace(base("aa", "1"), cells={TOTAL: State.WITHHELD})
    found = derived(
        definition, Period.read("2019-03"), lambda part: hidden if str(part.period) == "2019-01" else None
    )
    assert found[TOTAL].exact is State.WITHHELD


def test_a_derived_figure_of_a_derived_one_is_refused(two_months):
    two_months.publish(growth(two_months))
    two_months.indicator(indicator("again", derived={"change": "change-on-period", "of": "growth"}))
    number = len(two_months.leaves) - 2
    release = two_months.derived("again", "2019-06", {(): Cell({}, 3, missing=True)}, [number])
    assert wrong(verify(two_months, two_months.publish(release))) == ["derived", "derived"]


def test_a_rate_of_another_unit_keeps_to_the_unit_of_its_figures():
    """The base's factor changed from version to version; what is compared are figures' units."""
    now, before = base("aa", "300"), base("aa", "2")
    before = replace(before, indicator=replace(before.indicator, factor=Decimal(1)))
    definition = read_indicator(indicator("xx", derived={"change": "change-on-year", "of": "aa"}))
    bases = {"2019": now, "2018": before}
    found = derived(definition, Period.read("2019-03"), lambda part: bases[str(part.period)[:4]])
    assert found[TOTAL].exact == 50
