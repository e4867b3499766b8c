"""Texts of programmes in a page of any language: what stays Chinese in an English page is marked as Chinese."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from suixin.engines.programmes import read
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language


def said(words: read.Words | None) -> str | SafeString:
    if words is None:
        return ""
    return printed(str(words)) if words.language != language() else str(words)


def printed(text: str) -> str | SafeString:
    """Chinese text from data, in traditional characters in a traditional page."""
    if language() == "en":
        return format_html('<span lang="zh-Hans">{}</span>', text) if text else ""
    return traditional(text) if language() == "zh-hant" else text
