"""Forms met in notices that the parser had not been fitted to: province, district, articles, labels, wrapped lines."""

import pytest

from suixin.kernel.programme.parser import parse


def bounds(programme):
    return [
        (one.metric, one.op and one.op.value, one.value and str(one.value), one.unit, one.due)
        for one in programme.targets
    ]


def duties(programme):
    return [
        (list(duty.leads), list(duty.supports), [other.organisation for other in duty.others])
        for task in programme.tasks
        for duty in task.duties
    ]


def codes(programme):
    return [warning.code for warning in programme.warnings]


@pytest.mark.parametrize(
    ("attribution", "leads", "supports", "others"),
    [
        ("（市民政局牵头，岭海银保监局、证监局配合）", ["市民政局"], ["岭海银保监局", "岭海证监局"], []),
        ("（市民政局牵头，市商务局、榕江供电局配合）", ["市民政局"], ["市商务局", "榕江供电局"], []),
        ("（市商务局（牵头）、民政局、各区政府）", ["市商务局"], ["市民政局", "各区政府"], []),
        ("（市商务局牵头 市直各有关部门配合）", ["市商务局"], ["市直各有关部门"], []),
        ("【牵头单位】市商务局【配合单位】市民政局、财政局", ["市商务局"], ["市民政局", "市财政局"], []),
        ("〔市商务局牵头；各县〔市、区〕配合〕", ["市商务局"], ["各县（市、区）"], []),
        ("牵头：市商务局；配合：市民政局", ["市商务局"], ["市民政局"], []),
        ("牵头单位 ：市商务局；参加单位 ：市民政局", ["市商务局"], [], ["市民政局"]),
    ],
)
def test_attributions(tasks, attribution, leads, supports, others):
    assert duties(tasks(f"1.建平台。统一建设平台。{attribution}")) == [(leads, supports, others)]


def test_an_attribution_behind_the_heading_covers_the_work_below(tasks, head):
    programme = tasks("1.招引项目。（市商务局牵头）加强产业链招商，每月调度一次。")
    (duty,) = programme.tasks[0].duties
    text = head + "一、主要任务\n1.招引项目。（市商务局牵头）加强产业链招商，每月调度一次。"
    assert text[duty.covers.start : duty.covers.end] == "加强产业链招商，每月调度一次。"
    assert "uncovered-text" not in codes(programme)


def test_a_list_without_a_verb_is_told_with_its_words(tasks):
    programme = tasks("1.建平台。做好。（市民政局、财政局）", "2.开放数据。做好。（市公安局牵头）")
    assert programme.tasks[0].duties == ()
    assert "市民政局、财政局" in next(
        one.message for one in programme.warnings if one.code == "list-without-verb"
    )


