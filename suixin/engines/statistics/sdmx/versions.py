"""Which versions a query means: `*`, `+`, `~`, 2.0.0, 2.*, 2+.1.0 and so on (SDMX semantic versioning).

All our versions are stable, so + and ~ differ from * only where there are several; there never are.
"""

import re

ANY = frozenset({"*", "+", "~"})
PART = re.compile(r"(\d{1,9})([*+~]?)|[*+~]", re.ASCII)


def is_version(text: str) -> bool:
    parts = text.split(".")
    marked = sum(part[-1:] in ANY for part in parts)
    return len(parts) <= 3 and marked <= 1 and all(PART.fullmatch(part) for part in parts)


def includes(asked: str, version: str) -> bool:
    """Whether the version is among those asked for."""
    if asked in ANY:
        return True
    wanted, given = asked.split("."), [int(part) for part in version.split(".")]
    if len(wanted) != len(given):
        return False
    for place, part in enumerate(wanted):
        if part[-1] in ANY:
            least = [int(each.rstrip("*+~") or 0) for each in wanted[place:]]
            return given[place:] >= least
        if int(part) != given[place]:
            return False
    return True
