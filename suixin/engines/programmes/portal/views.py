"""The portal: what the city promised, who does it, by when, and what changed."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import Register
from suixin.engines.programmes.portal import changes, parts
from suixin.engines.programmes.portal.comparison import compare
from suixin.engines.programmes.portal.drawings import due_line
from suixin.engines.programmes.portal.moment import NOW, Moment, WrongDay, published
from suixin.engines.programmes.portal.parts_played import parts_in, shared_by_districts
from suixin.kernel.programme.exports import EXPORTERS
from suixin.platform.ui.districts import Cell

FORMATS = ("xlsx", "docx", "json", "akn", "iati")  # the offices' own first


def home(request: HttpRequest) -> HttpResponse:
    """The city's own programme at a glance."""
    programme = citys_own()
    if programme is None:
        return render(request, "programmes/none.html")
    return overview(request, programme, NOW, "programmes/home.html")


def citys_own() -> read.Programme | None:
    """The one chosen for the home page, the latest choice first; without a choice the one published first. Only
    what is here whole: of the notices of others parts are kept."""
    whole = [programme for programme in read.programmes() if programme.whole]
    chosen = [programme for programme in whole if programme.front]
    if chosen or not whole:
        return next(iter(chosen), None)
    first = read.first_published()
    return min(whole, key=lambda programme: first[programme.slug])


def listing(request: HttpRequest) -> HttpResponse:
    """The city's own first, then the notices of others that it carries out."""
    own_first = sorted(read.programmes(), key=lambda programme: not programme.whole)
    return render(request, "programmes/list.html", {"programmes": own_first, "register": Register()})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    programme, moment = found(request, slug)
    return overview(request, programme, moment, "programmes/programme.html")


def overview(request: HttpRequest, programme: read.Programme, moment: Moment, template: str) -> HttpResponse:
    wall = request.GET.get("view") == "wall"
    register = Register()
    shares = parts_in(programme, register)
    promises = parts.unquantified(programme.targets)
    days = {target.due for target in promises}
    context = {
        "programme": programme,
        "moment": moment,
        "bars": [parts.bar(target, programme, moment) for target in parts.quantified(programme.targets)],
        "promises": promises,
        "promised_by": days.pop() if len(days) == 1 else None,
        "line": due_line(programme, timezone.localdate()),
        "leading": [part for part in shares if part.leads],
        "helping": [part for part in shares if not part.leads],
        "register": register,
        "cells": district_cells(register),
        "shared": shared_by_districts(shares),
        "named": [part for part in shares if part.body.is_district],
        "formats": formats(),
    }
    return render(request, "programmes/wall.html" if wall else template, context)


def district_cells(register: Register) -> list[Cell]:
    return [Cell(each.district, address=register.body(each.name).address) for each in register.districts]


def formats() -> list[tuple[str, str]]:
    """Each format with what it is good for."""
    words = {
        "xlsx": _("Excel 表格"),
        "docx": _("Word 文档"),
        "json": _("JSON 数据"),
        "akn": _("Akoma Ntoso 法律文件格式"),
        "iati": _("IATI 成果格式"),
    }
    return [(name, words[name]) for name in FORMATS]


def task(request: HttpRequest, slug: str, task_id: str) -> HttpResponse:
    programme, moment = found(request, slug)
    shown = programme.task(task_id)
    if shown is None:
        raise Http404
    row = [*programme.tasks, *programme.safeguards]
    place = row.index(shown)
    context = {
        "programme": programme,
        "moment": moment,
        "task": shown,
        "group": next((group for group in programme.groups if group.id == shown.group), None),
        "bars": [parts.bar(target, programme, moment) for target in parts.quantified(shown.targets)],
        "promises": parts.unquantified(shown.targets),
        "register": Register(),
        "events": changes.story(read.history(slug), shown, moment.index),
        "before": row[place - 1] if place else None,
        "after": row[place + 1] if place + 1 < len(row) else None,
    }
    return render(request, "programmes/task.html", context)


def history(request: HttpRequest, slug: str) -> HttpResponse:
    submissions = changes.submissions(read.history(slug))
    programme = read.programme(slug)
    if not submissions or programme is None:
        raise Http404
    context = {"programme": programme, "submissions": submissions, "register": Register()}
    return render(request, "programmes/history.html", context)


def comparison(request: HttpRequest, first: str, second: str) -> HttpResponse:
    every = read.programmes()
    by_slug = {programme.slug: programme for programme in every}
    if first not in by_slug or second not in by_slug or first == second:
        raise Http404
    both = [by_slug[first], by_slug[second]]
    context = {"comparison": compare(*both, every), "both": both, "register": Register()}
    return render(request, "programmes/compare.html", context)


def export(request: HttpRequest, slug: str, format_name: str) -> HttpResponse:
    exporter = EXPORTERS.get(format_name)
    if exporter is None:
        raise Http404
    from suixin.engines.programmes.export import as_kernel

    programme, moment = found(request, slug)
    response = HttpResponse(exporter.write(as_kernel(programme)), content_type=exporter.media_type)
    name = f"{slug}-{moment.day.isoformat()}" if moment.day else slug
    response["Content-Disposition"] = f'attachment; filename="{name}.{exporter.extension}"'
    return response


def found(request: HttpRequest, slug: str) -> tuple[read.Programme, Moment]:
    """As of the day asked for. Raises `Http404`, `WrongDay`."""
    programme, moment = published(slug, request.GET.get("as_of", ""))
    if programme is None:
        raise Http404
    return programme, moment


def wrong_day(request: HttpRequest, problem: WrongDay) -> HttpResponse:
    context: dict[str, Any] = {"problem": problem, "programme": read.programme(problem.slug)}
    return render(request, "programmes/wrong_day.html", context, status=404)
