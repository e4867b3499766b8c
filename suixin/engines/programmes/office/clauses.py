"""One clause at a time: correct it, add one, remove it; a task can also be split in two or merged with another."""

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from suixin.engines.programmes import highlights
from suixin.engines.programmes.bodies import Register
from suixin.engines.programmes.drafting import steps
from suixin.engines.programmes.drafting.bench import Bench, DraftBench
from suixin.engines.programmes.drafting.contents import Clause, Contents
from suixin.engines.programmes.drafting.draft import Step
from suixin.engines.programmes.drafting.passages import passage, sentences
from suixin.engines.programmes.drafting.questions import unaccepted
from suixin.engines.programmes.office import benches, duties_form
from suixin.engines.programmes.office.benches import bench_of, officer
from suixin.engines.programmes.office.forms import FORMS, ClauseForm, ReasonForm
from suixin.engines.programmes.templatetags.clauses import step_words
from suixin.engines.programmes.vocabulary import ROLES

NEW = "new"
LONGEST_OFFSET = 9  # digits
AROUND = 300  # characters of the notice shown before and after a clause's own


@require_http_methods(["GET", "POST"])
@officer
def clause(
    request: HttpRequest, kind: str, id: str, draft: str | None = None, slug: str | None = None
) -> HttpResponseBase:
    bench = bench_of(request, draft, slug)
    known = bench.contents.get(kind, id)
    if kind not in FORMS or (known is None and (id != NEW or kind == "programme")):
        raise Http404
    if request.method != "POST":
        return page(request, bench, kind, known, blank_form(bench, kind, known, request.GET))
    if "more" in request.POST:
        form = FORMS[kind](contents=bench.contents, clause=known, initial=request.POST.dict())
        return page(request, bench, kind, known, form, sheets=sheets_sent(request))
    return save(request, bench, kind, known)


def blank_form(bench: Bench, kind: str, known: Clause | None, wanted: Mapping[str, str]) -> ClauseForm:
    """What is there; for a task without words of its own, the notice's."""
    initial: dict[str, Any] = {} if known is not None else dict(wanted.items())
    if kind == "task" and known is not None and "summary" not in known.data and bench.text:
        initial["summary"] = passage(bench.text, known, bench.contents)
    return FORMS[kind](contents=bench.contents, clause=known, initial=initial)


def sheets_sent(request: HttpRequest) -> list[duties_form.Sheet]:
    return duties_form.with_blanks(duties_form.sheets_in(request.POST.dict()))


def save(request: HttpRequest, bench: Bench, kind: str, known: Clause | None) -> HttpResponseBase:
    form = FORMS[kind](request.POST, contents=bench.contents, clause=known)
    reason = ReasonForm(request.POST) if bench.needs_reason else None
    sheets = duties_form.sheets_in(request.POST.dict()) if kind == "task" else []
    duties = list(duties_form.duties(sheets, bench.contents))
    shown = duties_form.with_blanks(sheets) if kind == "task" else []  # where the form has to come back
    wrong = not form.is_valid() or any(sheet.errors for sheet in sheets)
    if (reason is not None and not reason.is_valid()) or wrong:
        return page(request, bench, kind, known, form, sheets=shown, reason=reason, status=422)
    if benches.is_outdated(request, bench):
        messages.error(request, benches.outdated())
        return page(request, bench, kind, known, form, sheets=shown, reason=reason, status=409)
    contents, saved = written(bench.contents, kind, known, form.record())
    if kind == "task":
        contents = steps.assign(contents, saved.id, duties)
    step = Step("correct" if known is not None else "add", saved.name)
    why = reason.cleaned_data["reason"] if reason is not None else ""
    try:
        bench.save(contents, step, why, frozenset({saved.key}))
    except benches.KEEPING as trouble:
        benches.tell(request, trouble)
        return page(request, bench, kind, known, form, sheets=shown, reason=reason, status=409)
    messages.success(request, _("已保存：%(name)s。") % {"name": saved.name})
    return redirect(after_saving(request, bench, saved))


def written(
    contents: Contents, kind: str, known: Clause | None, data: Mapping[str, Any]
) -> tuple[Contents, Clause]:
    if known is None:
        return steps.add(contents, kind, data)
    contents = steps.correct(contents, kind, known.id, data)
    return contents, steps.found(contents, kind, known.id)


