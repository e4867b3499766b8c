"""What a verification looks for in a log's entries. An entry is read as a leaf only where its bytes show that it may
matter: a leaf has one spelling, so its type and its period stand in it as they are looked for here."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from suixin.kernel.records.leaf import Leaf, MalformedLeaf, read_leaf
from suixin.kernel.statistics.counting import REVIEW, UNIT, Fact, Wanted, facts_of
from suixin.kernel.statistics.library import FORM, INDICATOR, Named
from suixin.kernel.statistics.periods import Frequency, Period
from suixin.kernel.statistics.release import TYPE as RELEASE

SUPERSEDES = b'"supersedes":'


def type_needle(name: str) -> bytes:
    return b'"type":"%s"' % name.encode()


def corrects(entry: bytes) -> bool:
    """Whether it names a record that it supersedes: in a leaf nothing after that member can hold the same bytes."""
    return not entry.startswith(b"null", entry.rfind(SUPERSEDES) + len(SUPERSEDES))


def leaf_in(entry: bytes) -> Leaf | None:
    try:
        return read_leaf(entry)
    except MalformedLeaf:
        return None  # no leaf, no record


@dataclass(frozen=True, slots=True)
class DefinitionSieve:
    """Keeps number and bytes of the definitions and releases that are named."""

    named: Named

    @property
    def needles(self) -> Sequence[bytes]:
        return [type_needle(name) for name in (INDICATOR, FORM, RELEASE)]

    def sift(self, first: int, entries: Sequence[bytes]) -> Iterator[tuple[int, Leaf]]:
        needles = self.needles
        for number, entry in enumerate(entries, first):
            if any(needle in entry for needle in needles):
                leaf = leaf_in(entry)
                if leaf is not None and self.named.has(leaf):
                    yield number, leaf


class FactSieve:
    """Keeps the facts that are wanted, each with the place of its `Wanted`."""

    def __init__(self, wanted: Sequence[Wanted]) -> None:
        self.wanted = wanted
        reports = {each.type for each in wanted}
        others = {REVIEW, UNIT} if any(each.form for each in wanted) else set[str]()
        self.needles = [type_needle(name) for name in sorted(reports | others)]
        periods = {
            needle: period_needles([each for each in wanted if needle == type_needle(each.type)])
            for needle in self.needles
        }
        self.looks = [(needle, periods[needle]) for needle in self.needles]

    def sift(self, first: int, entries: Sequence[bytes]) -> Iterator[tuple[int, Fact]]:
        looks = self.looks
        for number, entry in enumerate(entries, first):
            for needle, periods in looks:
                if needle in entry and (
                    periods is None or any(period in entry for period in periods) or corrects(entry)
                ):
                    yield from self.facts(number, entry)
                    break

    def facts(self, number: int, entry: bytes) -> Iterator[tuple[int, Fact]]:
        leaf = leaf_in(entry)
        if leaf is not None:
            for place, wanted in enumerate(self.wanted):
                for fact in facts_of(wanted, number, leaf):
                    yield place, fact


def period_needles(wanted: Sequence[Wanted]) -> tuple[bytes, ...] | None:
    """What stands in every record of the type for one of the periods; None where nothing must."""
    if not wanted or any(each.to_date for each in wanted):
        return None
    return tuple(
        sorted(
            {
                b'"%s":"%s' % (each.pointer.rpartition("/")[2].encode(), beginning.encode())
                for each in wanted
                for beginning in beginnings(each.period)
            }
        )
    )


def beginnings(period: Period) -> list[str]:
    """How the period itself, or any day or period within it, begins."""
    match period.frequency:
        case Frequency.YEAR | Frequency.MONTH:
            return [str(period)]
        case Frequency.QUARTER:
            first = period.first_day.month
            return [str(period), *(f"{period.year:04}-{month:02}" for month in range(first, first + 3))]
