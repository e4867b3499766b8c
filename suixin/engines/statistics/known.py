"""Definitions as the ledger has them: which version of a form or an indicator was in force at a number of records.

Forms are another engine's records; what is read here is the record, as any stranger would."""

from functools import lru_cache

from django.db.models import QuerySet

from suixin.engines.statistics.models import IndicatorVersion
from suixin.kernel.records.leaf import read_leaf
from suixin.kernel.statistics.forms import PREFIX, Form, read_form
from suixin.kernel.statistics.indicators import Indicator, read_indicator
from suixin.kernel.statistics.library import FORM
from suixin.platform.ledger.entries import public_data
from suixin.platform.ledger.models import Entry


@lru_cache(maxsize=256)
def form_in(leaf_hash: bytes) -> Form:
    row = Entry.objects.get(leaf_hash=leaf_hash, type=FORM)
    return read_form(read_leaf(bytes(row.leaf)).public["definition"])


def form_versions(form_id: str) -> list[tuple[int, Form]]:
    """All versions of a form, each with the number of its record."""
    rows = Entry.objects.filter(type=FORM).order_by("index")
    return [
        (row.index, form_in(bytes(row.leaf_hash))) for row in rows if public_data(row).get("id") == form_id
    ]


@lru_cache(maxsize=1024)
def indicator_in(digest: str) -> Indicator:
    row = IndicatorVersion.objects.filter(digest=digest).first()
    if row is None:
        raise LookupError(digest)
    return read_indicator(row.definition)


def indicators() -> list[Indicator]:
    """In their newest versions, by id."""
    held = IndicatorVersion.objects.filter(to_index=None).order_by("indicator")
    return [indicator_in(digest) for digest in held.values_list("digest", flat=True)]


def newest_indicator(name: str) -> Indicator | None:
    held = IndicatorVersion.objects.filter(indicator=name, to_index=None)
    digest = held.values_list("digest", flat=True).first()
    return None if digest is None else indicator_in(digest)


def keeper(name: str) -> str | None:
    """The organisation whose definition it is, and which publishes its figures. Raises `LookupError`."""
    held = IndicatorVersion.objects.filter(indicator=name, to_index=None)
    found = list(held.values_list("organisation", flat=True))
    if not found:
        raise LookupError(name)
    return found[0]


def versions_before(name: str, records: int) -> QuerySet[IndicatorVersion]:
    return IndicatorVersion.objects.filter(indicator=name, index__lt=records).order_by("-index")


def types_of(indicator: Indicator) -> frozenset[str]:
    """The record types that its figures are counted from; none where it is derived."""
    if indicator.source is None:
        return frozenset()
    return frozenset({PREFIX + indicator.source.form if indicator.source.form else indicator.source.type})