def after_saving(request: HttpRequest, bench: Bench, saved: Clause) -> str:
    """Back to the overview, or on to the next clause of a draft that nobody has accepted yet."""
    if "next" in request.POST and isinstance(bench, DraftBench):
        order = [clause.key for clause in bench.contents]
        waiting = [each for each in unaccepted(bench.kept.draft) if each.key != saved.key]
        here = order.index(saved.key) if saved.key in order else len(order)
        behind = [each for each in waiting if order.index(each.key) > here]
        if following := [*behind, *waiting]:
            return benches.address(bench, following[0].kind, following[0].id)
    return benches.overview(bench, highlights.anchor(saved))


def page(
    request: HttpRequest,
    bench: Bench,
    kind: str,
    known: Clause | None,
    form: ClauseForm,
    *,
    sheets: list[duties_form.Sheet] | None = None,
    reason: ReasonForm | None = None,
    status: int = 200,
) -> HttpResponse:
    if kind == "task" and sheets is None:
        sheets = duties_form.sheets_of(bench.contents, known.id if known is not None else None)
    context = {
        "bench": bench,
        "at": benches.at(bench),
        "kind": kind,
        "clause": known,
        "form": form,
        "sheets": sheets or [],
        "roles": ROLES.items(),
        "bodies": Register().offered if kind == "task" else (),
        "reason": reason if reason is not None else ReasonForm() if bench.needs_reason else None,
        "excerpt": excerpt(bench, known) if known is not None else None,
        "cuts": sentences(bench.text, known) if kind == "task" and known is not None and bench.text else (),
        "others": [task for task in bench.contents.of("task") if known is not None and task.id != known.id],
        "english_wrong": form.is_bound and any(name.endswith("_en") for name in form.errors),
        "is_draft": isinstance(bench, DraftBench),
    }
    return render(request, "programmes/office/clause.html", context, status=status)


def excerpt(bench: Bench, known: Clause) -> dict[str, Any] | None:
    """The clause's place in the notice, with what was understood there."""
    if known.source is None or not bench.text:
        return None
    around = 0 if known.kind == "task" else AROUND
    start = max(0, known.source[0] - around)
    end = min(len(bench.text), known.source[1] + around)
    spans = [
        highlights.moved(span, -start)
        for span in highlights.spans(bench.text, bench.contents)
        if start <= span.start and span.end <= end
    ]
    return {"text": bench.text[start:end], "spans": spans}


@require_POST
@officer
def remove(
    request: HttpRequest, kind: str, id: str, draft: str | None = None, slug: str | None = None
) -> HttpResponseBase:
    def step(contents: Contents) -> tuple[Contents, Step]:
        name = steps.found(contents, kind, id).name
        return steps.remove(contents, kind, id), Step("remove", name)

    return stepped(request, bench_of(request, draft, slug), step, kind, id)


@require_POST
@officer
def split(
    request: HttpRequest, id: str, draft: str | None = None, slug: str | None = None
) -> HttpResponseBase:
    bench = bench_of(request, draft, slug)

    def step(contents: Contents) -> tuple[Contents, Step]:
        at = int(cut) if (cut := request.POST.get("cut", "")).isdecimal() and len(cut) < LONGEST_OFFSET else 0
        after, second = steps.split(contents, id, at, request.POST.get("title", ""), bench.text)
        return after, Step("split", second.name)

    return stepped(request, bench, step, "task", id)


@require_POST
@officer
def merge(
    request: HttpRequest, id: str, draft: str | None = None, slug: str | None = None
) -> HttpResponseBase:
    bench = bench_of(request, draft, slug)

    def step(contents: Contents) -> tuple[Contents, Step]:
        after = steps.merge(contents, id, request.POST.get("other", ""), bench.text)
        return after, Step("merge", steps.found(after, "task", id).name)

    return stepped(request, bench, step, "task", id)


def stepped(
    request: HttpRequest,
    bench: Bench,
    step: Callable[[Contents], tuple[Contents, Step]],
    kind: str,
    id: str,
) -> HttpResponseBase:
    """Does a step without a form of its own; what cannot be done is said on the clause's page."""
    back = redirect(benches.address(bench, kind, id))
    reason = request.POST.get("reason", "").strip()
    if bench.needs_reason and not ReasonForm(request.POST).is_valid():
        messages.error(request, _("请写明修改理由（2 至 500 字），未作任何改动。"))
        return back
    try:
        if benches.is_outdated(request, bench):
            raise benches.Outdated
        contents, done = step(bench.contents)
        bench.save(contents, done, reason, frozenset())
    except benches.KEEPING as trouble:
        benches.tell(request, trouble)
        return back
    messages.success(request, _("已完成：%(name)s。") % {"name": step_words(done)})
    return redirect(benches.overview(bench))
