"""What counts: random histories, counted by the kernel and by another who wrote it from the description alone."""

from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from naive_counting import cells, counted, digest, response
from random_history import DEFINITIONS, PERIODS, SECOND, histories
from small_city import SALES, TIANHE, MemoryLog, SmallCity, indicator

from suixin.kernel.records.commitment import opens, sum_of_commitments
from suixin.kernel.records.leaf import Leaf, read_leaf
from suixin.kernel.statistics.counting import Counted, Response, count, cut
from suixin.kernel.statistics.figures import scale_of, tallies, value_text
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import Indicator, Selection, read_indicator, selection_of
from suixin.kernel.statistics.periods import Frequency, Period


def forms_of(leaves: list[tuple[int, Leaf]]) -> list[tuple[int, Any]]:
    return [(n, read_form(leaf.public["definition"])) for n, leaf in leaves if leaf.type == "collection.form"]


@examples(max_examples=400)
@given(histories(), st.sampled_from(DEFINITIONS), st.data())
def test_any_history_is_counted_as_the_description_says(city, definition, data):
    period = data.draw(st.sampled_from(PERIODS[definition["frequency"]]))
    records = data.draw(st.just(len(city.leaves)) | st.integers(1, len(city.leaves)))
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


def test_only_the_last_level_accepts(city):
    """A report that the district alone has accepted has come in, and does not count yet."""
    late = city.report("c5", {"A01": "1"}, district=TIANHE)
    before = count_sales(city)
    city.review("tianhe", "district", [late])
    assert count_sales(city).selected == before.selected
    city.accept(late)
    assert [entry.number for entry in count_sales(city).entries] == [
        *(e.number for e in before.entries),
        late,
    ]


def test_what_was_returned_stays_so_whoever_accepts_it_later(city):
    returned = next(n for n, told in enumerate(city.told) if told.by == "c4")
    before = count_sales(city)
    city.accept(returned)
    assert count_sales(city).selected == before.selected


def test_a_review_is_judged_by_the_form_as_it_was_then(city):
    before = count_sales(city)
    city.form(SECOND, supersedes=0)
    late = city.report("c5", {"A01": "1"}, district=TIANHE)
    city.accept(late)  # the city's level is the statistics office's now
    assert count_sales(city).selected == before.selected
    city.review("stats", "city", [late])
    assert count_sales(city).selected.reports == before.selected.reports + 1


def test_who_is_to_report_follows_the_register(city):
    assert count_sales(city).response == Response(expected=4, reported=3, accepted=3)
    assert count_sales(city, "2019-07").response == Response(5, 0, 0)
    assert count_sales(city, "2019-05").response == Response(3, 1, 0)
    line = next(n for n, told in enumerate(city.told) if told.data.get("unit") == "c1")
    city.unit("c1", until="2019-05", supersedes=line)
    assert count_sales(city).response == Response(3, 2, 2)


def count_sales(city: SmallCity, period: str = "2019-06") -> Counted:
    leaves = [*MemoryLog(city.leaves).read()]
    forms = forms_of(leaves)
    selection = selection_of(read_indicator(SALES), forms[-1][1])
    return count(leaves, selection, Period.read(period), len(leaves), forms)


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
