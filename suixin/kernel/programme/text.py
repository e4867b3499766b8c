"""The decoded text of a notice, made even to read, with the way back to every printed character.

Full- and half-width forms, traditional characters, brackets of document numbers, zero-width and injected
pinyin, broken lines: all are levelled here once, so that no other room has to think of them. A `Text` maps
each levelled position to the text as given. Nothing is dropped from that text; this room knows no grammar
beyond where a line of a notice may begin.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from opencc import OpenCC

from suixin.kernel.programme.model import Span

_LEVEL: dict[int, str] = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
_LEVEL |= {ord(a): b for a, b in zip("\u3000\u00a0\u2002\u2003\u2009\u202f", " " * 6, strict=True)}
_LEVEL |= {ord(a): b for a, b in zip("﹝﹞〖〗［］｡﹙﹚﹐﹑﹔﹕﹒", "〔〕【】[]。(),、;:.", strict=True)}
_LEVEL |= {ord(a): b for a, b in zip("–‐‑−－﹣─―～〜∼", "-----" + "-" + "——~~~", strict=True)}
_LEVEL |= {ord(a): b for a, b in zip("「」『』", "“”“”", strict=True)}
_LEVEL |= {ord("\x0b"): "\n", ord("\x0c"): "\n", ord("\x85"): "\n", ord("\u2028"): "\n", ord("\u2029"): "\n"}

_CJK = "一-鿿"
_DROPPED = re.compile(
    r"[\u200b-\u200f\u2060\ufeff\u00ad\u202a-\u202e\r]"
    rf"|(?<=[{_CJK}〔〕、,。;:)]) +(?=\d)|(?<=\d) +(?=[{_CJK}%〔〕])|(?<=[、,。;:(]) +(?=[^\s])"
)
_PINYIN = re.compile(
    rf"(?<=[{_CJK}])\((?=[^)]{{0,9}}[āáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜ])[a-zāáǎàōóǒòēéěèīíǐìūúǔùǖǘǚǜü' ]{{1,9}}\) ?"
)
_TONELESS = re.compile(rf"(?<=[{_CJK}])\([a-zü]{{1,6}} ?\) ?")
_MANY_READINGS = 8  # bracketed small letters behind a character: a mirror that injects pinyin, without tones
_PAGE_NUMBER = re.compile(r"[ \t]*(?:[-—][ \t]*\d{1,3}[ \t]*[-—]|第\d{1,3}页(?:共\d{1,3}页)?)[ \t]*(?=\n|$)")
_OPENS = re.compile(
    r"[ \t]*(?:第[一二三四五六七八九十百\d]{1,5}[章节条部]|[一二三四五六七八九十百]{1,5}[、.]"
    r"|\([一二三四五六七八九十百\d]{1,5}\)|\d{1,3}(?:[.](?!\d)|[、)])|[①-⑳]|附件|附表|[—-]{2}|注:|专栏"
    r"|(?:牵头|责任|配合|协办|主办|负责|参与|指导|实施)[一-鿿]{0,4}:)"
)
_LABEL_ALONE = re.compile(r"[ \t]*[一-鿿]{2,6}(?:单位|部门):[ \t]*")
_LABEL_IN_BRACKETS = re.compile(
    r"【((?:牵头|责任|主办|配合|协办|参与|指导|实施|完成|办结)(?:单位|部门|时限|时间|期限))】(?!:)"
)
_SHORT_STOP = re.compile(rf"(?<=[{_CJK}%)”])\.(?=[{_CJK}“(\d\n]|$)")
_NUMERAL_ALONE = re.compile(r"\s*\(?[一二三四五六七八九十百]{1,4}\)?|\s*[附注]件?")
_SENTENCE_END = "。;:!?；：！？…"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Levelled characters `start` up to `end`, without the white space around them."""

    start: int
    end: int
    text: str


