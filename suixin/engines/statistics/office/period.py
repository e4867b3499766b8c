"""One period of an indicator: what is out, what it would be now, and publishing it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from suixin.engines.statistics import known, read
from suixin.engines.statistics.models import Release
from suixin.engines.statistics.office.seats import READERS, access_indicator, keeps, looks_ahead
from suixin.engines.statistics.office.wording import (
    STAGES,
    WITHHELD,
    figure_words,
    period_words,
    place_words,
    said,
)
from suixin.engines.statistics.publishing import Draft, draft, publish
from suixin.engines.statistics.schedule import due_at
from suixin.engines.statistics.waiting import Wait
from suixin.kernel.statistics.figures import Place, cells_in_order, place_of
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.release import Cell, read_release
from suixin.platform.accounts.access import require_role
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.office.periods import period_in
from suixin.platform.ui.numbers import language


@dataclass(frozen=True, slots=True)
class Line:
    place: str
    units: int | None
    out: str  # as published
    now: str
    changed: bool
    why: str  # it is withheld, for officers


class PublishForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("修订原因"),
        required=False,
        min_length=2,
        max_length=500,
        help_text=gettext_lazy("随记录一起公开。第一次发布不必填写。"),
    )
    final = forms.BooleanField(
        label=gettext_lazy("作为最终数据发布"),
        required=False,
        help_text=gettext_lazy("不再等还没有报来或还没有审定的报告。以后的改动都算修订。"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@require_role(*READERS)
def figures(request: HttpRequest, name: str, period: str) -> HttpResponse:
    indicator = access_indicator(name)
    asked = period_in(period, indicator.frequency)
    actor = request.actor  # type: ignore[attr-defined]
    fields = PublishForm(request.POST if request.method == "POST" else None)
    said_no = ""
    if request.method == "POST":
        if not keeps(actor, name):
            raise PermissionDenied
        if fields.is_valid():
            try:
                publish(
                    name,
                    asked,
                    actor,
                    fields.cleaned_data["reason"] or None,
                    final=fields.cleaned_data["final"],
                )
            except Wait as wait:
                said_no = wait.sentence
            except Refusal as refusal:
                said_no = "".join(each.message(language()) for each in refusal.problems) or refusal.message(
                    language()
                )
            else:
                messages.success(request, _("已经发布。公开日志的下一个检查点包含它之后，就能取得数据凭证。"))
                return redirect("statistics:office-period", name, str(asked))
    found, waits = (None, "")
    if looks_ahead(actor, name):
        try:
            found = draft(name, asked, early=True)
        except Wait as wait:
            waits = wait.sentence
    held = read.release_of(name, asked)
    form = form_of(indicator)
    context = {
        "indicator": indicator,
        "title": said(indicator.titles),
        "period": str(asked),
        "words": period_words(asked),
        "held": held,
        "stage": STAGES[held.stage] if held else None,
        "draft": found,
        "changed": found is not None and found.changed,
        "waits": waits,
        "lines": lines(held, found, form),
        "response": response(held, found),
        "due": due_at(indicator, asked),
        "history": history(name, asked),
        "fields": fields,
        "said_no": said_no,
        "keeps": keeps(actor, name),
    }
    status = 422 if said_no or (request.method == "POST" and not fields.is_valid()) else 200
    return render(request, "statistics/office/period.html", context, status=status)


def form_of(indicator: Indicator) -> Form | None:
    """Whose titles the codes of cells have; a derived indicator's are its base's."""
    if indicator.derivation is not None:
        base = known.newest_indicator(indicator.derivation.of)
        return form_of(base) if base is not None and base.derivation is None else None
    name = indicator.source.form if indicator.source else ""
    versions = known.form_versions(name) if name else []
    return versions[-1][1] if versions else None


def lines(held: Release | None, found: Draft | None, form: Form | None) -> list[Line]:
    out: Mapping[Place, Cell] = {} if held is None else by_place(read_release(held.data).cells)
    now: Mapping[Place, Cell] = {} if found is None else by_place(found.release.cells)
    listed = []
    for place in cells_in_order(out.keys() | now.keys()):
        before, after = out.get(place), now.get(place)
        told = after or before
        reason = found.reasons.get(place) if found else None
        listed.append(
            Line(
                place=place_words(dict(place), form),
                units=told.units if told else None,
                out=cell_words(before),
                now=cell_words(after),
                changed=after is not None and before is not None and after.figure != before.figure,
                why=str(WITHHELD[reason]) if reason else "",
            )
        )
    return listed


def by_place(cells: tuple[Cell, ...]) -> dict[Place, Cell]:
    return {place_of(cell.at): cell for cell in cells}


def cell_words(cell: Cell | None) -> str:
    if cell is None:
        return "—"
    if cell.withheld:
        return _("隐匿")
    return _("无数据") if cell.missing else figure_words(cell.figure)


def response(held: Release | None, found: Draft | None) -> Any:
    """Of what would be published, else of what is."""
    if found is not None:
        return found.release.response
    return read.response_of(held) if held else None


def history(name: str, period: Any) -> list[dict[str, Any]]:
    return [
        {
            "release": each,
            "stage": STAGES[each.stage],
            "figure": figure_words(next((c.get("figure") for c in each.data["cells"] if not c["at"]), None)),
            "reason": each.data.get("reason", ""),
        }
        for each in read.revisions(name, period)
    ]
