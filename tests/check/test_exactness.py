"""The rule of exactness finds each way in which a float gets on the way to a figure, and nothing else."""

from pathlib import Path

import pytest

from suixin.check.exactness import ELSEWHERE, check
from suixin.check.house import House

REPOSITORY = Path(__file__).resolve().parents[2]


def told(root: Path, path: str, text: str) -> list[str]:
    file = root / "suixin" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    return [finding.sentence for finding in check(House(root))]


@pytest.mark.parametrize(
    ("code", "word"),
    [
        ("share = 0.5", "a float"),
        ("far = 1e3", "a float"),
        ("def whole(value=1.0): ...", "a float"),
        ("value = float(text)", "float()"),
        ("value = [float(each) for each in texts]", "float()"),
        ("value = round(exact, 2)", "round()"),
        ("value = math.sqrt(total)", "math.sqrt"),
        ("from math import fsum", "math.fsum"),
        ("import numpy as np", "numpy"),
        ("from scipy.optimize import milp", "scipy"),
        ("import statistics", "statistics"),
        ("mean = total / len(values)", "divided by /"),
        ("percent = 100 / whole", "divided by /"),
        ("query = 'SELECT SUM(CAST(v AS DOUBLE)) FROM record'", "SQL with DOUBLE"),
        ("query = f'SELECT AVG({name}) FROM record'", "SQL with AVG"),
        ("text = f'{value:.2f}'", "the format :.2f"),
        ("text = f'{share:.1%}'", "the format :.1%"),
    ],
)
@pytest.mark.parametrize(
    "path",
    ["engines/statistics/facts/rows.py", "kernel/statistics/figures.py", "kernel/records/commitment.py"],
)
def test_each_way_in_is_found_where_it_is(tmp_path, path, code, word):
    found = told(tmp_path, path, f"# first\n{code}\n")
    assert any(word in sentence for sentence in found), found
    assert all(sentence.startswith("line 2: ") for sentence in found)


EXACT = '''"""An engine's AVG is a DOUBLE; 0.5 is only said here."""

from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm
from pathlib import Path

half = Fraction(1, 2) / Fraction(3)
third = 7 // len([1, 2, 3])
folder = Path("facts") / "parts.json"
amount = Decimal("12.50")
version = "2.1.0"
query = "SELECT SUM(v0) AS total FROM counted"
refused = [kind for kind in (int, float) if kind is float]
text = f"{12:04}-{3:02} {1234567:,}"


def wait(seconds: float) -> None:
    """Of clocks, by their own annotation."""
'''


def test_what_is_exact_is_left_alone(tmp_path):
    assert told(tmp_path, "engines/statistics/facts/rows.py", EXACT) == []


def test_rounding_has_one_room(tmp_path):
    assert told(tmp_path, "kernel/statistics/rounding.py", "whole = round(exact)\n") == []
    assert told(tmp_path, "kernel/statistics/figures.py", "whole = round(exact)\n")


@pytest.mark.parametrize("path", ["platform/ui/charts.py", *ELSEWHERE])
def test_what_is_no_official_number_may_be_a_float(tmp_path, path):
    file = path if path.endswith(".py") else f"{path}/line.py"
    assert told(tmp_path, file, "import numpy\nshare = float(0.5)\n") == []


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    assert told(tmp_path, "engines/statistics/tables.py", "def (\n") == ["line 1: cannot be read"]


def test_the_tree_that_ships_keeps_it():
    assert list(check(House(REPOSITORY))) == []