@pytest.mark.parametrize("words", ["（由市领导牵头负责联系的除外）", "（园区）", "（含绿色供应链）"])
def test_brackets_that_are_none(tasks, words):
    programme = tasks(
        "1.建平台。做好。（市民政局、财政局，排在首位的为牵头单位，下同）",
        f"2.建工厂{words}。做好。（市商务局）",
    )
    assert duties(programme)[1:] == [(["市商务局"], [], [])]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("到2024年突破50项关键技术", [("关键技术", "=", "50", "项", "2024")]),
        ("到2024年产值较“十三五”末提高8个百分点", [("产值提高", "=", "8", "个百分点", "2024")]),
        ("劳动生产率提高到32万元/人", [("劳动生产率", ">=", "320000", "元/人", None)]),
        ("能耗比2020年翻一番以上", [("能耗", ">=", "2", "倍", None)]),
        ("到2025年PUE值不高于1.3", [("PUE值", "<=", "1.3", None, "2025")]),
        ("力争三年引进专家100名", [("专家", "=", "100", "名", "2026")]),
        ("2024年6月底前建成驿站3个，11月底前建成书房5个",
         [("驿站", "=", "3", "个", "2024-06"), ("书房", "=", "5", "个", "2024-11")]),
        ("打造2个两千亿级、3个千亿级产业集群",
         [("两千亿级产业集群", "=", "2", "个", None), ("千亿级产业集群", "=", "3", "个", None)]),
        ("签约项目60个以上，500强企业2户", [("项目", ">=", "60", "个", None), ("500强企业", "=", "2", "户", None)]),
        ("公交车、出租车新能源比例分别达到100%、80%",
         [("公交车新能源比例", ">=", "100", "%", None), ("出租车新能源比例", ">=", "80", "%", None)]),
        ("参与教育人数占老年人口比例达到20%", [("参与教育人数占老年人口比例", ">=", "20", "%", None)]),
        ("新增普惠贷款100亿元", [("普惠贷款", "=", "10000000000", "元", None)]),
        ("加装电梯不少于30部，对符合条件的每部补助15万元", [("电梯", ">=", "30", "部", None)]),
        ("到2025年贷款余额突破40亿元、制造业贷款占比达到12%，贷款平均利率下降0.3个百分点",
         [("贷款余额", ">", "4000000000", "元", "2025"), ("制造业贷款占比", ">=", "12", "%", "2025"),
          ("贷款平均利率下降", "=", "0.3", "个百分点", "2025")]),
        ("上市公司总数翻一番、达到60家",
         [("上市公司总数", "=", "2", "倍", None), ("上市公司总数", ">=", "60", "家", None)]),
        ("实施项目26个，续建11个、新开工15个",
         [("项目", "=", "26", "个", None), ("续建", "=", "11", "个", None), ("新开工", "=", "15", "个", None)]),
        ("每千人口拥有3岁以下婴幼儿托位数达到4.5个", [("托位数", ">=", "4.5", "个", None)]),
        ("为65周岁以上老人免费体检，体检率不低于70%", [("体检率", ">=", "70", "%", None)]),
    ],
)  # fmt: skip
def test_numbers_to_reach_in_a_task(tasks, words, told):
    found = bounds(tasks(f"1.办实事。{words}。（市民政局牵头）"))
    assert [
        (one[0] in metric.replace("新增", ""), *rest)
        for one, (metric, *rest) in zip(told, found, strict=True)
    ] == [(True, *one[1:]) for one in told]


def test_a_part_that_has_no_finite_decimal_is_told(tasks):
    programme = tasks("1.引才。硕士占比达到三分之一以上。（市民政局牵头）")
    assert programme.targets == ()
    assert "number-unplaced" in codes(programme)


def test_the_whole_year_is_the_year_of_a_yearly_plan(head):
    text = head.replace("（2023-2025年）", "").replace("数字生活行动方案", "2023年数字生活行动方案")
    programme = parse(
        text
        + "一、主要目标\n全年产值增长9%左右；引进资金200亿元。\n二、主要任务\n1.办事。做好。（市民政局牵头）"
    )
    assert {one.due for one in programme.targets} == {"2023"}


def test_a_target_has_the_date_of_its_task(tasks):
    programme = tasks("1.建书房。建成书房5个。", "责任单位:市民政局", "完成时限:2024年6月底前")
    assert bounds(programme) == [("书房", "=", "5", "个", "2024-06")]


def test_rows_of_a_table_hold_targets(plan):
    programme = plan(
        "序号\t任务\t具体举措\t牵头单位\t完成时限",
        "1\t推广印章\t免费发放印章，全年不少于1.2万枚。\t市公安局\t2023年12月",
        "2\t降低成本\t小微企业零投资。\t榕江供电局\t持续推进",
        "3\t扩大信贷\t贷款余额突破300亿元，增速不低于20%。\t市财政局\t2024年底",
    )
    assert bounds(programme) == [
        ("免费发放印章", ">=", "12000", "枚", "2023-12"),
        ("贷款余额", ">", "30000000000", "元", "2024"),
        ("贷款余额增速", ">=", "20", "%", "2024"),
    ]
    assert [one.task for one in programme.targets] == ["t1", "t3", "t3"]


@pytest.mark.parametrize(
    "heads",
    [
        ("序号\t任务\t责任单位\t\t时限", "序号\t任务\t牵头单位\t配合单位\t时限"),  # merged cells repeated
        ("序号\t任务\t责任单位\t时限", "牵头单位\t配合单位"),  # merged cells left out
    ],
)
def test_a_head_of_two_rows(plan, heads):
    programme = plan(*heads, "1\t建平台\t市民政局\t市财政局\t2024年6月")
    assert duties(programme) == [(["市民政局"], ["市财政局"], [])]
    assert [task.due for task in programme.tasks] == ["2024-06"]


