"""`suixin person`: the first people of a site, and a way back in."""

import re

import pytest
from click.testing import CliRunner, Result
from django.test import Client

from suixin.cli import main
from suixin.commands.person import ROLES
from suixin.platform.accounts.models import Assignment, Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.models import Entry

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["person", *arguments])


def add(username: str, role: str, *more: str) -> Result:
    return run("add", username, "--name", "张三", "--role", role, *more)


def path_in(result: Result) -> str:
    assert result.exit_code == 0, result.output
    return re.search(r"http://127\.0\.0\.1:8000(/set-password/\S+)", result.output)[1]


def test_the_first_security_administrator_can_set_a_password_and_sign_in():
    path = path_in(add("zhang", "security_admin"))
    client = Client()
    page = client.get(path, follow=True)
    words = "kapok-river-teal"
    form = {"new_password1": words, "new_password2": words}
    client.post(page.request["PATH_INFO"], form, follow=True)
    assert Person.objects.get(username="zhang").check_password(words)
    assert list(Assignment.objects.values_list("person__username", "role")) == [("zhang", "security_admin")]


def test_each_step_is_a_record_of_the_machine():
    add("zhang", "security_admin", "--reason", "建站")
    types = list(Entry.objects.order_by("index").values_list("type", flat=True))
    assert types == ["account.person", "account.grant", "account.person"]


def test_a_role_for_an_organisation_needs_one_and_keeps_nothing_without():
    result = add("li", "reporter")
    assert (result.exit_code, Person.objects.count(), Entry.objects.count()) == (2, 0, 0)
    assert "须属于一个机构" in result.output
    assert "must belong to an organisation" in add("li", "reporter", "--language", "en").output
    assert "no organisation “nowhere”" in add("li", "reporter", "--organisation", "nowhere").output
    Organisation.objects.create(code="haizhu", name="海珠区", kind="district")
    path_in(add("li", "reporter", "--organisation", "haizhu"))
    assert Assignment.objects.get().organisation.code == "haizhu"


def test_what_the_rules_refuse_is_said_in_a_sentence():
    path_in(add("zhang", "security_admin"))
    taken = add("zhang", "system_admin")
    assert (taken.exit_code, "已有人用" in taken.output) == (2, True)
    assert add("x" * 41, "auditor").exit_code == 2
    short = run("link", "zhang", "--reason", "a")
    assert (short.exit_code, short.exception.__class__) == (2, SystemExit)


def test_a_new_link_is_for_somebody_who_is_there_and_switched_on():
    path_in(add("zhang", "security_admin"))
    assert "/set-password/" in path_in(run("link", "zhang"))
    assert run("link", "nobody").exit_code == 2
    Person.objects.update(is_active=False)
    assert "没有名为“zhang”的有效账号" in run("link", "zhang").output


def test_every_role_can_be_given():
    assert set(ROLES.choices) == set(Role)


def reporter() -> None:
    Organisation.objects.create(code="haizhu", name="海珠区", kind="district")
    add("li", "reporter", "--organisation", "haizhu")


def test_a_key_is_printed_once_listed_without_its_secret_and_revoked():
    reporter()
    made = run("key", "li", "--label", "产销系统", "--days", "30")
    assert (made.exit_code, "不再显示" in made.stderr) == (0, True)
    number, secret = re.fullmatch(r"suixin_([0-9a-f]{12})_([0-9a-f]{48})\n", made.stdout).groups()
    program = Client(headers={"Authorization": f"Bearer {made.stdout.strip()}"})
    assert program.get("/api/record-types").status_code == 200
    listed = run("keys", "li").stdout
    assert (number in listed, secret in listed, "可用" in listed, "产销系统" in listed) == (
        True,
        False,
        True,
        True,
    )
    assert run("revoke-key", number).exit_code == 0
    assert program.get("/api/record-types").status_code == 401
    assert "已撤销" in run("keys", "li").stdout
    assert Entry.objects.filter(type="account.key").count() == 2


def test_a_key_that_may_not_be_made_or_is_not_there_is_refused_in_a_sentence():
    reporter()
    add("zhang", "security_admin")
    assert "第二重验证" in run("key", "zhang", "--label", "产销系统").stderr
    assert "365" in run("key", "li", "--label", "产销系统", "--days", "366").stderr
    assert run("key", "li", "--label", "x").exit_code == 2
    assert "没有名为" in run("key", "nobody", "--label", "产销系统").stderr
    assert "没有编号为" in run("revoke-key", "0" * 12).stderr
    assert "only reporters" in run("key", "zhang", "--label", "产销系统", "--language", "en").stderr.lower()
    number = run("key", "li", "--label", "产销系统").stdout.split("_")[1]
    run("revoke-key", number)
    assert "已经撤销" in run("revoke-key", number).stderr
