"""Checking a figure in the reader's own browser: what the kernel says of a certificate and a log, the browser says as
well, step for step."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from figure_checks import STEPS, assert_same, file_of, wrong_by_kernel
from small_city import SALES, TIANHE, SmallCity, indicator, sample_city

sys.path.insert(0, str(Path(__file__).parents[1] / "kernel" / "statistics"))

from test_derived_figures import GROWTH, SECRET_GROWTH, growth
from test_verification import CHEATS, SECRET_CHEATS

from suixin.kernel.statistics.indicators import read_indicator
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.release import Cell, Release

KINDS = [
    *(
        indicator(
            f"{aggregate}-{kind}",
            aggregate=aggregate,
            source={"form": "company-month", "items": items, **more},
            breakdowns=[["district"], ["class"], ["class", "district"], ["size", "district"]],
            **rest,
        )
        for aggregate in ("sum", "count", "distinct", "latest")
        for kind, items, more, rest in (
            ("open", ["A01", "A02"], {}, {"factor": "0.0001", "places": 3}),
            ("secret", ["B01", "B02"], {"status": "reported"}, {"disclosure": {"threshold": 1}}),
            ("so-far", ["A01"], {"span": "to-date"}, {"frequency": "quarter"}),
        )
    ),
]


def test_every_kind_of_counted_figure_holds_step_by_step(desk):
    city = sample_city()
    for definition in KINDS:
        city.indicator(definition)
    for definition in KINDS:
        period = {"month": "2019-06", "quarter": "2019-Q2"}[definition["frequency"]]
        release = city.release(definition["id"], period)
        number = city.publish(release)
        source = file_of(city.certificate(number, at={}))
        found = desk.check(city, source)
        assert_same(found, source, city.leaves, definition["id"])
        assert found.ok, found.why
        assert found.last_steps == dict.fromkeys(STEPS, "done")
        assert found.found["counted"]["records"] == release.selected.reports
        assert found.found["counted"]["response"]["expected"] == release.response.expected
        told = found.found["cell"]
        assert (told["value"], told["figure"]) == (release.cells[0].value, release.cells[0].figure)


def test_a_reader_is_told_how_far_it_is_and_what_was_found(desk):
    city = sample_city()
    number = city.published("secret")
    again = city.published("secret", stage="revised", reason="更正")
    found = desk.check(city, file_of(city.certificate(number, at={"district": TIANHE}))).found
    assert [step["id"] for step in found["steps"] if step["state"] == "done"] == STEPS
    read = [step for step in found["steps"] if step["id"] == "entries" and "of" in step][-1]
    assert read["done"] == read["of"] == len(city.leaves)
    assert found["counted"]["commitments"] == 4
    assert found["revisions"] == [again]
    assert found["cell"]["at"] == {"district": TIANHE}
    assert [each["state"] for each in found["witnesses"]] == ["seen"]
    assert (found["release"]["indicator"], found["release"]["number"]) == ("secret", number)
    assert found["timings"]["total"] >= found["timings"]["entries"]


def test_reviews_by_strangers_or_by_nobody_count_here_as_little_as_there(desk):
    city = sample_city()
    elsewhere = city.report("c5", {"A01": "1000"}, district="440111")
    city.accept(elsewhere)
    city.review(None, "district", [elsewhere], "returned")
    city.review("haizhu", "district", [elsewhere], "returned")
    city.review("haizhu", "nation", [elsewhere], "returned")
    release = city.release("sales")
    source = file_of(city.certificate(city.publish(release)))
    found = desk.check(city, source)
    assert_same(found, source, city.leaves)
    assert found.found["counted"]["records"] == release.selected.reports == 4


# -- cheats in what is published


@pytest.mark.parametrize(("name", "cheats"), [("sales", CHEATS), ("secret", SECRET_CHEATS)])
def test_a_cheat_in_what_is_published_is_found_where_the_kernel_finds_it(desk, name, cheats):
    for cheat, (change, steps) in cheats.items():
        city = sample_city()
        number = city.publish(change(city, city.release(name)))
        source = file_of(city.certificate(number))
        found = desk.check(city, source)
        assert found.wrong == steps, f"{cheat}: {found.why}"
        assert found.ok is False
        assert found.found["failedStep"] in STEPS


def test_of_a_figure_derived_from_others_each_is_checked_and_so_is_the_arithmetic(desk):
    city = two_months()
    honest = growth(city)
    changes: list[dict[str, Any]] = [
        {},
        {"figure": "3234981.1"},
        {"units": 4},
        {"value": "1.0"},
        {"figure": None, "missing": True},
        {"figure": None, "withheld": True},
        {"at": {"district": "440111"}},
    ]
    for change in changes:
        number = city.publish(growth(city, **change))
        source = file_of(city.certificate(number))
        found = desk.check(city, source)
        assert_same(found, source, city.leaves, change)
    assert honest.cells[0].figure == "3234981.0"
    names = [finding["name"] for finding in found.found["findings"]]
    assert names.count("selection") == 2  # of both months


def test_a_figure_derived_from_an_old_or_a_false_one_does_not_hold(desk):
    city = two_months()
    old = growth(city)
    city.published("sales", "2019-06", stage="revised", reason="更正")
    records = len(city.leaves)
    cheats = [
        city.publish(replace(old, size=records, records=records, root=city.root(records)), later=3600),
        city.publish(old, later=3600),
    ]
    false = city.release("sales")
    first = replace(false.cells[0], value="32350.82")
    city.publish(replace(false, cells=(first, *false.cells[1:])))
    cheats.append(city.publish(growth(city)))
    for number in cheats:
        source = file_of(city.certificate(number))
        found = desk.check(city, source)
        assert found.ok is False
        assert_same(found, source, city.leaves, number)


def two_months() -> SmallCity:
    city = sample_city()
    may = next(n for n, t in enumerate(city.told) if t.data.get("period") == "2019-05")
    city.accept(may, period="2019-05")
    city.indicator(GROWTH | {"breakdowns": [["district"]]})
    city.published("sales", "2019-05")
    city.published("sales", "2019-06")
    return city


def test_what_a_part_withholds_is_withheld_and_what_is_not_there_is_missing(desk):
    city = sample_city()
    city.indicator(SECRET_GROWTH)
    release = city.release("secret")
    hidden = replace(release.cells[0], value=None, figure=None, opening=None, withheld=True)
    june = city.publish(replace(release, cells=(hidden, *release.cells[1:])))
    for state in (Cell({}, 3, withheld=True), Cell({}, 3, missing=True)):
        number = city.publish(city.derived("secret-growth", "2019-06", {(): state}, [june]))
        source = file_of(city.certificate(number))
        assert_same(desk.check(city, source), source, city.leaves, state)


@pytest.mark.parametrize(
    ("derivation", "figure"),
    [
        ({"change": "change-on-year", "of": "sales"}, "25.00"),
        ({"change": "change-on-period", "of": "sales"}, "50.00"),
        ({"change": "cumulative", "of": "sales"}, "0.01"),
        ({"change": "cumulative-change-on-year", "of": "sales"}, "50.00"),
        ({"change": "share", "of": "sales", "whole": "phones"}, "142.86"),
        ({"change": "ratio", "of": "sales", "whole": "phones", "factor": "0.1"}, "0.14"),
        ({"change": "index", "of": "sales", "base": "2018-02"}, "187.50"),
        ({"change": "index", "of": "sales", "base": "2017-01"}, None),
    ],
)
def test_each_kind_of_derivation_is_computed_from_exact_values(desk, derivation, figure):
    city = SmallCity()
    city.form()
    city.indicator(SALES)
    city.indicator(
        indicator(
            "phones", factor="0.0001", aggregate="sum", source={"form": "company-month", "items": ["A01"]}
        )
    )
    city.indicator(indicator("made", places=2, derived=derivation))
    months = {
        "2018-01": "0",
        "2018-02": "16",
        "2018-03": "24",
        "2019-01": "10",
        "2019-02": "20",
        "2019-03": "30",
    }
    for month, value in months.items():
        phones = value if month != "2019-03" else "21"
        city.accept(
            city.report("c1", {"A01": phones, "A02": str(int(value) - int(phones))}, period=month),
            period=month,
        )
        city.published("sales", month)
    city.published("phones", "2019-03")
    number = city.publish(derived_release(city, derivation, figure))
    source = file_of(city.certificate(number))
    found = desk.check(city, source)
    assert found.ok, found.why
    assert not wrong_by_kernel(source, city.leaves)


def derived_release(city: SmallCity, derivation: dict[str, str], figure: str | None) -> Release:
    from suixin.kernel.statistics.figures import parts_of

    parts = parts_of(
        read_indicator(city.definition("made", len(city.told))).derivation, Period.read("2019-03")
    )
    numbers = {
        (told.data["indicator"], told.data["period"]): number
        for number, told in enumerate(city.told)
        if told.type == "statistics.release"
    }
    sources = {numbers[key] for part in parts if (key := (part.indicator, str(part.period))) in numbers}
    cell = Cell({}, 1, figure=figure) if figure is not None else Cell({}, 1, missing=True)
    return city.derived("made", "2019-03", {(): cell}, sorted(sources))
