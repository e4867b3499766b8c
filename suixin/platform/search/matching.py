"""Which pages fit a query, best first.

A word counts by where it stands (the whole title, its beginning, within it, in a name, in the text) and by how few
pages have it. Pages that have every word come alone; only when there is none, those that have some of them.
"""

import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from suixin.platform.search.snapshot import Held, Snapshot, first_of
from suixin.platform.search.words import Query, Word

WHOLE, BEGINS, WITHIN, SOUND, INITIALS, TEXT = 16.0, 9.0, 7.0, 6.0, 5.0, 1.0
PHRASE_IN_TITLE, PHRASE_IN_TEXT = 6.0, 1.5
SHORTEST_SOUND = 3  # letters: fewer are in too many names
Scores = dict[int, float]  # by place in the snapshot


@dataclass(frozen=True, slots=True)
class Found:
    pages: Sequence[Held]  # best first
    words: Sequence[Word]  # what they were found by
    missing: Sequence[Word]  # words of the query that no page has
    whole: bool  # each has every word of the query

    @property
    def counts(self) -> Counter[str]:
        return Counter(page.kind for page in self.pages)


def find(query: Query, snapshot: Snapshot) -> Found:
    scores = {word: scores_of(word, snapshot) for word in query.words}
    missing = [word for word in query.words if not scores[word]]
    everywhere = set.intersection(*map(set, scores.values()))
    if everywhere:
        return Found(ranked(everywhere, scores, query, snapshot), query.words, missing, True)
    words = query.loosened(missing)
    scores = {word: scores[word] if word in scores else scores_of(word, snapshot) for word in words}
    anywhere = set().union(*scores.values())
    return Found(ranked(anywhere, scores, query, snapshot), words, missing, False)


def ranked(places: set[int], scores: dict[Word, Scores], query: Query, snapshot: Snapshot) -> list[Held]:
    """Equals keep the order of the snapshot: by kind, then by where they are from."""
    totals = dict.fromkeys(sorted(places), 0.0)
    for found in scores.values():
        rarity = math.log(1 + len(snapshot.pages) / (1 + len(found)))
        for place in found.keys() & places:
            totals[place] += rarity * found[place]
    if len(query.words) > 1:
        for column, score in ((snapshot.titles, PHRASE_IN_TITLE), (snapshot.texts, PHRASE_IN_TEXT)):
            for place in places.intersection(column.places(query.phrase)):
                totals[place] += score
    weighed = {place: -score * snapshot.weights[place] for place, score in totals.items()}
    return [snapshot.pages[place] for place in sorted(weighed, key=weighed.__getitem__)]


def scores_of(word: Word, snapshot: Snapshot) -> Scores:
    if word.is_han:
        return written_scores(word.text, snapshot)
    found: Scores = {}
    for needle in spelled(word.text):
        found |= written_scores(needle, snapshot)
    if len(word.text) >= SHORTEST_SOUND and word.text.isascii():
        found = sound_scores(word.text, snapshot) | found
        if not found:
            found = dict.fromkeys(snapshot.initials.places(word.text), INITIALS)
    return found


def spelled(word: str) -> list[str]:
    """Short words and those with digits stand alone (4k, ai, 2019); longer ones may go on: block, blockchain."""
    if len(word) < SHORTEST_SOUND or any(map(str.isdigit, word)):
        return [f" {word} "]
    return [f" {word}", f" {word[:-1]} "] if word.endswith("s") else [f" {word}"]


def written_scores(needle: str, snapshot: Snapshot) -> Scores:
    titles, lengths, size = snapshot.titles, snapshot.lengths, len(needle)
    found: Scores = dict.fromkeys(snapshot.texts.places(needle), TEXT)
    within = titles.places(needle)
    if within:
        found |= {place: WITHIN + min(1.0, size / lengths[place]) for place in within}
        begins = titles.places(f"\n {needle.lstrip()}")
        found |= {place: BEGINS + min(1.0, size / lengths[place]) for place in begins}
        found |= dict.fromkeys(titles.places(f"\n {needle.strip()} \n"), WHOLE)
    return found


def sound_scores(letters: str, snapshot: Snapshot) -> Scores:
    starts = syllable_start(letters)
    places = snapshot.sounds.places(letters)
    return {place: SOUND for place in places if starts(snapshot.pages[place].sound) is not None}


def syllable_start(letters: str) -> Callable[[str], re.Match[str] | None]:
    """Finds letters that begin where a syllable begins; the last may be incomplete."""
    return re.compile(" " + " ?".join(map(re.escape, letters))).search


def syllables_fit(letters: str, said: Sequence[str]) -> tuple[int, int] | None:
    """From which syllable, up to which, the letters are the sound."""
    found = syllable_start(letters)(f" {' '.join(said)}")
    if found is None:
        return None
    first = found.string.count(" ", 0, found.start())
    return first, first + found.group().count(" ")


def initials_fit(letters: str, said: Sequence[str]) -> tuple[int, int] | None:
    """From which syllable, up to which, the letters are the initials."""
    for first in range(len(said)):
        left, last = letters, first
        while left and last < len(said) and left.startswith(first_of(said[last])):
            left, last = left.removeprefix(first_of(said[last])), last + 1
        if not left:
            return first, last
    return None
