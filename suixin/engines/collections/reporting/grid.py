"""The form, to be filled in: as a page that works without scripts. Scripts add keeping, pasting and moving."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suixin.engines.collections.actions import report
from suixin.engines.collections.editing import REPLY, SHORTEST_EXPLANATION, is_explained
from suixin.engines.collections.reporting.checking import Finding, findings_for
from suixin.engines.collections.reporting.devices import device_of, remember_device
from suixin.engines.collections.reporting.drafts import Outdated, save_draft
from suixin.engines.collections.reporting.places import (
    Place,
    organisation_name,
    period_words,
    place_of,
    said,
)
from suixin.engines.collections.reporting.sheet import left, rows, shown_at, too_short
from suixin.engines.collections.reporting.typed import (
    EXPLAINS,
    LONGEST,
    typed_explanations,
    typed_values,
    whole,
)
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.reading import access_submitted
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.ui.numbers import language

LONGEST_NAME = 40
UUID = 36


@dataclass(frozen=True, slots=True)
class Filled:
    """What the fields of the page say."""

    values: Mapping[str, str]
    explanations: Mapping[str, str]
    filled_by: str
    revision: int
    corrects: int | None
    key: str  # of one intention to report: sent twice, it is one report
    findings: Sequence[Finding] = field(default=())


@require_http_methods(["GET", "POST"])
@require_role(Role.REPORTER, Role.COMPANY)
def grid(request: HttpRequest, form: str, period: str) -> HttpResponse:
    place = place_of(request.actor, form, period)  # type: ignore[attr-defined]
    if request.method != "POST":
        return page(request, place, kept(place))
    filled, submits = sent(request, place), request.POST.get("do") == "submit"
    if submits and is_sent_again(place, filled):
        return redirect("collections:reported", place.form.id, str(place.period))
    if not place.is_editable:
        messages.error(request, _("这份报告已进入审核，现在不能修改。需要改动，请联系审核单位退回。"))
        return page(request, place, filled, 409)
    return hand_in(request, place, filled) if submits else keep(request, place, filled)


def kept(place: Place) -> Filled:
    findings = findings_for(place.form, place.period, place.values, place.actor) if place.is_editable else []
    return Filled(
        place.values,
        place.explanations,
        place.actor.label[:LONGEST_NAME],
        place.draft.revision if place.draft else 0,
        place.corrects,
        str(uuid.uuid4()),
        [each for each in findings if not each.is_missing] if place.values else [],
    )


def sent(request: HttpRequest, place: Place) -> Filled:
    values = typed_values(place.form, request.POST)
    return Filled(
        values,
        typed_explanations(place.form, request.POST),
        request.POST.get("filled_by", "").strip()[:LONGEST_NAME],
        whole(request.POST.get("revision", "")) or 0,
        whole(request.POST.get("corrects", "")),
        request.POST.get("key", "")[:UUID] or str(uuid.uuid4()),
        findings_for(place.form, place.period, values, place.actor),
    )


def keep(request: HttpRequest, place: Place, filled: Filled) -> HttpResponse:
    """Saves the draft, whatever is wrong in it; "check" says what is."""
    try:
        revision = save_draft(
            place,
            filled.values,
            filled.explanations,
            revision=filled.revision,
            corrects=filled.corrects,
        )
    except Outdated:
        messages.error(request, outdated())
        return page(request, place, filled, 409)
    if request.POST.get("do") != "check":
        messages.success(request, _("草稿已保存，可以以后再填。"))
        return redirect("collections:grid", place.form.id, str(place.period))
    if not filled.findings:
        messages.success(request, _("检查完毕，没有发现问题，可以提交。"))
    return page(request, place, filled, revision=revision)


def is_sent_again(place: Place, filled: Filled) -> bool:
    """Pressed twice, or sent from two windows: there is a receipt for it already, whatever has happened since."""
    sent = access_submitted(place.actor, filled.key)
    if sent is not None and (sent.type, sent.data["period"]) == (
        place.form.record_type_id,
        str(place.period),
    ):
        return dict(filled.values) == sent.data["values"]
    live = place.live
    return live is not None and filled.corrects != live.index and dict(filled.values) == live.values


def hand_in(request: HttpRequest, place: Place, filled: Filled) -> HttpResponse:
    if filled.corrects != place.corrects:  # reported from another window meanwhile
        messages.error(request, outdated())
        return page(request, place, filled, 409)
    asked = {each.rule for each in filled.findings if not each.is_fatal} | (
        {REPLY} if place.is_returned else set()
    )
    if any(is_open(each, filled) for each in filled.findings) or says_nothing_new(place, filled):
        return page(request, place, filled, 422)
    try:
        report(
            place.form,
            str(place.period),
            filled.values,
            place.actor,
            explanations={rule: text for rule, text in filled.explanations.items() if rule in asked},
            filled_by=filled.filled_by,
            device=device_of(request),
            key=filled.key,
        )
    except Refusal as refusal:
        for sentence in [each.message(language()) for each in refusal.problems] or [
            refusal.message(language())
        ]:
            messages.error(request, sentence)
        return page(request, place, filled, refusal.status)
    return redirect("collections:reported", place.form.id, str(place.period))


def is_open(finding: Finding, filled: Filled) -> bool:
    """Whether it keeps the report from being handed in."""
    return finding.is_fatal or not is_explained(finding.rule, filled.explanations)


def says_nothing_new(place: Place, filled: Filled) -> bool:
    """A returned report that comes again as it was, with the reviewer's question not answered."""
    live = place.live if place.is_returned else None
    return live is not None and dict(filled.values) == live.values and REPLY not in filled.explanations


