"""What an empty search teaches with: one example of each way to look for something, taken from what is published."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suixin.platform.search.folding import HAN, form, syllables
from suixin.platform.search.kinds import place_of
from suixin.platform.search.models import StoredPage
from suixin.platform.search.snapshot import initials
from suixin.platform.search.words import NUMBER

LOOKED_AT = 300  # pages
TERM = re.compile(rf"\w{{0,3}}[{HAN}]{{2,6}}")


@dataclass(frozen=True, slots=True)
class Example:
    way: str | Promise
    query: str


def examples() -> Sequence[Example]:
    """Of the owner with the most pages first: that is what the city is busy with."""
    pages = list(StoredPage.objects.order_by("room", "owner", "key")[:LOOKED_AT])
    sizes = Counter((page.room, page.owner) for page in pages)
    return list(ways(sorted(pages, key=lambda each: (-sizes[each.room, each.owner], place_of(each.kind)))))


def ways(pages: Sequence[StoredPage]) -> Iterator[Example]:
    names = [name for page in pages for name in page.names]
    terms = [page for page in pages if TERM.fullmatch(page.title["zh-hans"])]
    if terms:
        yield Example(_("名称"), terms[0].title["zh-hans"])
    if short := [name for name in names if TERM.fullmatch(name)]:
        yield Example(_("简称"), min(short, key=len))
    if numbers := [name for name in names if NUMBER.fullmatch(name)]:
        yield Example(_("文号"), numbers[0])
    if terms:
        spoken = " ".join(syllables(form(terms[-1].title["zh-hans"])))
        yield Example(_("拼音"), spoken.replace(" ", ""))
        yield Example(_("拼音首字母"), initials(spoken))
    if english := [page.title["en"] for page in terms if "en" in page.title]:
        yield Example(_("英文"), english[0])
