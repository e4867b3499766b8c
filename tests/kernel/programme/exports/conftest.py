"""Programmes to export: one read from a notice in our own words, one made of whatever could go wrong."""

from datetime import date
from decimal import Decimal

import pytest

from suixin.kernel.programme.model import (
    DeclaredBy,
    Duty,
    Group,
    Operator,
    OtherPart,
    OtherRole,
    Period,
    Programme,
    Reference,
    Span,
    Target,
    TargetKind,
    Task,
)
from suixin.kernel.programme.parser import parse

NOTICE = """关于印发《榕江市数字生活行动方案（2023-2025年）》的通知

榕工信〔2023〕9号

各区人民政府：

现将方案印发给你们，请执行。

榕江市工业和信息化局
2023年3月4日

榕江市数字生活行动方案（2023-2025年）

为落实《关于促进数字生活的意见》（榕府〔2022〕5号），制定本方案。

一、工作目标

到2025年，建成体验馆16个以上，活跃用户超过30万户，信息服务收入年均增长15%以上。

二、主要任务

（一）生活服务工程。

1.推进社区平台建设。整合社区资源，建设统一平台。（市民政局牵头，市财政局、各区政府配合）

2.推进商圈改造。支持商圈更新设备（市商务局牵头）。推动2万家以上商户上线经营。（市工业和信息化局牵头，市商务局配合）

三、保障措施

（一）加强资金保障。统筹现有资金。（市财政局牵头）
"""


@pytest.fixture
def programme() -> Programme:
    return parse(NOTICE)


@pytest.fixture
def awkward() -> Programme:
    """No date, number or issuer; formulas, markup and control characters for text; every role."""
    nowhere = Span(0, 1)
    evil = '=HYPERLINK("http://localhost/","x")\x07<b>&]]>'
    others = tuple(OtherPart(role, f"市{role.value}局") for role in OtherRole)
    duty = Duty(("+1+1", "@甲局"), ("-乙局",), others, "", DeclaredBy.DOCUMENT, nowhere)
    tasks = (
        Task("t 1", "1", evil, None, f"{evil}\n\t第二行", nowhere, (duty,), due="2024-06"),
        Task("t/2", "", "", "g1", "无人负责", nowhere),
    )
    targets = (
        Target(
            "a b",
            evil,
            "",
            Operator.AT_MOST,
            Decimal("0.50"),
            "%",
            "2024-06-30",
            TargetKind.SHARE,
            nowhere,
            "t 1",
        ),
        Target(
            "c",
            "达到1E+3户",
            "户数",
            Operator.ABOUT,
            Decimal("1E+3"),
            "户",
            "2024",
            TargetKind.LEVEL,
            nowhere,
        ),
        Target("d", "全省前列", "位次", None, None, None, None, TargetKind.RANK, nowhere),
    )
    groups = (Group("g1", "第一部分", "杂项"), Group("g2", "（二）", "空组"))
    return Programme(
        None, evil, None, None, None, None, None, (Reference(None, evil),), targets, groups, tasks
    )


@pytest.fixture
def bare() -> Programme:
    return Programme(None, "某方案", None, None, None, date(2023, 3, 4), Period(2023, 2025))
