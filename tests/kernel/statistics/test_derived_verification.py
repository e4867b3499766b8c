"""A derived figure is verified down to the reports that the figures it rests on were counted from."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from small_city import HAIZHU, TIANHE, SmallCity, indicator, sample_city
from verified_city import cell, faults, value, verify, wrong

from suixin.kernel.statistics.release import Cell, Release


@pytest.fixture
def city() -> SmallCity:
    return sample_city()


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
