"""What counts: random histories, counted by the kernel and by another who wrote it from the description alone."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from naive_counting import cells, counted, digest, response
from small_city import FORM, HAIZHU, TIANHE, MemoryLog, SmallCity, indicator

from suixin.kernel.records.commitment import opens, sum_of_commitments
from suixin.kernel.records.leaf import Leaf, read_leaf
from suixin.kernel.statistics.counting import Counted, Response, count, cut
from suixin.kernel.statistics.figures import scale_of, tallies, value_text
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import Indicator, Selection, read_indicator, selection_of
from suixin.kernel.statistics.periods import Frequency, Period

UNITS = {"c1": (HAIZHU, "large"), "c2": (HAIZHU, "small"), "c3": (TIANHE, "small")}
MONTHS = ("2019-03", "2019-04", "2019-05", "2019-06")
ITEMS = ("A01", "A02", "B01", "B02")
SECOND = FORM | {
    "version": 2,
    "reviews": [
        {"id": "city", "titles": {"zh-hans": "市"}, "organisations": {HAIZHU: "haizhu", "*": "stats"}}
    ],
}


@dataclass
class History:
    """Draws what happens next, as the ledger would take it in: nobody reports twice for a period."""

    city: SmallCity = field(default_factory=SmallCity)
    live: dict[tuple[str, str], int] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    def report(self, draw: Any) -> None:
        unit, month = draw(st.sampled_from([*UNITS])), draw(st.sampled_from(MONTHS))
        district, size = UNITS[unit]
        names = draw(st.lists(st.sampled_from(ITEMS), unique=True))
        values = {name: f"{draw(st.integers(0, 999))}.{draw(st.integers(0, 99)):02}" for name in names}
        self.live[unit, month] = self.city.report(
            unit,
            values,
            period=month,
            district=district,
            size=size,
            supersedes=self.live.get((unit, month)),
        )

    def review(self, draw: Any) -> None:
        reports = [n for n, told in enumerate(self.city.told) if told.type == "report.company-month"]
        some = draw(st.lists(st.sampled_from([*reports, 0, 999]), min_size=1, unique=True))
        by = draw(st.sampled_from(["haizhu", "tianhe", "giit", "stats", "giit", "giit"]))
        level = draw(st.sampled_from(["district", "city", "city", "nation"]))
        self.city.review(by, level, some, draw(st.sampled_from(["accepted", "accepted", "returned"])))

    def register(self, draw: Any) -> None:
        unit = draw(st.sampled_from([*UNITS]))
        district, size = UNITS[unit]
        more = draw(st.sampled_from([{}, {"until": "2019-05"}, {"since": "2019-06"}]))
        self.lines[unit] = self.city.unit(unit, district, size, supersedes=self.lines.get(unit), **more)

    def amend(self, _draw: Any) -> None:
        if sum(told.type == "collection.form" for told in self.city.told) == 1:
            self.city.form(SECOND, supersedes=0)


@st.composite
def histories(draw: Any) -> SmallCity:
    history = History()
    history.city.form()
    acts = [history.report] * 4 + [history.review] * 3 + [history.register, history.amend]
    for _ in range(draw(st.integers(0, 25))):
        draw(st.sampled_from(acts))(draw)
    return history.city


DEFINITIONS = [
    indicator("any", aggregate=aggregate, source={"form": "company-month", "items": items, **more}, **rest)
    for aggregate in ("sum", "count", "distinct", "latest")
    for items, more, rest in (
        (
            ["A01", "A02"],
            {},
            {"breakdowns": [["district"], ["class", "district"], ["class"], ["size", "district"]]},
        ),
        (["B01", "B02"], {"status": "reported"}, {"breakdowns": [["class"]], "disclosure": {"threshold": 3}}),
        (["A02"], {"where": {"/unit/district": HAIZHU}}, {"frequency": "quarter", "breakdowns": [["size"]]}),
        (["A01"], {"span": "to-date", "status": "reported"}, {}),
        (["A01", "A02"], {}, {"frequency": "year", "breakdowns": [["district"]]}),
    )
]
PERIODS = {"month": ("2019-05", "2019-06"), "quarter": ("2019-Q1", "2019-Q2"), "year": ("2019",)}


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