def outdated() -> str:
    return _("这张表已在另一个窗口保存或提交过。您填的内容还在本页：请另开一页看最新内容，核对后再填。")


def page(
    request: HttpRequest, place: Place, filled: Filled, status: int = 200, revision: int | None = None
) -> HttpResponse:
    form, findings = place.form, filled.findings
    missing = left(form, filled.values)
    unanswered = []
    if request.POST.get("do") == "submit" and says_nothing_new(place, filled):
        unanswered = [("explain-reply", _("数没有改动，也没有答复审核单位。请改正，或写明答复。"))]
    context = {
        "place": place,
        "form": form,
        "title": said(form.titles),
        "notes": said(form.notes),
        "period": period_words(place.period),
        "previous": period_words(place.period.earlier(1)),
        "year_before": period_words(place.period.year_before),
        "authority": organisation_name(place.actor, form.authority),
        "unit": organisation_name(place.actor, place.unit.unit),
        "rows": rows(place, filled.values, filled.explanations, findings),
        "whole": shown_at("", findings, filled.explanations),
        "summary": summary(form, filled) + unanswered if request.method == "POST" else [],
        "unanswered": unanswered,
        "missing": missing,
        "filled": filled,
        "revision": filled.revision if revision is None else revision,
        "longest": LONGEST,
        "asked_by": organisation_name(place.actor, place.query.organisation or "") if place.query else "",
        "reply": filled.explanations.get(REPLY, ""),
    }
    response = render(request, "collections/reporting/grid.html", context, status=status)
    remember_device(request, response)
    return response


def summary(form: Form, filled: Filled) -> list[tuple[str, str]]:
    """What keeps the report from being handed in, each with the field to go to."""
    titles = {item.id: said(item.titles) for item in form.items}
    found = []
    for each in filled.findings:
        if not is_open(each, filled):
            continue
        is_short = not each.is_fatal and each.rule in filled.explanations
        sentence = too_short(SHORTEST_EXPLANATION) if is_short else each.sentence
        where = f"item-{each.item}" if each.is_fatal else EXPLAINS + each.rule
        found.append(
            (where, f"{each.item} {titles[each.item]}{_('：')}{sentence}")
            if each.item
            else ("whole", sentence)
        )
    return found
