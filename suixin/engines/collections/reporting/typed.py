"""What people type into a cell, or paste from a spreadsheet, as the decimal text that it plainly means."""

import re
import unicodedata
from collections.abc import Mapping

from suixin.kernel.statistics.forms import Form, Item

LONGEST = 200  # characters kept of a cell: what is wrong stays there to be seen and corrected
LONGEST_EXPLANATION = 500
GROUPED = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
NUMBER = re.compile(r"([-+]?)(\d*)(?:\.(\d*))?", re.ASCII)
MINUS = str.maketrans("−–—", "---")
EXPLAINS = "explain-"  # before the id of a rule: the name of its field


def tidy(text: str, item: Item) -> str:
    """Spaces, full-width digits, commas of thousands and noughts that say nothing go; what is no number stays."""
    plain = "".join(unicodedata.normalize("NFKC", text[:LONGEST]).split()).translate(MINUS)
    if GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    match = NUMBER.fullmatch(plain)
    if match is None or not (match[2] or match[3]):
        return plain
    sign, whole, part = match[1], match[2].lstrip("0") or "0", match[3] or ""
    while len(part) > item.scale and part.endswith("0"):
        part = part[:-1]
    number = f"{whole}.{part}" if part else whole
    return f"-{number}" if sign == "-" and number.strip("0.") else number


def typed_values(form: Form, given: Mapping[str, object]) -> dict[str, str]:
    """By item; cells that are empty are not there."""
    found = {item.id: tidy(str(given.get(item.id, "")), item) for item in form.items}
    return {name: text for name, text in found.items() if text}


def typed_explanations(form: Form, given: Mapping[str, object]) -> dict[str, str]:
    found = {
        rule.id: str(given.get(EXPLAINS + rule.id, "")).strip()[:LONGEST_EXPLANATION] for rule in form.edits
    }
    return {rule: text for rule, text in found.items() if text}
