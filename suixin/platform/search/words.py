"""What somebody typed, taken apart: words that a page has to have, and what may be tried when none has them all.

Chinese is cut by the dictionary of jieba. A single character left over is glued to its neighbour: 区块|链 must be
found as 区块链, not as any page with 链 somewhere in it.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from suixin.platform.search.folding import HAN, IS_HAN, RUN, THOUSANDS, level

LIMIT = 100  # characters that are looked at
MOST_WORDS = 8
QUESTIONS = (
    "的 了 和 与 及 或 在 是 有 吗 呢 啊 请 我 要 谁 想 什么 怎么 怎样 如何 哪些 哪个 哪里 查询 "
    "the of and for in to a an on is what who how where"
)
LEFT_OUT = frozenset(QUESTIONS.split())  # words that say nothing of what is looked for
NUMBER = re.compile(
    rf"([{HAN}]{{0,12}})\s*[〔\[(【〈《{{<]\s*((?:19|20)\d\d)\s*[〕\])】〉》}}>]\s*第?0*(\d{{1,4}})\s*(号?)"
    rf"|([{HAN}]{{1,12}})\s?((?:19|20)\d\d)[\s-]?0*(\d{{1,4}})\s*(号)"
)


@dataclass(frozen=True, slots=True)
class Word:
    text: str  # as in a form: runs with a space between them

    @property
    def is_han(self) -> bool:
        return IS_HAN.search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Query:
    typed: str
    words: tuple[Word, ...]
    phrase: str  # all of it, as in a form

    def loosened(self, missing: Collection[Word]) -> tuple[Word, ...]:
        """For when no page has every word: Chinese ones that none has, as their pairs of characters."""
        parts = [
            part
            for word in self.words
            for part in (pairs(word.text) if word.is_han and word in missing else [word.text])
        ]
        return tuple(map(Word, dict.fromkeys(parts)))[: 2 * MOST_WORDS]


def read_query(typed: str) -> Query:
    typed = " ".join(typed[:LIMIT].split())
    even = THOUSANDS.sub("", level(typed))
    found: list[Word] = []
    at = 0
    for number in NUMBER.finditer(even):
        found.extend(plain_words(even[at : number.start()]))
        found.append(document_number(number))
        at = number.end()
    found.extend(plain_words(even[at:]))
    telling = [word for word in found if word.text not in LEFT_OUT] or found
    return Query(typed, tuple(dict.fromkeys(telling))[:MOST_WORDS], " ".join(RUN.findall(even)))


def document_number(found: re.Match[str]) -> Word:
    """However it was bracketed, as a form has it: 穗工信 2019 6 号."""
    return Word(" ".join(part for part in found.groups() if part))


def plain_words(even: str) -> Iterator[Word]:
    for run in RUN.findall(even):
        if IS_HAN.match(run):
            yield from cut(run)
        else:
            yield Word(run)


def cut(run: str) -> Iterator[Word]:
    import rjieba

    together: list[str] = []
    for piece in rjieba.cut(run):
        if piece in LEFT_OUT and piece != run:
            yield from glued(together)
            together = []
        else:
            together.append(piece)
    yield from glued(together)


def glued(pieces: list[str]) -> Iterator[Word]:
    groups: list[list[str]] = []
    for piece in pieces:
        alone = len(piece) == 1 or (groups and groups[-1] and all(len(each) == 1 for each in groups[-1]))
        if alone and groups:
            groups[-1].append(piece)
        else:
            groups.append([piece])
    for group in groups:
        yield Word("".join(group))


def pairs(text: str) -> list[str]:
    """Of a document number there is nothing to loosen but its letters: a year alone leads nowhere."""
    run = text.partition(" ")[0]
    return [run[at : at + 2] for at in range(max(1, len(run) - 1))]
