"""Who leads and who helps: the forms in which notices say so, and the words that only look like it."""

import pytest

from suixin.kernel.programme.model import DeclaredBy, OtherRole


def duty(programme):
    ((only,),) = [task.duties for task in programme.tasks]
    return only


def others(one):
    return [(other.role, other.organisation) for other in one.others]


def codes(programme):
    return [warning.code for warning in programme.warnings]


@pytest.mark.parametrize(
    ("attribution", "leads", "supports"),
    [
        ("（市民政局牵头，市财政局、教育局配合）", ["市民政局"], ["市财政局", "市教育局"]),
        ("(市民政局、交通运输局牵头)", ["市民政局", "市交通运输局"], []),
        ("（牵头单位：市民政局；配合单位：市财政局）", ["市民政局"], ["市财政局"]),
        ("（责任单位：市民政局）", ["市民政局"], []),
        ("（市民政局负责）", ["市民政局"], []),
        ("（市民政局会同市公安局负责）", ["市民政局"], ["市公安局"]),
        (
            "（市民政局牵头，各区政府、市各有关部门按职责分工负责）",
            ["市民政局"],
            ["各区政府", "市各有关部门"],
        ),
        ("（市民政局牵头；各区政府，市各相关部门配合）", ["市民政局"], ["各区政府", "市各相关部门"]),
        ("（由市民政局牵头负责，市财政局协助）。", ["市民政局"], ["市财政局"]),
    ],
)
def test_leads_and_supports(tasks, attribution, leads, supports):
    found = duty(tasks(f"1.建设平台。统一建设平台。{attribution}"))
    assert (list(found.leads), list(found.supports), found.others) == (leads, supports, ())


def test_the_other_roles(tasks):
    found = duty(tasks("1.建设平台。统一建设。（市民政局牵头，市科技局参与，市财政局指导，各区政府落实）"))
    assert others(found) == [
        (OtherRole.PARTICIPATE, "市科技局"),
        (OtherRole.GUIDE, "市财政局"),
        (OtherRole.IMPLEMENT, "各区政府"),
    ]


def test_several_responsible_without_a_lead_are_joint_and_told(tasks):
    programme = tasks("1.开放数据。依法开放。（市公安局、司法局按职责分工负责）")
    assert others(duty(programme)) == [(OtherRole.JOINT, "市公安局"), (OtherRole.JOINT, "市司法局")]
    assert codes(programme) == ["no-lead"]


def test_an_attribution_in_mid_paragraph_covers_only_the_sentences_before_it(tasks, head):
    line = "1.建设平台。统一建设平台（市民政局牵头）。开放接口给企业。（市公安局牵头）"
    (task,) = tasks(line).tasks
    first, second = task.duties
    text = head + "一、主要任务\n" + line
    assert text[first.covers.start : first.covers.end] == "统一建设平台"
    assert text[second.covers.start : second.covers.end] == "开放接口给企业。"


def test_words_after_the_last_attribution_are_told(tasks):
    line = "1.建设平台。统一建设平台。（市民政局牵头）另外还要为老年居民开设线下窗口。"
    assert codes(tasks(line)) == ["uncovered-text"]


def test_labels_on_lines_of_their_own_with_the_date(tasks):
    programme = tasks(
        "1.建设平台。统一建设平台。",
        "牵头单位：市民政局",
        "配合单位：市财政局、各区政府",
        "完成时限：2024年6月底前",
    )
    found = duty(programme)
    assert (found.leads, found.supports) == (("市民政局",), ("市财政局", "各区政府"))
    assert found.declared_by is DeclaredBy.LABEL
    assert programme.tasks[0].due == "2024-06"
    assert codes(programme) == []


def test_a_sentence_may_say_who_leads_and_running_prose_does_not(tasks):
    programme = tasks(
        "1.建设平台。统一建设平台。由市民政局牵头，市财政局配合。",
        "2.开放数据。建立由市场监管部门牵头的联席会议制度。（市公安局牵头）",
    )
    first, second = programme.tasks
    assert first.duties[0].declared_by is DeclaredBy.SENTENCE
    assert [one.leads for one in second.duties] == [("市公安局",)]


@pytest.mark.parametrize(
    "bracket",
    ["（广交会、留交会）", "（PPP）", "（2019-2021年）", "（地、州、盟）", "（以下简称平台）", "（信息技术服务标准）",
     "（超过100人的企业达到15%）", "（此件公开发布）"],
)  # fmt: skip
def test_brackets_that_are_no_attributions(tasks, bracket):
    programme = tasks(f"1.建设平台。统一建设平台{bracket}并做好维护。（市民政局牵头）")
    assert duty(programme).leads == ("市民政局",)
    assert codes(programme) == []


def test_the_first_listed_leads_once_the_notice_says_so(tasks):
    programme = tasks(
        "1.建设平台。统一建设。（市民政局、财政局负责。列第一位者为牵头单位，下同）",
        "2.开放数据。依法开放。（市公安局、司法局负责）",
        "3.办课堂。开好课。（市教育局、科技局）",
        "4.改商圈。更新设备。（市财政局配合，市商务局牵头）",
    )
    found = [task.duties[0] for task in programme.tasks]
    assert [one.leads for one in found] == [("市民政局",), ("市公安局",), ("市教育局",), ("市商务局",)]
    assert [one.supports for one in found] == [("市财政局",), ("市司法局",), ("市科技局",), ("市财政局",)]
    assert [one.declared_by for one in found] == [
        DeclaredBy.BRACKET,
        DeclaredBy.DOCUMENT,
        DeclaredBy.DOCUMENT,
        DeclaredBy.BRACKET,
    ]
    assert codes(programme) == ["first-leads"]


