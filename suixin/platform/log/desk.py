"""What the log puts on a desk: its alarms, for the system administrator."""

from typing import Protocol

from django.utils.translation import gettext as _

from suixin.platform.accounts.roles import Role
from suixin.platform.log.alarm_words import in_words, what_to_do
from suixin.platform.log.shown import alarms
from suixin.platform.ui.parts import Desk, Link, ToDo


class WithRoles(Protocol):
    roles: frozenset[str]


def desk(actor: WithRoles) -> Desk:
    if Role.SYSTEM_ADMIN not in actor.roles:
        return Desk()
    return Desk(
        to_dos=[
            ToDo(in_words(alarm), what_to_do(alarm), Link("/log/", _("查看日志")), "attention")
            for alarm in alarms()
        ]
    )
