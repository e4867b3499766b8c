"""One record as everybody may see it: what is public of it, and the proof that the log holds it."""

import json

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from suixin.kernel.log.proof_file import SUFFIX
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.description import flat, type_title
from suixin.platform.ledger.entries import stored
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.pages.listing import organisation_names
from suixin.platform.ledger.pages.record import actor_erased, items_of
from suixin.platform.ledger.reading import access_erasures, access_row, access_states, ledger_size
from suixin.platform.ledger.refusals import NotFound
from suixin.platform.log.pages.place import place_of
from suixin.platform.log.shown import proof_of
from suixin.platform.ui.caching import asked_again

ANYBODY = Actor(person=None, organisation=None)


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """From a number that was typed to its record; without one, to the newest."""
    size, number = ledger_size(), request.GET.get("number", "").strip()
    if not size or (number and not (number.isascii() and number.isdecimal() and int(number[:19]) < size)):
        raise Http404
    return redirect("ledger:public-record", int(number) if number else size - 1)


@asked_again
def record(request: HttpRequest, index: int) -> HttpResponse:
    row = found(index)
    entry = stored(row)
    states = access_states([index])
    erasures = access_erasures([index] if index in states.erased else [])
    items = items_of(ANYBODY, entry, erasures)
    context = {
        "entry": entry,
        "title": type_title(entry.type),
        "name": organisation_names(ANYBODY, {entry.organisation}).get(entry.organisation, ""),
        "corrected_by": states.corrected_by.get(index),
        "erased": index in states.erased,
        "actor_erased": actor_erased(erasures),
        "items": items,
        "some_withheld": any(item.withheld for _title, item in flat(items)),
        "log_place": place_of(index),
        "leaf": json.dumps(orjson.loads(bytes(row.leaf)), ensure_ascii=False, indent=2),
        "leaf_hash": bytes(row.leaf_hash).hex(),
        "previous": index - 1 if index else None,
        "next": index + 1 if index + 1 < ledger_size() else None,
    }
    return render(request, "ledger/public_record.html", context)


@require_safe
def proof(_request: HttpRequest, index: int) -> HttpResponse:
    """As a C2SP tlog-proof file; not there while no checkpoint covers the record."""
    made = proof_of(found(index).index)
    if made is None:
        raise Http404
    return attached(made.content, "text/plain; charset=utf-8", f"record-{index}{SUFFIX}")


@require_safe
def leaf(_request: HttpRequest, index: int) -> HttpResponse:
    """The very bytes that are hashed."""
    return attached(bytes(found(index).leaf), "application/json", f"leaf-{index}.json")


def found(index: int) -> Entry:
    try:
        return access_row(index)
    except NotFound:
        raise Http404 from None


def attached(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