class Text:
    """A text as given (`raw`) and levelled (`level`); offsets in this hall are levelled until `span`."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        even = _SHORT_STOP.sub(_stop, _LABEL_IN_BRACKETS.sub(r" \1:", raw.translate(_LEVEL)))
        script = _traditional(even)
        self.traditional = bool(script)
        if script:
            even = even.translate(script)
        self.level, self._starts, self._sources = _without(even, _gaps(even, raw))

    def span(self, start: int, end: int) -> Span:
        if end <= start:
            at = self._source(start)
            return Span(at, at)
        return Span(self._source(start), self._source(end - 1) + 1)

    def printed(self, start: int, end: int) -> str:
        """The characters as given."""
        span = self.span(start, end)
        return self.raw[span.start : span.end]

    def words(self, start: int, end: int) -> str:
        """The characters as given, without line ends and injected pinyin between them."""
        return "".join(self.raw[self._source(at)] for at in range(start, end))

    def paragraphs(self) -> Iterator[Paragraph]:
        at = 0
        for line in self.level.split("\n"):
            body = line.strip(" \n") if "\t" in line else line.strip()
            if body.strip():
                start = at + line.index(body)
                yield Paragraph(start, start + len(body), body)
            at += len(line) + 1

    def _source(self, at: int) -> int:
        if at >= len(self.level):
            return len(self.raw)
        run = bisect_right(self._starts, at) - 1
        return self._sources[run] + at - self._starts[run]


def _without(even: str, gaps: list[tuple[int, int]]) -> tuple[str, list[int], list[int]]:
    """The text without its gaps; for each kept run its start here and its start there."""
    kept: list[str] = []
    starts: list[int] = []
    sources: list[int] = []
    length = at = 0
    for start, end in [*gaps, (len(even), len(even))]:
        if start > at or not starts:
            starts.append(length)
            sources.append(at)
            kept.append(even[at:start])
            length += max(0, start - at)
        at = max(at, end)
    return "".join(kept), starts, sources


def _stop(found: re.Match[str]) -> str:
    """A full stop printed as ., but not the point behind a number that opens a line (一.)."""
    at = found.start()
    line = found.string.rfind("\n", max(0, at - 8), at) + 1 or max(0, at - 8)
    return "." if _NUMERAL_ALONE.fullmatch(found.string, line, at) else "。"


def _gaps(even: str, raw: str) -> list[tuple[int, int]]:
    gaps = [found.span() for found in _DROPPED.finditer(even)]
    pinyin = [found.span() for found in _PINYIN.finditer(even)]
    toneless = [found.span() for found in _TONELESS.finditer(even)]
    if len(pinyin) >= 3 or len(toneless) >= _MANY_READINGS:
        gaps += pinyin + toneless
    gaps += _breaks(even, raw)
    return sorted(gaps)


def _breaks(even: str, raw: str) -> list[tuple[int, int]]:
    """Line ends inside a paragraph, and lines that hold only a page number."""
    lines: list[tuple[int, str]] = []
    breaks: list[tuple[int, int]] = []
    at = 0
    for line in even.split("\n"):
        if line[:1] in " -—第\t" and _PAGE_NUMBER.fullmatch(line):
            breaks.append((max(0, at - 1), at + len(line)))
        else:
            lines.append((at, line))
        at += len(line) + 1
    width = _wrap_width([raw[start : start + len(line)] for start, line in lines])
    depth = 0  # of brackets left open by the lines joined so far
    for index, ((start, line), (following, after)) in enumerate(pairwise(lines)):
        depth = max(0, depth + line.count("(") - line.count(")"))
        depth_here, depth = depth, 0
        if "\t" in line or "\t" in after:
            continue
        body, rest = line.rstrip(), after.lstrip()
        if not body or not rest or _OPENS.match(rest):
            continue
        open_end = (
            body[-1] in "、,"
            or rest[0] in "、,。;)"
            or _LABEL_ALONE.fullmatch(body) is not None
            or (depth_here > 0 and _closes_below(lines[index + 1 : index + 5], depth_here))
        )
        full = width and body[-1] not in _SENTENCE_END and _columns(raw[start : start + len(body)]) >= width
        if open_end or full:
            breaks.append((start + len(body), following + len(after) - len(rest)))
            depth = depth_here
    return breaks


def _closes_below(below: list[tuple[int, str]], depth: int) -> bool:
    """Whether a bracket left open is closed in the next lines, before anything else begins."""
    for _, line in below:
        if _OPENS.match(line.lstrip()) or "\t" in line:
            return False
        close = line.find(")")
        if close >= 0 and depth + line.count("(", 0, close) - 1 <= 0:
            return True
        depth += line.count("(") - line.count(")")
        if depth <= 0:
            return True
    return False


def _wrap_width(lines: list[str]) -> int:
    """Columns from which a line counts as broken by the page's edge; 0 when the text is not wrapped."""
    widths = sorted(width for line in lines if "\t" not in line and (width := _columns(line.rstrip())) >= 30)
    if len(widths) < 12:
        return 0
    edge = widths[int(len(widths) * 0.9)]
    at_edge = sum(edge - 8 <= width <= edge + 8 for width in widths)
    return edge - 10 if edge <= 160 and at_edge * 2 >= len(widths) else 0


def _columns(line: str) -> int:
    """The width as printed: an ideograph takes two columns, an ASCII character one."""
    return (len(line.encode("utf-8", "replace")) + len(line)) // 2


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def _traditional(even: str) -> dict[int, str]:
    """Simplified forms for the characters of this text, empty unless it is in traditional script."""
    characters = [char for char in set(even) if "一" <= char <= "鿿"]
    forms = {char: _converter().convert(char) for char in characters}
    changed = {ord(char): form for char, form in forms.items() if form != char and len(form) == 1}
    if not changed:
        return {}
    count = sum(even.count(chr(code)) for code in changed) if len(changed) < 3000 else len(even)
    return changed if count * 25 >= min(len(even), 20_000) else {}
