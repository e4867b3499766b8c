"""The list of records, newest first, as a page and as a table to keep."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from suixin.platform.accounts.access import access_organisations, require_role
from suixin.platform.accounts.models import Organisation
from suixin.platform.api.export import csv_file
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.description import local, one_line, type_title
from suixin.platform.ledger.entries import public_data
from suixin.platform.ledger.forms import NumberForm, RecordFilter
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.pages.paging import page_of
from suixin.platform.ledger.reading import (
    Erased,
    access_entries,
    access_erasures,
    access_states,
    ledger_size,
)
from suixin.platform.ui.numbers import language

PAGE_SIZE = 50
MOST_EXPORTED = 10_000
MOST_SUGGESTED = 200


@dataclass(frozen=True, slots=True)
class Line:
    index: int
    time: datetime
    type: str
    organisation: str  # code
    name: str  # empty when it is not in the register, or not for this reader
    what: str
    corrects: int | None
    corrected_by: int | None
    erasures: Sequence[Erased]

    @property
    def title(self) -> str:
        return type_title(self.type)

    @property
    def state(self) -> str:
        words = [
            _("有效") if self.corrected_by is None else _("已被第 %(n)d 号更正") % {"n": self.corrected_by}
        ]
        if self.corrects is not None:
            words.append(_("更正第 %(n)d 号") % {"n": self.corrects})
        words += [
            _("部分内容已删除（依据：%(ground)s；第 %(n)d 号）")
            % {"ground": local(each.ground), "n": each.record}
            for each in self.erasures
        ]
        return _("；").join(words)


@require_GET
@require_role()
def records(request: HttpRequest) -> HttpResponse:
    number = NumberForm(request.GET if "number" in request.GET else None)
    if number.is_valid() and number.cleaned_data["number"] < ledger_size():
        return redirect("ledger:record", number.cleaned_data["number"])
    if number.is_valid():
        number.add_error(
            "number", _("账本里还没有这个编号；最新一条是第 %(n)d 号。") % {"n": ledger_size() - 1}
        )
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = actor.organisation is not None and "mine" in request.GET
    form = RecordFilter(request.GET, organisations=access_organisations(actor))
    chosen = form.chosen() if form.is_valid() else {}
    if mine:
        chosen["organisation"] = actor.organisation
    rows = access_entries(actor, **chosen).prefetch_related(None)
    if request.GET.get("format") == "csv":
        return export(lines(actor, rows[:MOST_EXPORTED]))
    page = page_of([rows], request, PAGE_SIZE)
    context = {
        "form": form,
        "number": number,
        "page": page,
        "lines": lines(actor, page.rows),
        "size": ledger_size(),
        "filtered": any(chosen.values()),
        "mine": mine,
        "whose": whose(actor, mine),
        "most_exported": f"{MOST_EXPORTED:,}",
        "suggested": list(access_organisations(actor).values_list("name", flat=True)[:MOST_SUGGESTED]),
    }
    return render(request, "ledger/list.html", context, status=422 if form.errors or number.errors else 200)


def whose(actor: Actor, mine: bool) -> list[dict[str, object]]:
    """Tabs; nothing to choose for who acts for no organisation."""
    if actor.organisation is None:
        return []
    return [
        {"words": _("所有机构"), "address": "?", "here": not mine},
        {"words": _("本单位"), "address": "?mine=1", "here": mine},
    ]


def lines(actor: Actor, rows: Iterable[Entry]) -> list[Line]:
    rows = list(rows)
    names = organisation_names(actor, {row.organisation for row in rows})
    states = access_states([row.index for row in rows])
    erasures = access_erasures(sorted(states.erased))
    return [
        Line(
            index=row.index,
            time=row.time,
            type=row.type,
            organisation=row.organisation or "",
            name=names.get(row.organisation, ""),
            what=one_line(row.type, public_data(row)),
            corrects=row.supersedes_id,
            corrected_by=states.corrected_by.get(row.index),
            erasures=[each for each in erasures if each.entry == row.index],
        )
        for row in rows
    ]


def organisation_names(actor: Actor, codes: set[str | None]) -> dict[str | None, str]:
    """In the reader's language, of those that this reader may see in the register."""
    return {
        each.code: organisation_name(each)
        for each in access_organisations(actor).filter(code__in=codes - {None})
    }


def organisation_name(organisation: Organisation) -> str:
    if language() == "en" and organisation.english:
        return organisation.english
    return local(organisation.name)


def export(found: Iterable[Line]) -> HttpResponse:
    heading = [
        _("编号"),
        _("时间"),
        _("类型代号"),
        _("记录类型"),
        _("机构代号"),
        _("填报机构"),
        _("内容"),
        _("状态"),
    ]
    cells = (
        [
            each.index,
            timezone.localtime(each.time).isoformat(),
            each.type,
            each.title,
            each.organisation,
            each.name,
            each.what,
            each.state,
        ]
        for each in found
    )
    return csv_file("records.csv", heading, cells)
