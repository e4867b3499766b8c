"""What a page's fields say: numbers as decimal texts, what is no number as it was typed, explanations."""

from collections.abc import Mapping

from suixin.engines.collections.editing import REPLY
from suixin.engines.collections.numerals import decimal_of
from suixin.kernel.records.problem import Problem
from suixin.kernel.statistics.forms import Form, Item

LONGEST = 200  # characters kept of a cell: what is wrong stays there to be seen and corrected
LONGEST_EXPLANATION = 500
LONGEST_WHOLE = 9  # digits of a revision or an index in a form
EXPLAINS = "explain-"  # before the id of a rule: the name of its field


def tidy(text: str, item: Item) -> str:
    typed = text[:LONGEST].strip()
    read = decimal_of(typed, item)
    return typed if isinstance(read, Problem) else read


def typed_values(form: Form, given: Mapping[str, object]) -> dict[str, str]:
    """By item; cells that are empty are not there."""
    found = {item.id: tidy(str(given.get(item.id, "")), item) for item in form.items}
    return {name: text for name, text in found.items() if text}


def typed_explanations(form: Form, given: Mapping[str, object]) -> dict[str, str]:
    """By edit rule, and what is answered to a reviewer."""
    names = [*(rule.id for rule in form.edits), REPLY]
    found = {name: str(given.get(EXPLAINS + name, "")).strip()[:LONGEST_EXPLANATION] for name in names}
    return {name: text for name, text in found.items() if text}


def whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_WHOLE else None
