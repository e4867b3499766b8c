"""Conditions on components: c[TIME_PERIOD]=ge:2019-01+le:2019-12,2018-12 and the like. A comma is "or", a plus "and"."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from suixin.engines.statistics.sdmx.refusals import Refused
from suixin.engines.statistics.sdmx.times import Span, span

OPERATOR = re.compile(r"(eq|ne|lt|le|gt|ge|co|nc|sw|ew):", re.ASCII)
NUMBER = re.compile(r"-?[0-9]{1,60}(\.[0-9]{1,30})?", re.ASCII)
MOST = 500  # values in one condition

Test = Callable[[str | Span], bool]

TEXTS: Mapping[str, Callable[[str, str], bool]] = {
    "eq": lambda held, asked: held == asked,
    "ne": lambda held, asked: held != asked,
    "lt": lambda held, asked: held < asked,
    "le": lambda held, asked: held <= asked,
    "gt": lambda held, asked: held > asked,
    "ge": lambda held, asked: held >= asked,
    "co": lambda held, asked: asked in held,
    "nc": lambda held, asked: asked not in held,
    "sw": lambda held, asked: held.startswith(asked),
    "ew": lambda held, asked: held.endswith(asked),
}
NUMBERS: Mapping[str, Callable[[Decimal, Decimal], bool]] = {
    "eq": lambda held, asked: held == asked,
    "ne": lambda held, asked: held != asked,
    "lt": lambda held, asked: held < asked,
    "le": lambda held, asked: held <= asked,
    "gt": lambda held, asked: held > asked,
    "ge": lambda held, asked: held >= asked,
}
SPANS: Mapping[str, Callable[[Span, Span], bool]] = {
    "eq": lambda held, asked: held == asked,
    "ne": lambda held, asked: held != asked,
    "lt": lambda held, asked: held.last < asked.first,
    "le": lambda held, asked: held.last <= asked.last,
    "gt": lambda held, asked: held.first > asked.last,
    "ge": lambda held, asked: held.first >= asked.first,
}


@dataclass(frozen=True, slots=True)
class Condition:
    """`any` of these hold, each of which is that `all` of some hold."""

    component: str
    tests: tuple[tuple[Test, ...], ...]

    def holds(self, value: str | Span | None) -> bool:
        """Nothing holds of a value that is not there."""
        return value is not None and any(all(test(value) for test in some) for some in self.tests)


def read_condition(component: str, text: str, kind: str) -> Condition:
    """`kind` is text, number or time. Raises `Refused`."""
    some = [each.split("+") for each in text.split(",")]
    if sum(map(len, some)) > MOST:
        refuse(component, text)
    return Condition(
        component, tuple(tuple(read_test(component, each, kind) for each in one) for one in some)
    )


def read_test(component: str, text: str, kind: str) -> Test:
    found = OPERATOR.match(text)
    operator, value = (found[1], text[found.end() :]) if found else ("eq", text)
    if kind == "number":
        if operator not in NUMBERS or not NUMBER.fullmatch(value):
            refuse(component, text)
        number, compare = Decimal(value), NUMBERS[operator]
        return lambda held: compare(Decimal(str(held)), number)
    if kind == "time":
        try:
            asked, between = span(value), SPANS[operator]
        except (ValueError, KeyError):
            refuse(component, text)
        return lambda held: isinstance(held, Span) and between(held, asked)
    match = TEXTS[operator]
    return lambda held: match(str(held), value)


def refuse(component: str, text: str) -> None:
    expected = "A · A,B · ge:2019-01+le:2019-12 (eq ne lt le gt ge co nc sw ew)"
    raise Refused("wrong-parameter", name=f"c[{component}]", value=text, expected=expected)
