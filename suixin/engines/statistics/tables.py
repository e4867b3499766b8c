"""What counts and what it comes to, as SQL that DuckDB, PostgreSQL and Spark all read: the same words for all three.

Only SUM, COUNT, MIN, MAX and comparisons, on whole numbers and text; nothing is divided or rounded here, so no engine
has anything to be inexact with. It says what `suixin.kernel.statistics.counting` and `figures` say, which is the
reference; a test compares the results byte by byte.

The relations that must be there, besides what is made here:
    record    number, organisation, supersedes, faults, ordinal, last_day, period, d0 …, w0 …, v0 …, low0 …
    asked     ordinal, first_day, last_day            the periods that are computed
of forms also:
    review    number, organisation, level, returned, report
    line      number, organisation, supersedes, unit, since, until
    version   place, level, is_last, since, until     the levels of each version of the form, and where it was in force
    reviewer  place, level, district, organisation
"""
# ruff: noqa: S608 - what is put into the SQL are numbers, places of columns and quoted literals

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from suixin.engines.statistics.facts.columns import LIMBS
from suixin.engines.statistics.facts.rows import json_text
from suixin.kernel.statistics.counting import Wanted
from suixin.kernel.statistics.figures import CLASS
from suixin.kernel.statistics.indicators import Aggregate, Indicator, Selection, Status


@dataclass(frozen=True, slots=True)
class Question:
    """An indicator's selection, put so that SQL can be written of it."""

    indicator: Indicator
    selection: Selection
    wanted: Wanted  # for any of the periods
    records: int  # of the ledger that are considered
    sealed: frozenset[int] = (
        frozenset()
    )  # which of its values may be committed to: only those have blindings to add

    @property
    def once(self) -> bool:
        """Whether each unit has one record a period at the most, once `DOUBLED` has found no other: then counting records
        is counting units, and much quicker."""
        form = self.selection.form
        return form is not None and form.frequency is self.wanted.period.frequency and not self.wanted.to_date

    @property
    def values(self) -> range:
        return range(len(self.wanted.values))

    @property
    def dimensions(self) -> tuple[str, ...]:
        return tuple(name for name, _ in self.wanted.dimensions)

    @property
    def classes(self) -> tuple[str, ...]:
        """Of its values, each once, in their order."""
        return tuple(dict.fromkeys(value.klass for value in self.selection.values))

    def of_class(self, klass: str) -> list[int]:
        return [place for place, value in enumerate(self.selection.values) if value.klass == klass]

    @property
    def adds_values(self) -> bool:
        return self.indicator.aggregate in (Aggregate.SUM, Aggregate.LATEST)


def counting(question: Question) -> Iterator[tuple[str, str]]:
    """Relations, each on those before: `correction`, `live`, of forms `verdict` and `register`, `standing`, `counted`,
    and for stocks `latest`."""
    records = question.records
    yield (
        "correction",
        f"""SELECT number AS by_number, organisation, supersedes AS number FROM record
            WHERE supersedes IS NOT NULL AND supersedes < number AND number < {records}""",
    )
    fits = "<=" if question.wanted.to_date else "="
    narrow = ["number", "organisation", "last_day", "period", *columns("d", question.dimensions)]
    narrow += columns("w", question.wanted.where)
    listed = ", ".join(
        ["a.ordinal AS asked", "a.first_day AS asked_first", *(f"r.{each}" for each in narrow)]
    )
    yield (
        "live",  # without the values: most of a record, and needed only of what counts
        f"""SELECT {listed} FROM asked a
            JOIN record r ON r.ordinal {fits} a.ordinal
            WHERE r.number < {records} AND NOT EXISTS (SELECT 1 FROM correction c WHERE c.number = r.number)""",
    )
    if question.wanted.form:
        yield "verdict", verdict(question)
        yield "register", register(records)
        yield (
            "standing",
            """SELECT l.asked, l.asked_first, l.number, l.organisation, l.last_day, COALESCE(v.accepted, 0) AS accepted
            FROM live l LEFT JOIN verdict v ON v.number = l.number WHERE COALESCE(v.returned, 0) = 0""",
        )
    conditions = [
        f"l.w{place} = {literal(json_text(value))}" for place, (_, value) in enumerate(question.wanted.where)
    ]
    joined = ""
    if question.wanted.form:
        joined = "JOIN standing s ON s.number = l.number AND s.asked = l.asked"
        if question.selection.status is Status.ACCEPTED:
            conditions.append("s.accepted = 1")
    yield (
        "counted",
        f"""SELECT l.asked, l.asked_first, r.* FROM live l JOIN record r ON r.number = l.number {joined}
            WHERE {" AND ".join(conditions or ["1 = 1"])}""",
    )
    if question.indicator.aggregate is Aggregate.LATEST:
        yield (
            "latest",
            """SELECT * FROM (SELECT c.*, ROW_NUMBER() OVER
                (PARTITION BY asked, organisation ORDER BY last_day DESC, number DESC) AS nth
            FROM counted c WHERE organisation IS NOT NULL) ranked WHERE nth = 1""",
        )


def columns(letter: str, things: Sequence[object]) -> list[str]:
    return [f"{letter}{place}" for place in range(len(things))]


def verdict(question: Question) -> str:
    """Of each report that was reviewed by those whom the form names: whether it was returned, or accepted at last."""
    names = question.dimensions
    district = f"COALESCE(r.d{names.index('district')}, '')" if "district" in names else "''"
    return f"""SELECT r.number, MAX(s.returned) AS returned,
            MAX(CASE WHEN s.returned = 0 AND f.is_last = 1 THEN 1 ELSE 0 END) AS accepted
        FROM review s
        JOIN live r ON r.number = s.report
        JOIN version f ON f.level = s.level AND f.since < s.number AND s.number <= f.until
        LEFT JOIN reviewer here ON here.place = f.place AND here.level = f.level AND here.district = {district}
        LEFT JOIN reviewer anywhere ON anywhere.place = f.place AND anywhere.level = f.level
            AND anywhere.district = '*'
        WHERE s.number < {question.records} AND s.report < s.number
            AND COALESCE(here.organisation, anywhere.organisation) = s.organisation
        GROUP BY r.number"""


