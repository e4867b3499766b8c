"""Edit rules at work: what a report's values break, with what both sides came to; and a rule said in plain words.

Values are decimal texts and stay exact. A rule that needs a value which is not there, or a division by nought, is not
applied; `blank` alone asks whether something is there, and `sum` adds what is there: of nothing, nought.
"""

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Context, Decimal, Inexact, localcontext
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from suixin.kernel.records.commitment import DECIMAL
from suixin.kernel.records.problem import Sentence
from suixin.kernel.statistics.expressions import (
    Absolute,
    Arithmetic,
    At,
    Blank,
    Both,
    Comparison,
    Condition,
    Implication,
    Negative,
    Not,
    Number,
    Part,
    Quantity,
    Sum,
    Value,
    items_of,
    parts,
    read_rule,
)
from suixin.kernel.statistics.forms import EditRule, Form, Grade
from suixin.kernel.statistics.rounding import plain, rounded

EXACT = Context(prec=12_000, traps=[Inexact])  # more digits than 200 parts can make
SHOWN_PLACES = 6  # of a side that does not end, such as a third

Exact = Decimal | Fraction
Held = tuple[Mapping[str, Decimal], Mapping[str, Decimal], Mapping[str, Decimal]]  # by `At`
Amount = Callable[[Held], Exact | None]  # None: it needs what is not there
Truth = Callable[[Held], bool | None]

