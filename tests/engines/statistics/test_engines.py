"""DuckDB, PostgreSQL and Spark come to the same numbers, byte for byte, and those are the kernel's; no engine is given
anything that could be a float."""

from pathlib import Path

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from other_engines import Facts, canonical, postgres, spark
from random_history import DEFINITIONS, PERIODS, histories
from small_city import FORM, HAIZHU, MemoryLog, SmallCity, indicator
from stored_city import store

from suixin.engines.statistics import tables
from suixin.engines.statistics.computing import Inexact, Working, working
from suixin.kernel.records.commitment import MAGNITUDE_LIMIT
from suixin.kernel.statistics.counting import count
from suixin.kernel.statistics.figures import TOTAL, tallies
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import read_indicator, selection_of
from suixin.kernel.statistics.periods import Period

pytestmark = pytest.mark.django_db
EDGE = MAGNITUDE_LIMIT // 100 - 1  # of a form's item with two decimal places


@pytest.fixture(scope="module")
def other_engine(request):
    with request.param() as engine:
        yield engine


def questions(found: Working) -> list[str]:
    queries = [
        tables.sums(found.question, each.dimensions, each.by_class)[0]
        for each in tables.breakdowns(found.question)
    ]
    queries += [tables.SELECTED, tables.UNREADABLE, tables.corrected_wrongly(found.question)]
    queries.append(tables.contributions(found.question))
    return queries + (
        [tables.response(found.question), tables.doubled(found.question)] if found.of_form else []
    )


def compare(engine, definition: dict, records: int, work: Path) -> None:
    measured = read_indicator(definition)
    periods = [Period.read(each) for each in PERIODS[definition["frequency"]]]
    with working(measured, periods, records) as found:
        facts = Facts(found.engine, list(tables.counting(found.question)), questions(found))
        ours = facts.answers()
        theirs = engine.answers(facts, work)
    for query, own, other in zip(facts.queries, ours, theirs, strict=True):
        assert orjson.dumps(own) == orjson.dumps(other), query


@pytest.mark.parametrize("other_engine", [postgres, spark], ids=["postgres", "spark"], indirect=True)
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(city=histories(), data=st.data())
def test_another_engine_comes_to_the_same_bytes(other_engine, home, tmp_path_factory, city, data):
    definition = data.draw(st.sampled_from(DEFINITIONS))
    store(city)
    compare(
        other_engine, definition, data.draw(st.integers(1, len(city.leaves))), tmp_path_factory.mktemp("work")
    )


amounts = st.one_of(st.integers(0, EDGE), st.sampled_from([EDGE, EDGE - 1, 0, 1]))


def edge_city(values: list[int]) -> SmallCity:
    city = SmallCity()
    city.form(FORM)
    for number, value in enumerate(values):
        city.report(f"c{number}", {"A01": f"{value}.99", "B01": f"-{value}.01"})
    return city


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(values=st.lists(amounts, min_size=1, max_size=12))
def test_at_the_edges_of_what_a_report_may_say_every_digit_is_right(home, values):
    city = edge_city(values)
    store(city)
    for item, expected in (
        ("A01", sum(v * 100 + 99 for v in values)),
        ("B01", -sum(v * 100 + 1 for v in values)),
    ):
        measured = read_indicator(edge_indicator(item))
        with working(measured, [Period.read("2019-06")], len(city.leaves)) as found:
            assert found.computed()[0].cells[TOTAL].total == expected


def edge_indicator(item: str) -> dict:
    source = {"form": "company-month", "items": [item], "status": "reported"}
    return indicator(
        "edge", aggregate="sum", source=source, disclosure={"threshold": 1}, breakdowns=[["district"]]
    )


@pytest.mark.parametrize("other_engine", [postgres, spark], ids=["postgres", "spark"], indirect=True)
def test_another_engine_has_every_digit_at_the_edges(other_engine, home, tmp_path):
    city = edge_city([EDGE] * 20)
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
