"""The overview of a bench: the notice on the left, what was understood on the right; and the steps taken from there."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suixin.engines.programmes import highlights
from suixin.engines.programmes.bodies import Register
from suixin.engines.programmes.drafting import store
from suixin.engines.programmes.drafting.bench import Bench, DraftBench, draft_bench, published_bench
from suixin.engines.programmes.drafting.contents import Clause, Contents, roles_in
from suixin.engines.programmes.drafting.draft import REVIEWED, Draft, Step
from suixin.engines.programmes.drafting.questions import Question, faults, questions, unaccepted
from suixin.engines.programmes.drafting.wellformed import problems
from suixin.engines.programmes.office import benches
from suixin.engines.programmes.office.benches import officer
from suixin.engines.programmes.vocabulary import ROLES

NOTE_LIMIT = 500


@dataclass(frozen=True, slots=True)
class Body:
    name: str
    is_known: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What one duty says: the part of the task it is about, and each role with its bodies."""

    of: str
    roles: Sequence[tuple[str, Sequence[Body]]]


@dataclass(frozen=True, slots=True)
class Line:
    """A clause as the overview lists it."""

    clause: Clause
    anchor: str
    accepted: bool
    parts: Sequence[Part] = ()
    goal: str = ""
    faulty: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Tasks under one group; `group` is None for those without one, and for safeguards."""

    group: Clause | None
    title: str
    lines: Sequence[Line]


@require_safe
@officer
def draft(request: HttpRequest, draft: str) -> HttpResponse:
    bench = draft_bench(request.actor, draft)  # type: ignore[attr-defined]
    known = Register()
    asked = questions(bench.kept.draft, known)
    waiting = unaccepted(bench.kept.draft)
    context = {
        **overview_context(bench, known, bench.kept.draft.accepted, asked),
        "kept": bench.kept,
        "questions": asked,
        "open": [question for question in asked if question.is_open],
        "waiting": waiting,
        "undo": store.before(bench.kept),
        "reviewed": sum(clause.kind in REVIEWED for clause in bench.contents),
    }
    return render(request, "programmes/office/draft.html", context)


@require_safe
@officer
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    bench = published_bench(request.actor, slug)  # type: ignore[attr-defined]
    context = overview_context(bench, Register(), frozenset(), [])
    return render(request, "programmes/office/edit.html", context)


def overview_context(
    bench: Bench, known: Register, accepted: frozenset[str], asked: Sequence[Question]
) -> dict[str, object]:
    text = bench.text
    return {
        "bench": bench,
        "at": benches.at(bench),
        "head": Line(
            bench.contents.head, highlights.anchor(bench.contents.head), bench.contents.head.key in accepted
        ),
        "targets": [target_line(clause, accepted) for clause in bench.contents.of("target")],
        "sections": sections(bench.contents, known, accepted),
        "text": text,
        "spans": highlights.spans(text, bench.contents, asked) if text else [],
    }


def sections(contents: Contents, known: Register, accepted: frozenset[str]) -> list[Section]:
    tasks = [clause for clause in contents.of("task") if clause.data["kind"] == "task"]
    groups = contents.of("group")
    placed = {group.id for group in groups}
    found = [
        Section(
            group,
            group.name,
            [task_line(t, contents, known, accepted) for t in tasks if t.data.get("group") == group.id],
        )
        for group in groups
    ]
    rest = [task_line(t, contents, known, accepted) for t in tasks if t.data.get("group") not in placed]
    if rest:
        found.append(Section(None, _("未分组的任务") if groups else _("任务"), rest))
    safeguards = [clause for clause in contents.of("task") if clause.data["kind"] == "safeguard"]
    lines = [task_line(clause, contents, known, accepted) for clause in safeguards]
    return [*found, Section(None, _("保障措施"), lines)] if lines else found


def task_line(clause: Clause, contents: Contents, known: Register, accepted: frozenset[str]) -> Line:
    return Line(
        clause,
        highlights.anchor(clause),
        clause.key in accepted,
        [part(duty, known) for duty in contents.duties(clause.id)],
        faulty=any(problems(clause)),
    )


def part(duty: Clause, known: Register) -> Part:
    named: dict[str, list[Body]] = {}
    for role, name in roles_in(duty.data):
        named.setdefault(str(ROLES[role]), []).append(Body(name, known.is_known(name)))
    return Part(duty.data.get("part", {}).get("zh-hans", ""), list(named.items()))


def target_line(clause: Clause, accepted: frozenset[str]) -> Line:
    return Line(
        clause,
        highlights.anchor(clause),
        clause.key in accepted,
        goal=highlights.target_words(clause),
        faulty=any(problems(clause)),
    )


@require_POST
@officer
def accept(request: HttpRequest, draft: str) -> HttpResponse:
    """The chosen clauses, or all that no open question is about."""
    bench = draft_bench(request.actor, draft)  # type: ignore[attr-defined]
    now = bench.kept.draft
    if "all" in request.POST:
        asked = {q.clause.key for q in questions(now, Register()) if q.is_open and q.clause is not None}
        wrong = {fault.clause.key for fault in faults(now.contents)}
        chosen = frozenset(clause.key for clause in unaccepted(now)) - asked - wrong
    else:
        chosen = frozenset(request.POST.getlist("clause"))
    after = now.accepting(chosen)
    count = len(after.accepted) - len(now.accepted)
    if not count:
        messages.warning(request, _("没有选中还未接受的条目。请先勾选。"))
        return redirect(benches.overview(bench))
    return kept(
        request,
        bench,
        after,
        Step("accept", str(count)),
        ngettext("已接受 %(n)d 项。", "已接受 %(n)d 项。", count) % {"n": count},
    )


@require_POST
@officer
def settle(request: HttpRequest, draft: str) -> HttpResponse:
    bench = draft_bench(request.actor, draft)  # type: ignore[attr-defined]
    now = bench.kept.draft
    if key := request.POST.get("reopen"):
        return kept(request, bench, now.reopening(key), Step("reopen", key), _("已重新列为待处理。"))
    asked = {question.key: question for question in questions(now, Register()) if question.is_open}
    chosen = frozenset(request.POST.getlist("question")) & frozenset(asked)
    note = request.POST.get("note", "").strip()
    if not chosen or not note or len(note) > NOTE_LIMIT:
        messages.error(
            request, _("请勾选要处理的问题，并写明怎样处理的（500 字以内），例如“与原文核对无误”。")
        )
        return redirect(benches.overview(bench, "questions"))
    said = ngettext("已处理 %(n)d 个问题。", "已处理 %(n)d 个问题。", len(chosen)) % {"n": len(chosen)}
    step = Step("settle", "、".join(sorted({asked[key].topic for key in chosen})))
    return kept(request, bench, now.settling(chosen, note), step, said)


@require_POST
@officer
def restore(request: HttpRequest, draft: str) -> HttpResponse:
    """Back to an earlier version, which becomes a new one: so a step back can itself be taken back."""
    bench = draft_bench(request.actor, draft)  # type: ignore[attr-defined]
    wanted = request.POST.get("to", "")
    versions = store.access_versions(request.actor, draft)  # type: ignore[attr-defined]
    found = next((row for row in versions if str(row.index) == wanted), None)
    if found is None or found.index == bench.version:
        messages.error(request, _("找不到那一步。请从步骤列表中选择。"))
        return redirect(benches.overview(bench))
    step = Step("restore", store.step_of(found).what)
    return kept(request, bench, store.draft_at(found, bench.actor), step, _("已回到所选的那一步。"))


@require_http_methods(["GET", "POST"])
@officer
def discard(request: HttpRequest, draft: str) -> HttpResponse:
    """Asked on a page of its own: a discarded draft can only be looked at in the records."""
    bench = draft_bench(request.actor, draft)  # type: ignore[attr-defined]
    if request.method != "POST":
        return render(request, "programmes/office/discard.html", {"bench": bench, "kept": bench.kept})
    try:
        store.keep(bench.kept, bench.kept.draft, Step("discard"), bench.actor, "discarded")
    except benches.KEEPING as trouble:
        benches.tell(request, trouble)
        return redirect(benches.overview(bench))
    messages.success(request, _("草稿已作废。"))
    return redirect("programmes:office-programmes")


def kept(request: HttpRequest, bench: DraftBench, after: Draft, step: Step, said: str) -> HttpResponse:
    try:
        store.keep(bench.kept, after, step, bench.actor)
    except benches.KEEPING as trouble:
        benches.tell(request, trouble)
    else:
        messages.success(request, said)
    return redirect(benches.overview(bench, request.POST.get("place", "")))
