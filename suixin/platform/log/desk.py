"""What the log puts on a desk: its alarms, for the system administrator."""

from typing import Protocol

from django.utils.translation import gettext as _

from suixin.platform.accounts.roles import Role
from suixin.platform.log.alarm_words import in_words
from suixin.platform.log.shown import alarms
from suixin.platform.ui.parts import Desk, Link, ToDo


class WithRoles(Protocol):
    roles: frozenset[str]


def desk(actor: WithRoles) -> Desk:
    if Role.SYSTEM_ADMIN not in actor.roles:
        return Desk()
    told = [in_words(alarm) for alarm in alarms()]
    return Desk(
        to_dos=[ToDo(each.what, each.to_do, Link("/log/", _("查看日志")), "attention") for each in told]
    )
