"""A page as a line of results: in the reader's language, with the words it was found by marked, and a snippet."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from suixin.platform.search.folding import HAN, IS_HAN, RUN, level, read_aloud
from suixin.platform.search.kinds import title_of
from suixin.platform.search.matching import SHORTEST_SOUND, initials_fit, spelled, syllables_fit
from suixin.platform.search.models import StoredPage
from suixin.platform.search.words import Word
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language

BEFORE, LENGTH = (
    16,
    80,
)  # characters of a snippet: before the first mark, and in all; twice that in Latin script
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Text:
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """What the results' page draws of one page."""

    kind: str
    address: str
    title: SafeString
    title_language: str
    within: Text | None
    snippet: SafeString
    snippet_language: str


def line(page: StoredPage, words: Sequence[Word], phrase: str) -> Line:
    title = in_language(page.title)
    together = [Word(phrase)]
    if any(spans(text, together) for text in texts(page)):
        words = together  # and not its words apart, wherever else they stand
    snippet = telling(page, words, title)
    return Line(
        kind=title_of(page.kind),
        address=reverse(page.route, args=page.arguments) + (f"#{page.fragment}" if page.fragment else ""),
        title=marked(title.text, spans(title.text, words)),
        title_language=title.language,
        within=in_language(page.within) if page.within else None,
        snippet=excerpt(snippet, words) if snippet else SafeString(""),
        snippet_language=snippet.language if snippet else "",
    )


def texts(page: StoredPage) -> list[str]:
    return [*page.title.values(), *page.names, *page.text.values()]


def in_language(given: Mapping[str, str]) -> Text:
    """As the reader wants it; traditional characters are derived; else simplified Chinese."""
    reader = language()
    if reader in given:
        return Text(reader, given[reader])
    if reader == "zh-hant":
        return Text(reader, traditional(given["zh-hans"]))
    return Text("zh-hans", given["zh-hans"])


def telling(page: StoredPage, words: Sequence[Word], title: Text) -> Text | None:
    """The text that says why the page was found, beyond its title; in another language if only that one does."""
    told = {word for word in words if spans(title.text, [word])}
    usual = in_language(page.text) if page.text else None
    others = [Text("zh-hans", name) for name in page.names]
    others += [Text(language, text) for language, text in (*page.title.items(), *page.text.items())]
    candidates = [usual, *map(readable, others)]
    best = max(
        (each for each in candidates if each is not None and each.text != title.text),
        key=lambda each: sum(bool(spans(each.text, [word])) for word in words if word not in told),
        default=None,
    )
    return best


def readable(other: Text) -> Text:
    return (
        in_language({"zh-hans": other.text}) if language() == "zh-hant" and other.language != "en" else other
    )


def excerpt(text: Text, words: Sequence[Word]) -> SafeString:
    found = spans(text.text, words)
    wide = 2 if text.language == "en" else 1
    start = max(0, found[0][0] - BEFORE * wide) if found else 0
    if len(text.text) <= LENGTH * wide:
        start = 0
    elif wide == 2 and start:
        start = text.text.rfind(" ", 0, start) + 1
    end = min(len(text.text), start + LENGTH * wide)
    if wide == 2 and end < len(text.text):
        end = text.text.rfind(" ", start, end)
    shown = marked(
        text.text[start:end], [(a - start, b - start) for a, b in found if start <= a and b <= end]
    )
    return format_html("{}{}{}", "…" if start else "", shown, "…" if end < len(text.text) else "")


def marked(text: str, found: Sequence[Span]) -> SafeString:
    pieces = []
    at = 0
    for start, end in found:
        pieces.append((format_html("{}<mark>{}</mark>", text[at:start], text[start:end]),))
        at = end
    return format_html_join("", "{}", [*pieces, (text[at:],)])


def spans(text: str, words: Sequence[Word]) -> list[Span]:
    """Where the words stand in a text as it is shown; in order and apart."""
    even, sources = aligned(text)
    found: list[Span] = []
    for start, end in sorted(place for word in words for place in places(word, even)):
        if not found or start >= found[-1][1]:
            found.append((start, end))
        else:
            found[-1] = (found[-1][0], max(found[-1][1], end))
    return [(sources[start], sources[end - 1] + 1) for start, end in found]


def aligned(text: str) -> tuple[str, Sequence[int]]:
    """The levelled text, and for each of its characters the place of the one it comes from."""
    even = level(text)
    if len(even) == len(text):
        return even, range(len(text))
    pieces = [level(character) for character in text]
    return "".join(pieces), [at for at, piece in enumerate(pieces) for _ in piece]


def places(word: Word, even: str) -> Iterator[Span]:
    if word.is_han:
        pattern = r"[^\w]*".join(map(re.escape, word.text.split()))  # brackets of a document number
        yield from (found.span() for found in re.finditer(pattern, even))
        return
    letters = rf"[^\W_{HAN}]"
    direct = [
        found.span()
        for needle in spelled(word.text)
        for found in re.finditer(
            rf"(?<!{letters}){re.escape(needle.strip())}"
            + (rf"(?!{letters})" if needle.endswith(" ") else rf"{letters}*"),
            even,
        )
    ]
    yield from direct or spoken_places(word.text, even)


def spoken_places(letters: str, even: str) -> Iterator[Span]:
    """Characters that the letters are the sound or the initials of."""
    if len(letters) < SHORTEST_SOUND or not letters.isascii() or not IS_HAN.search(even):
        return
    syllables: list[tuple[str, int, int]] = []
    for run in RUN.finditer(even):
        said = read_aloud(run.group())
        size = 1 if IS_HAN.match(run.group()) else len(run.group())
        syllables += [(each, run.start() + at, run.start() + at + size) for at, each in enumerate(said)]
    for fits in (syllables_fit, initials_fit):
        said = [each for each, _, _ in syllables]
        if (place := fits(letters, said)) is not None:
            yield syllables[place[0]][1], syllables[place[1] - 1][2]
            return
