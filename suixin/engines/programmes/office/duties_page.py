"""The duties table: filter, sort, choose columns and rows, take away. Everything asked for is in the address."""

from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import Register
from suixin.engines.programmes.office import duties
from suixin.engines.programmes.office.duties_export import FORMATS, export
from suixin.engines.programmes.office.duty_filter import DutyFilter
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import KEEPERS

PAGE_SIZE = 50
NOT_OF_THE_VIEW = {"page", "format", "id"}  # of an address: not what is asked for, but what is done with it


@require_GET
@require_role()
def table(request: HttpRequest) -> HttpResponse:
    programmes, known = read.programmes(), Register()
    every = duties.rows(programmes, known)
    form = DutyFilter(request.GET, programmes)
    asked = form.cleaned_data if form.is_valid() else {}
    sort = request.GET.get("sort", "")
    found = duties.ordered(duties.chosen(every, asked, known), sort)
    if request.GET.get("format") in FORMATS and form.is_valid():
        return export(request.GET["format"], ticked(found, request.GET.getlist("id")), every)
    columns = shown(request.GET.getlist("column"), found)
    context = {
        "form": form,
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "whole": len(every),
        "columns": columns,
        "shown": {name for name, _words, is_shown in columns if is_shown},
        "view": [(name, value) for name, values in view(request.GET).lists() for value in values],
        "address": request.build_absolute_uri(f"{request.path}?{view(request.GET).urlencode()}"),
        "tabs": tabs(every, request, known),
        "bodies": sorted({name for row in every for _role, name in row.named}),
        "register": known,
        "formats": FORMATS,
        "may_register": bool(request.actor.roles & KEEPERS),
    }
    return render(request, "programmes/office/duties.html", context, status=422 if form.errors else 200)


def ticked(rows: Iterable[duties.Row], keys: list[str]) -> list[duties.Row]:
    """The rows chosen one by one; all of them where none is."""
    return [row for row in rows if not keys or row.key in keys]


def view(query: QueryDict) -> QueryDict:
    kept = query.copy()
    for name in [name for name in kept if name in NOT_OF_THE_VIEW or not any(kept.getlist(name))]:
        del kept[name]
    return kept


def shown(asked: list[str], rows: Iterable[duties.Row]) -> list[tuple[str, str, bool]]:
    """Name, words and whether shown: those asked for, else those that have anything in them. Number and task
    always are."""
    columns: dict[str, tuple[str, Callable[[duties.Row], object]]] = {
        "part": (_("所指部分"), lambda row: row.part),
        "leads": (_("牵头"), lambda row: True),
        "supports": (_("配合"), lambda row: row.supports),
        "others": (_("其他"), lambda row: row.others),
        "targets": (_("目标"), lambda row: row.task.targets),
        "due": (_("期限"), lambda row: row.due.on),
        "programme": (_("方案"), lambda row: True),
    }
    chosen = set(asked) & set(columns) or {
        name for name, (_words, value) in columns.items() if any(map(value, rows))
    }
    return [(name, words, name in chosen) for name, (words, _value) in columns.items()]


def tabs(every: list[duties.Row], request: HttpRequest, known: duties.Register) -> list[dict[str, object]]:
    """The views that people open most, each an address like any other."""
    now = view(request.GET).dict()
    views: list[tuple[str, dict[str, str]]] = [(_("全部"), {})]
    if own := request.actor.organisation:
        views.append((_("我的机构"), {"organisation": own}))
    views += [(_("没有牵头"), {"no_lead": "on"}), (_("有机构未登记"), {"unregistered": "on"})]
    return [
        {
            "words": words,
            "address": f"?{urlencode(query)}",
            "here": now == query,
            "count": sum(1 for _row in duties.chosen(every, query, known)),
        }
        for words, query in views
    ]
