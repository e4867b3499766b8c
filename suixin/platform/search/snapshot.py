"""The pages as one process holds them in memory, to look through all of them for each query.

Looking through is exact and keeps no index beside the pages: a city has thousands of pages, and fifty thousand
take a few hundredths of a second. The token of the edition is asked for with every query; when it has changed, the
pages whose digest is new are read, so that what a query finds is what is public at that moment.
"""

import re
import threading
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from suixin.platform.search.kinds import place_of, weight_of
from suixin.platform.search.models import Edition, StoredPage

PART = 500


@dataclass(frozen=True, slots=True)
class Held:
    """One page, levelled."""

    pk: int
    digest: str
    place: tuple[str, str, str]  # room, owner, key: a lasting order
    kind: str
    title: str  # forms of title and names, one a line
    text: str
    sound: str  # syllables with spaces between them


class Column:
    """One text of every page in one string, so that looking through them all is one search and not thousands."""

    def __init__(self, texts: Iterable[str]) -> None:
        own = [f"{text}\0" for text in texts]
        self.whole = "".join(own)
        self.ends = list(accumulate(map(len, own)))

    def places(self, needle: str) -> list[int]:
        """Which texts have it, in order."""
        found = []
        at = self.whole.find(needle)
        while at >= 0:
            place = bisect_right(self.ends, at)
            found.append(place)
            at = self.whole.find(needle, self.ends[place])
        return found


class Snapshot:
    def __init__(self, token: str | None, pages: Iterable[Held]) -> None:
        self.token = token
        self.pages: Sequence[Held] = sorted(pages, key=lambda page: (place_of(page.kind), page.place))
        self.titles = Column(page.title for page in self.pages)
        self.texts = Column(page.text for page in self.pages)
        self.sounds = Column(page.sound.replace(" ", "") for page in self.pages)  # what people type
        self.initials = Column(initials_of(page.sound) for page in self.pages)
        self.lengths = [max(1, page.title.find("\n", 1) - 3) for page in self.pages]  # of the title itself
        self.weights = [weight_of(page.kind) for page in self.pages]

    @cached_property
    def letters(self) -> frozenset[str]:
        """Longer words in Latin letters, to compare misspelt ones with."""
        whole = self.titles.whole + self.texts.whole
        return frozenset(re.findall(r" ([a-z]{4,})(?= )", whole))


_held = Snapshot(None, ())
_loading = threading.Lock()


def current() -> Snapshot:
    global _held  # noqa: PLW0603 - one a process; replaced whole, never changed
    token = Edition.objects.values_list("token", flat=True).first()
    if token != _held.token:
        with _loading:
            if token != _held.token:
                _held = loaded(token, _held)
    return _held


def loaded(token: str | None, before: Snapshot) -> Snapshot:
    known = {(page.pk, page.digest): page for page in before.pages}
    there = list(StoredPage.objects.values_list("pk", "digest"))
    kept = [known[each] for each in there if each in known]
    missing = [pk for pk, digest in there if (pk, digest) not in known]
    return Snapshot(token, [*kept, *read(missing)])


def read(wanted: Sequence[int]) -> list[Held]:
    rows = StoredPage.objects.only("digest", "room", "owner", "key", "kind", "forms")
    return [
        held(row)
        for start in range(0, len(wanted), PART)
        for row in rows.filter(pk__in=wanted[start : start + PART])
    ]


def held(row: StoredPage) -> Held:
    return Held(
        pk=row.pk,
        digest=row.digest,
        place=(row.room, row.owner, row.key),
        kind=row.kind,
        title=row.forms["title"],
        text=row.forms["text"],
        sound=row.forms["sound"],
    )


def initials_of(sound: str) -> str:
    return "\n".join(initials(line) for line in sound.split("\n"))


def initials(line: str) -> str:
    """广州4K -> gz4k."""
    return "".join(map(first_of, line.split()))


def first_of(syllable: str) -> str:
    """Its first letter; what has a digit in it is typed whole."""
    return syllable if any(map(str.isdigit, syllable)) else syllable[0]
