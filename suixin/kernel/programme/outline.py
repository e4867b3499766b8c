"""The numbering of a notice: which paragraphs open an item, and which item stands inside which.

Styles follow the usual order of official documents (第一章, 第一节, 第一条, 一、, (一), 1., (1), 1), ①); numbers may
restart or run on over several headings, and may leave gaps, which are told. Titles are judged elsewhere.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import IntEnum

from suixin.kernel.programme.quantity import chinese_integer
from suixin.kernel.programme.text import Paragraph


class Style(IntEnum):
    """How a number is printed; a greater value stands deeper."""

    CHAPTER = 0
    SECTION = 1
    ARTICLE = 2
    CHINESE = 3  # 一、
    CHINESE_BRACKETED = 4  # (一)
    ARABIC = 5  # 1. 1、
    ARABIC_BRACKETED = 6  # (1)
    ARABIC_HALF = 7  # 1)
    CIRCLED = 8  # ①

    @property
    def is_detail(self) -> bool:
        return self >= Style.ARABIC_BRACKETED


@dataclass(slots=True, eq=False)
class Item:
    """A numbered unit. Offsets are levelled; `paragraphs` are its own, before its first child."""

    style: Style
    number: str
    value: int
    start: int
    body: int  # where the words after the number begin
    paragraphs: list[Paragraph]
    parent: "Item | None" = None
    children: list["Item"] = field(default_factory=list)
    end: int = 0

    @property
    def title(self) -> str:
        return self.title_and_end[0]

    @property
    def title_and_end(self) -> tuple[str, int]:
        """The heading up to the first 。 or the line, and where it ends."""
        first = self.paragraphs[0]
        words = first.text[self.body - first.start :]
        stop = _TITLE_END.search(words)
        cut = stop.start() if stop else len(words)
        for pattern in (_SPACED_TITLE, _COLON_TITLE):
            short = pattern.match(words)
            if short and short.end(1) < cut:
                cut = short.end(1)
        return words[:cut].strip(), self.body + cut

    def walk(self) -> Iterator["Item"]:
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def all_paragraphs(self) -> list[Paragraph]:
        return [paragraph for item in self.walk() for paragraph in item.paragraphs]


@dataclass(frozen=True, slots=True)
class Gap:
    """A number that does not follow the one before it."""

    item: Item
    expected: int


_C = "[一二三四五六七八九十百零〇]{1,5}"
_N = r"\d{1,3}"
_PATTERNS: tuple[tuple[Style, re.Pattern[str]], ...] = tuple(
    (style, re.compile(rf"[▲★●■◆*#\s]{{0,4}}{pattern}\s*"))
    for style, pattern in (
        (Style.CHAPTER, rf"第({_C}|{_N})[章编](?:[、:.\s]|(?=[一-鿿]))"),
        (Style.SECTION, rf"第({_C}|{_N})节(?:[、:.\s]|(?=[一-鿿]))"),
        (Style.ARTICLE, rf"第({_C}|{_N})条(?:[、:.\s]|(?=[一-鿿]))"),
        (Style.CHINESE_BRACKETED, rf"\(({_C})\)[、.]?"),
        (Style.CHINESE, rf"({_C})\s?(?:、|[.](?!\d)|,(?=[一-鿿]))"),
        (Style.ARABIC_BRACKETED, rf"\(({_N})\)[、.]?"),
        (Style.ARABIC_HALF, rf"({_N})\)[、.]?"),
        (Style.ARABIC, rf"({_N})\s?(?:、|[.](?!\d)|[.](?=[2-6]G|[48]K|[23]D|5A))"),
        (Style.CIRCLED, r"([①-⑳])[、.]?"),
    )
)
_MAY_OPEN = re.compile(r"[▲★●■◆*#\s第一二三四五六七八九十百零〇(\d①-⑳]")
_TITLE_END = re.compile(r"[。!\t]|:(?=\s*$)")
_SPACED_TITLE = re.compile(r"([^\s,。;:]{4,30})\s+(?=[^\s]{8,})")
_COLON_TITLE = re.compile(r"([^\s,。;:()]{4,24}):(?=.{15,})")
_MAX_JUMP = 30


def marker(text: str) -> tuple[Style, str, int, int] | None:
    """Style, printed numeral, value and length of the number that opens a paragraph."""
    if not _MAY_OPEN.match(text):
        return None
    head = text[:16]
    for style, pattern in _PATTERNS:
        match = pattern.match(head)
        if match:
            printed = match[1]
            value = ord(printed) - ord("①") + 1 if style is Style.CIRCLED else _value(printed)
            if value:
                return style, str(value) if style is Style.CIRCLED else printed, value, match.end()
    return None


def _value(printed: str) -> int:
    return int(printed) if printed.isdigit() else chinese_integer(printed) or 0


class Outline:
    """The items of one part of a notice, built paragraph by paragraph."""

    def __init__(self) -> None:
        self.roots: list[Item] = []
        self.loose: list[Paragraph] = []  # before the first item
        self.gaps: list[Gap] = []
        self._open: list[Item] = []
        self._last: dict[Style, int] = {}

    def add(self, paragraph: Paragraph) -> None:
        found = marker(paragraph.text)
        if found and self._fits(found[0], found[2]) and len(paragraph.text) > found[3]:
            self._begin(paragraph, *found)
        elif self._open:
            self._open[-1].paragraphs.append(paragraph)
        else:
            self.loose.append(paragraph)

    def close(self, at: int) -> None:
        """End every open item; the next paragraph without a number belongs to none of them."""
        while self._open:
            self._open.pop().end = at

    def items(self) -> Iterator[Item]:
        for root in self.roots:
            yield from root.walk()

    def _fits(self, style: Style, value: int) -> bool:
        sibling = next((item for item in self._open if item.style is style), None)
        last = sibling.value if sibling else self._last.get(style, 0)
        if value == 1 or value == last + 1:
            return True
        return (last or 0) < value <= (last or 0) + _MAX_JUMP if last else value <= 3

    def _begin(self, paragraph: Paragraph, style: Style, number: str, value: int, length: int) -> None:
        while self._open and self._open[-1].style >= style:
            self._open.pop().end = paragraph.start
        parent = self._open[-1] if self._open else None
        item = Item(style, number, value, paragraph.start, paragraph.start + length, [paragraph], parent)
        last = self._last.get(style, 0)
        if value not in (1, last + 1):
            self.gaps.append(Gap(item, last + 1))
        self._last[style] = value
        (parent.children if parent else self.roots).append(item)
        self._open.append(item)
