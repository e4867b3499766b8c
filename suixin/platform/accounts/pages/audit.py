"""Sign-ins and permission changes, read from the records themselves. For auditors and the audit administrator."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
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
from suixin.platform.ledger.entries import StoredEntry, stored
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.reading import access_entries, midnight

PAGE_SIZE = 100
MOST_EXPORTED = 100_000
KINDS: dict[str, str | Promise] = {
    "account.session": gettext_lazy("登录"),
    "account.grant": gettext_lazy("授予角色"),
    "account.revocation": gettext_lazy("撤销角色"),
    "account.person": gettext_lazy("人员变更"),
    "account.organisation": gettext_lazy("机构变更"),
}
EVENTS: dict[str, str | Promise] = {
    "signed_in": gettext_lazy("已登录"),
    "signed_out": gettext_lazy("已退出"),
    "locked_out": gettext_lazy("已锁定"),
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
    rows = access_audit(request.actor, given.get("kind") or None, given.get("since"), given.get("until"))
    event = given.get("event")
    if event:
        # The outcome is a public field, so it stands in the leaf's bytes and the database can look for it.
        rows = rows.filter(pk__in=[row.pk for row in rows if outcome(stored(row)) == event])
    if request.GET.get("format") == "csv":
        return export(rows)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": list(lines(page.object_list))}
    return render(request, "accounts/audit.html", context, status=422 if form.errors else 200)


def access_audit(
    actor: Actor, kind: str | None = None, since: date | None = None, until: date | None = None
) -> QuerySet[Entry]:
    """Newest first. `since` and `until` are days of the city, both included."""
    if not actor.roles & CHECKERS:
        raise PermissionDenied
    rows = access_entries(actor, type=kind).filter(type__in=list(KINDS))
    if since:
        rows = rows.filter(time__gte=midnight(since))
    if until:
        rows = rows.filter(time__lt=midnight(until + timedelta(days=1)))
    return rows


def outcome(entry: StoredEntry) -> str:
    return str(entry.data.get("event") or entry.data.get("change") or "")


def lines(rows: QuerySet[Entry]) -> Iterator[Line]:
    entries = [stored(row) for row in rows]
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
            about="、".join(filter(None, (about, entry.data.get("organisation"), entry.data.get("name")))),
            by=named.get(entry.person) or str(entry.actor.get("system", "")),
            address=str(entry.data.get("address", "")),
            reason=str(entry.data.get("reason", "")),
        )


def what(entry: StoredEntry) -> str:
    if "role" in entry.data:
        return str(Role(entry.data["role"]).title)
    return str(EVENTS.get(outcome(entry), ""))


def export(rows: QuerySet[Entry]) -> HttpResponse:
    heading = [_("序号"), _("时间"), _("类别"), _("结果"), _("对象"), _("办理人"), _("网络地址"), _("理由")]
    cells = (
        [
            each.index,
            each.time.isoformat(),
            each.kind,
            each.what,
            each.about,
            each.by,
            each.address,
            each.reason,
        ]
        for each in lines(rows[:MOST_EXPORTED])
    )
    return csv_file("audit.csv", heading, cells)
