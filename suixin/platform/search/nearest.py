"""The nearest term that is there, for words that are not: only ever a suggestion.

Chinese is mostly mistyped by choosing another character of the same sound, or one that sounds alike in the south
(zh and z, n and l, ng and n); Latin words by a letter.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from difflib import get_close_matches

from suixin.platform.search.folding import IS_HAN, syllables, units
from suixin.platform.search.matching import Found
from suixin.platform.search.snapshot import Held, Snapshot
from suixin.platform.search.words import Query, Word

LIKE = 0.8  # of two Latin words
SHORTEST = 4  # letters; shorter words are like too many others
LONGEST = 12  # characters; longer words are sentences
MOST_WORDS = 3  # that are missing; with more of them it is no slip
MOST_PAGES = 20_000  # that are looked through for something alike
ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n"), ("l", "n"), ("r", "n"))


def suggestion(query: Query, found: Found, snapshot: Snapshot) -> str | None:
    """The query with each word that no page has replaced by its nearest term; None if there is none for one."""
    if not 0 < len(found.missing) <= MOST_WORDS:
        return None
    better = query.phrase
    for word in found.missing:
        near = near_han(word, snapshot) if word.is_han else near_latin(word.text, snapshot)
        if near is None:
            return None
        better = better.replace(word.text, near, 1)
    return None if better == query.phrase else better


def near_han(word: Word, snapshot: Snapshot) -> str | None:
    if not 2 <= len(word.text) <= LONGEST or " " in word.text:
        return None
    pages = snapshot.pages[:MOST_PAGES]
    sound = f" {' '.join(syllables(word.text))} "
    return (
        most_common(heard(sound, pages, exactly))
        or most_common(one_character_off(word.text, pages))
        or most_common(heard(blurred(sound), pages, blurred))
    )


def heard(sound: str, pages: Iterable[Held], hear: Callable[[str], str]) -> Iterator[str]:
    """Terms of the titles that sound so."""
    count = len(sound.split())
    for page in pages:
        spoken = hear(page.sound)
        if sound not in spoken:
            continue
        lines = [line for line in page.title.split("\n") if IS_HAN.search(line)]
        for line, said in zip(lines, spoken.strip("\n").split("\n"), strict=True):
            if (at := said.find(sound)) >= 0:
                first = said[:at].count(" ")
                yield "".join(units(line)[first : first + count])


def exactly(sound: str) -> str:
    return sound


def blurred(sound: str) -> str:
    for one, other in ALIKE:
        sound = sound.replace(one, other)
    return sound


def one_character_off(text: str, pages: Iterable[Held]) -> Iterator[str]:
    """Terms of the titles with another character in one place, one more, or one less."""
    if len(text) < 3:
        return
    patterns = [re.escape(text[:at]) + "." + re.escape(text[at + 1 :]) for at in range(len(text))]
    patterns += [re.escape(text[:at]) + r"[^\s]" + re.escape(text[at:]) for at in range(1, len(text))]
    if len(text) > 3:
        patterns += [re.escape(text[:at] + text[at + 1 :]) for at in range(len(text))]
    pattern = re.compile("|".join(patterns))
    for page in pages:
        for term in pattern.findall(page.title):
            if " " not in term:
                yield term


def near_latin(word: str, snapshot: Snapshot) -> str | None:
    """Of those that begin alike and are about as long."""
    if not SHORTEST <= len(word) <= 2 * LONGEST:
        return None
    alike = [each for each in snapshot.letters if each[0] == word[0] and abs(len(each) - len(word)) <= 2]
    close = get_close_matches(word, sorted(alike), 1, LIKE)
    return close[0] if close else None


def most_common(terms: Iterable[str]) -> str | None:
    found = Counter(terms).most_common(1)
    return found[0][0] if found else None
