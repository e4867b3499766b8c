"""Keeping what is typed. A saving that began from an older state than the one kept is refused: somebody else types."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from suixin.engines.collections.models import Draft
from suixin.engines.collections.reporting.places import Place


class Outdated(Exception):
    """Another window has saved, or reported, since this one was opened."""


def save_draft(
    place: Place,
    values: Mapping[str, str],
    explanations: Mapping[str, str],
    *,
    revision: int,
    corrects: int | None,
) -> int:
    """The new revision. Raises `Outdated`."""
    if corrects != place.corrects:
        raise Outdated
    where = {"form": place.form.id, "unit": place.unit.unit, "period": str(place.period)}
    what = {"values": dict(values), "explanations": dict(explanations), "person": place.actor.person}
    if revision == 0:
        try:
            with transaction.atomic():
                Draft.objects.create(**where, **what, revision=1)
        except IntegrityError:
            raise Outdated from None
        return 1
    kept = Draft.objects.filter(**where, revision=revision)
    if not kept.update(**what, revision=revision + 1, changed=timezone.now()):
        raise Outdated
    return revision + 1
