"""The head of a notice, and the web page around it: what is the notice's, and what only stands beside it."""

from datetime import date

import pytest

from suixin.kernel.programme.model import Period, Reference
from suixin.kernel.programme.parser import parse

TASK = "一、主要任务\n1.建设社区平台。整合资源。（市民政局牵头）\n"
MENU = """无障碍浏览 长者助手 繁体版 登录 | 注册
当前位置: 首页 > 政务公开 > 通知公告
信息来源:本网 时间:2023-05-10 字体: [大] [中] [小]
【点击查看政策解读】《榕江市数字生活行动方案》解读
"""
TAIL = """公开方式：主动公开
榕江市人民政府办公室  2023年5月8日印发
上一篇：关于会议的通知 下一篇：关于放假的通知
版权所有 榕江市人民政府 网站标识码 0000000000
"""


def test_the_page_around_a_notice_gives_its_day_of_publication_and_no_task(head):
    programme = parse(MENU + head + TASK + TAIL)
    assert [task.title for task in programme.tasks] == ["建设社区平台"]
    assert programme.number == "榕府〔2023〕9号"
    assert programme.issuer == "榕江市人民政府"
    assert programme.signed_on == date(2023, 5, 6)
    assert programme.issued_on == date(2023, 5, 8)
    assert programme.published_on == date(2023, 5, 10)
    assert programme.warnings == ()


def test_the_period_stands_in_the_title(plan):
    assert plan(TASK).period == Period(2023, 2025)


@pytest.mark.parametrize(
    "printed", ["榕府[2023]9号", "榕府【2023】9号", "榕府(2023)9号", "榕府〔 2023 〕 9 号"]
)
def test_a_number_is_kept_in_one_form(head, printed):
    assert parse(head.replace("榕府〔2023〕9号", printed) + TASK).number == "榕府〔2023〕9号"


def test_a_title_broken_over_two_lines_is_one(head):
    broken = head.replace("关于印发《榕江市", "关于印发\n《榕江市", 1)
    assert (
        parse(broken + TASK).title == "榕江市人民政府关于印发《榕江市数字生活行动方案（2023-2025年）》的通知"
    )


def test_several_signatories_are_one_issuer(head):
    signed = head.replace(
        "\n榕江市人民政府\n2023", "\n榕江市工业和信息化局\n榕江市财政局\n榕江市商务局\n2023"
    )
    assert parse(signed + TASK).issuer == "榕江市工业和信息化局、榕江市财政局、榕江市商务局"


def test_zero_width_and_ideographic_spaces_do_not_hide_a_duty(head):
    programme = parse(head + TASK.replace("市民政局", "市\u200b民政局").replace("1.", "\u3000\u30001．"))
    assert programme.tasks[0].duties[0].leads == ("市民政局",)


@pytest.mark.parametrize("reading", ["guān", "guan"])
def test_pinyin_that_a_mirror_injects_is_read_over(head, reading):
    line = "1.建设平台。统一建设平台，做好各区社区服务。（市民政局牵头）"
    mirrored = "".join(f"{char}({reading}) " if char in "建设平台统做服务" else char for char in line)
    programme = parse(head + "一、主要任务\n" + mirrored)
    assert programme.tasks[0].title == "建设平台"
    assert programme.tasks[0].duties[0].leads == ("市民政局",)


def test_traditional_script_is_read_and_told(head):
    from opencc import OpenCC

    programme = parse(OpenCC("s2t").convert(head + TASK))
    assert programme.tasks[0].duties[0].leads == ("市民政局",)
    assert [warning.code for warning in programme.warnings] == ["traditional-script"]


def test_bases_are_what_the_notice_carries_out_and_not_what_it_repeals(plan):
    programme = plan(
        "为贯彻落实《国家数字生活意见》（国发〔2021〕5号）和《省数字生活方案》（粤府〔2022〕8号），制定本方案。",
        TASK,
        "本方案自印发之日起施行，《榕江市旧方案》（榕府〔2019〕1号）同时废止。",
    )
    assert programme.bases == (
        Reference("国发〔2021〕5号", "国家数字生活意见"),
        Reference("粤府〔2022〕8号", "省数字生活方案"),
    )


def test_an_index_card_with_spaced_labels_and_an_empty_field(head):
    card = (
        "行政规范性文件\n"
        "索  引 号: 0000/2023-1 主题分类:\n"
        "发文机关: 成文日期: 2023年05月04日\n"
        "标      题: 榕江市人民政府关于印发方案的通知\n"
        "发文字号: 榕府〔2023〕9 号 发布日期: 2023年05月11日\n"
    )
    unsigned = head.replace("榕江市人民政府\n2023年5月6日\n", "")
    programme = parse(card + unsigned + TASK)
    assert programme.title.startswith("榕江市人民政府关于印发")
    assert programme.number == "榕府〔2023〕9号"
    assert (programme.signed_on, programme.published_on) == (date(2023, 5, 4), date(2023, 5, 11))
