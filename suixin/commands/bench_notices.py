"""Notices of any length in our own words, with the forms that real ones have. No sentence of a real notice."""

from itertools import count

from suixin.kernel.programme.reading.numerals import chinese

FIELDS = ("智慧社区", "数字文旅", "云上服务", "智能终端", "便民出行", "网上课堂", "社区康养", "工业互联")
DEPARTMENTS = (
    "工业和信息化局",
    "商务局",
    "教育局",
    "民政局",
    "交通运输局",
    "卫生健康委",
    "发展改革委",
    "科技局",
)
SENTENCES = (
    "梳理{field}现有应用，形成清单并按季度更新。",
    "选择条件较好的镇街先行先试，总结做法后逐步推开。",
    "支持企业围绕{field}开发适老化产品，建立用户意见反馈渠道。",
    "到{year}年，建成{field}示范点{number}个以上，服务居民超过{people}万人。",
    "完善{field}统计口径，按月汇总进展，及时公布结果。",
    "推动数据依法有序共享，保护个人信息（以下简称安全底线）。",
)
PER_GROUP = 4
HEAD = """关于印发《榕江市{year}年数字生活提升行动方案》的通知

榕工信〔{year}〕{number}号

各区人民政府，市政府各部门：

现将《榕江市{year}年数字生活提升行动方案》印发给你们，请认真执行。

榕江市工业和信息化局
{year}年3月{day}日

榕江市{year}年数字生活提升行动方案

为落实《关于促进数字生活的意见》（榕府〔{year}〕{number}号），制定本方案。

一、工作目标

到{due}年，建成数字生活体验馆{number}个以上，活跃用户超过{people}万户，年均增长15%以上。

二、主要任务
"""
TAIL = """
三、保障措施

（一）加强组织实施。市工业和信息化局定期会商，协调解决问题。（市工业和信息化局牵头，市各相关部门配合）

（二）加强资金保障。统筹现有资金支持示范点建设。（市财政局负责）
"""


def notice(characters: int, variant: int = 0) -> str:
    """About so many characters; each variant has other numbers and departments."""
    year = 2020 + variant % 5
    facts = {
        "year": year,
        "due": year + 2,
        "number": 6 + variant,
        "people": 30 + variant,
        "day": 1 + variant % 28,
    }
    parts = [HEAD.format(**facts)]
    length = len(parts[0]) + len(TAIL)
    for task in count():
        if length >= characters:
            break
        text = _group(task) + _task(task, variant, year)
        parts.append(text)
        length += len(text)
    return "".join([*parts, TAIL])


def _group(task: int) -> str:
    group, first = divmod(task, PER_GROUP)
    if first:
        return ""
    return f"\n（{chinese(group + 1)}）{FIELDS[group % len(FIELDS)]}工程。\n"


def _task(task: int, variant: int, year: int) -> str:
    field = FIELDS[(task + variant) % len(FIELDS)]
    lead, support = DEPARTMENTS[task % len(DEPARTMENTS)], DEPARTMENTS[(task + 3 + variant) % len(DEPARTMENTS)]
    sentences = "".join(
        SENTENCES[(task + at) % len(SENTENCES)].format(
            field=field, year=year + 1, number=10 + task + variant, people=5 + task
        )
        for at in range(5)
    )
    return f"\n{task + 1}.推进{field}建设。{sentences}（市{lead}牵头，市{support}、文化广电旅游局配合）\n"
