"""The language of edit rules (审核关系): arithmetic over items, comparisons between them, and what joins these.

    A00 == A01 + A02            abs(A00 - prev(A00)) <= 0.5 * prev(A00)      if A10 > 0 then B10 > 0
    A05 <= A00 and A01 >= 0     A00 == sum(A01..A09)    A12 <= 1.5 * year_ago(A12)    not blank(A01) or blank(A02)

`prev` is the item in the period before, `year_ago` in the same period of the year before. A range in `sum` runs in
the order of the form. Text becomes a tree here and nothing is computed; a rule is no program: it ends, it is small,
and it reaches only items.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum
from typing import NoReturn, assert_never

LONGEST = 1_000  # characters
MOST_PARTS = 200
DEEPEST = 20
LONGEST_NUMBER = 24
TOKEN = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_]\w*)|(?P<mark>\.\.|[=!<>]=|[<>()+*/,-])|(?P<space>\s+)",
    re.ASCII,
)
COMPARISONS = ("==", "!=", "<=", ">=", "<", ">")
STRENGTHS = {"or": 1, "and": 2, **dict.fromkeys(COMPARISONS, 4), "+": 5, "-": 5, "*": 6, "/": 6}
AFTER_NOT, AFTER_MINUS = 3, 7
WORDS = frozenset({"and", "or", "not", "if", "then", "abs", "prev", "year_ago", "sum", "blank"})


class MalformedRule(ValueError):
    """Not a rule, or about items that the form does not have. The message says where."""


class At(IntEnum):
    """Which report a value is taken from."""

    NOW = 0
    PREVIOUS = 1
    YEAR_BEFORE = 2


@dataclass(frozen=True, slots=True)
class Number:
    value: Decimal


@dataclass(frozen=True, slots=True)
class Value:
    item: str
    at: At


@dataclass(frozen=True, slots=True)
class Sum:
    """Of those that are there; nought where none is, so that a total without its parts is found."""

    items: tuple[str, ...]
    ranges: tuple[tuple[str, str], ...]  # as written: first and last, which are the same for one item


@dataclass(frozen=True, slots=True)
class Absolute:
    of: "Quantity"


@dataclass(frozen=True, slots=True)
class Negative:
    of: "Quantity"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    operator: str
    left: "Quantity"
    right: "Quantity"


@dataclass(frozen=True, slots=True)
class Comparison:
    operator: str
    left: "Quantity"
    right: "Quantity"
    texts: tuple[str, str]  # both sides as written


@dataclass(frozen=True, slots=True)
class Blank:
    item: str


@dataclass(frozen=True, slots=True)
class Not:
    of: "Condition"


@dataclass(frozen=True, slots=True)
class Both:
    operator: str  # and, or
    left: "Condition"
    right: "Condition"


@dataclass(frozen=True, slots=True)
class Implication:
    condition: "Condition"
    consequence: "Condition"


Quantity = Number | Value | Sum | Absolute | Negative | Arithmetic
Condition = Comparison | Blank | Not | Both | Implication
Part = Quantity | Condition


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int


def read_rule(text: str, items: Sequence[str]) -> Condition:
    """Raises `MalformedRule`. `items` are the form's, in its order."""
    if len(text) > LONGEST:
        raise MalformedRule(f"a rule has at most {LONGEST} characters")
    return Reader(text, items).rule()


def parts(of: Part) -> Iterator[Part]:
    """The tree itself and everything in it, from left to right."""
    yield of
    match of:
        case Number() | Value() | Sum() | Blank():
            return
        case Absolute() | Negative() | Not():
            yield from parts(of.of)
        case Arithmetic() | Comparison() | Both():
            yield from parts(of.left)
            yield from parts(of.right)
        case Implication():
            yield from parts(of.condition)
            yield from parts(of.consequence)
        case _:
            assert_never(of)


def items_of(rule: Condition) -> tuple[str, ...]:
    """Each once, as they come."""
    found: dict[str, None] = {}
    for part in parts(rule):
        match part:
            case Value(item) | Blank(item):
                found[item] = None
            case Sum(items):
                found.update(dict.fromkeys(items))
    return tuple(found)


