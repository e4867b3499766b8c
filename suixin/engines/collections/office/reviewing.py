"""The reviewer's pages: what waits, and a period's list, from which many reports are accepted or returned at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from suixin.engines.collections.access import REVIEWERS, Chair, chairs
from suixin.engines.collections.actions import review
from suixin.engines.collections.office import waiting
from suixin.engines.collections.office.seats import chair_of
from suixin.engines.collections.office.wording import period_words
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.office.periods import period_in
from suixin.platform.ui.numbers import language

PAGE_SIZE = 50
QUERY_LIMIT = 1_000  # of the record's schema
ROLES = sorted(REVIEWERS)


@require_safe
@require_role(*ROLES)
def overview(request: HttpRequest) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    held = chairs(actor)
    context = {"piles": waiting.piles(actor, held), "has_chairs": bool(held)}
    return render(request, "collections/office/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*ROLES)
def pile(request: HttpRequest, form: str, period: str, level: str) -> HttpResponse:
    chair = chair_of(request.actor, form, level)  # type: ignore[attr-defined]
    at = period_in(period, chair.form.frequency)
    problems: list[str] = []
    if request.method == "POST":
        problems = decide(request, chair, at)
        if not problems:
            return redirect(request.get_full_path())
    return shown(request, chair, at, problems)


def decide(request: HttpRequest, chair: Chair, period: Period) -> list[str]:
    """What kept it from being done; nothing where it was."""
    actor = request.actor  # type: ignore[attr-defined]
    decision, query = request.POST.get("decision", ""), request.POST.get("query", "").strip()
    if decision == "accept-all":
        found = waiting.of_period(actor, chair, period)
        if request.POST.get("seen") != waiting.fingerprint(found):
            return [_("打开本页之后，待审名单有变化，还没有通过任何一份。请核对下面的新名单，再点一次。")]
        chosen = list(found.values_list("pk", flat=True))
    else:
        chosen = [int(each) for each in request.POST.getlist("id") if each.isascii() and each.isdigit()]
    if decision not in {"accept", "accept-all", "return"}:
        return [_("请选择通过或退回。")]
    if not chosen:
        return [_("还没有选中报告。请先勾选。")]
    returns = decision == "return"
    if returns and not 2 <= len(query) <= QUERY_LIMIT:
        return [_("退回时请写明要核实的问题，2 至 1000 字。填报单位会看到它。")]
    try:
        review(
            chair.form,
            str(period),
            chair.level,
            "returned" if returns else "accepted",
            sorted(set(chosen)),
            actor=actor,
            query=query if returns else "",
        )
    except Refusal as refusal:
        told = [problem.message(language()) for problem in refusal.problems] or [refusal.message(language())]
        return list(dict.fromkeys([*told, _("没有通过或退回任何一份。")]))
    messages.success(request, done(len(set(chosen)), returns=returns))
    return []


def done(count: int, *, returns: bool) -> str:
    words = (
        ngettext(
            "已退回 %(n)d 份，填报单位的工作台会显示。", "已退回 %(n)d 份，填报单位的工作台会显示。", count
        )
        if returns
        else ngettext("已通过 %(n)d 份。", "已通过 %(n)d 份。", count)
    )
    return words % {"n": count}


def shown(request: HttpRequest, chair: Chair, period: Period, problems: list[str]) -> HttpResponse:
    form = chair.form
    found = waiting.of_period(request.actor, chair, period)  # type: ignore[attr-defined]
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "chair": chair,
        "title": said(form.titles),
        "level": said(form.reviews[chair.place].titles),
        "period": period_words(str(period)),
        "page": page,
        "rows": waiting.rows(form, period, list(page.object_list)),
        "items": [(said(item.titles), item.unit) for item in waiting.key_items(form)],
        "seen": waiting.fingerprint(found),
        "problems": [("decisions", each) for each in problems],
        "ticked": set(request.POST.getlist("id")),
        "query": request.POST.get("query", ""),
    }
    return render(request, "collections/office/pile.html", context, status=422 if problems else 200)
