"""One reader of typed numbers: the page and the file say the same of what somebody typed."""

import pytest
from edited_form import DEFINITION
from filled_sheets import filled, upload
from hypothesis import given
from hypothesis import strategies as st

from suixin.engines.collections.numerals import decimal_of
from suixin.engines.collections.reporting.typed import typed_values
from suixin.kernel.records.problem import Problem
from suixin.kernel.statistics.forms import read_form

FORM = read_form(DEFINITION)


def read(value: object, item: str = "A01") -> str:
    """The number, or the code of what is wrong."""
    found = decimal_of(value, FORM.item(item))
    return found.code if isinstance(found, Problem) else found


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1,234.5", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        (" 1 234.5\u00a0", "1234.50"),
        ("3。5", "3.50"),
        ("+7", "7.00"),
        ("007", "7.00"),
        (".5", "0.50"),
        ("5.", "5.00"),
        (12.1, "12.10"),
        (0.29, "0.29"),
        (5, "5.00"),
        (0, "0.00"),
        ("-0", "0.00"),
        ("1.500", "1.50"),
    ],
)
def test_how_numbers_are_typed(typed, value):
    assert read(typed) == value
    uploaded = upload(filled({"A01": typed}))
    assert (uploaded.problems, uploaded.values) == ((), {"A01": value})
    assert typed_values(FORM, {"A01": typed}) == {"A01": value}


@pytest.mark.parametrize("minus", ["-", "−", "－", "–"])
def test_a_minus_is_typed_in_several_ways(minus):
    assert read(f"{minus}3", "A02") == "-3.00"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1.2万", "cell-multiple"),
        ("3亿元", "cell-multiple"),
        ("５％", "cell-multiple"),
        ("1e5", "cell-multiple"),
        ("12,34", "cell-separators"),
        ("12 34", "cell-separators"),
        ("=SUM(A1)", "cell-formula"),
        ("＝1+1", "cell-formula"),
        ("—", "cell-not-number"),
        ("10²", "cell-not-number"),
        ("①", "cell-not-number"),
        ("٣", "cell-not-number"),
        ("", "cell-not-number"),
        (None, "cell-not-number"),
        (True, "cell-not-number"),
        (float("nan"), "cell-not-number"),
        ("1.005", "cell-places"),
        ("-1", "cell-negative"),
        ("1" * 19, "cell-large"),
        (12345678901234567, "cell-digits"),
    ],
)
def test_what_could_mean_something_else_is_told(typed, code):
    assert read(typed) == code


def test_people_are_counted_in_whole_numbers():
    assert read("1.5", "B10") == "cell-whole"
    assert read("1.0", "B10") == "1"


def test_what_is_wrong_is_kept_as_it_was_typed():
    assert typed_values(FORM, {"A01": " 1.2万 ", "A02": " "}) == {"A01": "1.2万"}


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_number_of_the_item_or_told(typed):
    found = decimal_of(typed, FORM.item("A01"))
    if isinstance(found, str):
        assert decimal_of(found, FORM.item("A01")) == found
