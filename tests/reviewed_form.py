"""A form with two levels of review, units in two districts, and the people around it. Made through the actions."""

from collections.abc import Mapping
from typing import Any

from django.test import Client

from suixin.engines.collections.actions import open_period, publish_form, register_units, report
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Report
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.actions import create_person, grant, save_organisation
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

SYSTEM = Actor.system("tests")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TIANHE, HUANGPU = "440106", "440112"
BODIES = {
    "rv-city": ("榕江市统计局", "department", ""),
    "rv-tianhe": ("天河区统计局", "district", TIANHE),
    "rv-huangpu": ("黄埔区统计局", "district", HUANGPU),
    **{f"rv-t{n}": (f"天河企业{n}", "company", TIANHE) for n in range(1, 5)},
    **{f"rv-h{n}": (f"黄埔企业{n}", "company", HUANGPU) for n in range(1, 4)},
}
DEFINITION: dict[str, Any] = {
    "id": "content-month",
    "version": 1,
    "number": "榕数 101 表",
    "titles": {"zh-hans": "数字内容企业月报", "en": "Digital content companies, monthly"},
    "authority": "rv-city",
    "approval": "榕统制〔2020〕1号",
    "valid_from": "2019-01-01",
    "valid_to": "2030-12-31",
    "frequency": "month",
    "due_days": 10,
    "submitters": ["company", "reporter"],
    "items": [
        {"id": "A01", "titles": {"zh-hans": "营业收入", "en": "Revenue"}, "unit": "万元", "scale": 1},
        {"id": "A02", "titles": {"zh-hans": "其中：出口", "en": "Exports"}, "unit": "万元", "parent": "A01"},
        {
            "id": "B01",
            "titles": {"zh-hans": "从业人员", "en": "Staff"},
            "unit": "人",
            "confidential": True,
            "required": False,
        },
    ],
    "edits": [
        {
            "id": "E1",
            "grade": "query",
            "rule": "A01 > 0",
            "sentence": {"zh-hans": "收入为零，请说明", "en": "No revenue: explain"},
        }
    ],
    "reviews": [
        {
            "id": "district",
            "titles": {"zh-hans": "区级审核", "en": "District"},
            "organisations": {TIANHE: "rv-tianhe", HUANGPU: "rv-huangpu"},
        },
        {"id": "city", "titles": {"zh-hans": "市级审核", "en": "City"}, "organisations": {"*": "rv-city"}},
    ],
}


def build_form(*, units: Mapping[str, str] | None = None, definition: Mapping[str, Any] = DEFINITION) -> Form:
    """Registered bodies, the form, its units (code to district), and May and June 2020 open; June is long due."""
    for code, (name, kind, district) in BODIES.items():
        body = Organisation(code=code, name=name, short_name=name, kind=kind, district=district)
        save_organisation(body, SYSTEM, "登记")
    authority = Actor(person=None, organisation="rv-city", roles=frozenset({Role.PROGRAMME_OFFICER}))
    publish_form(definition, authority, "首次发布")
    form = newest_form("content-month")
    assert form is not None
    given = units or {code: district for code, (_, kind, district) in BODIES.items() if kind == "company"}
    register_units(
        [
            {
                "form": form.id,
                "unit": code,
                "district": district,
                "keys": {},
                "since": "2019-01",
                "reason": "登记",
            }
            for code, district in given.items()
        ],
        authority,
    )
    for period, due in (("2020-05", "2020-06-10"), ("2020-06", "2099-07-10")):
        open_period(form, period, due, authority, "开放填报")
    return form


def unit(code: str, role: Role = Role.COMPANY) -> Actor:
    return Actor(person=None, organisation=code, roles=frozenset({role}))


def reported(form: Form, code: str, period: str = "2020-06", revenue: str = "100.5", **given: Any) -> Report:
    role = given.pop("role", Role.COMPANY)
    receipt = report(form, period, {"A01": revenue, "A02": "10", "B01": "42"}, unit(code, role), **given)
    return Report.objects.get(pk=receipt.index)


def person_named(code: str | None, role: Role) -> Person:
    """Somebody who holds the role for the organisation."""
    username = f"{role.value}-{code}".replace("_", "-")
    person = Person.objects.filter(username=username).first()
    if person is None:
        person = create_person(SYSTEM, username=username, name=f"测试{username}", reason="登记")
        grant(SYSTEM, person, role, Organisation.objects.get(code=code) if code else None, reason="派任")
    return person


def person_of(code: str | None, role: Role = Role.PROGRAMME_OFFICER) -> Client:
    """Their browser."""
    client = Client()
    client.force_login(person_named(code, role), backend=BACKEND)
    return client
