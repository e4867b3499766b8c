"""One record: who, when, what it says, what it corrects and what corrected it; and its receipt."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from suixin.kernel.records.leaf import ACTOR
from suixin.platform.accounts.access import require_role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.description import Item, described, differences, flat, type_title
from suixin.platform.ledger.entries import StoredEntry
from suixin.platform.ledger.pages.listing import organisation_names
from suixin.platform.ledger.reading import (
    Erased,
    access_entry,
    access_erasures,
    access_receipt,
    access_row,
    access_states,
    ledger_size,
    may_open,
    opened,
    withheld,
)
from suixin.platform.ledger.refusals import NotAuthorised, NotFound
from suixin.platform.log.pages.place import place_of
from suixin.platform.ui.parts import Change, Event

MOST_IN_CHAIN = 20  # on each side; the rest is a link further


@dataclass(frozen=True, slots=True)
class Correction:
    """A record and the one before it that it corrects."""

    index: int
    corrects: int
    changes: list[Change]
    some_withheld: bool  # so that more may have changed than is shown


@require_GET
@require_role()
def record(request: HttpRequest, index: int) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    try:
        entry, row = access_entry(actor, index), access_row(index)
    except NotFound:
        raise Http404 from None
    states = access_states([index])
    corrected_by = states.corrected_by.get(index)
    erasures = access_erasures([index] if index in states.erased else [])
    items = items_of(actor, entry, erasures)
    declared = house().records.get(entry.type)
    context = {
        "entry": entry,
        "title": type_title(entry.type),
        "newest_version": declared.record_type.version if declared else None,
        "name": organisation_names(actor, {entry.organisation}).get(entry.organisation, ""),
        "corrected_by": corrected_by,
        "erased": index in states.erased,
        "actor_erased": actor_erased(erasures),
        "log_place": place_of(index, bytes(row.leaf)),
        "items": items,
        "some_withheld": any(item.withheld for _title, item in flat(items)),
        "chain": chain(actor, entry, corrected_by),
        "corrections": [
            correction(actor, access_entry(actor, each))
            for each in (corrected_by, index if entry.supersedes is not None else None)
            if each is not None
        ],
        "may_open": may_open(actor, entry),
        "leaf": json.dumps(orjson.loads(bytes(row.leaf)), ensure_ascii=False, indent=2),
        "leaf_hash": bytes(row.leaf_hash).hex(),
        "previous": index - 1 if index else None,
        "next": index + 1 if index + 1 < ledger_size() else None,
    }
    return render(request, "ledger/record.html", context)


def items_of(actor: Actor, entry: StoredEntry, erasures: Iterable[Erased] = ()) -> list[Item]:
    return list(described(entry.type, opened(actor, entry), withheld(actor, entry), erasures))


def actor_erased(erasures: Iterable[Erased]) -> Erased | None:
    """Who acted is in no field; that it was erased is told all the same."""
    return next((each for each in erasures if each.path == ACTOR), None)


def chain(actor: Actor, entry: StoredEntry, corrected_by: int | None) -> list[Event]:
    """From the first report to the newest correction; empty where there was none."""
    entries = [entry]
    while entries[0].supersedes is not None and len(entries) <= MOST_IN_CHAIN:
        entries.insert(0, access_entry(actor, entries[0].supersedes))
    for _step in range(MOST_IN_CHAIN):
        if corrected_by is None:
            break
        entries.append(access_entry(actor, corrected_by))
        corrected_by = access_states([corrected_by]).corrected_by.get(corrected_by)
    return [event(each, entry) for each in entries] if len(entries) > 1 else []


def event(each: StoredEntry, here: StoredEntry) -> Event:
    words = _("第 %(n)s 号") if each.supersedes is None else _("第 %(n)s 号，更正第 %(before)s 号")
    told = words % {"n": each.index, "before": each.supersedes}
    if each.index == here.index:
        return Event(each.time, told, who=_("本页"))
    return Event(each.time, told, address=reverse("ledger:record", args=[each.index]))


def correction(actor: Actor, after: StoredEntry) -> Correction:
    before = access_entry(actor, after.supersedes)  # type: ignore[arg-type]
    sides = [items_of(actor, each) for each in (before, after)]
    hidden = any(item.withheld for items in sides for _title, item in flat(items))
    return Correction(after.index, before.index, differences(*sides), hidden)


@require_GET
@require_role()
def receipt(request: HttpRequest, index: int) -> HttpResponse:
    """As a file to keep: for who reported the record, and for auditors."""
    try:
        found = access_receipt(request.actor, index)  # type: ignore[attr-defined]
    except NotFound:
        raise Http404 from None
    except NotAuthorised:
        raise PermissionDenied from None
    content: dict[str, Any] = found.as_json()
    response = HttpResponse(
        json.dumps(content, ensure_ascii=False, indent=2) + "\n", content_type="application/json"
    )
    response["Content-Disposition"] = f'attachment; filename="receipt-{index}.json"'
    return response
