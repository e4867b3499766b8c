"""House rules that imports cannot show, each a small validator in a module of its own.

A rule is a function `check(house) -> Iterator[Finding]` that reads files and changes nothing. To add one, write
its module and name it in `RULES`. It must not import Django: the house is checked without being started.
"""

from collections.abc import Callable, Iterator
from importlib import import_module

from suixin.check.house import Finding, House

Rule = Callable[[House], Iterator[Finding]]

RULES = (
    "scenes",
    "engines",
    "schemas",
    "samples",
    "programmes",
    "collections",
    "translations",
    "rooms",
    "links",
    "size",
    "locks",
    "vendored",
    "exactness",
)


def findings(house: House, rules: tuple[str, ...] = RULES) -> list[tuple[str, Finding]]:
    """Everything that breaks a rule, with the rule's name."""
    return [(name, finding) for name in rules for finding in _rule(name)(house)]


def _rule(name: str) -> Rule:
    return import_module(f"{__name__}.{name}").check
