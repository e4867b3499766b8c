"""What an empty desk says: what will come here for this role, and where to go meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ui.parts import Link


@dataclass(frozen=True, slots=True)
class Lesson:
    role: str | Promise
    comes: str | Promise  # what will stand here
    place: Link


LESSONS = {
    Role.PROGRAMME_OFFICER: (
        _("方案里的目标快到期、任务没有写明牵头单位、点名的机构还没有登记时，会列在这里。"),
        "/office/duties/",
        _("看职责分工"),
    ),
    Role.REPORTER: (
        _("您的机构在方案里有任务（点名，或以“各区政府”等统称），目标快到期或期限已过时，会列在这里。"),
        "/office/duties/",
        _("看职责分工"),
    ),
    Role.COMPANY: (
        _("方案点名您的企业牵头或配合的任务，目标快到期时会列在这里。"),
        "/programmes/",
        _("看方案和任务"),
    ),
    Role.AUDITOR: (
        _("审计不派任务。登录和权限变更随时可查，职责分工可整表导出核对。"),
        "/office/audit/",
        _("看登录与权限变更"),
    ),
    Role.SYSTEM_ADMIN: (
        _("方案点名的机构还没有登记时，会列在这里。"),
        "/office/organisations/",
        _("看机构登记簿"),
    ),
    Role.SECURITY_ADMIN: (
        _("有人没有角色、没有设置密码、缺第二重验证，或账号被锁定时，会列在这里。"),
        "/office/people/",
        _("看人员"),
    ),
    Role.AUDIT_ADMIN: (
        _("近 7 天有权限变更或账号锁定时，会列在这里，看过即可。"),
        "/office/audit/",
        _("看登录与权限变更"),
    ),
}


def lessons(actor: Actor) -> Iterator[Lesson]:
    for role, (comes, address, words) in LESSONS.items():
        if role in actor.roles:
            yield Lesson(role.title, comes, Link(address, words))
