"""The time of reading grows with the length of the text and no faster, however the text is made."""

import time
from contextlib import suppress

import pytest

from suixin.kernel.programme.parser import NotAPolicy, parse

SHORT, TIMES = 12_000, 4
SHAPES = {
    "headings over headings": ("一、主要任务\n", "（一）甲事项\n1.乙事项\n（1）丙事项\n1)丁事项\n①戊事项\n"),
    "one task after another": ("一、主要任务\n", "1.甲事项。做好。（市民政局、财政局牵头）\n"),
    "rows of a table": ("一、主要任务\n序号\t任务\t牵头单位\n", "1\t甲事项\t市民政局、财政局\n"),
    "open brackets": ("一、主要任务\n1.甲", "（"),
    "open titles": ("一、主要任务\n1.", "《关于"),
    "numbers": ("一、工作目标\n到2025年，", "建成20个以上甲、"),
    "lists of numbers": ("一、主要任务\n1.", "培育3个千亿级、"),
    "short lines": ("一、主要任务\n1.甲。", "一\n"),
    "brackets over lines": ("一、主要任务\n1.甲。", "（甲乙丙丁\n"),
    "first leads": ("一、主要任务\n", "列第一位者"),
    "names joined by and": ("一、主要任务\n1.甲。（", "市民政局和"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_time_grows_with_the_length(shape):
    once, again = (seconds(shape, length) for length in (SHORT, TIMES * SHORT))
    assert again < 3 * TIMES * once + 0.1  # quadratic would be TIMES times TIMES


def seconds(shape: str, length: int) -> float:
    begin, piece = SHAPES[shape]
    text = begin + piece * (length // len(piece))
    return min(_once(text) for _ in range(2))


def _once(text: str) -> float:
    started = time.process_time()
    with suppress(NotAPolicy):
        parse(text)
    return time.process_time() - started
