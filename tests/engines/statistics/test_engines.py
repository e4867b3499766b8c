"""DuckDB, PostgreSQL and Spark come to the same figures, byte for byte, and those are the kernel's; no engine is given
anything that could be a float."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from other_engines import Facts, Table, canonical, postgres, spark
from random_history import DEFINITIONS, PERIODS, histories
from small_city import FORM, HAIZHU, MemoryLog, SmallCity, indicator
from stored_city import store

from suixin.engines.statistics import tables
from suixin.engines.statistics.computing import Inexact, Working, cells_from, working
from suixin.kernel.records.commitment import MAGNITUDE_LIMIT, ORDER
from suixin.kernel.statistics.counting import count, digest_of_indexes
from suixin.kernel.statistics.figures import TOTAL, tallies, value_text
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import read_indicator, selection_of
from suixin.kernel.statistics.periods import Period

pytestmark = pytest.mark.django_db
EDGE = MAGNITUDE_LIMIT // 100 - 1  # of a form's item with two decimal places
ENGINES = {"postgres": postgres, "spark": spark}


@pytest.fixture(scope="module")
def other_engine(request):
    with ENGINES[request.param]() as engine:
        yield engine


def on(*engines: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("other_engine", engines or [*ENGINES], indirect=True)


def questions(found: Working) -> dict[str, int]:
    """All that is asked of an engine; and how many texts there are in a row after the period, where the rest are whole
    numbers."""
    queries = {
        tables.sums(found.question, each.dimensions, each.by_class)[0]: len(each.dimensions)
        for each in tables.breakdowns(found.question)
    }
    queries |= dict.fromkeys(
        [tables.SELECTED, tables.UNREADABLE, tables.corrected_wrongly(found.question)], 0
    )
    queries[tables.contributions(found.question)] = 0
    if found.of_form:
        queries |= dict.fromkeys([tables.response(found.question), tables.doubled(found.question)], 0)
    return queries


def compare(engine, definition: dict, records: int, work: Path) -> bytes:
    """The answers to each question, and what is made of them: cells, units, openings, response and the digest of what
    counts. Gives back the latter."""
    measured = read_indicator(definition)
    periods = [Period.read(each) for each in PERIODS[definition["frequency"]]]
    with working(measured, periods, records) as found:
        asked = questions(found)
        facts = Facts(found.engine, list(tables.counting(found.question)), [*asked])
        ours = facts.answers()
        theirs = engine.answers(facts, work)
        for query, own, other in zip(asked, ours, theirs, strict=True):
            assert orjson.dumps(own) == orjson.dumps(other), query
        straight = told(found, found.rows)
        assert told(found, reader_of(asked, theirs)) == straight
    return straight


def reader_of(asked: dict[str, int], answers: list[Table]) -> Callable[[str], Any]:
    """Another engine's answers as `cells_from` takes them."""
    by_query = dict(zip(asked, answers, strict=True))

    def rows(query: str) -> list[tuple[Any, ...]]:
        texts = range(1, 1 + asked[query])
        return [
            tuple(value if value is None or at in texts else int(value) for at, value in enumerate(row))
            for row in by_query[query]
        ]

    return rows


def told(found: Working, rows: Callable[[str], Any]) -> bytes:
    cells = cells_from(found.question, rows)
    counted: dict[int, list[int]] = {}
    for asked, number in rows(tables.SELECTED):
        counted.setdefault(asked, []).append(number)
    return orjson.dumps(
        {
            "cells": [
                [asked, place, cell.units, str(cell.total), cell.sealed, cell.opening]
                for asked, places in sorted(cells.items())
                for place, cell in sorted(places.items())
            ],
            "selected": [
                [asked, len(some), digest_of_indexes(sorted(some))] for asked, some in sorted(counted.items())
            ],
            "response": sorted(rows(tables.response(found.question))) if found.of_form else None,
        },
        default=lambda value: value.hex(),
    )


def any_history(engine, data, work: Path, least: int) -> None:
    """A history, and some indicators over it as of any moment of it."""
    city = data.draw(histories())
    store(city)
    for _ in range(least):
        definition = data.draw(st.sampled_from(DEFINITIONS))
        compare(engine, definition, data.draw(st.integers(1, len(city.leaves))), work)


@on("postgres")
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_postgres_comes_to_the_same_bytes(other_engine, home, tmp_path_factory, data):
    any_history(other_engine, data, tmp_path_factory.mktemp("work"), 3)


@on("spark")
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_spark_comes_to_the_same_bytes(other_engine, home, tmp_path_factory, data):
    any_history(other_engine, data, tmp_path_factory.mktemp("work"), 1)


