"""The one way to read. Leaves are public; what they seal is for the organisation that reported it and for auditors."""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from suixin.kernel.records.receipt import Receipt
from suixin.kernel.records.sealing import merged
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import StoredEntry, receipt_of, stored
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.refusals import NotAuthorised, NotFound

AUDITOR = "auditor"
INDEX_LIMIT = 2**62


def access_entry(actor: Actor, index: int) -> StoredEntry:
    """One entry; show its data through `opened`. Raises `NotFound`."""
    return stored(access_row(index))


def access_entries(
    actor: Actor,
    *,
    type: str | None = None,
    organisation: str | None = None,
    live: bool = False,
) -> QuerySet[Entry]:
    """Rows, newest first, to be paged and made into entries by `entries.stored`."""
    rows = Entry.objects.order_by("-index").prefetch_related("sealed")
    if type is not None:
        rows = rows.filter(type=type)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    if live:
        rows = rows.filter(superseded_by=None)
    return rows


def access_receipt(actor: Actor, index: int) -> Receipt:
    """With its openings: only for who may see all of it. Raises `NotFound`, `NotAuthorised`."""
    row = access_row(index)
    if not may_open(actor, stored(row)):
        raise NotAuthorised
    return receipt_of(row)


def access_row(index: int) -> Entry:
    if not 0 <= index < INDEX_LIMIT:
        raise NotFound
    row = Entry.objects.filter(index=index).prefetch_related("sealed").first()
    if row is None:
        raise NotFound
    return row


def may_open(actor: Actor, entry: StoredEntry) -> bool:
    if actor.is_system or AUDITOR in actor.roles:
        return True
    if actor.organisation is not None and actor.organisation == entry.organisation:
        return True
    return actor.person is not None and actor.person == entry.person


def opened(actor: Actor, entry: StoredEntry) -> dict[str, Any]:
    """The data as far as this actor may see it. In place of the rest stands {"withheld": why}, why being
    confidential, personal or erased."""
    markers: dict[str, Mapping[str, str]] = {path: {"withheld": "erased"} for path in entry.erased}
    if not may_open(actor, entry):
        hidden = {path: kind for path, kind in entry.sealed.items() if path not in entry.erased}
        markers |= {path: {"withheld": kind} for path, kind in hidden.items()}
    return merged(entry.data, markers)
