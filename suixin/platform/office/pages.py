"""Two pages: what needs this person today, and all tasks that their organisation has a part in."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from suixin.platform.accounts.access import require_role, require_sign_in
from suixin.platform.accounts.models import Organisation
from suixin.platform.accounts.roles import FOR_ORGANISATION
from suixin.platform.ledger.actor import Actor
from suixin.platform.office.desks import desk_of
from suixin.platform.office.teaching import lessons
from suixin.platform.ui.numbers import language
from suixin.platform.ui.parts import OwnTask

MOST_AT_HOME = 8  # tasks below the list; the rest is one link away
VIEWS: dict[str, Callable[[OwnTask], bool]] = {
    "all": lambda task: True,
    "lead": lambda task: task.role == "lead" and not task.through,
    "help": lambda task: task.role != "lead" and not task.through,
    "collective": lambda task: bool(task.through),
}


@require_GET
@require_sign_in
def home(request: HttpRequest) -> HttpResponse:
    desk = desk_of(request.actor)
    context = {
        "to_dos": desk.to_dos,
        "tasks": desk.tasks[:MOST_AT_HOME],
        "more": len(desk.tasks) > MOST_AT_HOME,
        "count": len(desk.tasks),
        "has_tasks": bool(request.actor.roles & FOR_ORGANISATION),
        "lessons": lessons(request.actor),
        "organisation": name_of_organisation(request.actor),
    }
    return render(request, "office/home.html", context)


@require_GET
@require_role(*sorted(FOR_ORGANISATION))
def tasks(request: HttpRequest) -> HttpResponse:
    every = desk_of(request.actor).tasks
    view = request.GET.get("view", "all")
    chosen = VIEWS.get(view, VIEWS["all"])
    context = {
        "tasks": [task for task in every if chosen(task)],
        "count": len(every),
        "tabs": tabs(every, view if view in VIEWS else "all"),
        "organisation": name_of_organisation(request.actor),
    }
    return render(request, "office/tasks.html", context)


def tabs(every: Sequence[OwnTask], here: str) -> list[dict[str, object]]:
    words = {"all": _("全部"), "lead": _("点名牵头"), "help": _("点名配合"), "collective": _("统称在内")}
    return [
        {
            "words": words[name],
            "address": "?" if name == "all" else f"?view={name}",
            "here": name == here,
            "count": sum(map(chosen, every)),
        }
        for name, chosen in VIEWS.items()
    ]


def name_of_organisation(actor: Actor) -> str:
    found = Organisation.objects.filter(code=actor.organisation).first() if actor.organisation else None
    if found is None:
        return ""
    return found.english if language() == "en" and found.english else str(found)