@on()
def test_another_engine_comes_to_the_same_openings_and_digests(other_engine, home, tmp_path):
    """A history in which there certainly are some."""
    city = SmallCity()
    city.form(FORM)
    reports = [city.report(f"c{number}", {"B01": f"{number}.25", "B02": "-7"}) for number in range(5)]
    city.review("haizhu", "district", reports)
    city.review("giit", "city", reports[:4])
    city.report("c0", {"B01": "9"}, supersedes=reports[0])
    store(city)
    source = {"form": "company-month", "items": ["B01", "B02"]}
    definition = edge_indicator("B01") | {"source": source, "breakdowns": [["district", "class"], ["class"]]}
    found = orjson.loads(compare(other_engine, definition, len(city.leaves), tmp_path))
    assert [cell[3] for cell in found["cells"] if not cell[1]] == [str(sum((125, 225, 325)) - 2100)]
    assert all(cell[5] for cell in found["cells"])
    assert found["selected"][0][1] == 3


# -- at the edges

amounts = st.one_of(
    st.integers(-EDGE, EDGE), st.sampled_from([EDGE, EDGE - 1, 0, 1, -EDGE, 2**53 // 100, 2**53 // 100 + 1])
)


def edge_city(values: list[int]) -> SmallCity:
    """A01 of the open ones, B01 of the confidential ones: the same number, and its opposite."""
    city = SmallCity()
    city.form(FORM | {"items": [item | {"negative": True} for item in FORM["items"]]})
    for number, value in enumerate(values):
        city.report(f"c{number}", {"A01": f"{value}.99", "B01": f"{-value}.01"})
    return city


def hundredths(value: int, more: int) -> int:
    return value * 100 + (more if value >= 0 else -more)


def edge_indicator(item: str) -> dict:
    source = {"form": "company-month", "items": [item], "status": "reported"}
    return indicator(
        "edge", aggregate="sum", source=source, disclosure={"threshold": 1}, breakdowns=[["district"]]
    )


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(amounts, min_size=1, max_size=12))
def test_at_the_edges_of_what_a_report_may_say_every_digit_is_right(home, values):
    city = edge_city(values)
    store(city)
    expected = {
        "A01": sum(hundredths(value, 99) for value in values),
        "B01": sum(hundredths(-value, 1) for value in values),
    }
    for item, total in expected.items():
        measured = read_indicator(edge_indicator(item))
        with working(measured, [Period.read("2019-06")], len(city.leaves)) as found:
            assert found.computed()[0].cells[TOTAL].total == total


def test_many_of_the_largest_add_up_beyond_what_a_machine_word_holds(home):
    """Two hundred amounts of eighteen digits: beyond 2^64, and so for the blindings beside them."""
    city = edge_city([EDGE] * 200)
    store(city)
    for item, total in (("A01", 200 * (EDGE * 100 + 99)), ("B01", -200 * (EDGE * 100 + 1))):
        assert abs(total) > 2**64
        measured = read_indicator(edge_indicator(item))
        with working(measured, [Period.read("2019-06")], len(city.leaves)) as found:
            cell = found.computed()[0].cells[TOTAL]
        blindings = [told.blindings["/values/B01"] for told in city.told if told.blindings]
        assert (cell.units, cell.total) == (200, total)
        assert cell.opening == (f"{sum(blindings) % ORDER:064x}" if item == "B01" else None)


@pytest.mark.parametrize("scale", [0, 1, 6, 9])
def test_whatever_decimal_places_an_item_has_every_digit_is_right(home, scale):
    largest = MAGNITUDE_LIMIT - 1
    city = SmallCity()
    city.form(FORM | {"items": [FORM["items"][0] | {"scale": scale, "negative": True}, *FORM["items"][1:]]})
    for number, value in enumerate((largest, largest - 1, -1, 2**53 + 1)):
        city.report(f"c{number}", {"A01": value_text(value, scale)})
    store(city)
    measured = read_indicator(edge_indicator("A01"))
    with working(measured, [Period.read("2019-06")], len(city.leaves)) as found:
        assert found.computed()[0].cells[TOTAL].total == 2 * largest - 2 + 2**53 + 1


@on()
def test_another_engine_has_every_digit_at_the_edges(other_engine, home, tmp_path):
    city = edge_city([EDGE, EDGE, -EDGE, EDGE - 1] * 10)
    store(city)
    for item in ("A01", "B01"):
        compare(other_engine, edge_indicator(item), len(city.leaves), tmp_path)


def test_the_kernel_says_so_too(home):
    city = edge_city([EDGE] * 3)
    leaves = [*MemoryLog(city.leaves).read()]
    measured = read_indicator(edge_indicator("A01"))
    selection = selection_of(measured, read_form(FORM))
    counted = count(leaves, selection, Period.read("2019-06"), len(leaves), [(0, read_form(FORM))])
    assert tallies(measured, selection, counted)[(("district", HAIZHU),)].total == 3 * (EDGE * 100 + 99)


# -- no floats


def test_a_floating_result_is_refused(home):
    city = edge_city([1])
    store(city)
    with working(read_indicator(edge_indicator("A01")), [Period.read("2019-06")], 2) as found:
        for query in ("SELECT AVG(v0) FROM counted", "SELECT CAST(1 AS FLOAT)", "SELECT v0 / 2 FROM counted"):
            with pytest.raises(Inexact):
                found.rows(query)
        assert canonical(found.rows("SELECT SUM(v0) FROM counted")) == [["199"]]
