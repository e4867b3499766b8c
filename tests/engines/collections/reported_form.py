"""A small monthly form, two units that report on it and an office that reviews, made through the actions."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from suixin.engines.collections import actions
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Report
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.access import actor_for
from suixin.platform.accounts.actions import create_person, grant, save_organisation
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

SYSTEM = Actor.system("tests")
GRID = "/office/reports/sales-month/2019-06/"
FILLED = {"A01": "1,200", "A02": "３００.５"}


def text(chinese: str) -> dict[str, str]:
    return {"zh-hans": chinese, "en": chinese}


DEFINITION = {
    "id": "sales-month",
    "version": 1,
    "number": "榕信101表",
    "titles": text("信息消费月报"),
    "authority": "rj-sh",
    "approval": "榕统函〔2019〕5号",
    "valid_from": "2018-01-01",
    "valid_to": "2099-12-31",
    "frequency": "month",
    "due_days": 10,
    "submitters": ["company", "reporter"],
    "items": [
        {"id": "A01", "titles": text("营业收入"), "unit": "万元", "scale": 1, "confidential": True},
        {"id": "A02", "titles": text("其中：线上"), "unit": "万元", "scale": 1, "parent": "A01"},
        {"id": "A03", "titles": text("期末从业人员"), "unit": "人", "required": False},
    ],
    "reviews": [{"id": "district", "titles": text("区审核"), "organisations": {"*": "rj-qu"}}],
}
EDITS = [
    {"id": "E01", "grade": "fatal", "rule": "A02 <= A01", "sentence": text("线上收入不能大于营业收入。")},
    {"id": "E02", "grade": "query", "rule": "A01 <= 2 * prev(A01)", "sentence": text("营业收入比上月翻番。")},
]


@dataclass(frozen=True)
class Reporting:
    form: Form
    people: dict[str, Person]

    def client(self, code: str) -> Client:
        client = Client()
        client.force_login(self.people[code], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def actor(self, code: str) -> Actor:
        return actor_for(self.people[code])

    def live(self, code: str) -> Report:
        return Report.objects.get(unit=code, period="2019-06", to_index=None)

    def send_back(self, code: str, query: str) -> None:
        index = self.live(code).index
        actions.review(
            self.form, "2019-06", "district", "returned", [index], actor=self.actor("rj-qu"), query=query
        )

    def accept(self, code: str) -> None:
        index = self.live(code).index
        actions.review(self.form, "2019-06", "district", "accepted", [index], actor=self.actor("rj-qu"))


def made(**changes: Any) -> Reporting:
    """With members of the form's definition changed."""
    people = {}
    for code, name, kind, role in (
        ("rj-sh", "榕江市数字生活办公室", "department", Role.PROGRAMME_OFFICER),
        ("rj-qu", "榕江区统计局", "department", Role.REPORTER),
        ("c-1", "榕江甲公司", "company", Role.COMPANY),
        ("c-2", "榕江乙公司", "company", Role.COMPANY),
        ("c-3", "榕江丙公司", "company", Role.COMPANY),
    ):
        body = save_organisation(
            Organisation(code=code, name=name, short_name=name, kind=kind), SYSTEM, "登记"
        )
        people[code] = create_person(SYSTEM, username=code, name=f"测试{code}", reason="登记")
        grant(SYSTEM, people[code], role, body, reason="派任")
    officer = actor_for(people["rj-sh"])
    actions.publish_form({**DEFINITION, **changes}, officer, "新表")
    form = newest_form("sales-month")
    assert form is not None
    units = [
        {
            "form": form.id,
            "unit": code,
            "district": "440106",
            "keys": {},
            "since": "2019-01",
            "reason": "登记",
        }
        for code in ("c-1", "c-2")
    ]
    actions.register_units(units, officer)
    for period, due in (("2019-05", "2019-06-10"), ("2019-06", "2099-07-10")):
        actions.open_period(form, period, due, officer, "开放填报")
    return Reporting(form, people)
