"""People who need something from the security administrator, and what the last days' records say of them."""

from collections.abc import Callable
from datetime import date, timedelta
from enum import StrEnum

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suixin.platform.accounts.access import access_people
from suixin.platform.accounts.models import Person
from suixin.platform.accounts.roles import Role
from suixin.platform.accounts.second_factor import WITH_SECOND_FACTOR
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import StoredEntry, stored
from suixin.platform.ledger.reading import access_entries, midnight, saying

RECENT = 7  # days, today included


class Need(StrEnum):
    ROLE = "role"
    PASSWORD = "password"  # noqa: S105 - a name, not a secret
    FACTOR = "factor"
    LOCKED = "locked"

    @property
    def title(self) -> Promise:
        return TITLES[self]


TITLES = {
    Need.ROLE: _("没有角色"),
    Need.PASSWORD: _("没有设置密码"),
    Need.FACTOR: _("缺第二重验证"),
    Need.LOCKED: _("近 7 天被锁定"),
}


def people_in_need(actor: Actor, need: Need) -> QuerySet[Person]:
    """Of the people whom this actor may see, those who are switched on and need this."""
    people = access_people(actor).filter(is_active=True)
    chosen: dict[Need, Callable[[], QuerySet[Person]]] = {
        Need.ROLE: lambda: people.filter(assignments=None),
        Need.PASSWORD: lambda: people.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX),
        Need.FACTOR: lambda: people.filter(
            pk__in=Person.objects.filter(assignments__role__in=sorted(WITH_SECOND_FACTOR)).values("pk"),
            authenticator=None,
        ),
        Need.LOCKED: lambda: people.filter(
            pk__in={entry.data.get("person") for entry in access_lock_outs(actor)}
        ),
    }
    return chosen[need]()


def access_lock_outs(actor: Actor) -> list[StoredEntry]:
    """Of the last days, newest first. For the security and the audit administrator."""
    if not actor.roles & {Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}:
        raise PermissionDenied
    sessions = access_entries(actor, type="account.session", since=midnight(first_recent_day()))
    return [stored(row) for row in saying(sessions, "event", "locked_out").iterator(chunk_size=500)]


def first_recent_day() -> date:
    return timezone.localdate() - timedelta(days=RECENT - 1)
