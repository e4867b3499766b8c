"""What people type into a cell -> a decimal text with the places of the item. Nothing is rounded and nothing guessed."""

import re
from collections.abc import Mapping
from decimal import Decimal

from suixin.engines.collections.sheets.sentences import told
from suixin.engines.collections.sheets.shape import DIGITS_KEPT
from suixin.kernel.records.problem import Parameter, Problem
from suixin.kernel.statistics.forms import Item
from suixin.kernel.statistics.rounding import plain

MOST_WHOLE_DIGITS = 18
LONGEST = 60
HALF_WIDTH = str.maketrans("０１２３４５６７８９．，－＋％", "0123456789.,-+%")
SPACE = re.compile(r"[\s\u00a0\u200b\u2007\u202f\ufeff]+")
TYPED = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d[\d,]*|)(?:\.(?P<places>\d*))?", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
MULTIPLE = re.compile(r"[\d.,]+(千|百|萬|万|億|亿|兆|%|‰|[eE][+-]?\d+|[kKmM])[元户台人次个项]*", re.ASCII)


def decimal_of(value: object, item: Item, cell: str) -> str | Problem:
    """`value` is as a spreadsheet holds it: a text, or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):  # true, a time, an error
        return about("cell-not-number", item, cell)
    if isinstance(value, str):
        return of_text(value, item, cell)
    exact = Decimal(repr(value))  # of a float the shortest text that means it: what was typed
    if not exact.is_finite():
        return about("cell-not-number", item, cell)
    if places_of(exact) > item.scale:
        return about("cell-places", item, cell, scale=item.scale)
    if len(plain(exact).lstrip("-0.").replace(".", "")) > DIGITS_KEPT:
        return about("cell-digits", item, cell)
    return fitted(exact, item, cell)


def of_text(given: str, item: Item, cell: str) -> str | Problem:
    text = SPACE.sub("", given).translate(HALF_WIDTH)
    if MULTIPLE.fullmatch(text.lstrip("+-")):
        return about("cell-multiple", item, cell)
    match = TYPED.fullmatch(text)
    if match is None or len(text) > LONGEST or not (match["whole"] or match["places"]):
        return about("cell-not-number", item, cell)
    if "," in match["whole"] and not THOUSANDS.fullmatch(match["whole"]):
        return about("cell-separators", item, cell)
    exact = Decimal(text.replace(",", ""))
    if places_of(exact) > item.scale:
        return about("cell-places", item, cell, scale=item.scale)
    return fitted(exact, item, cell)


def places_of(value: Decimal) -> int:
    """Decimal places that say something: 12.50 has one."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 - it is finite
    spelled = plain(value) if exponent < 0 else ""
    return len(spelled.partition(".")[2].rstrip("0"))


def fitted(exact: Decimal, item: Item, cell: str) -> str | Problem:
    if exact < 0 and not item.negative:
        return about("cell-negative", item, cell)
    whole, _, places = plain(abs(exact)).partition(".")
    if len(whole.lstrip("0")) > MOST_WHOLE_DIGITS:
        return about("cell-large", item, cell)
    places = places[: item.scale].ljust(item.scale, "0")
    return f"{'-' if exact < 0 else ''}{whole.lstrip('0') or '0'}{'.' if places else ''}{places}"


def about(code: str, item: Item, cell: str, **more: Parameter) -> Problem:
    example = f"1234.{'5'.ljust(item.scale, '0')}" if item.scale else "1234"
    given: Mapping[str, Parameter] = {"item": item.titles, "unit": item.unit, "example": example}
    return told(code, item.path, cell=cell, **given, **more)
