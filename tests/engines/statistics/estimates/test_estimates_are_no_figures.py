"""Nothing of an estimate can be taken for a figure: not by the code that publishes, not by a record, not by a sum."""

import ast
from datetime import date
from decimal import Decimal
from pathlib import Path

import orjson
import pytest
from small_series import monthly, tourism

from suixin.engines import statistics
from suixin.engines.statistics.estimates import forecast, outliers, pace, seasonal
from suixin.kernel.statistics.release import MalformedRelease, read_release

ROOM = Path(statistics.__file__).parent
PAGES = {"estimates", "portal", "office"}  # who may show one, beside the room itself
SERIES = monthly(48, tourism)
ESTIMATES = {
    "seasonal": lambda: seasonal.adjust(SERIES),
    "outliers": lambda: outliers.find(SERIES),
    "forecast": lambda: forecast.until(SERIES, date(2019, 3, 1)),
    "pace": lambda: pace.expected(
        (date(2018, 1, 1), Decimal(1)), (date(2020, 1, 1), Decimal(9)), date(2019, 1, 1)
    ),
}


def imported(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    found = {each.name for node in ast.walk(tree) if isinstance(node, ast.Import) for each in node.names}
    return found | {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}


def test_nothing_that_counts_publishes_or_exports_knows_of_estimates():
    for path in ROOM.rglob("*.py"):
        if path.relative_to(ROOM).parts[0] in PAGES:
            continue
        assert not any("statistics.estimates" in name for name in imported(path)), path


def test_estimates_know_of_no_record_table_or_ledger():
    outside = {"suixin", "suixin.kernel.statistics.periods", "suixin.kernel.statistics.rounding"}
    for path in (ROOM / "estimates").glob("*.py"):
        own = {name for name in imported(path) if name.startswith("suixin")}
        assert {name for name in own if not name.startswith("suixin.engines.statistics.estimates")} <= outside
        assert "django.db" not in imported(path)


@pytest.mark.parametrize("name", ESTIMATES)
def test_each_names_its_method_and_its_version(name: str):
    estimate = ESTIMATES[name]()
    assert estimate.reason is None
    assert estimate.method and estimate.version


@pytest.mark.parametrize("name", ESTIMATES)
def test_none_can_be_added_up_or_written_where_a_figure_is_wanted(name: str):
    estimate = ESTIMATES[name]()
    parts = [estimate, *estimate.marks, *(point for line in estimate.lines.values() for point in line)]
    assert len(parts) > 1
    for part in parts[:3]:
        with pytest.raises(TypeError):
            part + part
        with pytest.raises(TypeError):
            Decimal(part)
        with pytest.raises(TypeError):
            orjson.dumps(part)  # as records and answers are written
        with pytest.raises(MalformedRelease):
            read_release(part)
    for part in (estimate, parts[1]):
        names = set(type(part).__slots__)
        assert not names & {"figure", "opening", "release", "at", "units", "certificate"}
