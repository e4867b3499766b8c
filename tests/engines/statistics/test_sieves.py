"""What is looked for in the bytes of entries is found, wherever it stands."""

import json

import orjson
import pytest
from small_city import SALES, MemoryLog, SmallCity, sample_city

from suixin.engines.statistics.sieves import FactSieve, corrects
from suixin.kernel.statistics.counting import Wanted, facts_of
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import read_indicator, selection_of
from suixin.kernel.statistics.periods import Period


def wanted_in(city: SmallCity, period: str, **source: str) -> Wanted:
    definition = SALES | {"source": SALES["source"] | source}
    form = read_form(city.told[0].data["definition"])
    return Wanted.of(selection_of(read_indicator(definition), form), Period.read(period))


@pytest.mark.parametrize("period", ["2019-06", "2019-Q2", "2019", "2019-05"])
@pytest.mark.parametrize("span", ["period", "to-date"])
def test_the_sieve_keeps_what_reading_every_leaf_finds(period, span):
    city = sample_city()
    june = next(n for n, told in enumerate(city.told) if told.by == "c2")
    city.report("c2", {"A01": "1"}, period="2019-07", size="small", supersedes=june)  # moved to another month
    city.leaves.append(b'{"type":"report.company-month","period":"2019-06"}')
    wanted = [wanted_in(city, period, span=span), wanted_in(city, "2018-01")]
    found = [
        (place, fact)
        for number, leaf in MemoryLog(city.leaves).read()
        for place, each in enumerate(wanted)
        for fact in facts_of(each, number, leaf)
    ]
    sieve = FactSieve(wanted)
    assert [*sieve.sift(0, city.leaves)] == found
    assert all(
        any(needle in leaf for needle in sieve.needles) for leaf in (city.leaves[june], city.leaves[-2])
    )


def test_a_correction_is_seen_whatever_else_the_leaf_holds():
    city = sample_city()
    leaf = json.loads(city.leaves[8])
    leaf["public"]["supersedes"] = None
    assert not corrects(orjson.dumps(leaf, option=orjson.OPT_SORT_KEYS))
    leaf["supersedes"] = 3
    assert corrects(orjson.dumps(leaf, option=orjson.OPT_SORT_KEYS))
