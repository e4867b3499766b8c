"""Roles and the three administrators: what one person may hold, and that every change is a record."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from stdnum.cn import uscc

from suixin.platform.accounts.access import actor_for
from suixin.platform.accounts.actions import NotAllowed, create_person, grant, revoke, save_organisation
from suixin.platform.accounts.demo import create_demo_people
from suixin.platform.accounts.models import Assignment, Organisation, Person
from suixin.platform.accounts.roles import ADMINISTRATORS, Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("tests")


def person(username: str = "chen") -> Person:
    return create_person(SYSTEM, username=username, name="陈某", reason="新到岗")


def department(code: str = "gz-test", name: str = "广州市测试局") -> Organisation:
    return save_organisation(
        Organisation(code=code, name=name, kind=Organisation.Kind.DEPARTMENT), SYSTEM, "登记"
    )


def test_a_role_granted_and_revoked_leaves_two_records_without_the_person_in_clear():
    somebody = person()
    assignment = grant(SYSTEM, somebody, Role.REPORTER, department(), reason="派任")
    assert actor_for(somebody).roles == {"reporter"}
    assert actor_for(somebody).organisation == "gz-test"
    revoke(SYSTEM, assignment, "调离")
    assert actor_for(somebody).roles == frozenset()
    kept = Entry.objects.filter(type__in=["account.grant", "account.revocation"])
    assert [entry.type for entry in kept.order_by("pk")] == ["account.grant", "account.revocation"]
    assert all("person" not in json.loads(bytes(entry.leaf))["public"] for entry in kept)


@pytest.mark.parametrize("second", sorted(ADMINISTRATORS - {Role.SYSTEM_ADMIN}))
def test_nobody_holds_two_of_the_three_administrations(second: Role):
    somebody = person()
    grant(SYSTEM, somebody, Role.SYSTEM_ADMIN, reason="任命")
    with pytest.raises(NotAllowed, match="不能由同一人担任"):
        grant(SYSTEM, somebody, second, reason="任命")
    with pytest.raises(IntegrityError), transaction.atomic():  # the database keeps the rule by itself too
        Assignment.objects.create(person=somebody, role=second)


def test_an_auditor_does_not_report():
    somebody = person()
    grant(SYSTEM, somebody, Role.AUDITOR, reason="任命")
    with pytest.raises(NotAllowed):
        grant(SYSTEM, somebody, Role.REPORTER, department(), reason="派任")


def test_a_reporter_needs_an_organisation():
    with pytest.raises(NotAllowed, match="须属于一个机构"):
        grant(SYSTEM, person(), Role.REPORTER, reason="派任")


def test_the_database_keeps_a_person_to_one_organisation_by_itself():
    somebody, first, second = person(), department(), department("gz-other", "广州市另一局")
    held = grant(SYSTEM, somebody, Role.REPORTER, first, reason="派任")
    with pytest.raises(IntegrityError, match="one organisation"), transaction.atomic():
        Assignment.objects.create(person=somebody, role=Role.PROGRAMME_OFFICER, organisation=second)
    grant(SYSTEM, somebody, Role.PROGRAMME_OFFICER, first, reason="兼任")
    with pytest.raises(IntegrityError, match="one organisation"), transaction.atomic():
        Assignment.objects.filter(pk=held.pk).update(organisation=second)


def test_roles_for_two_organisations_from_before_the_rule_count_for_nothing():
    somebody, first, second = person(), department(), department("gz-other", "广州市另一局")
    held = grant(SYSTEM, somebody, Role.REPORTER, first, reason="派任")
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER accounts_assignment_one_organisation_INSERT")
    Assignment.objects.create(person=somebody, role=Role.PROGRAMME_OFFICER, organisation=second)
    assert actor_for(somebody).roles == frozenset()
    assert actor_for(somebody).organisation is None
    revoke(SYSTEM, held, "调离")
    assert actor_for(somebody).roles == {"programme_officer"}
    assert actor_for(somebody).organisation == "gz-other"


def test_a_refused_grant_leaves_neither_table_nor_record():
    somebody = person()
    before = Entry.objects.count()
    with pytest.raises(NotAllowed):
        grant(SYSTEM, somebody, Role.COMPANY, reason="派任")
    assert Entry.objects.count() == before
    assert not somebody.assignments.exists()


def test_a_credit_code_needs_its_check_character():
    good = "9144010112345678" + "9"
    good += uscc.calc_check_digit(good)
    company = Organisation(code="c1", name="演示企业", kind=Organisation.Kind.COMPANY, credit_code=good)
    save_organisation(company, SYSTEM, "登记")
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    with pytest.raises(ValidationError, match="统一社会信用代码不对"):
        save_organisation(
            Organisation(code="c2", name="演示企业二", kind=Organisation.Kind.COMPANY, credit_code=wrong),
            SYSTEM,
            "登记",
        )


def test_demo_accounts_are_made_once():
    department()
    first = create_demo_people()
    assert {account.role for account, _ in first} >= ADMINISTRATORS
    account, password = first[0]
    assert Person.objects.get(username=account.username).check_password(password)
    assert create_demo_people() == []
