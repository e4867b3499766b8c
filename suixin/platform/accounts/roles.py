"""The roles of a city, and which of them one person must not hold together."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(StrEnum):
    PROGRAMME_OFFICER = "programme_officer"
    REPORTER = "reporter"
    COMPANY = "company"
    AUDITOR = "auditor"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def title(self) -> Promise:
        return TITLES[self]


TITLES = {
    Role.PROGRAMME_OFFICER: _("方案管理员"),
    Role.REPORTER: _("填报员"),
    Role.COMPANY: _("企业"),
    Role.AUDITOR: _("审计员"),
    Role.SYSTEM_ADMIN: _("系统管理员"),
    Role.SECURITY_ADMIN: _("安全管理员"),
    Role.AUDIT_ADMIN: _("审计管理员"),
}

# Three administrators, three people (GB/T 22239-2019, level 3: separated management).
ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
# Whoever checks records must not be able to make them, and whoever makes them must not check.
CHECKERS = frozenset({Role.AUDITOR, Role.AUDIT_ADMIN})
MAKERS = frozenset({Role.PROGRAMME_OFFICER, Role.REPORTER, Role.COMPANY})
# Roles that act for an organisation and mean nothing without one.
FOR_ORGANISATION = MAKERS
# Who may let a program report for them. All other roles need a second factor, and a program has none.
WITH_KEYS = frozenset({Role.REPORTER, Role.COMPANY})
# Who may enter and change organisations in the register.
KEEPERS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.PROGRAMME_OFFICER})


def conflict(held: set[Role], wanted: Role) -> Role | None:
    """The role already held that forbids the wanted one, if there is one."""
    for other in sorted(held - {wanted}):
        if {other, wanted} <= ADMINISTRATORS:
            return other
        if (other in CHECKERS and wanted in MAKERS) or (other in MAKERS and wanted in CHECKERS):
            return other
    return None
