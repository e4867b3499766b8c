"""The last page before a draft is public: what still stands in the way, or the form that publishes."""

from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from pypinyin import lazy_pinyin

from suixin.engines.programmes.bodies import Register
from suixin.engines.programmes.drafting import store
from suixin.engines.programmes.drafting.bench import DraftBench, draft_bench
from suixin.engines.programmes.drafting.contents import Contents
from suixin.engines.programmes.drafting.draft import Draft
from suixin.engines.programmes.drafting.passages import passage
from suixin.engines.programmes.drafting.questions import faults, published_already, questions, unaccepted
from suixin.engines.programmes.models import Item
from suixin.engines.programmes.office import benches
from suixin.engines.programmes.office.benches import officer
from suixin.engines.programmes.office.forms import PublicationForm
from suixin.platform.accounts.models import Person
from suixin.platform.ui.numbers import language

LONGEST_PASSAGE = 12_000
PLACES = ("省", "市", "区", "县", "自治区", "自治州")


@require_http_methods(["GET", "POST"])
@officer
def publication(request: HttpRequest, draft: str) -> HttpResponseBase:
    bench = draft_bench(request.actor, draft)  # type: ignore[attr-defined]
    now = bench.kept.draft
    sent = request.POST if request.method == "POST" else None
    form = PublicationForm(
        sent, initial={"slug": suggested_slug(now.contents)}, published_as=published_already(now.contents)
    )
    obstacles = {
        "open": [question for question in questions(now, Register()) if question.is_open],
        "waiting": unaccepted(now),
        "faults": [(each.clause, each.problem.message(language())) for each in faults(now.contents)],
    }
    may = not any(obstacles.values())
    if may and form.is_valid() and (done := published(request, bench, form)):
        return done
    context = {"bench": bench, "kept": bench.kept, "form": form, "may": may, **obstacles, **counts(now)}
    return render(request, "programmes/office/publish.html", context, status=422 if form.errors else 200)


def published(request: HttpRequest, bench: DraftBench, form: PublicationForm) -> HttpResponse | None:
    """None when it could not be: the form says why."""
    slug, reason = form.cleaned_data["slug"], form.cleaned_data["reason"]
    if Item.objects.filter(programme=slug).exists():
        form.add_error(
            "slug", _("这个代号已被别的方案使用。请换一个，例如 %(free)s。") % {"free": free(slug)}
        )
        return None
    text = bench.text if form.cleaned_data["disclose"] else ""
    draft = replace(bench.kept.draft, contents=with_passages(bench.contents, text))
    try:
        store.publish(bench.kept, draft, store.Publication(slug, reason, text), bench.actor)
    except benches.KEEPING as trouble:
        benches.tell(request, trouble)
        return None
    messages.success(request, _("方案已发布。公众现在就能看到；以后的每次修改都会留下时间和理由。"))
    return redirect("programmes:programme", slug)


def with_passages(contents: Contents, text: str) -> Contents:
    """A task that nobody has put in other words says what the notice says."""
    for clause in contents.of("task") if text else ():
        words = passage(text, clause, contents)
        if "summary" not in clause.data and 0 < len(words) <= LONGEST_PASSAGE:
            data = {**clause.data, "summary": {"zh-hans": words}}
            contents = contents.replaced(replace(clause, data=data))
    return contents


def suggested_slug(contents: Contents) -> str:
    """guangzhou-2019: the issuer's place in pinyin and the first year, if nobody has it."""
    issuer = contents.head.data.get("issuer", "")
    place = next((issuer[: issuer.find(mark)] for mark in PLACES if 1 < issuer.find(mark) <= 8), "")
    signed = contents.head.data.get("signed_on", "")
    year = contents.head.data.get("first_year") or signed[:4]
    pinyin = "".join(lazy_pinyin(place)) if place else "programme"
    slug = f"{pinyin}-{year}" if year else pinyin
    return free(slug) if slug.isascii() else ""


def free(slug: str) -> str:
    taken = set(Item.objects.filter(kind="programme").values_list("programme", flat=True))
    return next(
        name for n in range(1, len(taken) + 2) if (name := slug if n == 1 else f"{slug}-{n}") not in taken
    )


def counts(draft: Draft) -> dict[str, int]:
    tasks = draft.contents.of("task")
    return {
        "tasks": sum(clause.data["kind"] == "task" for clause in tasks),
        "safeguards": sum(clause.data["kind"] == "safeguard" for clause in tasks),
        "targets": len(draft.contents.of("target")),
        "bodies": len(draft.contents.bodies()),
    }


@require_safe
@officer
def steps(request: HttpRequest, draft: str) -> HttpResponse:
    """Every step of a draft, newest first, with who took it; each can be gone back to."""
    versions = store.access_versions(request.actor, draft)  # type: ignore[attr-defined]
    names = {
        person.pk: str(person) for person in Person.objects.filter(pk__in={row.person for row in versions})
    }
    rows = [(row, store.step_of(row), names.get(row.person, "")) for row in versions]
    context = {"rows": rows, "draft": draft, "is_open": versions[0].state == "open"}
    return render(request, "programmes/office/steps.html", context)
