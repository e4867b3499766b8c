"""The city's indicators: each can be read, fits its form, and names a target that the programme has."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from suixin.kernel.statistics.figures import parts_of
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import Indicator, read_indicator, selection_of
from suixin.kernel.statistics.periods import Frequency, Period

CITY = Path(__file__).resolve().parents[2] / "programmes" / "guangzhou-2019"
FILES = sorted((CITY / "indicators").glob("*.toml"))
SOME = {Frequency.MONTH: "2019-06", Frequency.QUARTER: "2019-Q2", Frequency.YEAR: "2019"}


def read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


INDICATORS: dict[str, Indicator] = {path.stem: read_indicator(read(path)) for path in FILES}


@pytest.mark.parametrize("indicator", INDICATORS.values(), ids=INDICATORS)
def test_an_indicator_fits_what_it_counts_or_derives_from(indicator):
    if indicator.derivation is not None:
        for part in parts_of(indicator.derivation, Period.read(SOME[indicator.frequency])):
            base = INDICATORS[part.indicator]
            known = {frozenset(each) for each in base.breakdowns}
            assert base.frequency is indicator.frequency
            assert {frozenset(each) for each in indicator.breakdowns} <= known
        return
    form = indicator.source.form
    assert selection_of(indicator, read_form(read(CITY / "collections" / f"{form}.toml")) if form else None)


def test_each_stands_in_the_file_of_its_name_and_serves_a_target_that_there_is():
    targets = {target["id"] for target in read(CITY / "programme.toml")["target"]}
    for name, indicator in INDICATORS.items():
        assert (name, indicator.programme) == (indicator.id, CITY.name)
        assert indicator.target in targets | {""}
        assert {"zh-hans", "zh-hant", "en"} == indicator.titles.keys() == indicator.about.keys()
