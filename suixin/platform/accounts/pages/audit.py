"""Sign-ins and permission changes, read from the records themselves. For auditors and the audit administrator."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.forms import AuditFilter
from suixin.platform.accounts.models import Person
from suixin.platform.accounts.roles import CHECKERS, Role
from suixin.platform.api.export import csv_file
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import StoredEntry, in_parts, stored
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.pages.paging import newest, page_of
from suixin.platform.ledger.reading import access_entries, midnight, saying

PAGE_SIZE = 100
MOST_EXPORTED = 10_000
KINDS: dict[str, str | Promise] = {
    "account.session": gettext_lazy("登录"),
    "account.grant": gettext_lazy("授予角色"),
    "account.revocation": gettext_lazy("撤销角色"),
    "account.person": gettext_lazy("人员变更"),
    "account.key": gettext_lazy("程序密钥"),
    "account.organisation": gettext_lazy("机构变更"),
}
SESSION: dict[str, str | Promise] = {
    "signed_in": gettext_lazy("已登录"),
    "signed_out": gettext_lazy("已退出"),
    "locked_out": gettext_lazy("已锁定"),
}
PERSON: dict[str, str | Promise] = {
    "created": gettext_lazy("已登记"),
    "changed": gettext_lazy("已修改"),
    "disabled": gettext_lazy("已停用"),
    "enabled": gettext_lazy("已启用"),
    "link_issued": gettext_lazy("已给出设置密码的链接"),
    "password_set": gettext_lazy("已设置密码"),
    "factor_added": gettext_lazy("已启用第二重验证"),
    "factor_removed": gettext_lazy("已停用第二重验证"),
    "codes_renewed": gettext_lazy("已换恢复码"),
    "identity_connected": gettext_lazy("已连接身份服务"),
    "identity_disconnected": gettext_lazy("已解除身份服务连接"),
}
KEY: dict[str, str | Promise] = {
    "key_made": gettext_lazy("已生成程序密钥"),
    "key_revoked": gettext_lazy("已撤销程序密钥"),
}
EVENTS = SESSION | PERSON | KEY
# Where the records of a kind say what came of it: a public field, so that the leaves can be looked through for it.
OUTCOMES = {
    "account.session": ("event", SESSION),
    "account.person": ("change", PERSON),
    "account.key": ("change", KEY),
}


@dataclass(frozen=True, slots=True)
class Line:
    index: int
    time: datetime
    kind: str | Promise
    what: str
    about: str  # whom or which organisation
    by: str
    address: str
    reason: str


@require_GET
@require_role(*sorted(CHECKERS))
def audit(request: HttpRequest) -> HttpResponse:
    form = AuditFilter(request.GET)
    form.fields["kind"].choices = [("", _("不限")), *KINDS.items()]
    form.fields["event"].choices = [("", _("不限")), *EVENTS.items()]
    given = form.cleaned_data if form.is_valid() else {}
    kinds = [given["kind"]] if given.get("kind") else list(KINDS)
    if event := given.get("event"):
        kinds = [kind for kind in kinds if event in OUTCOMES.get(kind, ("", {}))[1]]
    choices = [
        access_audit(request.actor, kind, given.get("since"), given.get("until"), event) for kind in kinds
    ]
    if request.GET.get("format") == "csv":
        return export(newest(choices, MOST_EXPORTED + 1))
    page = page_of(choices, request, PAGE_SIZE)
    context = {
        "form": form,
        "page": page,
        "lines": list(lines(page.rows)),
        "most_exported": f"{MOST_EXPORTED:,}",
    }
    return render(request, "accounts/audit.html", context, status=422 if form.errors else 200)


def access_audit(
    actor: Actor,
    kind: str,
    since: date | None = None,
    until: date | None = None,
    event: str | None = None,
) -> QuerySet[Entry]:
    """Newest first. `since` and `until` are days of the city, both included."""
    if not actor.roles & CHECKERS:
        raise PermissionDenied
    rows = access_entries(
        actor,
        type=kind,
        since=midnight(since) if since else None,
        until=midnight(until + timedelta(days=1)) if until else None,
    )
    return saying(rows, OUTCOMES[kind][0], event) if event else rows


def outcome(entry: StoredEntry) -> str:
    return str(entry.data.get("event") or entry.data.get("change") or "")


def lines(rows: Sequence[Entry]) -> Iterator[Line]:
    for some in in_parts(rows):
        yield from told([stored(row) for row in some])


def told(entries: Sequence[StoredEntry]) -> Iterator[Line]:
    numbers = {entry.person for entry in entries} | {entry.data.get("person") for entry in entries}
    named = {
        each.pk: f"{each.name}（{each.username}）" for each in Person.objects.filter(pk__in=numbers - {None})
    }
    for entry in entries:
        about = named.get(entry.data.get("person"), "")
        yield Line(
            index=entry.index,
            time=entry.time,
            kind=KINDS[entry.type],
            what=what(entry),
            about="、".join(
                filter(None, (about, *(entry.data.get(name) for name in ("organisation", "name", "label"))))
            ),
            by=named.get(entry.person) or by_itself(entry),
            address=str(entry.data.get("address", "")),
            reason=str(entry.data.get("reason", "")),
        )


def by_itself(entry: StoredEntry) -> str:
    """Which part of the software acted; what it calls itself in the log stays as it is in every language."""
    process = str(entry.actor.get("system", ""))
    words = {
        "sign-in": _("登录"),
        "password": _("修改密码"),
        "set-password link": _("设置密码的链接"),
        "second factor": _("第二重验证"),
        "identity service": _("身份服务"),
        "access key": _("程序密钥"),
        "demo city": _("演示城市"),
    }
    return words.get(process, process)


def what(entry: StoredEntry) -> str:
    if "role" in entry.data:
        return str(Role(entry.data["role"]).title)
    return str(EVENTS.get(outcome(entry), ""))


def export(rows: Sequence[Entry]) -> HttpResponse:
    """Where older ones are left out, the last line says so."""
    heading = [_("序号"), _("时间"), _("类别"), _("结果"), _("对象"), _("办理人"), _("网络地址"), _("理由")]
    cells: list[list[object]] = [
        [
            each.index,
            timezone.localtime(each.time).isoformat(),
            each.kind,
            each.what,
            each.about,
            each.by,
            each.address,
            each.reason,
        ]
        for each in lines(rows[:MOST_EXPORTED])
    ]
    if len(rows) > MOST_EXPORTED:
        cut = _("到此为止：一次至多导出 %(most)s 条，更早的没有列出。请缩小日期范围，分几次导出。")
        cells.append([cut % {"most": f"{MOST_EXPORTED:,}"}])
    return csv_file("audit.csv", heading, cells)
