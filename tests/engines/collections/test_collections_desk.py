"""What collections put on the office's home."""

import pytest
from django.test import Client
from reviewed_form import build_form, person_of, reported, unit

from suixin.engines.collections.actions import review
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def form(settings) -> Form:
    settings.DEMO = True  # no second factor
    return build_form()


def lines(client: Client) -> list[tuple[str, str, str]]:
    return [
        (line.state, line.title, line.action.address) for line in client.get("/office/").context["to_dos"]
    ]


def test_own_reports_that_are_due_what_is_late_first(form: Form):
    assert lines(person_of("rv-t1", Role.COMPANY)) == [
        ("overdue", "数字内容企业月报 2020年5月：还没有报送", "/office/reports/content-month/2020-05/"),
        ("attention", "数字内容企业月报 2020年6月：还没有报送", "/office/reports/content-month/2020-06/"),
    ]


def test_a_returned_report_comes_back_with_its_query(form: Form):
    report = reported(form, "rv-t1")
    reported(form, "rv-t1", "2020-05")
    client = person_of("rv-t1", Role.COMPANY)
    assert lines(client) == []
    given = (form, "2020-06", "district", "returned", [report.pk])
    review(*given, actor=unit("rv-tianhe", Role.REPORTER), query="出口为何减半")
    [line] = client.get("/office/").context["to_dos"]
    assert (line.title, line.why) == ("数字内容企业月报 2020年6月：被退回", "要核实：出口为何减半")
    assert client.get(line.action.address).status_code == 200


def test_reviewers_are_told_how_many_wait_and_where(form: Form):
    for code in ("rv-t1", "rv-t2", "rv-h1"):
        reported(form, code)
    client = person_of("rv-tianhe", Role.REPORTER)
    expected = (
        "waiting",
        "数字内容企业月报 2020年6月：2 份待审",
        "/office/reviews/content-month/2020-06/district/",
    )
    assert lines(client) == [expected]
    assert lines(person_of("rv-city")) == []
