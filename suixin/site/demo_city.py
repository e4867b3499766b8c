"""A synthetic city: invented companies, and what the experience centres say of themselves; `demo_reports` has the rest.

Everything here is marked: names begin with （演示）, codes with demo-, every report carries `synthetic`. The credit
codes have valid check characters but a body (YYYY…) that no registry gives out. The same every time.
"""

import random
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import translation
from stdnum.cn import uscc

from suixin.platform.accounts.actions import save_organisations
from suixin.platform.accounts.demo import create_demo_people
from suixin.platform.accounts.districts import NAMES as DISTRICTS
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.submit import Submission, submit

REASON = "演示城市"
SEED = 20190826
TOLD = "demo-accounts-told"  # a mark in the data folder: the passwords have been shown
WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
TRADES = (
    ("视讯", "Video"), ("数智", "Digital"), ("互娱", "Games"), ("优品", "Goods"), ("云联", "Cloud"),
    ("智居", "Home"), ("乐学", "Learning"), ("影音", "Media"), ("出行", "Travel"),
)  # fmt: skip
# How many companies each district has: one has so few that its figures cannot be published.
COMPANIES = {
    "440103": 4, "440104": 6, "440105": 7, "440106": 9, "440111": 5, "440112": 6,
    "440113": 6, "440114": 4, "440115": 4, "440117": 2, "440118": 4,
}  # fmt: skip
OPERATORS = (("穗网通信", "Suiwang"), ("羊城电信", "Yangcheng"), ("云山有线", "Yunshan Cable"))
MONTHS = [f"{year}-{month:02}" for year in (2020, 2021) for month in range(1, 13)]


@dataclass(frozen=True, slots=True)
class Centre:
    code: str
    name: str
    district: str
    opened_on: str
    themes: tuple[str, ...]


CENTRES = (
    Centre("demo-tianhe-uhd", "天河超高清体验中心", "440106", "2019-12-20", ("uhd", "5g")),
    Centre("demo-huangpu-chain", "黄埔区块链体验中心", "440112", "2019-11-08", ("blockchain", "software")),
    Centre("demo-nansha-drive", "南沙智能驾驶体验中心", "440115", "2019-12-01", ("vehicles", "ai")),
    Centre("demo-panyu-vr", "番禺虚拟现实体验馆", "440113", "2019-10-18", ("vr",)),
    Centre("demo-yuexiu-5g", "越秀5G体验厅", "440104", "2019-09-27", ("5g", "ai")),
    Centre("demo-huadu-play", "花都互动娱乐体验中心", "440114", "2019-12-12", ("vr", "uhd")),
)

# Where the accounts work: what the company reports goes to its district, on to the lead bureau, and to statistics.
WORKPLACES = {
    "officer": "gz-gxj",
    "statistics": "gz-tjj",
    "reporter": "gz-tianhe",
    "company": "demo-440106-1",
}


def build(home: Path) -> list[tuple[str, str, str]]:
    """Makes what is missing. Gives user name, password and name of accounts whose passwords nobody has seen yet."""
    register_companies()
    for centre in CENTRES:
        company = company_code(centre.district, 0)
        if not Entry.objects.filter(type="centre.opened", organisation=company).exists():
            submit(list(reports(centre)), Actor.system(REASON, organisation=company))
    return unseen_accounts(home)


def unseen_accounts(home: Path) -> list[tuple[str, str, str]]:
    """A start that was cut short before its passwords were shown has left accounts that nobody can use: they are
    given new ones."""
    if (home / TOLD).exists():
        return []
    with transaction.atomic():
        made = {account.username: password for account, password in create_demo_people(WORKPLACES)}
        for person in Person.objects.filter(is_synthetic=True).exclude(username__in=made):
            made[person.username] = secrets.token_urlsafe(9)
            person.set_password(made[person.username])
            person.save(update_fields=["password"])
        names = dict(Person.objects.filter(is_synthetic=True).values_list("username", "name"))
    return [(username, password, names[username]) for username, password in made.items()]


def accounts_are_told(home: Path) -> None:
    (home / TOLD).touch()


def register_companies() -> None:
    known = set(Organisation.objects.filter(is_synthetic=True).values_list("code", flat=True))
    actor = Actor.system(REASON)
    save_organisations([company for company in companies() if company.code not in known], actor, REASON)


def companies() -> Iterator[Organisation]:
    """Some in each district, and the operators, who are in the first."""
    serial = 0
    for district in DISTRICTS:
        place = chinese(district).removesuffix("区")
        for position, (trade, english) in enumerate(TRADES[: COMPANIES[district]]):
            serial += 1
            code = company_code(district, position)
            yield company(code, f"{place}{trade}", f"{english} Co. of district {district}", district, serial)
    for position, (name, english) in enumerate(OPERATORS):
        serial += 1
        yield company(operator_code(position), name, english, next(iter(DISTRICTS)), serial)


def company(code: str, name: str, english: str, district: str, serial: int) -> Organisation:
    return Organisation(
        code=code,
        name=f"（演示）{name}有限公司",
        short_name=f"（演示）{name}",
        english=f"(Synthetic) {english}",
        kind=Organisation.Kind.COMPANY,
        district=district,
        credit_code=credit_code(district, serial),
        is_synthetic=True,
    )


def chinese(district: str) -> str:
    with translation.override("zh-hans"):  # the records of a demo are the same whoever starts it
        return str(DISTRICTS[district])


def company_code(district: str, position: int) -> str:
    return f"demo-{district}-{position + 1}"


def operator_code(position: int) -> str:
    return f"demo-operator-{position + 1}"


def credit_code(district: str, serial: int) -> str:
    """GB 32100: a company registered with market regulation, both check characters right."""
    body = f"YYYY{serial:04}"
    total = sum(int(character, 36) * weight for character, weight in zip(body, WEIGHTS, strict=True))
    check = "0123456789X0"[11 - total % 11]
    stem = f"91{district}{body}{check}"
    return stem + uscc.calc_check_digit(stem)


def reports(centre: Centre) -> Iterator[Submission]:
    opened = {
        "centre": centre.code,
        "name": f"（演示）{centre.name}",
        "district": centre.district,
        "opened_on": centre.opened_on,
        "themes": list(centre.themes),
        "address": f"{chinese(centre.district)}演示路1号",
        "contact": {"name": "演示", "telephone": "000-00000000"},
        "synthetic": True,
    }
    yield Submission("centre.opened", opened, key=f"demo:{centre.code}")
    chance = random.Random(f"{SEED}{centre.code}")  # noqa: S311 - the same made-up city each time
    for position, month in enumerate(MONTHS):
        visits = 1200 + 60 * position + chance.randrange(600)
        trainings = 2 + chance.randrange(6)
        figures = {
            "centre": centre.code,
            "month": month,
            "visits": visits,
            "trainings": trainings,
            "trained": str(trainings * (18 + chance.randrange(12))),
            "revenue": f"{visits // 100}.{chance.randrange(100):02}",
            "synthetic": True,
        }
        yield Submission("centre.month", figures, key=f"demo:{centre.code}:{month}")
