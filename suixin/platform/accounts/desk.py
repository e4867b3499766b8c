"""What accounts put on a desk: for the security administrator people to help, for the audit administrator changes
to look at."""

from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suixin.platform.accounts.pages.audit import access_audit
from suixin.platform.accounts.roles import Role
from suixin.platform.accounts.standing import Need, access_lock_outs, first_recent_day, people_in_need
from suixin.platform.ledger.actor import Actor
from suixin.platform.ui.parts import Desk, Link, ToDo

MOST_NAMED = 3


def desk(actor: Actor) -> Desk:
    lines: list[ToDo] = []
    if Role.SECURITY_ADMIN in actor.roles:
        lines += people_to_help(actor)
    if Role.AUDIT_ADMIN in actor.roles:
        lines += changes_to_look_at(actor)
    return Desk(to_dos=lines)


def people_to_help(actor: Actor) -> Iterator[ToDo]:
    told: dict[Need, tuple[Callable[[int], str], str, str]] = {
        Need.LOCKED: (
            lambda n: ngettext("近 7 天有 %(n)d 人被锁定", "近 7 天有 %(n)d 人被锁定", n),
            _("连续输错密码。请核实是否本人所为，必要时给出新的设置密码链接。"),
            _("核实"),
        ),
        Need.FACTOR: (
            lambda n: ngettext("%(n)d 人缺第二重验证", "%(n)d 人缺第二重验证", n),
            _("方案管理员和三类管理员须启用第二重验证后才能办理业务。请提醒本人。"),
            _("看是谁"),
        ),
        Need.ROLE: (
            lambda n: ngettext("%(n)d 人没有角色", "%(n)d 人没有角色", n),
            _("没有角色的人登录后不能办理业务。请授予角色，或停用账号。"),
            _("授予角色"),
        ),
        Need.PASSWORD: (
            lambda n: ngettext("%(n)d 人没有设置密码", "%(n)d 人没有设置密码", n),
            _("还不能登录。请给出设置密码的链接，交给本人。"),
            _("给出链接"),
        ),
    }
    for need, (title, why, action) in told.items():
        if need is Need.FACTOR and settings.DEMO:  # a demo city does without
            continue
        people = list(people_in_need(actor, need).prefetch_related(None))
        if not people:
            continue
        names = _("、").join(str(person) for person in people[:MOST_NAMED])
        if len(people) > MOST_NAMED:
            names = _("%(names)s等") % {"names": names}
        address = f"{reverse('accounts:people')}?{urlencode({'need': need.value})}"
        if len(people) == 1:
            address = reverse("accounts:person", args=[people[0].pk])
        words = _("%(names)s。%(why)s") % {"names": names, "why": why}
        state = "attention" if need in {Need.LOCKED, Need.FACTOR} else "waiting"
        yield ToDo(title(len(people)) % {"n": len(people)}, words, Link(address, action), state)


def changes_to_look_at(actor: Actor) -> Iterator[ToDo]:
    since = first_recent_day()
    why = _("近 7 天的变更，看过即可；七天后不再列出。")
    granted = access_audit(actor, "account.grant", since).count()
    revoked = access_audit(actor, "account.revocation", since).count()
    locked = len(access_lock_outs(actor))
    lines = [
        (
            locked,
            ngettext("账号锁定 %(n)d 次", "账号锁定 %(n)d 次", locked),
            {"event": "locked_out"},
            "attention",
        ),
        (
            granted,
            ngettext("授予角色 %(n)d 次", "授予角色 %(n)d 次", granted),
            {"kind": "account.grant"},
            "waiting",
        ),
        (
            revoked,
            ngettext("撤销角色 %(n)d 次", "撤销角色 %(n)d 次", revoked),
            {"kind": "account.revocation"},
            "waiting",
        ),
    ]
    for count, title, query, state in lines:
        if count:
            address = f"{reverse('accounts:audit')}?{urlencode(query | {'since': since.isoformat()})}"
            yield ToDo(
                title % {"n": count},
                why,
                Link(address, _("查看")),
                state,
                _("待查看") if state == "waiting" else "",
            )
