"""The office's home: what the rooms put on a desk, in what order, for whom, and where each person may go."""

from pathlib import Path

import pytest
from django.conf import settings as site
from django.test import Client

from suixin.platform.accounts.actions import create_person, grant, revoke, save_organisation
from suixin.platform.accounts.demo import create_demo_people
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.accounts.sign_in import record
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import MalformedDeclaration, rooms
from suixin.platform.office.desks import read_contributions, using
from suixin.platform.ui.parts import Desk, Link, ToDo

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
EVERYBODY = ("officer", "reporter", "company", "auditor", "system", "security", "audit")


@pytest.fixture(autouse=True)
def city(settings) -> None:
    settings.DEMO = True
    for code, name, kind in (
        ("gz-test", "广州市测试局", "department"),
        ("gz-tianhe", "天河区政府", "district"),
        ("demo-one", "演示企业一", "company"),
    ):
        save_organisation(Organisation(code=code, name=name, kind=kind), SYSTEM, "登记")
    create_demo_people()


def as_(username: str) -> Client:
    client = Client()
    client.force_login(Person.objects.get(username=username), backend=BACKEND)
    return client


def lines(username: str) -> dict[str, ToDo]:
    return {line.title: line for line in as_(username).get("/office/").context["to_dos"]}


def a_person(username: str) -> Person:
    return create_person(SYSTEM, username=username, name=f"{username}某", reason="新到岗")


def line(title: str, state: str = "attention", due: str | None = None) -> ToDo:
    return ToDo(title, "因为", Link("/", "去办"), state, due=due)


# Order and declarations


def test_overdue_first_then_soonest_then_what_has_no_date():
    given = [
        line("no date, waiting", "waiting"),
        line("no date", "attention"),
        line("next year", "waiting", "2031"),
        line("in June", "due-soon", "2030-06"),
        line("long overdue", "overdue", "2019"),
        line("overdue", "overdue", "2020-01-31"),
    ]
    with using(lambda actor: Desk(to_dos=given[:3]), lambda actor: Desk(to_dos=given[3:])):
        shown = list(lines("officer"))
    assert shown == ["long overdue", "overdue", "in June", "next year", "no date", "no date, waiting"]


def test_the_rooms_that_ship_lead_to_functions():
    assert len(list(read_contributions(rooms()))) >= 2


@pytest.mark.parametrize(
    "reference",
    [
        '"suixin.nowhere:desk"',
        '"suixin.platform.accounts.desk:nobody"',
        '"suixin.platform.accounts.desk"',
        '"suixin.platform.accounts.desk:MOST_NAMED"',
        "7",
    ],
)
def test_a_desk_that_leads_nowhere_stops_the_start(tmp_path: Path, reference: str):
    (tmp_path / "room.toml").write_text(f"desk = {reference}\n", "utf-8")
    with pytest.raises(MalformedDeclaration, match=r"room\.toml"):
        list(read_contributions([tmp_path]))


# What accounts put there


def test_the_security_administrator_is_told_whom_to_help():
    newcomer = a_person("zhou")
    assert {title: found.state for title, found in lines("security").items()} == {
        "1 人没有角色": "waiting",
        "1 人没有设置密码": "waiting",
    }
    assert lines("security")["1 人没有角色"].action.address == f"/office/people/{newcomer.pk}/"
    grant(SYSTEM, newcomer, Role.AUDITOR, reason="任命")
    newcomer.set_password("kapok-river-teal")
    newcomer.save()
    assert lines("security") == {}


def test_several_people_are_one_line_that_leads_to_exactly_them():
    for name in ("zhou", "wu", "zheng", "wang"):
        a_person(name)
    found = lines("security")["4 人没有角色"]
    assert "等" in found.why
    page = as_("security").get(found.action.address)
    assert {person.username for person in page.context["page"]} == {"zhou", "wu", "zheng", "wang"}


def test_people_switched_off_need_nothing():
    person = a_person("zhou")
    person.is_active = False
    person.save()
    assert lines("security") == {}


