"""What the bodies are called that answer for figures, in the reader's language."""

from collections.abc import Iterable

from suixin.platform.accounts.models import Organisation
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language


def names(codes: Iterable[str]) -> dict[str, str]:
    """By code; those that the register does not know keep their code."""
    codes = list(codes)
    known = {body.code: name(body) for body in Organisation.objects.filter(code__in=codes)}
    return {code: known.get(code, code) for code in codes}


def name(body: Organisation) -> str:
    if language() == "en" and body.english:
        return body.english
    return traditional(body.short_name) if language() == "zh-hant" else body.short_name
