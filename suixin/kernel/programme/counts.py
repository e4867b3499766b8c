"""Numbers a notice gives of itself (共23项, 16项重点任务), held against what was read. A difference is a warning."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from suixin.kernel.programme.quantity import chinese_integer

_NUMERAL = r"\d{1,4}|[一二三四五六七八九十百]{1,5}"
_TOTAL = re.compile(
    rf"(?:共|共计|合计|总计|包括|包含|提出|明确|确定|部署|推出)(?:了|以下|如下)?(?P<number>{_NUMERAL})(?:项|条|个)(?P<what>(?:具体|主要|重点|工作|改革|政策)*(?:任务|举措|措施|事项|工作)?)"
)
_OF_TASKS = re.compile(
    rf"(?<![\d第])(?P<number>{_NUMERAL})(?:项|条)(?P<what>(?:具体|主要|重点|工作|改革|政策)*(?:任务|举措|保障措施|措施))"
)
_IN_HEADING = re.compile(rf"(?:\(?共?(?P<number>{_NUMERAL})项\)?[。:]?)$")
_SUPERSEDED = re.compile(r"(?:调整|增加|扩展|扩大|修订|合并)")


@dataclass(frozen=True, slots=True)
class Declared:
    number: int
    start: int
    end: int
    safeguards: bool = False


def in_heading(title: str, offset: int) -> Declared | None:
    """共6项 at the end of a heading: how many units stand under it."""
    found = _IN_HEADING.search(title)
    return _declared(found, offset) if found else None


def in_preamble(text: str, offset: int) -> Iterator[Declared]:
    """Totals the opening words give of the whole notice."""
    for pattern in (_TOTAL, _OF_TASKS):
        for found in pattern.finditer(text):
            if pattern is _TOTAL and not found["what"] and "共" not in found[0]:
                continue
            if not _SUPERSEDED.match(text[found.end() : found.end() + 12]):
                declared = _declared(found, offset)
                if declared:
                    yield declared


def _declared(found: re.Match[str], offset: int) -> Declared | None:
    printed = found["number"]
    number = int(printed) if printed.isdigit() else chinese_integer(printed)
    if not number or number < 2:
        return None
    safeguards = "保障" in (found.groupdict().get("what") or "")
    return Declared(number, offset + found.start(), offset + found.end(), safeguards)
