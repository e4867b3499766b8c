"""A rule said in the words of the form, for people who do not read item codes: “商品销售额合计” 等于 …"""

from collections.abc import Mapping
from typing import assert_never

from suixin.kernel.records.problem import LANGUAGES, Sentence, in_language
from suixin.kernel.statistics.expressions import (
    Absolute,
    Arithmetic,
    At,
    Blank,
    Both,
    Comparison,
    Implication,
    Negative,
    Not,
    Number,
    Part,
    Sum,
    Value,
    read_rule,
)
from suixin.kernel.statistics.forms import EditRule, Form
from suixin.kernel.statistics.rounding import plain

WORDS: Mapping[str, Sentence] = {
    "item": {"zh-hans": "“{}”", "zh-hant": "「{}」", "en": "“{}”"},
    "previous": {"zh-hans": "上期{}", "zh-hant": "上期{}", "en": "{} of the period before"},
    "year-before": {"zh-hans": "上年同期{}", "zh-hant": "上年同期{}", "en": "{} of a year before"},
    "range": {"zh-hans": "{} 至 {} 各项之和", "zh-hant": "{} 至 {} 各項之和", "en": "the sum of {} to {}"},
    "list": {"zh-hans": "{} 之和", "zh-hant": "{} 之和", "en": "the sum of {}"},
    "comma": {"zh-hans": "、", "zh-hant": "、", "en": ", "},
    "abs": {
        "zh-hans": "（{}）的绝对值",
        "zh-hant": "（{}）的絕對值",
        "en": "the absolute value of ({})",
    },
    "blank": {"zh-hans": "{} 未填", "zh-hant": "{} 未填", "en": "{} is left blank"},
    "not-blank": {"zh-hans": "{} 已填", "zh-hant": "{} 已填", "en": "{} is filled in"},
    "not": {"zh-hans": "并非（{}）", "zh-hant": "並非（{}）", "en": "not ({})"},
    "and": {"zh-hans": "{}，并且 {}", "zh-hant": "{}，並且 {}", "en": "{}, and {}"},
    "or": {"zh-hans": "{}，或者 {}", "zh-hant": "{}，或者 {}", "en": "{}, or {}"},
    "if": {"zh-hans": "如果 {}，那么 {}", "zh-hant": "如果 {}，那麼 {}", "en": "if {}, then {}"},
    "bracket": {"zh-hans": "（{}）", "zh-hant": "（{}）", "en": "({})"},
    "==": {"zh-hans": "{} 等于 {}", "zh-hant": "{} 等於 {}", "en": "{} equals {}"},
    "!=": {"zh-hans": "{} 不等于 {}", "zh-hant": "{} 不等於 {}", "en": "{} differs from {}"},
    "<=": {"zh-hans": "{} 不大于 {}", "zh-hant": "{} 不大於 {}", "en": "{} is at most {}"},
    ">=": {"zh-hans": "{} 不小于 {}", "zh-hant": "{} 不小於 {}", "en": "{} is at least {}"},
    "<": {"zh-hans": "{} 小于 {}", "zh-hant": "{} 小於 {}", "en": "{} is less than {}"},
    ">": {"zh-hans": "{} 大于 {}", "zh-hant": "{} 大於 {}", "en": "{} is more than {}"},
}
SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}


def said(rule: EditRule, form: Form) -> Sentence:
    """In each language of the site."""
    tree = read_rule(rule.rule, [item.id for item in form.items])
    titles = {item.id: item.titles for item in form.items}
    return {language: Speaker(titles, language).say(tree) for language in LANGUAGES}


def side_said(side: str, form: Form, language: str) -> str:
    """One side of a comparison, by the codes that stand in the form: （A00 － 上期A00）的绝对值."""
    tree = read_rule(f"{side} == 0", [item.id for item in form.items])
    assert isinstance(tree, Comparison)  # noqa: S101 - made just above
    return InCodes({}, language).say(tree.left)


class Speaker:
    def __init__(self, titles: Mapping[str, Sentence], language: str) -> None:
        self.titles = titles
        self.language = language

    def word(self, name: str, *parts: str) -> str:
        return in_language(WORDS[name], self.language).format(*parts)

    def item(self, name: str) -> str:
        return self.word("item", in_language(self.titles[name], self.language))

    def say(self, part: Part) -> str:  # noqa: PLR0911, PLR0912 - one line a kind
        match part:
            case Number(value):
                return plain(value)
            case Value(item, At.NOW):
                return self.item(item)
            case Value(item, at):
                return self.word("previous" if at is At.PREVIOUS else "year-before", self.item(item))
            case Sum():
                return self.sum(part)
            case Absolute(of):
                return self.word("abs", self.say(of))
            case Negative(of):
                return f"－{self.within(of)}"
            case Arithmetic():
                return self.arithmetic(part)
            case Comparison(operator, left, right):
                return self.word(operator, self.say(left), self.say(right))
            case Blank(item):
                return self.word("blank", self.item(item))
            case Not(Blank(item)):
                return self.word("not-blank", self.item(item))
            case Not(of):
                return self.word("not", self.say(of))
            case Both(operator, left, right):
                return self.word(operator, self.within(left, operator), self.within(right, operator))
            case Implication(condition, consequence):
                return self.word("if", self.say(condition), self.say(consequence))
            case _:
                assert_never(part)

    def sum(self, part: Sum) -> str:
        if len(part.ranges) == 1 and part.ranges[0][0] != part.ranges[0][1]:
            return self.word("range", *(self.item(end) for end in part.ranges[0]))
        return self.word("list", self.word("comma").join(self.item(item) for item in part.items))

    def arithmetic(self, part: Arithmetic) -> str:
        left, right = self.say(part.left), self.say(part.right)
        if part.operator in "*/":
            left, right = self.within(part.left, "*", "/"), self.within(part.right)
        elif part.operator == "-":
            right = self.within(part.right)
        return f"{left} {SIGNS[part.operator]} {right}"

    def within(self, part: Part, *bare: str) -> str:
        """In brackets where it is made of parts joined by anything but `bare`."""
        joined = isinstance(part, Arithmetic | Both) and part.operator not in bare
        return self.word("bracket", self.say(part)) if joined else self.say(part)


class InCodes(Speaker):
    def item(self, name: str) -> str:
        return name