class Reader:
    """Precedence climbing over the tokens of one rule."""

    def __init__(self, text: str, items: Sequence[str]) -> None:
        self.text = text
        self.places = {item: place for place, item in enumerate(items)}
        self.tokens = self.split()
        self.next = 0
        self.made = 0
        self.depth = 0

    def split(self) -> list[Token]:
        tokens: list[Token] = []
        start = 0
        while start < len(self.text):
            match = TOKEN.match(self.text, start)
            if match is None:
                raise MalformedRule(
                    f"character {start + 1} ({self.text[start]!r}) is not of the language of rules"
                )
            if match.lastgroup != "space":
                tokens.append(Token(str(match.lastgroup), match[0], start))
            start = match.end()
        return tokens

    # what stands next

    @property
    def token(self) -> Token:
        if self.next < len(self.tokens):
            return self.tokens[self.next]
        return Token("end", "the end of the rule", len(self.text))

    def take(self) -> Token:
        token = self.token
        self.next += 1
        return token

    def comes(self, text: str) -> bool:
        found = self.token.text == text and self.token.kind != "end"
        self.next += found
        return found

    def expect(self, text: str) -> None:
        if not self.comes(text):
            self.refuse(f"{text!r} is expected here, not {self.token.text!r}")

    def refuse(self, why: str, at: int | None = None) -> NoReturn:
        raise MalformedRule(f"at character {(self.token.start if at is None else at) + 1}: {why}")

    # the grammar

    def rule(self) -> Condition:
        found = self.condition(self.implication(), 0)
        if self.token.kind != "end":
            self.refuse(f"{self.token.text!r} is one too many")
        if not items_of(found):
            self.refuse("a rule is about at least one item", 0)
        return found

    def implication(self) -> Part:
        start = self.token.start
        if not self.comes("if"):
            return self.expression(0)
        condition = self.condition(self.expression(0), start)
        self.expect("then")
        at = self.token.start
        return self.made_of(Implication(condition, self.condition(self.expression(0), at)))

    def expression(self, weakest: int) -> Part:
        self.depth += 1
        if self.depth > DEEPEST:
            self.refuse(f"a rule is at most {DEEPEST} deep")
        start = self.token.start
        left = self.beginning()
        while self.token.kind != "end" and (strength := STRENGTHS.get(self.token.text, 0)) > weakest:
            left = self.joined(left, self.take(), strength, start)
        self.depth -= 1
        return left

    def joined(self, left: Part, operator: Token, strength: int, start: int) -> Part:
        at = self.token.start
        right = self.expression(strength)
        if operator.text in ("and", "or"):
            return self.made_of(Both(operator.text, self.condition(left, start), self.condition(right, at)))
        one, other = self.quantity(left, start), self.quantity(right, at)
        if operator.text not in COMPARISONS:
            return self.made_of(Arithmetic(operator.text, one, other))
        end = self.tokens[self.next - 1]
        texts = (self.text[start : operator.start].strip(), self.text[at : end.start + len(end.text)])
        return self.made_of(Comparison(operator.text, one, other, texts))

    def beginning(self) -> Part:
        token = self.take()
        if token.kind == "number":
            if len(token.text) > LONGEST_NUMBER:
                self.refuse(f"a number has at most {LONGEST_NUMBER} characters", token.start)
            return self.made_of(Number(Decimal(token.text)))
        if token.text == "(":
            inner = self.implication()
            self.expect(")")
            return inner
        if token.text == "-":
            at = self.token.start
            return self.made_of(Negative(self.quantity(self.expression(AFTER_MINUS), at)))
        if token.text == "not":
            at = self.token.start
            return self.made_of(Not(self.condition(self.expression(AFTER_NOT), at)))
        if token.kind == "name":
            return self.named(token)
        self.refuse(f"an item, a number or a bracket is expected here, not {token.text!r}", token.start)

    def named(self, name: Token) -> Part:
        if name.text not in WORDS:
            return self.made_of(Value(self.known(name), At.NOW))
        if name.text in ("and", "or", "if", "then"):
            self.refuse(f"{name.text!r} cannot stand here", name.start)
        self.expect("(")
        made = self.call(name.text)
        self.expect(")")
        return self.made_of(made)

    def call(self, name: str) -> Part:
        if name == "abs":
            at = self.token.start
            return Absolute(self.quantity(self.expression(0), at))
        if name == "sum":
            ranges = [self.range()]
            while self.comes(","):
                ranges.append(self.range())
            order = list(self.places)
            items = [
                item for first, last in ranges for item in order[self.places[first] : self.places[last] + 1]
            ]
            if len(set(items)) < len(items):
                self.refuse("the sum counts an item twice")
            return Sum(tuple(items), tuple(ranges))
        item = self.known(self.take())
        if name == "blank":
            return Blank(item)
        return Value(item, At.PREVIOUS if name == "prev" else At.YEAR_BEFORE)

    def range(self) -> tuple[str, str]:
        at = self.token.start
        first = last = self.known(self.take())
        if self.comes(".."):
            last = self.known(self.take())
        if self.places[last] < self.places[first]:
            self.refuse(f"{last} comes before {first} in the form", at)
        return first, last

    # what it must be

    def known(self, name: Token) -> str:
        if name.kind != "name":
            self.refuse(f"an item is expected here, not {name.text!r}", name.start)
        if name.text not in self.places:
            self.refuse(f"the form has no item {name.text}", name.start)
        return name.text

    def quantity(self, part: Part, at: int) -> Quantity:
        if isinstance(part, Comparison | Blank | Not | Both | Implication):
            self.refuse("a number is expected here, not a condition", at)
        return part

    def condition(self, part: Part, at: int) -> Condition:
        if isinstance(part, Number | Value | Sum | Absolute | Negative | Arithmetic):
            self.refuse("a condition is expected here, such as a comparison", at)
        return part

    def made_of(self, part: Part) -> Part:
        self.made += 1
        if self.made > MOST_PARTS:
            self.refuse(f"a rule has at most {MOST_PARTS} parts")
        return part
