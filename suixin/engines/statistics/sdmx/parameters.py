"""A query's parameters, read one by one from the address as it was sent.

Django's own reading would not do: it takes a plus for a blank, and in SDMX a plus means "and".
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import TypeVar
from urllib.parse import unquote

from suixin.engines.statistics.sdmx.refusals import Refused
from suixin.engines.statistics.sdmx.times import moment

T = TypeVar("T")
LONGEST = 8_000  # characters of an address
MOST = 200  # parameters
WHOLE = re.compile(r"[0-9]{1,9}", re.ASCII)


class Parameters:
    """Each is asked for by its name; what nobody asked for is a fault."""

    def __init__(self, query: str) -> None:
        if len(query) > LONGEST:
            raise Refused("too-long")
        self.given: dict[str, str] = {}
        self.asked: set[str] = {"format"}  # read before, with the headers
        for each in query.split("&")[:MOST]:
            name, _, value = each.partition("=")
            name = unquote(name)
            if not name:
                continue
            if name in self.given:
                raise Refused("twice", name=name)
            self.given[name] = unquote(value)

    def text(self, name: str, default: str = "") -> str:
        self.asked.add(name)
        return self.given.get(name, default)

    def one_of(self, name: str, choices: Iterable[str], default: str) -> str:
        value = self.text(name, default)
        if value not in choices:
            self.refuse(name, ", ".join(choices))
        return value

    def flag(self, name: str) -> bool:
        return self.one_of(name, ("false", "true"), "false") == "true"

    def whole(self, name: str, least: int) -> int | None:
        value = self.text(name)
        if not value and name not in self.given:
            return None
        if not WHOLE.fullmatch(value) or int(value) < least:
            self.refuse(name, f"{least}, {least + 1}, {least + 2} …")
        return int(value)

    def moment(self, name: str) -> datetime | None:
        return self.read(name, moment, "2020-01-31T09:30:00+08:00")

    def read(self, name: str, reader: Callable[[str], T], expected: str) -> T | None:
        """None where it was not given; `reader` raises `ValueError`."""
        if name not in self.given:
            self.asked.add(name)
            return None
        try:
            return reader(self.text(name))
        except (ValueError, OverflowError):
            self.refuse(name, expected)
            raise  # never reached; `refuse` has raised

    def members(self, name: str) -> Mapping[str, str]:
        """Of a map such as c[FREQ]=M."""
        found = {}
        for given, value in self.given.items():
            if given.startswith(f"{name}[") and given.endswith("]"):
                self.asked.add(given)
                found[given[len(name) + 1 : -1]] = value
        return found

    def refuse(self, name: str, expected: str) -> None:
        raise Refused("wrong-parameter", name=name, value=self.given.get(name, ""), expected=expected)

    def done(self) -> None:
        if extra := sorted(set(self.given) - self.asked):
            raise Refused("unknown-parameter", name=extra[0])