def test_a_bare_list_in_brackets_is_no_duty_without_that_declaration(tasks):
    programme = tasks("1.办课堂。开好课。（市教育局、科技局）", "2.改商圈。更新设备。（市商务局牵头）")
    assert programme.tasks[0].duties == ()
    assert codes(programme) == ["no-duty", "list-without-verb"]


def test_what_everyone_carries_out_below_is_added_to_each_task(tasks):
    programme = tasks(
        "以下各项任务均需各区政府落实，不再列出。",
        "1.建设平台。统一建设。（市民政局牵头）",
        "2.开放数据。依法开放。（市公安局牵头）",
    )
    for task in programme.tasks:
        assert others(task.duties[1]) == [(OtherRole.IMPLEMENT, "各区政府")]
    assert codes(programme) == ["everyone-below"]


def test_a_default_serves_only_the_tasks_without_a_duty(tasks):
    programme = tasks(
        "未注明责任单位的，由市民政局负责。",
        "1.建设平台。统一建设。",
        "2.开放数据。依法开放。（市公安局牵头）",
    )
    assert [task.duties[0].leads for task in programme.tasks] == [("市民政局",), ("市公安局",)]
    assert codes(programme) == ["default-duty"]


def test_a_section_may_assign_all_its_tasks(tasks):
    programme = tasks(
        "（一）社区。（市民政局牵头，市财政局配合）", "1.建平台。做好建设。", "2.办课堂。开好课程。",
        "（二）商圈。", "3.改商圈。更新设备。（市商务局牵头）",
    )  # fmt: skip
    assert [task.duties[0].leads for task in programme.tasks] == [("市民政局",), ("市民政局",), ("市商务局",)]


def test_the_level_is_carried_over_a_list_but_not_to_bodies_that_have_none(tasks):
    found = duty(
        tasks(
            "1.甲事项。做好。（市委宣传部、文化广电旅游局牵头，"
            "越秀区政府、人民银行广东省分行、海关总署广东分署、团市委、市科协配合）"
        )
    )
    assert found.leads == ("市委宣传部", "市文化广电旅游局")
    assert found.supports == ("越秀区政府", "人民银行广东省分行", "海关总署广东分署", "团市委", "市科协")


def test_brackets_inside_a_name_and_groups_of_two_kinds_stay_whole(tasks):
    found = duty(tasks("1.甲事项。做好。（市交通运输局（市道运局）、公安局牵头，各区、县级市政府配合）"))
    assert found.leads == ("市交通运输局（市道运局）", "市公安局")
    assert found.supports == ("各区、县级市政府",)


def test_a_name_out_of_use_is_kept_and_told(tasks):
    programme = tasks("1.甲事项。做好。（市经贸委牵头）")
    assert duty(programme).leads == ("市经贸委",)
    assert codes(programme) == ["former-name"]


def test_a_name_nearly_known_is_kept_and_the_known_one_suggested(tasks):
    programme = tasks("1.甲事项。做好。（市工业信息化局牵头）")
    assert duty(programme).leads == ("市工业信息化局",)
    (warning,) = programme.warnings
    assert warning.code == "unknown-organisation" and "市工业和信息化局" in warning.message


def test_a_bracket_left_open_is_read_to_the_end_and_told(tasks):
    programme = tasks("1.建设平台。统一建设平台。（市民政局牵头")
    assert duty(programme).leads == ("市民政局",)
    assert codes(programme) == ["bracket-unclosed"]


def test_a_task_without_a_duty_is_told_with_its_heading(tasks):
    (warning,) = tasks("1.建设平台。统一建设。", "2.开放数据。依法开放。（市公安局牵头）").warnings
    assert warning.code == "no-duty" and "建设平台" in warning.message


def test_everyone_involved_is_named_once_and_takes_part_there_and_below(tasks):
    programme = tasks(
        "1.建设平台。统一建设。（责任单位：省民政厅。具体任务均涉及相关市（州）人民政府，不再做分工，下同。）",
        "2.开放数据。依法开放。（责任单位：省公安厅）",
    )
    first, second = programme.tasks
    assert first.duties[0].leads == ("省民政厅",) and second.duties[0].leads == ("省公安厅",)
    assert [others(task.duties[-1]) for task in programme.tasks] == [
        [(OtherRole.IMPLEMENT, "相关市（州）人民政府")],
        [(OtherRole.IMPLEMENT, "相关市（州）人民政府")],
    ]
    assert codes(programme) == ["everyone-below"]


def test_a_list_that_ends_in_all_others_keeps_its_names_apart(tasks):
    found = duty(
        tasks("1.甲事项。做好。（省水利厅、能源局等省有关部门和各地级以上市人民政府按职责分工负责）")
    )
    assert [name for _, name in others(found)] == [
        "省水利厅",
        "省能源局",
        "等省有关部门",
        "各地级以上市人民政府",
    ]


def test_a_division_behind_a_label_and_no_leader_by_name(tasks):
    programme = tasks(
        "1.建设平台。统一建设。",
        "分管市领导：某某某",
        "部门分工：市民政局牵头，市财政局、各区政府配合。",
    )
    found = duty(programme)
    assert (found.leads, found.supports) == (("市民政局",), ("市财政局", "各区政府"))
    assert codes(programme) == []
