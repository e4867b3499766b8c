"""What people type into a cell, of a page or of a spreadsheet -> a decimal text with the places of the item.

The one reader of typed numbers. Nothing is rounded and nothing guessed: what could mean two numbers is told, not read.
"""

import re
from decimal import Decimal

from suixin.engines.collections.sentences import SENTENCES
from suixin.kernel.records.problem import Parameter, Problem
from suixin.kernel.statistics.forms import Item
from suixin.kernel.statistics.rounding import plain

MOST_WHOLE_DIGITS = 18
DIGITS_KEPT = 15  # significant ones that a spreadsheet keeps of a number
LONGEST = 60
HALF_WIDTH = str.maketrans("０１２３４５６７８９．。，－−–＋％＝", "0123456789..,---+%=")
SPACE = re.compile(r"[\s\u00a0\u200b\u2007\u202f\ufeff]+")
BETWEEN_DIGITS = re.compile(rf"(?<=[0-9]){SPACE.pattern}(?=[0-9])")
TYPED = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d[\d,]*|)(?:\.(?P<places>\d*))?", re.ASCII)
THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+", re.ASCII)
MULTIPLE = re.compile(r"[\d.,]+(千|百|萬|万|億|亿|兆|%|‰|[eE][+-]?\d+|[kKmM])[元户台人次个项]*", re.ASCII)


def decimal_of(value: object, item: Item) -> str | Problem:
    """`value` is as a page or a spreadsheet holds it: a text, or a number."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):  # true, a time, an error
        return about("cell-not-number", item)
    if isinstance(value, str):
        return of_text(value, item)
    exact = Decimal(repr(value))  # of a float the shortest text that means it: what was typed
    if not exact.is_finite():
        return about("cell-not-number", item)
    if places_of(exact) > item.scale:
        return too_many_places(item)
    if len(plain(exact).lstrip("-0.").replace(".", "")) > DIGITS_KEPT:
        return about("cell-digits", item)
    return fitted(exact, item)


def of_text(given: str, item: Item) -> str | Problem:
    text = given.translate(HALF_WIDTH).strip()
    text = SPACE.sub("", BETWEEN_DIGITS.sub(",", text))  # between digits a space parts thousands, or nothing
    if text.startswith("="):
        return about("cell-formula", item)
    if MULTIPLE.fullmatch(text.lstrip("+-")):
        return about("cell-multiple", item)
    match = TYPED.fullmatch(text)
    if match is None or len(text) > LONGEST or not (match["whole"] or match["places"]):
        return about("cell-not-number", item)
    if "," in match["whole"] and not THOUSANDS.fullmatch(match["whole"]):
        return about("cell-separators", item)
    exact = Decimal(text.replace(",", ""))
    return too_many_places(item) if places_of(exact) > item.scale else fitted(exact, item)


def places_of(value: Decimal) -> int:
    """Decimal places that say something: 12.50 has one."""
    exponent = value.as_tuple().exponent
    assert isinstance(exponent, int)  # noqa: S101 - it is finite
    spelled = plain(value) if exponent < 0 else ""
    return len(spelled.partition(".")[2].rstrip("0"))


def fitted(exact: Decimal, item: Item) -> str | Problem:
    if exact < 0 and not item.negative:
        return about("cell-negative", item)
    whole, _, places = plain(abs(exact)).partition(".")
    if len(whole.lstrip("0")) > MOST_WHOLE_DIGITS:
        return about("cell-large", item)
    places = places[: item.scale].ljust(item.scale, "0")
    return f"{'-' if exact < 0 else ''}{whole.lstrip('0') or '0'}{'.' if places else ''}{places}"


def too_many_places(item: Item) -> Problem:
    return about("cell-places", item, scale=item.scale) if item.scale else about("cell-whole", item)


def about(code: str, item: Item, **more: Parameter) -> Problem:
    example = f"1234.{'5'.ljust(item.scale, '0')}" if item.scale else "1234"
    return Problem(item.path, code, SENTENCES[code], {"unit": item.unit, "example": example, **more})
