"""The portal: what the city promised, who does it, by when, and what changed."""

from datetime import datetime, time
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from suixin.engines.programmes import read
from suixin.engines.programmes.portal import parts
from suixin.engines.programmes.portal.comparison import compare
from suixin.kernel.programme.exports import EXPORTERS
from suixin.platform.accounts.models import Organisation


def home(request: HttpRequest) -> HttpResponse:
    """The city's own programme at a glance."""
    whole = [programme for programme in read.programmes() if programme.whole]
    if not whole:
        return render(request, "programmes/none.html")
    return overview(request, whole[0], "programmes/home.html")


def listing(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/list.html", {"programmes": read.programmes()})


def detail(request: HttpRequest, slug: str) -> HttpResponse:
    return overview(request, published(request, slug), "programmes/programme.html")


def overview(request: HttpRequest, programme: read.Programme, template: str) -> HttpResponse:
    wall = request.GET.get("view") == "wall"
    return render(
        request,
        "programmes/wall.html" if wall else template,
        {
            "programme": programme,
            "bars": [parts.bar(target, programme) for target in parts.quantified(programme.targets)],
            "promises": parts.unquantified(programme.targets),
            "bodies": parts.bodies(programme),
            "districts": Organisation.objects.filter(kind=Organisation.Kind.DISTRICT).order_by("district"),
            "as_of": request.GET.get("as_of", ""),
            "formats": list(EXPORTERS),
        },
    )


def task(request: HttpRequest, slug: str, task_id: str) -> HttpResponse:
    programme = published(request, slug)
    found = programme.task(task_id)
    if found is None:
        raise Http404
    codes = parts.codes_by_name()
    changes = [change for change in read.history(slug) if belongs(change, found)]
    context = {
        "programme": programme,
        "task": found,
        "group": next((group for group in programme.groups if group.id == found.group), None),
        "bars": [parts.bar(target, programme) for target in parts.quantified(found.targets)],
        "promises": parts.unquantified(found.targets),
        "codes": codes,
        "events": parts.events(changes),
    }
    return render(request, "programmes/task.html", context)


def belongs(change: read.Change, task: read.Task) -> bool:
    parts_of_task = {task.id, *(duty.id for duty in task.duties), *(target.id for target in task.targets)}
    return change.item in parts_of_task


def organisations(request: HttpRequest) -> HttpResponse:
    programmes = [(programme, parts.bodies(programme)) for programme in read.programmes()]
    return render(request, "programmes/organisations.html", {"programmes": programmes})


def organisation(request: HttpRequest, key: str) -> HttpResponse:
    """By code where the body is registered; otherwise by the name that a programme gives it."""
    registered = Organisation.objects.filter(code=key).exclude(kind=Organisation.Kind.COMPANY).first()
    found = [
        (programme, body)
        for programme in read.programmes()
        for body in parts.bodies(programme)
        if body.key == key
    ]
    if registered is None and not found:
        raise Http404
    name = str(registered) if registered else found[0][1].name
    return render(
        request, "programmes/organisation.html", {"name": name, "organisation": registered, "found": found}
    )


def history(request: HttpRequest, slug: str) -> HttpResponse:
    changes = [(change, parts.words(change), parts.differences(change)) for change in read.history(slug)]
    if not changes:
        raise Http404
    context = {"programme": read.programme(slug), "slug": slug, "changes": changes}
    return render(request, "programmes/history.html", context)


def comparison(request: HttpRequest, first: str, second: str) -> HttpResponse:
    left, right = read.programme(first), read.programme(second)
    if left is None or right is None:
        raise Http404
    return render(request, "programmes/compare.html", {"comparison": compare(left, right)})


def export(request: HttpRequest, slug: str, format_name: str) -> HttpResponse:
    exporter = EXPORTERS.get(format_name)
    if exporter is None:
        raise Http404
    from suixin.engines.programmes.export import as_kernel

    response = HttpResponse(
        exporter.write(as_kernel(published(request, slug))), content_type=exporter.media_type
    )
    response["Content-Disposition"] = f'attachment; filename="{slug}.{exporter.extension}"'
    return response


def about_numbers(request: HttpRequest) -> HttpResponse:
    return render(request, "programmes/about_numbers.html")


def published(request: HttpRequest, slug: str) -> read.Programme:
    """As of the end of the day asked for with `?as_of=`, or as it stands. Raises `Http404`."""
    place = None
    if asked := request.GET.get("as_of"):
        day = a_day(asked)
        place = read.index_at(timezone.make_aware(datetime.combine(day, time.max)))
        if place is None:
            raise Http404(_("那一天方案还没有发布。"))
    programme = read.programme(slug, place)
    if programme is None:
        raise Http404
    return programme


def a_day(text: str) -> Any:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None:
        raise Http404(_("日期应写作 2021-06-30。"))
    return day
