"""Tables, one row a line, cells parted by TAB: duties by column, indicators by year, lines that head rows."""

from suixin.kernel.programme.model import DeclaredBy

DIVISION = (
    "附件",
    "重点任务分工表",
    "序号\t重点任务\t工作内容\t牵头单位\t配合单位\t完成时限",
)


def test_rows_become_tasks_under_the_lines_that_head_them(plan):
    programme = plan(
        *DIVISION,
        "一、社区服务（共2项）",
        "1\t建设平台\t统一建设\t市民政局\t市财政局、各区政府\t2024年6月",
        "2\t开放数据\t依法开放\t市公安局\t\t2024年底前",
        "二、商圈升级（共1项）",
        "3\t改造商圈\t更新设备\t市商务局\t市财政局\t2025年",
    )
    assert [(task.title, task.due) for task in programme.tasks] == [
        ("建设平台", "2024-06"), ("开放数据", "2024"), ("改造商圈", "2025"),
    ]  # fmt: skip
    assert [task.duties[0].leads for task in programme.tasks] == [("市民政局",), ("市公安局",), ("市商务局",)]
    assert {task.duties[0].declared_by for task in programme.tasks} == {DeclaredBy.TABLE}
    assert [(group.number, group.title) for group in programme.groups] == [
        ("一", "社区服务（共2项）"),
        ("二", "商圈升级（共1项）"),
    ]


def test_an_empty_cell_for_an_organisation_is_empty_and_not_the_one_above(plan):
    programme = plan(
        *DIVISION,
        "1\t建设平台\t统一建设\t市民政局\t市财政局\t2024年6月",
        "2\t开放数据\t依法开放\t市公安局\t\t",
    )
    assert programme.tasks[1].duties[0].supports == ()
    assert programme.tasks[1].due is None


def test_a_row_that_lacks_its_merged_cell_is_put_under_the_right_columns(plan):
    programme = plan(
        "附件",
        "重点任务分工表",
        "类别\t序号\t任务\t牵头单位",
        "社区\t1\t建设平台\t市民政局",
        "2\t开放数据\t市公安局",
    )
    assert [(task.number, task.title, task.duties[0].leads) for task in programme.tasks] == [
        ("1", "建设平台", ("市民政局",)),
        ("2", "开放数据", ("市公安局",)),
    ]
    assert {task.group for task in programme.tasks} == {"g1"}


def test_a_table_of_indicators_gives_targets(plan):
    programme = plan(
        "一、主要任务",
        "1.建平台。做好。（市民政局牵头）",
        "附件",
        "主要指标表",
        "序号\t指标\t单位\t2022年\t2025年",
        "1\t示范社区\t个\t5\t16",
        "2\t用户数\t万户\t100\t≥300",
    )
    assert [(one.metric, one.op.value, one.value, one.unit, one.due) for one in programme.targets] == [
        ("示范社区", "=", 16, "个", "2025"),
        ("用户数", ">=", 3_000_000, "户", "2025"),
    ]


def test_a_table_without_bodies_or_values_is_told(plan):
    programme = plan(
        "一、主要任务",
        "1.建平台。做好。（市民政局牵头）",
        "附件",
        "名词表",
        "词语\t解释",
        "平台\t统一的入口",
    )
    assert [warning.code for warning in programme.warnings] == ["table-unread"]
