"""Every rule and warning code that a programme may carry is told in the document of the parser."""

from pathlib import Path

from suixin.kernel.programme.findings import SENTENCES
from suixin.kernel.programme.parser import parse

DOCUMENT = Path(__file__).parents[3] / "docs" / "policy-parser.md"
EVERY_FORM = (
    "一、工作目标",
    "到2025年，推出一批应用，建成平台20个以上，建成驿站3—5家，覆盖率达到百分之五十，占比达到四分之一，规模翻一番，PUE值不高于1.3，"
    "绿地率、林木率分别达到30%和40%，供水率、供电率均达到99%，产值进入全国前三，服务能力国内领先，基本实现智慧治理。",
    "二、主要任务",
    "1.甲。做好。（市民政局牵头）",
    "2.乙。做好。（市民政局负责）",
    "3.丙。做好。（市民政局、财政局负责）",
    "4.丁。做好。（各区政府负责）",
    "5.戊。做好。（市民政局会同市公安局负责）",
    "6.己。做好。牵头单位：市民政局",
    "以下均由各区政府落实，不再列出。",
    "7.庚。做好。（市民政局、财政局负责，排在第一位的为牵头单位，下同）",
    "附件",
    "任务分工表",
    "序号\t任务\t牵头单位",
    "1\t辛\t市商务局",
    "附表",
    "指标表",
    "序号\t指标\t单位\t2025年目标",
    "1\t床位\t张\t300",
)


def test_every_warning_code_is_documented():
    text = DOCUMENT.read_text("utf-8")
    assert [code for code in SENTENCES if f"`{code}`" not in text] == []


def test_every_rule_is_documented(head):
    programme = parse(head + "\n".join(EVERY_FORM))
    duties = {duty.rule for task in (*programme.tasks, *programme.safeguards) for duty in task.duties}
    rules = duties | {target.rule for target in programme.targets}
    assert len(rules) >= 18
    text = DOCUMENT.read_text("utf-8")
    assert [rule for rule in sorted(rules) if f"`{rule}`" not in text] == []