def register(records: int) -> str:
    """Which units were to report, for each period."""
    return f"""SELECT DISTINCT a.ordinal AS asked, n.unit FROM asked a
        JOIN line n ON n.since <= a.last_day AND (n.until IS NULL OR a.first_day <= n.until)
        WHERE n.number < {records} AND n.unit IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM line c WHERE c.supersedes = n.number AND c.supersedes < c.number AND c.number < {records})"""


def response(question: Question) -> str:
    distinct = "" if question.once else "DISTINCT "
    return f"""SELECT g.asked, COUNT({distinct}g.unit) AS expected, COUNT({distinct}s.organisation) AS reported,
            COUNT({distinct}CASE WHEN s.accepted = 1 THEN s.organisation END) AS accepted
        FROM register g
        LEFT JOIN standing s ON s.asked = g.asked AND s.organisation = g.unit AND s.last_day >= s.asked_first
        GROUP BY g.asked ORDER BY g.asked"""


SELECTED = "SELECT asked, number FROM counted ORDER BY asked, number"


def doubled(question: Question) -> str:
    period = "" if question.once else ", period"
    return f"""SELECT asked, organisation, MIN(period) AS period, MIN(number) AS first_number, MAX(number) AS last_number
        FROM live GROUP BY asked, organisation{period} HAVING COUNT(*) > 1
        ORDER BY asked, organisation, first_number"""


CORRECTED_WRONGLY = """SELECT a.ordinal AS asked, c.number, MIN(c.by_number) AS by_number
    FROM correction c JOIN record r ON r.number = c.number JOIN asked a ON r.ordinal {fits} a.ordinal
    GROUP BY a.ordinal, c.number
    HAVING COUNT(*) > 1 OR MAX(CASE WHEN c.organisation IS DISTINCT FROM r.organisation THEN 1 ELSE 0 END) = 1
    ORDER BY a.ordinal, c.number"""


def corrected_wrongly(question: Question) -> str:
    return CORRECTED_WRONGLY.format(fits="<=" if question.wanted.to_date else "=")


UNREADABLE = "SELECT number, faults FROM counted WHERE faults IS NOT NULL ORDER BY number"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a question's values together: all of them, or those of one class."""

    klass: str | None  # None: all
    values: tuple[int, ...]


def pieces(question: Question, by_class: bool) -> list[Piece]:
    classes = [
        Piece(klass, tuple(question.of_class(klass))) for klass in question.classes if klass and by_class
    ]
    return [Piece(None, tuple(question.values)), *classes]


def sums(question: Question, dimensions: Iterable[int], by_class: bool) -> tuple[str, list[str]]:
    """A row for each period and combination of dimensions; each piece has its own columns. Their names come along."""
    chosen = groups = ["asked", *(f"d{place}" for place in dimensions)]
    distinct = "" if question.once else "DISTINCT "
    for at, piece in enumerate(pieces(question, by_class)):
        there = " OR ".join(f"v{place} IS NOT NULL" for place in piece.values)
        if piece.klass is None and not question.adds_values:
            there = "1 = 1"
        chosen = [
            *chosen,
            f"COUNT(CASE WHEN {there} THEN 1 END) AS records{at}",
            f"COUNT({distinct}CASE WHEN {there} THEN organisation END) AS units{at}",
        ]
    if question.adds_values:
        chosen = [*chosen, *(f"SUM(v{place}) AS total{place}" for place in question.values)]
        for place in sorted(question.sealed):
            limbs = (f"SUM({limb}{place}) AS {limb}{place}" for limb in LIMBS)
            chosen = [*chosen, f"COUNT(low{place}) AS sealed{place}", *limbs]
    source = "latest" if question.indicator.aggregate is Aggregate.LATEST else "counted"
    names = [each.rpartition(" ")[2] for each in chosen]
    listed = ", ".join(groups)
    return f"SELECT {', '.join(chosen)} FROM {source} GROUP BY {listed} ORDER BY {listed}", names


def contributions(question: Question) -> str:
    """What each organisation has in each combination: for disclosure control, which has to look at it."""
    groups = ["organisation", *(f"d{place}" for place in range(len(question.dimensions)))]
    totals = [f"SUM(v{place}) AS total{place}" for place in question.values]
    source = "latest" if question.indicator.aggregate is Aggregate.LATEST else "counted"
    listed = ", ".join(groups)
    return f"SELECT {', '.join([*groups, *totals])} FROM {source} GROUP BY {listed} ORDER BY {listed}"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """What one query answers: the combinations of some dimensions, as such and by class, as far as they are declared."""

    names: tuple[str, ...]  # in order, without the class
    dimensions: tuple[int, ...]
    whole: bool  # whether the combinations as such are wanted
    by_class: bool


def breakdowns(question: Question) -> list[Breakdown]:
    wanted: dict[tuple[str, ...], set[bool]] = {(): {False}}
    for breakdown in question.indicator.breakdowns:
        names = tuple(sorted(name for name in breakdown if name != CLASS))
        wanted.setdefault(names, set()).add(CLASS in breakdown)
    return [
        Breakdown(names, tuple(map(question.dimensions.index, names)), False in kinds, True in kinds)
        for names, kinds in wanted.items()
    ]


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