OPERATORS: dict[str, Callable[[Exact, Exact], Exact]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}
COMPARISONS: dict[str, Callable[[Exact, Exact], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}


@dataclass(frozen=True, slots=True)
class Side:
    text: str  # as the rule writes it: A01 + A02
    value: str  # what it came to


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a report breaks."""

    rule: str  # its id
    grade: Grade
    sentence: Sentence
    items: tuple[str, ...]
    sides: tuple[Side, ...]  # of the comparison that does not hold: two, or none where no comparison decides

    @property
    def is_fatal(self) -> bool:
        return self.grade is Grade.FATAL


@dataclass(frozen=True, slots=True)
class Check:
    """One comparison, ready to be made."""

    texts: tuple[str, str]
    holds: Truth
    amounts: tuple[Amount, Amount]


@dataclass(frozen=True, slots=True)
class ReadyRule:
    rule: EditRule
    items: tuple[str, ...]
    holds: Truth
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class ReadyForm:
    """A form's rules, read once, and the items that they need of each report."""

    rules: tuple[ReadyRule, ...]
    needed: tuple[frozenset[str], frozenset[str], frozenset[str]]  # by `At`

    def needs(self, at: At) -> bool:
        return bool(self.needed[at])


def findings(
    form: Form,
    values: Mapping[str, str],
    previous: Mapping[str, str] | None = None,
    year_before: Mapping[str, str] | None = None,
) -> list[Finding]:
    """In the order of the form's rules. Texts that are no numbers count as not there: the schema tells of them."""
    ready = ready_form(form)
    held = (
        numbers(values, ready.needed[At.NOW]),
        numbers(previous or {}, ready.needed[At.PREVIOUS]),
        numbers(year_before or {}, ready.needed[At.YEAR_BEFORE]),
    )
    with localcontext(EXACT):
        return [finding(each, held) for each in ready.rules if each.holds(held) is False]


def finding(broken: ReadyRule, held: Held) -> Finding:
    sides = next(
        (
            tuple(
                Side(text, shown(amount(held)))
                for text, amount in zip(check.texts, check.amounts, strict=True)
            )
            for check in broken.checks
            if check.holds(held) is False
        ),
        (),
    )
    return Finding(broken.rule.id, broken.rule.grade, broken.rule.sentence, broken.items, sides)


def numbers(values: Mapping[str, str], needed: frozenset[str]) -> dict[str, Decimal]:
    return {
        item: Decimal(text)
        for item in needed
        if type(text := values.get(item)) is str and DECIMAL.fullmatch(text) is not None
    }


def shown(value: Exact | None) -> str:
    assert value is not None  # noqa: S101 - the comparison was made
    exact = rounded(value, SHOWN_PLACES) if isinstance(value, Fraction) else value
    text = plain(exact)
    return text.rstrip("0").rstrip(".") if "." in text else text


# --- from tree to function ---


@lru_cache(maxsize=256)
def ready_form(form: Form) -> ReadyForm:
    names = [item.id for item in form.items]
    rules = [(edit, read_rule(edit.rule, names)) for edit in form.edits]
    needed: tuple[set[str], set[str], set[str]] = (set(), set(), set())
    for _, rule in rules:
        for part in parts(rule):
            match part:
                case Value(item, at):
                    needed[at].add(item)
                case Blank(item):
                    needed[At.NOW].add(item)
                case Sum(items):
                    needed[At.NOW].update(items)
    ready = tuple(
        ReadyRule(edit, items_of(rule), truth(rule), tuple(check(each) for each in deciding(rule)))
        for edit, rule in rules
    )
    return ReadyForm(ready, (frozenset(needed[0]), frozenset(needed[1]), frozenset(needed[2])))


def deciding(rule: Condition) -> list[Comparison]:
    """The comparisons that must hold for the rule to hold, as far as they can tell a reporter what is wrong."""
    match rule:
        case Comparison():
            return [rule]
        case Both():
            return [*deciding(rule.left), *deciding(rule.right)]
        case Implication():
            return deciding(rule.consequence)
        case Blank() | Not():
            return []
        case _:
            assert_never(rule)


def check(comparison: Comparison) -> Check:
    return Check(comparison.texts, truth(comparison), (amount(comparison.left), amount(comparison.right)))


def divides(part: Part) -> bool:
    return any(isinstance(each, Arithmetic) and each.operator == "/" for each in parts(part))


def truth(rule: Condition) -> Truth:
    match rule:
        case Comparison():
            return comparison(rule)
        case Blank(item):
            return lambda held: item not in held[At.NOW]
        case Not():
            inner = truth(rule.of)
            return lambda held: None if (found := inner(held)) is None else not found
        case Both():
            return both(truth(rule.left), truth(rule.right), decided_by=rule.operator == "or")
        case Implication():
            return implication(truth(rule.condition), truth(rule.consequence))
        case _:
            assert_never(rule)


def comparison(rule: Comparison) -> Truth:
    left, right, compare = amount(rule.left), amount(rule.right), COMPARISONS[rule.operator]

    def holds(held: Held) -> bool | None:
        if (one := left(held)) is None or (other := right(held)) is None:
            return None
        return compare(one, other)

    return holds


def both(left: Truth, right: Truth, *, decided_by: bool) -> Truth:
    """`and` is decided by one that is false and `or` by one that is true, whatever the other needs."""

    def holds(held: Held) -> bool | None:
        one = left(held)
        if one is decided_by:
            return decided_by
        other = right(held)
        if other is decided_by:
            return decided_by
        return None if one is None or other is None else not decided_by

    return holds


def implication(condition: Truth, consequence: Truth) -> Truth:
    def holds(held: Held) -> bool | None:
        applies = condition(held)
        return consequence(held) if applies else (None if applies is None else True)

    return holds


def amount(of: Quantity) -> Amount:
    """Decimals add and multiply exactly and quickly; where something is divided, all of it is in fractions."""
    if not divides(of):
        return in_decimals(of)
    return in_fractions(of)


def in_decimals(of: Quantity) -> Amount:
    match of:
        case Number(value):
            return lambda held: value
        case Value(item, at):
            return lambda held: held[at].get(item)
        case Sum(items):
            return total(items)
        case Absolute() | Negative():
            return single(magnitude if isinstance(of, Absolute) else opposite, in_decimals(of.of))
        case Arithmetic():
            return double(OPERATORS[of.operator], in_decimals(of.left), in_decimals(of.right))
        case _:
            assert_never(of)


def in_fractions(of: Quantity) -> Amount:
    match of:
        case Number() | Value() | Sum():
            return single(fraction, in_decimals(of))
        case Absolute() | Negative():
            return single(magnitude if isinstance(of, Absolute) else opposite, in_fractions(of.of))
        case Arithmetic():
            divided = divided_by if of.operator == "/" else OPERATORS[of.operator]
            return double(divided, in_fractions(of.left), in_fractions(of.right))
        case _:
            assert_never(of)


def fraction(value: Exact) -> Exact:
    return Fraction(value)


def magnitude(value: Exact) -> Exact:
    return value if value >= 0 else -value


def opposite(value: Exact) -> Exact:
    return -value


def divided_by(one: Exact, other: Exact) -> Exact | None:
    return None if other == 0 else Fraction(one) / Fraction(other)


def total(items: tuple[str, ...]) -> Amount:
    def add(held: Held) -> Exact | None:
        now = held[At.NOW]
        return sum((now[item] for item in items if item in now), Decimal(0))

    return add


def single(do: Callable[[Exact], Exact], of: Amount) -> Amount:
    def amount_of(held: Held) -> Exact | None:
        return None if (found := of(held)) is None else do(found)

    return amount_of


def double(do: Callable[[Exact, Exact], Exact | None], left: Amount, right: Amount) -> Amount:
    def amount_of(held: Held) -> Exact | None:
        if (one := left(held)) is None or (other := right(held)) is None:
            return None
        return do(one, other)

    return amount_of