def test_outside_a_demo_officers_auditors_and_administrators_without_a_second_factor_are_told_of(settings):
    assert not any("第二重验证" in title for title in lines("security"))
    client = as_("security")
    from allauth.mfa.models import Authenticator

    person = Person.objects.get(username="security")
    Authenticator.objects.create(user=person, type="totp", data={})
    settings.DEMO = False
    [found] = [each for each in client.get("/office/").context["to_dos"] if "第二重" in each.title]
    assert (
        found.title == "5 人缺第二重验证"
    )  # officers, auditor, system and audit; reporters and companies need none
    page = client.get(found.action.address)
    assert {each.username for each in page.context["page"]} == {
        "officer",
        "statistics",
        "auditor",
        "system",
        "audit",
    }


def test_a_lock_out_of_the_last_days_is_told_to_those_who_look_after_it():
    record(Person.objects.get(username="reporter"), "locked_out")
    found = lines("security")["近 7 天有 1 人被锁定"]
    assert (found.state, "演示·区填报员" in found.why) == ("attention", True)
    assert lines("audit")["账号锁定 1 次"].state == "attention"
    for username in ("officer", "reporter", "company", "auditor", "system"):
        assert not any("锁定" in title for title in lines(username))


def test_the_audit_administrator_is_told_how_often_permissions_changed_and_finds_just_those():
    person = a_person("zhou")
    before = 8  # of the demo people
    assignment = grant(SYSTEM, person, Role.AUDITOR, reason="任命")
    revoke(SYSTEM, assignment, "调离")
    found = lines("audit")
    assert set(found) == {f"授予角色 {before + 1} 次", "撤销角色 1 次"}
    page = as_("audit").get(found["撤销角色 1 次"].action.address)
    assert len(page.context["lines"]) == 1


def test_an_old_change_leaves_the_list(monkeypatch):
    from datetime import date

    from suixin.platform.accounts import desk, standing

    for module in (desk, standing):
        monkeypatch.setattr(module, "first_recent_day", lambda: date(2999, 1, 1))
    assert lines("audit") == {}


# The page


@pytest.mark.parametrize("username", EVERYBODY)
def test_an_empty_desk_teaches_what_will_come(username: str):
    with using():
        page = as_(username).get("/office/").text
    assert "现在没有要您办的事" in page
    role = Person.objects.get(username=username).assignments.get().get_role_display()
    assert f"{role}：" in page


def test_somebody_without_a_role_is_told_whom_to_ask():
    a_person("zhou")
    page = as_("zhou").get("/office/")
    assert page.status_code == 200
    assert "请联系本市的安全管理员" in page.text
    assert as_("zhou").get("/office/tasks/").status_code == 403


def test_a_visitor_is_sent_to_sign_in():
    assert Client().get("/office/").status_code == 302
    assert Client().get("/office/tasks/").status_code == 302


def test_my_tasks_are_for_those_who_act_for_an_organisation():
    allowed = {"officer", "reporter", "company"}
    assert {name for name in EVERYBODY if as_(name).get("/office/tasks/").status_code == 200} == allowed


@pytest.mark.parametrize("username", EVERYBODY)
def test_the_navigation_shows_exactly_the_places_this_person_may_open(username: str):
    client = as_(username)
    shown = {place.address for place, _here in client.get("/office/").context["office_places"]}
    answers = {place.address: client.get(place.address).status_code for place in site.OFFICE_PLACES}
    assert shown == {address for address, status in answers.items() if status == 200}
    assert "/office/" in shown


def test_somebody_without_a_role_is_shown_only_the_home():
    a_person("zhou")
    places = as_("zhou").get("/office/").context["office_places"]
    assert [place.address for place, _here in places] == ["/office/"]


def test_the_home_asks_the_database_little_however_many_people_need_help(django_assert_max_num_queries):
    for number in range(30):
        a_person(f"p{number}")
    client = as_("security")
    client.get("/office/")
    with django_assert_max_num_queries(20):
        client.get("/office/")
