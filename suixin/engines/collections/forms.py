"""Forms that are in force, read once each: a definition never changes under its digest."""

from functools import lru_cache

from suixin.engines.collections.models import FormVersion
from suixin.kernel.records.record_type import RecordType
from suixin.kernel.statistics.forms import Form, read_form


def newest_form(form_id: str) -> Form | None:
    digest = FormVersion.objects.filter(form=form_id, to_index=None).values_list("digest", flat=True).first()
    return None if digest is None else form_of(digest)


def newest_forms() -> list[Form]:
    held = FormVersion.objects.filter(to_index=None).values_list("digest", flat=True)
    return [form_of(digest) for digest in held]


@lru_cache(maxsize=256)
def form_of(digest: str) -> Form:
    version = FormVersion.objects.filter(digest=digest).first()
    if version is None:
        raise LookupError(digest)
    return read_form(version.definition)


@lru_cache(maxsize=256)
def record_type_of(digest: str) -> RecordType:
    return form_of(digest).record_type
