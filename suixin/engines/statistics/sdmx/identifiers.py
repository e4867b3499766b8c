"""From our names to SDMX's and back: SDMX allows ASCII letters, digits and little else.

An indicator's id becomes its dataflow's by capitals and low lines, which is reversible. A value becomes itself where it
can; else an @ and its UTF-8 in hexadecimal, so that no two values become one code.
"""

import re
from collections.abc import Iterable

INDICATOR = re.compile(r"[A-Z][A-Z0-9_]{1,60}", re.ASCII)
PLAIN = re.compile(r"[A-Za-z0-9$-][A-Za-z0-9_$-]*", re.ASCII)
NO_LETTER = re.compile(r"[^A-Z0-9_]", re.ASCII)
TOTAL = "_T"
NONE = "_Z"  # of a unit that is of no district
AREA = "REF_AREA"


def flow_id(indicator: str) -> str:
    return indicator.upper().replace("-", "_")


def indicator_of(flow: str) -> str | None:
    """None where no indicator can have this flow."""
    return flow.lower().replace("_", "-") if INDICATOR.fullmatch(flow) else None


def code(value: str) -> str:
    if value == "":
        return NONE
    return value if PLAIN.fullmatch(value) else "@" + value.encode("utf-8", "surrogatepass").hex()


def component_ids(names: Iterable[str], reserved: Iterable[str]) -> dict[str, str]:
    """For the dimensions of one indicator, by our names."""
    found: dict[str, str] = {}
    used = {AREA, *reserved}
    for name in names:
        if name == "district":
            found[name] = AREA
            continue
        stem = NO_LETTER.sub("_", name.upper())[:40]
        if not stem[:1].isalpha() or stem in used:
            stem = f"KEY_{stem}"
        chosen, number = stem, 2
        while chosen in used:
            chosen, number = f"{stem}_{number}", number + 1
        used.add(chosen)
        found[name] = chosen
    return found
