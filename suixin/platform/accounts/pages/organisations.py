"""The register of organisations: find, enter, change, take in a list, export."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from suixin.platform.accounts.access import access_organisations, require_role
from suixin.platform.accounts.actions import save_organisation, save_organisations
from suixin.platform.accounts.districts import CHOICES, NAMES
from suixin.platform.accounts.forms import OrganisationForm, RegisterFileForm
from suixin.platform.accounts.models import Organisation
from suixin.platform.accounts.register_file import COLUMNS, Row, UnreadableFile, read_register
from suixin.platform.accounts.roles import KEEPERS
from suixin.platform.api.export import csv_file

PAGE_SIZE = 50
WAITING = "organisations_waiting"  # the list looked at and not yet confirmed, in the session


@require_GET
@require_role()
def organisations(request: HttpRequest) -> HttpResponse:
    found = chosen(request, access_organisations(request.actor))
    if request.GET.get("format") == "csv":
        rows = ([getattr(each, name) for name in COLUMNS] for each in found)
        return csv_file("organisations.csv", list(COLUMNS.values()), rows)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "accounts/organisations/list.html",
        {
            "page": page,
            "rows": [(each, NAMES.get(each.district, "")) for each in page],
            "kinds": Organisation.Kind.choices,
            "districts": CHOICES,
            "may_change": bool(request.actor.roles & KEEPERS),
        },
    )


def chosen(request: HttpRequest, organisations: QuerySet[Organisation]) -> QuerySet[Organisation]:
    if words := request.GET.get("q", "").strip():
        named = Q(name__icontains=words) | Q(short_name__icontains=words) | Q(english__icontains=words)
        organisations = organisations.filter(named | Q(code__icontains=words) | Q(credit_code=words.upper()))
    for field in ("kind", "district"):
        if value := request.GET.get(field):
            organisations = organisations.filter(**{field: value})
    return organisations


@require_http_methods(["GET", "POST"])
@require_role(*sorted(KEEPERS))
def organisation_form(request: HttpRequest, code: str | None = None) -> HttpResponse:
    instance = get_object_or_404(access_organisations(request.actor), code=code) if code else Organisation()
    suggested = {"name": name, "short_name": name} if not code and (name := request.GET.get("name")) else None
    form = OrganisationForm(request.POST or None, instance=instance, initial=suggested)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_organisation(form.instance, request.actor, form.cleaned_data["reason"])
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("已保存：%(name)s。") % {"name": saved.name})
            return redirect("accounts:organisations")
    return render(
        request,
        "accounts/organisations/form.html",
        {"form": form, "code": code},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@require_role(*sorted(KEEPERS))
def import_organisations(request: HttpRequest) -> HttpResponse:
    """Two steps: the list with its problems first; nothing is kept before it is confirmed."""
    if request.method == "POST" and "confirm" in request.POST:
        return keep(request)
    form = RegisterFileForm(request.POST or None, request.FILES or None)
    rows: list[Row] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_register(file.name, file.read())
        except UnreadableFile as error:
            form.add_error("file", str(error))
        else:
            request.session[WAITING] = [cells(row.organisation) for row in rows if row.is_new]
    return render(
        request,
        "accounts/organisations/import.html",
        {
            "form": form,
            "rows": rows,
            "new": sum(row.is_new for row in rows),
            "known": sum(row.is_known for row in rows),
            "wrong": sum(bool(row.problems) for row in rows),
            "columns": list(COLUMNS.values()),
        },
        status=422 if form.errors else 200,
    )


def cells(organisation: Organisation) -> dict[str, str]:
    return {name: getattr(organisation, name) for name in COLUMNS}


def keep(request: HttpRequest) -> HttpResponse:
    waiting = request.session.pop(WAITING, None)
    if not waiting:
        messages.warning(request, _("没有待登记的名单。请重新上传文件。"))
        return redirect("accounts:organisations-import")
    try:
        save_organisations([Organisation(**each) for each in waiting], request.actor, _("名单导入"))
    except (ValidationError, IntegrityError):
        messages.error(request, _("名单上传后登记簿有了变化，一个机构也没有登记。请重新上传，再看一遍。"))
        return redirect("accounts:organisations-import")
    told = ngettext("已登记 %(n)d 个机构。", "已登记 %(n)d 个机构。", len(waiting)) % {"n": len(waiting)}
    messages.success(request, told)
    return redirect("accounts:organisations")
