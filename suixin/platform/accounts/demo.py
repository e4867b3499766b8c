"""Demo accounts, one for each role. Only for a synthetic city; passwords are made at random and told once."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from suixin.platform.accounts.actions import create_person, grant
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

REASON = "演示账号"
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # without the pairs that people mistake for one another


@dataclass(frozen=True, slots=True)
class DemoAccount:
    username: str
    name: str
    role: Role
    kind: str | None = (
        None  # the kind of organisation the account acts for: the one that is named, or the first
    )


ACCOUNTS = (
    DemoAccount("officer", "演示·方案管理员", Role.PROGRAMME_OFFICER, Organisation.Kind.DEPARTMENT),
    DemoAccount("statistics", "演示·统计审核员", Role.PROGRAMME_OFFICER, Organisation.Kind.DEPARTMENT),
    DemoAccount("reporter", "演示·区填报员", Role.REPORTER, Organisation.Kind.DISTRICT),
    DemoAccount("company", "演示·企业", Role.COMPANY, Organisation.Kind.COMPANY),
    DemoAccount("auditor", "演示·审计员", Role.AUDITOR),
    DemoAccount("system", "演示·系统管理员", Role.SYSTEM_ADMIN),
    DemoAccount("security", "演示·安全管理员", Role.SECURITY_ADMIN),
    DemoAccount("audit", "演示·审计管理员", Role.AUDIT_ADMIN),
)


def create_demo_people(workplaces: Mapping[str, str] = MappingProxyType({})) -> list[tuple[DemoAccount, str]]:
    """Makes the accounts that do not exist yet; each with its password, which is kept nowhere.

    `workplaces` gives codes of organisations by user name. An account whose organisation is not in the register is left
    out.
    """
    made = []
    actor = Actor.system("demo city")
    for account in ACCOUNTS:
        organisation = organisation_for(account, workplaces.get(account.username))
        missing = account.kind is not None and organisation is None
        if missing or Person.objects.filter(username=account.username).exists():
            continue
        person = create_person(
            actor, username=account.username, name=account.name, reason=REASON, is_synthetic=True
        )
        grant(actor, person, account.role, organisation, reason=REASON)
        password = "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        person.set_password(password)
        person.save(update_fields=["password"])
        made.append((account, password))
    return made


def organisation_for(account: DemoAccount, code: str | None) -> Organisation | None:
    if account.kind is None:
        return None
    found = Organisation.objects.filter(kind=account.kind)
    if code:
        found = found.filter(code=code)
    return found.order_by("code").first()
