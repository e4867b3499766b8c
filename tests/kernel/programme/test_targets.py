"""Numbers that are goals, with their comparison, unit, date and kind; numbers that only look like goals."""

import pytest

from suixin.kernel.programme.model import TargetKind


@pytest.fixture
def aims(plan):
    """The targets of a targets section with this sentence."""
    return lambda sentence: (
        plan("一、工作目标", sentence, "二、主要任务", "1.建平台。做好。（市民政局牵头）").targets
    )


def bound(target):
    return target.metric, target.op and target.op.value, target.value, target.unit, target.due


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("建成示范社区16个以上", "示范社区 >= 16 个 level"),
        ("用户超过300万户", "用户 > 3000000 户 level"),
        ("产业规模达到1.8万亿元", "产业规模 >= 1800000000000 元 level"),
        ("信息消费规模年均增长15%以上", "信息消费规模年均增长 >= 15 % growth"),
        ("绿色出行占比不低于40%", "绿色出行占比 >= 40 % share"),
        ("差错率不超过2%", "差错率 <= 2 % share"),
        ("网络覆盖率约90%", "网络覆盖率 ~ 90 % share"),
        ("服务三十万人次左右", "服务 ~ 300000 人次 level"),
        ("建成驿站五十三个", "驿站 = 53 个 level"),
        ("游客数量翻一番", "游客数量 = 2 倍 growth"),
        ("办理时间压缩到3个工作日以内", "办理时间 <= 3 个工作日 level"),
        ("首批100个示范社区全面建成", "示范社区 = 100 个 level"),
        ("新区50%的社区建成服务站", "新区社区建成服务站 = 50 % share"),
        ("人均产值进入全国前三", "人均产值 <= 3 位 rank"),
    ],
)  # fmt: skip
def test_one_number(aims, words, told):
    (found,) = aims(f"到2025年，{words}。")
    assert f"{found.metric} {found.op.value} {found.value:f} {found.unit} {found.kind.value}" == told
    assert found.due == "2025"


def test_goals_without_a_number(aims):
    found = aims("到2025年，培育一批龙头企业，创建国家数字生活示范城市，建成国内领先的数字城市。")
    assert [(one.metric, one.kind) for one in found] == [
        ("龙头企业", TargetKind.UNQUANTIFIED),
        ("国家数字生活示范城市", TargetKind.STATUS),
        ("国内领先的数字城市", TargetKind.RANK),
    ]


def test_dashes_in_front_and_two_verbs_are_no_part_of_a_metric(aims):
    found = aims("---服务能力明显增强，引进和培育一批龙头企业。")
    assert [one.metric for one in found] == ["服务能力明显增强", "龙头企业"]


def test_goals_of_the_opening_words_are_read_where_they_have_numbers(plan):
    found = plan(
        "力争到2025年，全市数字经济增加值增长55%以上、达到5000亿元，推动经济做强做优。",
        "一、主要任务",
        "1.建平台。做好。（市民政局牵头）",
    ).targets
    assert [bound(one) for one in found] == [
        ("全市数字经济增加值增长", ">=", 55, "%", "2025"),
        ("全市数字经济增加值", ">=", 500_000_000_000, "元", "2025"),
    ]


def test_each_clause_has_the_date_before_it(aims):
    found = aims("2024年底前，培训5000人，到2025年培训1.2万人。")
    assert [(one.value, one.due) for one in found] == [(5000, "2024"), (12000, "2025")]


def test_a_quarter_and_a_month_are_kept_as_precisely_as_printed(aims):
    found = aims("2024年三季度末前建成基站4.8万座。2024年6月底前建成驿站20个。")
    assert [(one.value, one.due) for one in found] == [(48000, "2024-09"), (20, "2024-06")]


def test_a_range_is_two_bounds(aims):
    found = aims("到2025年，建成20至30个驿站。")
    assert [bound(one)[1:3] for one in found] == [(">=", 20), ("<=", 30)]


def test_values_that_are_shared_out(aims):
    found = aims("到2025年，光纤、移动网络普及率分别达到65%和55%，办理率、满意率均达到95%。")
    assert [(one.metric, one.value) for one in found] == [
        ("光纤普及率", 65),
        ("移动网络普及率", 55),
        ("办理率", 95),
        ("满意率", 95),
    ]


def test_a_rank_beside_a_number_keeps_both(aims):
    found = aims("到2025年，产业规模突破500亿元、居全国前三。")
    assert [bound(one)[:3] for one in found] == [("产业规模", ">", 50_000_000_000), ("产业规模", "<=", 3)]


def test_a_metric_inside_a_task_is_a_target_of_that_task(tasks):
    (found,) = tasks("1.推动上云。引导带动4万家以上企业上云。（市民政局牵头）").targets
    assert (found.task, *bound(found)) == ("t1", "企业上云", ">=", 40000, "家", None)


@pytest.mark.parametrize(
    "sentence",
    [
        "小微企业可申请最高不超过15万元贷款。",
        "对超过100人的企业给予补助。",
        "按失业保险费的50%返还。",
        "推广5G应用和4K节目。",
        "坚持三个统一，做好两个阶段工作。",
        "截至目前已建成驿站30个。",
        "落实2019年第3次会议要求。",
    ],
)
def test_numbers_in_tasks_that_are_no_goals(tasks, sentence):
    assert tasks(f"1.推动上云。{sentence}（市民政局牵头）").targets == ()


def test_a_number_of_the_targets_that_cannot_be_placed_is_told(plan):
    programme = plan(
        "一、工作目标", "到2025年，产业规模突破500亿。", "二、主要任务", "1.建平台。做好。（市民政局牵头）"
    )
    assert [warning.code for warning in programme.warnings] == ["number-unplaced"]
