"""A city with published programmes and people of each role, for the office's pages."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.test import Client
from django.utils import timezone

from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.platform.accounts.actions import create_person, grant, save_organisation
from suixin.platform.accounts.demo import create_demo_people
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.register import load_register
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

PROGRAMMES = Path(__file__).parents[3] / "programmes"
SYSTEM = Actor.system("tests")
KEEPER = Actor.system("tests", organisation="gz-gxj")

DATED = """
slug = "dated"
title = {{ zh-hans = "有期限的方案", en = "Dated" }}
number = "穗测〔2024〕1号"
issuer = "广州市工业和信息化局"
completeness = "whole"

[[target]]
id = "past"
metric = {{ zh-hans = "已过期的目标", en = "Past target" }}
kind = "level"
op = ">="
value = 20
unit = {{ zh-hans = "个", en = "pieces" }}
due = "{past}"
task = "t1"

[[target]]
id = "near"
metric = {{ zh-hans = "快到期的目标", en = "Near target" }}
kind = "unquantified"
due = "{near}"
task = "t2"

[[target]]
id = "far"
metric = {{ zh-hans = "还早的目标", en = "Far target" }}
kind = "unquantified"
due = "{far}"
task = "t3"

[[task]]
id = "t1"
number = "1"
title = {{ zh-hans = "=过期任务", en = "=Past task" }}
duty = [{{ leads = ["市教育局"], supports = ["各区政府"] }}]

[[task]]
id = "t2"
number = "2"
title = {{ zh-hans = "临近任务", en = "Near task" }}
duty = [{{ leads = ["市新设局"], supports = ["市教育局"], others = [{{ role = "joint", organisation = "市民政局" }}] }}]

[[task]]
id = "t3"
number = "3"
title = {{ zh-hans = "从容任务", en = "Far task" }}
duty = [{{ leads = ["各区政府"] }}]

[[task]]
id = "t4"
number = "4"
title = {{ zh-hans = "无人任务", en = "Nobody's task" }}
"""


def a_day(days: int) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def build_city() -> None:
    load_register(PROGRAMMES / "organisations.toml", SYSTEM, "登记")
    company = Organisation(code="demo-one", name="演示企业一", kind="company", is_synthetic=True)
    save_organisation(company, SYSTEM, "登记")
    create_demo_people({"officer": "gz-gxj"})
    for username, code in (("school", "gz-jyj"), ("civil", "gz-mzj")):
        person = create_person(SYSTEM, username=username, name=username, reason="新到岗")
        person.set_password("kapok-river-teal")
        person.save(update_fields=["password"])
        grant(SYSTEM, person, Role.REPORTER, Organisation.objects.get(code=code), reason="派任")


def publish_all() -> None:
    for slug in ("china-2017", "guangdong-2018", "guangzhou-2019"):
        publish(load(PROGRAMMES / slug / "programme.toml"), KEEPER, "首次发布")


def publish_dated() -> None:
    text = DATED.format(past=a_day(-1), near=a_day(20), far=a_day(300))
    publish(load(text), KEEPER, "首次发布")


def as_(username: str) -> Client:
    client = Client()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    client.force_login(Person.objects.get(username=username), backend=backend)
    return client


def desk(username: str) -> Any:
    """The desk's lines and tasks as the page was given them."""
    response = as_(username).get("/office/")
    assert response.status_code == 200
    return response.context
