"""Figures computed from facts are those that the kernel counts from leaves, whatever happened."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from random_history import DEFINITIONS, PERIODS, histories
from small_city import MemoryLog, SmallCity
from stored_city import store

from suixin.engines.statistics.computing import Computed, working
from suixin.kernel.records.commitment import opens, sum_of_commitments
from suixin.kernel.statistics.counting import Counted, count
from suixin.kernel.statistics.figures import tallies
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import Indicator, Selection, read_indicator, selection_of
from suixin.kernel.statistics.periods import Period

pytestmark = pytest.mark.django_db


def reference(
    city: SmallCity, indicator: Indicator, period: Period, records: int
) -> tuple[Selection, Counted]:
    leaves = [*MemoryLog(city.leaves).read()]
    forms = [
        (n, read_form(leaf.public["definition"])) for n, leaf in leaves if leaf.type == "collection.form"
    ]
    selection = selection_of(indicator, [form for number, form in forms if number < records][-1])
    return selection, count(leaves, selection, period, records, forms)


def compare(indicator: Indicator, selection: Selection, found: Counted, computed: Computed) -> None:
    expected = tallies(indicator, selection, found)
    assert computed.cells.keys() == expected.keys()
    assert computed.response == found.response
    for place, tally in expected.items():
        cell = computed.cells[place]
        assert (cell.units, cell.sealed) == (len(tally.units), tally.commitments)
        if tally.piles:
            points = [point for pile in tally.piles for point in pile.commitments]
            assert opens(sum_of_commitments(points), cell.total, bytes.fromhex(cell.opening))
        else:
            assert (cell.total, cell.opening) == (tally.total, None)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(city=histories(), definition=st.sampled_from(DEFINITIONS), data=st.data())
def test_any_history_comes_to_what_the_kernel_counts(home, city, definition, data):
    indicator = read_indicator(definition)
    periods = [Period.read(each) for each in PERIODS[definition["frequency"]]]
    records = data.draw(st.integers(1, len(city.leaves)))
    store(city)
    with working(indicator, periods, records) as found:
        computed, numbers = found.computed(), found.numbers()
    for period, each in zip(periods, computed, strict=True):
        selection, counted = reference(city, indicator, period, records)
        compare(indicator, selection, counted, each)
        assert numbers[period.ordinal] == [entry.number for entry in counted.entries]
