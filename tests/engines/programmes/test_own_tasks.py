"""What programmes put on the office's home: dates that press, gaps, and the tasks of one's organisation."""

import pytest
from office_sample import as_, build_city, desk, publish_all, publish_dated

from suixin.engines.programmes.bodies import kinds_meant
from suixin.platform.accounts.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def city(settings, one_day: None) -> None:
    settings.DEMO = True
    build_city()


def lines(username: str) -> list[tuple[str, str]]:
    return [(line.state, line.title) for line in desk(username)["to_dos"]]


def test_tasks_past_their_date_come_first_then_those_due_soon_and_none_that_are_not():
    publish_dated()
    assert lines("school") == [("overdue", "=过期任务"), ("due-soon", "临近任务")]


def test_without_data_nothing_is_said_about_progress():
    publish_dated()
    page = as_("school").get("/office/").text
    assert "期限已过" in page
    assert "不等于没有进展" in page
    assert "尚无数据" in page  # in the bar of the target
    assert "已逾期" not in page


def test_being_meant_by_a_collective_name_is_told_apart_from_being_named():
    publish_dated()
    tasks = {task.title: task for task in desk("reporter")["tasks"]}
    assert {title: (task.role, task.through) for title, task in tasks.items()} == {
        "=过期任务": ("support", "各区政府"),
        "从容任务": ("lead", "各区政府"),
    }
    named = {task.title: (task.role, task.through) for task in desk("civil")["tasks"]}
    assert named == {"临近任务": ("joint", "")}


def test_the_lead_bureau_sees_its_tasks_and_the_programme_s_own_targets():
    publish_all()
    found = lines("officer")
    assert [state for state, _ in found] == ["overdue", "overdue"]
    assert {title.rpartition("：")[2] for _, title in found} == {"12 项任务", "11 个总目标"}
    tasks = desk("officer")
    assert tasks["count"] == 12
    assert len(tasks["tasks"]) == 8  # the rest is one link away
    assert as_("officer").get("/office/tasks/").text.count('class="role"') == 12


def test_the_views_of_my_tasks_add_up():
    publish_all()
    client = as_("officer")
    counts = {
        view: len(client.get(f"/office/tasks/?view={view}").context["tasks"])
        for view in ("all", "lead", "help", "collective")
    }
    assert counts["all"] == counts["lead"] + counts["help"] + counts["collective"]
    assert counts == {"all": 12, "lead": 11, "help": 1, "collective": 0}
    assert client.get("/office/tasks/?view=nonsense").context["tabs"][0]["here"]


def test_a_department_is_meant_by_all_departments_concerned():
    publish_all()
    tasks = {task.title: task.through for task in desk("civil")["tasks"]}
    assert tasks["加强组织保障"] == "市各相关部门"
    assert tasks["提升智慧社区服务"] == ""


def test_an_officer_is_told_what_is_missing_in_what_their_body_keeps():
    publish_dated()
    titles = [title for _, title in lines("officer")]
    assert "有期限的方案：1 项任务没有写明牵头单位" in titles
    assert "有期限的方案：没有写明实施期" in titles
    assert "有期限的方案：1 个机构没有登记" in titles


def test_keepers_of_the_register_are_told_of_named_bodies_that_are_not_in_it():
    publish_dated()
    for username in ("system", "security", "officer"):
        [line] = [line for line in desk(username)["to_dos"] if "没有登记" in line.title]
        assert "市新设局" in line.why
        assert as_(username).get(line.action.address).text.count("/office/organisations/new/?name=") == 1
    for username in ("reporter", "school", "auditor", "audit", "company"):
        assert not [line for line in desk(username)["to_dos"] if "没有登记" in line.title]


def test_registering_the_body_under_an_alias_takes_the_line_away():
    publish_dated()
    form = as_("system").get("/office/organisations/new/?name=市新设局")
    assert 'value="市新设局"' in form.text
    as_("system").post(
        "/office/organisations/new/",
        {"code": "gz-new", "name": "新设局", "aliases": "市新设局", "kind": "department", "reason": "新设"},
    )
    assert not [line for line in desk("system")["to_dos"] if "没有登记" in line.title]


def test_a_company_that_no_programme_names_has_no_tasks():
    publish_all()
    page = desk("company")
    assert (list(page["to_dos"]), page["count"]) == ([], 0)
    assert "安排任务" in as_("company").get("/office/").text


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("各区政府", {"district"}),
        ("各区有关部门", {"district"}),
        ("市各相关部门", {"department"}),
        ("各区、各部门", {"district", "department"}),
        ("各有关企业", {"company"}),
        ("省有关部门", set()),
        ("国务院有关部门", set()),
        ("市教育局", set()),
        ("天河区政府", set()),
    ],
)
def test_collective_names_cover_kinds_of_the_city_s_organisations(name: str, kinds: set[str]):
    assert kinds_meant(name) == kinds
    assert kinds <= set(Organisation.Kind)


def test_the_home_asks_the_database_little(django_assert_max_num_queries):
    publish_all()
    publish_dated()
    client = as_("officer")
    client.get("/office/")
    with django_assert_max_num_queries(30):
        client.get("/office/")
