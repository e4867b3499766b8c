"""What counts: random histories, counted by the kernel and by another who wrote it from the description alone."""

from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive_counting import cells, counted, digest, response
from random_history import DEFINITIONS, PERIODS, histories
from small_city import MemoryLog, indicator

from suixin.kernel.records.commitment import opens, sum_of_commitments
from suixin.kernel.records.leaf import Leaf, read_leaf
from suixin.kernel.statistics.counting import Counted, Response, count, cut
from suixin.kernel.statistics.figures import scale_of, tallies, value_text
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import Indicator, Selection, read_indicator, selection_of
from suixin.kernel.statistics.periods import Frequency, Period


def forms_of(leaves: list[tuple[int, Leaf]]) -> list[tuple[int, Any]]:
    return [(n, read_form(leaf.public["definition"])) for n, leaf in leaves if leaf.type == "collection.form"]


@given(histories(), st.sampled_from(DEFINITIONS), st.data())
def test_any_history_is_counted_as_the_description_says(city, definition, data):
    period = data.draw(st.sampled_from(PERIODS[definition["frequency"]]))
    records = data.draw(st.integers(1, len(city.leaves)))
    leaves = [*MemoryLog(city.leaves).read()]
    forms = forms_of(leaves)
    form = [form for number, form in forms if number < records][-1]
    measured = read_indicator(definition)
    selection = selection_of(measured, form)
    found = count(leaves, selection, Period.read(period), records, forms)
    numbers = counted(city.told, definition, period, records)
    assert found.faults == ()
    assert (found.selected.reports, found.selected.digest) == (len(numbers), digest(numbers))
    answered = response(city.told, "company-month", period, definition["frequency"], records)
    if "where" not in definition["source"]:
        assert found.response == Response(*answered)
    compare(measured, selection, found, cells(city.told, definition, period, records))


def compare(measured: Indicator, selection: Selection, found: Counted, naive: dict[Any, Any]) -> None:
    ours = tallies(measured, selection, found)
    assert ours.keys() == naive.keys()
    scale = scale_of(measured, selection)
    for place, tally in ours.items():
        assert tally.units == naive[place].units
        if tally.piles:
            points = [point for pile in tally.piles for point in pile.commitments]
            value = int(naive[place].value.scaleb(scale))
            assert opens(sum_of_commitments(points), value, naive[place].blinding.to_bytes(32))
        else:
            assert Decimal(value_text(tally.total, scale)) == naive[place].value


@pytest.mark.parametrize(
    ("text", "month", "quarter", "year"),
    [
        ("2019-12-20", "2019-12", "2019-Q4", "2019"),
        ("2019-04", "2019-04", "2019-Q2", "2019"),
        ("2019-Q1", None, "2019-Q1", "2019"),
        ("2019", None, None, "2019"),
        ("2019-02-29", None, None, None),
        ("2019-13", None, None, None),
        ("2019-1-1", None, None, None),
        ("0000", None, None, None),
        ("9999-12-31", "9999-12", "9999-Q4", "9999"),
        ("", None, None, None),
        ("２０１９-01", None, None, None),
    ],
)
def test_a_day_or_period_is_cut_to_the_period_it_lies_in(text, month, quarter, year):
    found = [cut(text, frequency) for frequency in Frequency]
    assert [each and str(each) for each in found] == [month, quarter, year]


# -- records of other types


def visit(
    number: int, by: str | None, day: str, supersedes: int | None = None, **public: Any
) -> tuple[int, Leaf]:
    members = {
        "v": 1,
        "type": "tourism.visit",
        "version": 1,
        "id": "A" * 22,
        "time": "2019-07-01T00:00:00Z",
        "by": by,
        "supersedes": supersedes,
        "public": {"day": day, **public},
        "sealed": {},
        "measures": {},
    }
    return number, read_leaf(orjson.dumps(members, option=orjson.OPT_SORT_KEYS))


def counted_visits(
    aggregate: str, leaves: list[tuple[int, Leaf]], **source: Any
) -> dict[Any, tuple[int, int]]:
    definition = indicator(
        "visits",
        aggregate=aggregate,
        source={
            "type": "tourism.visit",
            "period": "/day",
            "values": [{"path": "/guests", "class": "guest"}],
            "dimensions": {"place": "/place"},
            **source,
        },
        breakdowns=[["place"]],
    )
    measured = read_indicator(definition)
    selection = selection_of(measured, None)
    found = count(leaves, selection, Period.read("2019-06"), 1_000)
    return {
        place: (tally.total, len(tally.units)) for place, tally in tallies(measured, selection, found).items()
    }


VISITS = [
    visit(0, "park", "2019-06-01", guests=3, place="a"),
    visit(1, "park", "2019-06-02", guests="4", place="b"),
    visit(2, "zoo", "2019-06-30", guests=5),
    visit(3, None, "2019-06-15", guests=7, place="a"),
    visit(4, "zoo", "2019-07-01", guests=100, place="a"),
    visit(5, "park", "2019-05-31", supersedes=1, guests=9, place="b"),
    visit(6, "zoo", "2019-06-30", guests=6, place="b"),
]


def test_days_are_cut_to_months_and_a_correction_moves_a_record_out_of_its_period():
    a, b = (("place", "a"),), (("place", "b"),)
    assert counted_visits("sum", VISITS) == {(): (21, 2), a: (10, 1), b: (6, 1)}
    assert counted_visits("count", VISITS) == {(): (4, 2), a: (2, 1), b: (1, 1)}


def test_whoever_is_no_organisation_is_no_unit():
    assert counted_visits("distinct", VISITS)[()] == (2, 2)
    assert counted_visits("latest", VISITS)[()] == (9, 2)  # of the zoo the later of two for the same day


def test_what_is_asked_for_must_stand_there_with_its_kind():
    odd = [
        visit(0, "park", "2019-06-01", guests=1, free=True),
        visit(1, "zoo", "2019-06-01", guests=2, free=1),
    ]
    assert counted_visits("sum", odd, where={"/free": 1})[()] == (2, 1)
    assert counted_visits("sum", odd, where={"/free": True})[()] == (1, 1)
