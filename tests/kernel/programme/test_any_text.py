"""Whatever the text, reading gives a programme or says that this is no policy; every span lies in the text."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from suixin.commands.bench_notices import notice
from suixin.kernel.programme.document import to_json
from suixin.kernel.programme.parser import NotAPolicy, parse

PIECES = st.sampled_from([
    "一、主要任务\n", "二、工作目标\n", "（一）", "1.", "①", "第一条 ", "附件\n", "建设平台。", "市民政局", "各区政府",
    "（", "）", "(", ")", "、", "，", "；", "。", "：", "\n", "\t", "\r\n", " ", "\u3000", "\u200b", "牵头", "配合", "负责",
    "责任单位：", "列第一位者为牵头单位，下同", "以下各项均需各区政府落实，不再列出", "到2025年，", "2023年5月6日", "不低于",
    "以上", "300万户", "15%", "翻一番", "分别达到65%和55%", "前三", "二十", "零", "万亿", "三分之一", "榕府〔2023〕9号",
    "关于印发《方案》的通知", "《", "》", "“", "”", "共23项", "序号\t任务\t牵头单位\n", "0", "99999999999", "臺灣關於",
])  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=60).map("".join)
NOTICE = notice(3_000)


def check(text: str) -> None:
    try:
        programme = parse(text)
    except NotAPolicy:
        return
    units = [*programme.tasks, *programme.safeguards]
    duties = [duty for unit in units for duty in unit.duties]
    for fact in [*programme.targets, *units, *duties]:
        assert 0 <= fact.source.start <= fact.source.end <= len(text)
        assert text[fact.source.start : fact.source.end] == fact.text
    for span in [*(duty.covers for duty in duties), *(warning.source for warning in programme.warnings)]:
        assert span is None or 0 <= span.start <= span.end <= len(text)
    ids = [one.id for one in (*programme.targets, *programme.groups, *units)]
    assert len(ids) == len(set(ids))
    assert {task.group for task in programme.tasks} <= {None, *(group.id for group in programme.groups)}
    assert to_json(programme)
    assert parse(text) == programme


@settings(max_examples=150)
@given(TEXTS)
def test_any_text(text):
    check(text)


@settings(max_examples=40)
@given(st.randoms(use_true_random=False), st.lists(PIECES, min_size=1, max_size=20))
def test_a_notice_with_pieces_cut_out_and_put_in(chance: random.Random, pieces: list[str]):
    text = NOTICE
    for piece in pieces:
        at = chance.randrange(len(text))
        text = text[:at] + piece + text[at + chance.randrange(40) :]
    check(text)
