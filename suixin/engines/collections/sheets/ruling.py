"""Lines of 审核关系 as offices write them (01=02+03；05≤01；若10>0，则11>0) -> edit rules. What does not read is told."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from suixin.kernel.statistics.expressions import MalformedRule, read_rule

SIGNS = str.maketrans(
    "０１２３４５６７８９＝≤≦≥≧＜＞＋－—–×＊÷／（）［］【】，",
    "0123456789=≤≤≥≥<>+---**//()()(),",
)
SPELLED = (("≤", "<="), ("≥", ">="), ("≠", "!="), ("<>", "!="), ("大于等于", ">="), ("小于等于", "<="), ("不小于", ">="),
           ("不大于", "<="), ("大于", ">"), ("小于", "<"), ("等于", "="), ("并且", " and "), ("且", " and "),
           ("或者", " or "), ("或", " or "))  # fmt: skip
LABEL = re.compile(r"^\s*(?:主要)?(?:审核|審核|校验|平衡|逻辑)(?:关系|關係|公式)\s*[:：]?")
NUMBERING = re.compile(
    r"^\s*(?:[（(]\s*[\d一二三四五六七八九十]{1,3}\s*[)）]|\d{1,2}\s*[.．、](?!\d)|[①-⑳])\s*"
)
ENDS = re.compile(r"[；;。\n]|(?=[①-⑳])|\s+(?=[（(]\d{1,2}[)）])")
CONDITION = re.compile(r"^(?:如果|若|如|当)(?P<condition>.+?),?(?:则|那么|应)(?P<consequence>.+)$")
CODE = re.compile(r"(?<![\w.])[A-Za-z]?\d{1,4}(?![\w.])", re.ASCII)
ALONE = re.compile(r"(?<![<>=!])=(?!=)")
QUERY = ("核实", "核實", "一般不", "提示", "查询")
BRACKETED = re.compile(r"\((?:强制性?|核实性?|强审|核审)\)|^(?:强制性?|核实性?)(?:审核)?[:：]?")


@dataclass(frozen=True, slots=True)
class Ruled:
    """One line: what it says, and the rule in it, or why there is none."""

    said: str
    rule: str
    fault: str
    is_query: bool


def is_ruling(text: str) -> bool:
    return LABEL.match(text) is not None


def rulings(text: str, items: Mapping[str, str]) -> Iterator[Ruled]:
    """`items` are the form's by the code that the office wrote: 01 -> A01."""
    for piece in ENDS.split(LABEL.sub("", text)):
        line = NUMBERING.sub("", piece).strip()
        if not line:
            continue
        rule = spelled(line, items)
        try:
            read_rule(rule, list(items.values()))
        except MalformedRule as error:
            yield Ruled(line, "", str(error), False)
        else:
            yield Ruled(line, rule, "", any(word in line for word in QUERY))


def spelled(line: str, items: Mapping[str, str]) -> str:
    """In the language of rules. A number that is an item's code means the item."""
    text = BRACKETED.sub("", line.translate(SIGNS)).strip()
    for sign, other in SPELLED:
        text = text.replace(sign, other)
    if match := CONDITION.match(text):
        text = f"if {match['condition']} then {match['consequence']}"
    text = CODE.sub(lambda code: items.get(code[0], items.get(code[0].upper(), code[0])), text)
    return " ".join(ALONE.sub("==", text).split())
