"""Numbering in all its styles: which lines are tasks, in which group, and which gaps are told."""

import pytest


def numbers(programme):
    return [(task.number, task.title, task.group) for task in programme.tasks]


def codes(programme):
    return [warning.code for warning in programme.warnings]


def test_numbers_may_restart_under_each_heading_or_run_on(plan):
    for second in ("1", "3"):
        programme = plan(
            "一、主要任务",
            "（一）社区服务。",
            "1.建平台。做好建设。（市民政局牵头）",
            "2、办课堂。开好课程。（市教育局牵头）",
            "（二）商圈升级。",
            f"{second}．改商圈。更新设备。（市商务局牵头）",
            "二、保障措施",
            "（一）加强统筹。定期会商。（市政府办公室牵头）",
        )
        assert numbers(programme) == [
            ("1", "建平台", "g1"),
            ("2", "办课堂", "g1"),
            (second, "改商圈", "g2"),
        ]
        assert [(one.number, one.title) for one in programme.safeguards] == [("一", "加强统筹")]
        assert codes(programme) == []


def test_items_may_stand_at_the_top_level(plan):
    programme = plan(
        "一、对成效好的区给予倾斜。（市财政局负责）",
        "二、对进度快的区优先安排。（市发展改革委会同有关部门负责）",
        "三、对服务好的区加强宣传。（市委宣传部负责）",
    )
    assert [task.number for task in programme.tasks] == ["一", "二", "三"]
    assert programme.groups == ()


@pytest.mark.parametrize(
    "markers",
    [("（1）", "（2）"), ("1)", "2)"), ("①", "②"), ("▲1.", "★2."), ("（一）", "（二）")],
)
def test_styles_of_numbers(tasks, markers):
    first, second = markers
    programme = tasks(
        f"{first}建设平台。统一建设平台。（市民政局牵头）",
        f"{second}开放数据。依法开放数据。（市公安局牵头）",
    )
    assert [task.title for task in programme.tasks] == ["建设平台", "开放数据"]


def test_articles_are_tasks_of_a_notice_that_has_only_articles(plan):
    programme = plan(
        "第一条 建设平台。统一建设平台。（市民政局牵头）", "第二条 开放数据。依法开放数据。（市公安局牵头）"
    )
    assert [(task.number, task.title) for task in programme.tasks] == [("一", "建设平台"), ("二", "开放数据")]


def test_a_gap_is_told_and_nothing_is_renumbered(tasks):
    programme = tasks(
        "1.建平台。做好。（市民政局牵头）",
        "2.办课堂。开课。（市教育局牵头）",
        "5.改商圈。更新。（市商务局牵头）",
    )
    assert [task.number for task in programme.tasks] == ["1", "2", "5"]
    assert codes(programme) == ["heading-gap"]


def test_points_inside_a_paragraph_are_not_tasks(tasks):
    programme = tasks("1.推进数字乡村。一是铺设网络。二是培训村民。三是开办网店。（市农业农村局牵头）")
    assert len(programme.tasks) == 1


def test_a_heading_ends_at_the_first_full_stop_and_the_text_is_whole(tasks):
    (task,) = tasks("1.推进数字乡村。铺设网络。（市农业农村局牵头）").tasks
    assert task.title == "推进数字乡村"
    assert task.text == "1.推进数字乡村。铺设网络。（市农业农村局牵头）"


def test_declared_counts_are_checked_and_their_heading_quoted(plan):
    lines = ["1.建平台。做好。（市民政局牵头）", "2.办课堂。开课。（市教育局牵头）"]
    assert codes(plan("一、主要任务（共2项）", *lines)) == []
    (warning,) = plan("一、主要任务（共3项）", *lines).warnings
    assert warning.code == "count-mismatch"
    assert "写明3项，读出2项" in warning.message and "一、主要任务（共3项）" in warning.message