def test_articles_about_the_notice_itself_are_no_tasks(plan):
    programme = plan(
        "第一条 为加快产业发展，结合本市实际，制定本措施。",
        "第二条 统筹建设。建成平台3个。（责任单位：市民政局）",
        "第三条 本措施自2023年8月1日起施行，有效期3年，由市民政局负责解释。",
    )
    assert [task.number for task in programme.tasks] == ["二"]
    assert "no-duty" not in codes(programme)


def test_goals_summed_up_before_the_tasks_are_no_task(plan):
    programme = plan(
        "一、目标任务", "到2025年，建成公园6处。", "二、重点任务", "1.建平台。做好。（市民政局牵头）"
    )
    assert [task.title for task in programme.tasks] == ["建平台"]
    assert bounds(programme) == [("公园", "=", "6", "处", "2025")]


def test_party_and_government_issue_together():
    text = "中共榕江市委 榕江市人民政府关于发展社区服务的意见\n（2023年8月25日）\n一、主要任务\n1.办事。做好。（市民政局牵头）"
    assert parse(text).issuer == "中共榕江市委、榕江市人民政府"


def test_a_list_of_annexes_is_not_a_list_of_tasks(plan):
    programme = plan(
        "一、主要任务", "1.建平台。做好。（市民政局牵头）", "附件：1.指标表", "2.任务分工表", "3.名单"
    )
    assert [task.title for task in programme.tasks] == ["建平台"]
    assert "heading-gap" not in codes(programme)


def test_a_shortened_signature_gives_way_to_the_title(head):
    text = head.replace("\n榕江市人民政府\n2023", "\n市政府\n2023")
    programme = parse(text + "一、主要任务\n1.办事。做好。（市民政局牵头）")
    assert programme.issuer == "榕江市人民政府"


def test_full_stops_printed_as_points(tasks):
    programme = tasks("1、建学校6所.6月底前选址.（市教育局牵头）", "(二).不是编号")
    assert programme.tasks[0].title == "建学校6所"
    assert duties(programme) == [(["市教育局"], [], [])]


def test_a_bracket_broken_over_lines_is_one(tasks):
    programme = tasks(
        "1.建平台。做好。（市民政局牵头，市发展改革委、自然资", "源局、各县（市、区）人", "民政府配合）"
    )
    assert duties(programme) == [
        (["市民政局"], ["市发展改革委", "市自然资源局", "各县（市、区）人民政府"], [])
    ]


def test_lines_broken_at_the_edge_of_a_page_with_digits_in_them(head):
    goals = (
        "  到 2026 年,全市规模达到 300 亿元,培育上市企业 2~3 家,开通航线 60 条以上、城市航线 5 条,建成起降点 200 个,"
        "形成规模较大的产业集群和完整链条,打造示范园区 12 个;到 2030 年,规模达到 1000 亿元。"
    )
    first = "  (一)完善设施。加快建设机场 3 座,同步推进起降网络建设和运营,做好空域协调和安全保障工作。(市民政局牵头)"
    second = (
        "  (二)拓展应用。鼓励开展物流、救援和巡查等各类服务,支持企业参与标准制定,形成示范项目。(市商务局牵头)"
    )
    lines = [
        "一、发展目标",
        *wrapped(goals),
        "二、主要任务",
        *wrapped(first),
        *wrapped(second),
        *wrapped(first),
        *wrapped(second),
    ]
    top = [broken for line in head.splitlines() for broken in wrapped(line)]
    programme = parse("\n".join([*top, *lines]))
    assert [(str(one.value), one.due) for one in programme.targets if one.value and not one.task] == [
        ("30000000000", "2026"), ("2", "2026"), ("3", "2026"), ("60", "2026"), ("5", "2026"), ("200", "2026"),
        ("12", "2026"), ("100000000000", "2030"),
    ]  # fmt: skip
    assert duties(programme) == [(["市民政局"], [], []), (["市商务局"], [], [])] * 2


def wrapped(text, columns=50):
    """Lines as a page breaks them: an ideograph takes two columns."""
    lines, width = [""], 0
    for char in text:
        wide = 1 if char.isascii() else 2
        if width + wide > columns:
            lines.append("")
            width = 0
        lines[-1] += char
        width += wide
    return lines
