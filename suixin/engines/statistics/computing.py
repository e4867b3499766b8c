"""Figures from facts: DuckDB runs the SQL of `tables` over the Parquet files, and Python adds what is left to add.

Whatever comes back must be whole numbers and text: a result with a floating type is refused, not rounded.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from suixin.engines.statistics import tables
from suixin.engines.statistics.facts import parts, store
from suixin.engines.statistics.facts.columns import (
    FIXED,
    LIMB_BITS,
    LIMBS,
    RECORD,
    Column,
    columns_of,
    columns_of_form,
)
from suixin.engines.statistics.facts.rows import stored_names
from suixin.engines.statistics.known import form_versions
from suixin.engines.statistics.tables import Question
from suixin.kernel.records.commitment import ORDER
from suixin.kernel.statistics.counting import REVIEW, UNIT, Response, Selected, Wanted, digest_of_indexes
from suixin.kernel.statistics.figures import CLASS, TOTAL, Place, Uncountable, place_of
from suixin.kernel.statistics.forms import EVERYWHERE, Form
from suixin.kernel.statistics.indicators import Aggregate, Indicator, Selection, Value, selection_of
from suixin.kernel.statistics.periods import Period

EXACT = frozenset({"BIGINT", "INTEGER", "VARCHAR", "HUGEINT", "DECIMAL(38,0)"})
FOR_EVER = 2**62
FEW = 5

Rows = list[tuple[Any, ...]]


class Inexact(Exception):
    """An engine gave back something else than whole numbers and text."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What a cell comes to."""

    units: int
    total: int  # in the smallest unit of the values; or how many
    sealed: int = 0  # how many of its values are committed to
    blinding: int = 0  # of all of those together

    @property
    def opening(self) -> str | None:
        return self.blinding.to_bytes(32).hex() if self.sealed else None


@dataclass(frozen=True, slots=True)
class Computed:
    period: Period
    cells: Mapping[Place, Sum]
    response: Response | None  # of forms only


@dataclass(slots=True)
class Working:
    """An engine with all relations in it. Its numbers are of all the periods that were asked for."""

    engine: duckdb.DuckDBPyConnection
    question: Question
    periods: Sequence[Period]

    def rows(self, query: str) -> Rows:
        result = self.engine.execute(query)
        if strange := {str(kind) for _, kind, *_ in result.description} - EXACT:
            raise Inexact(f"{', '.join(sorted(strange))} in: {query}")
        return [tuple(int(v) if isinstance(v, Decimal) else v for v in row) for row in result.fetchall()]

    def computed(self) -> list[Computed]:
        """Of each period. Raises `Uncountable`."""
        self.refuse_faults()
        cells = cells_from(self.question, self.rows)
        responses = (
            {asked: Response(*row) for asked, *row in self.rows(tables.response(self.question))}
            if self.of_form
            else {}
        )
        return [
            Computed(
                period,
                cells.get(period.ordinal) or {TOTAL: Sum(0, 0)},
                responses.get(period.ordinal, Response(0, 0, 0)) if self.of_form else None,
            )
            for period in self.periods
        ]

    @property
    def of_form(self) -> bool:
        return bool(self.question.wanted.form)

    def refuse_faults(self) -> None:
        wrong = [f"record {row[1]} is corrected twice or by somebody else" for row in
                 self.rows(tables.corrected_wrongly(self.question))]  # fmt: skip
        if self.of_form:
            wrong += [f"records {first} and {last} are reports of {by} for {period}"
                      for _, by, period, first, last in self.rows(tables.doubled(self.question))]  # fmt: skip
        needed = {Column("value", path, scale).key for path, scale in self.question.wanted.values}
        wrong += [f"record {number}: {', '.join(sorted(needed & set(faults.split())))} cannot be read or was erased"
                  for number, faults in self.rows(tables.UNREADABLE) if needed & set(faults.split())]  # fmt: skip
        if wrong:
            raise Uncountable(
                "; ".join(wrong[:FEW]) + ("" if len(wrong) <= FEW else f" (+{len(wrong) - FEW})")
            )

    def numbers(self) -> dict[int, list[int]]:
        """Of the records that count, ascending, by period."""
        found: dict[int, list[int]] = {period.ordinal: [] for period in self.periods}
        for asked, number in self.rows(tables.SELECTED):
            found[asked].append(number)
        return found

    def selected(self) -> Selected:
        """Of the one period."""
        (numbers,) = self.numbers().values()
        return Selected(len(numbers), digest_of_indexes(numbers))

    def contributions(self) -> Iterator[tuple[str | None, tuple[str | None, ...], tuple[int | None, ...]]]:
        """Of each organisation in each combination of dimensions, what each value comes to."""
        count = len(self.question.dimensions)
        for row in self.rows(tables.contributions(self.question)):
            yield row[0], row[1 : 1 + count], row[1 + count :]


def cells_from(question: Question, rows: Callable[[str], Rows]) -> dict[int, dict[Place, Sum]]:
    """All cells by period, from whichever engine runs the queries; the total is there where anything counts."""
    found: dict[int, dict[Place, Sum]] = {}
    for breakdown in tables.breakdowns(question):
        query, columns = tables.sums(question, breakdown.dimensions, breakdown.by_class)
        at = {name: number for number, name in enumerate(columns)}
        for row in rows(query):
            values = row[1 : 1 + len(breakdown.names)]
            if any(value is None for value in values):
                continue
            there = dict(zip(breakdown.names, values, strict=True))
            for number, piece in enumerate(tables.pieces(question, breakdown.by_class)):
                if row[at[f"records{number}"]] and (breakdown.whole or piece.klass is not None):
                    place = there if piece.klass is None else there | {CLASS: piece.klass}
                    found.setdefault(row[0], {})[place_of(place)] = sum_of(question, row, at, number, piece)
    for cells in found.values():
        cells.setdefault(TOTAL, Sum(0, 0))
    return found


def sum_of(
    question: Question, row: Sequence[Any], at: Mapping[str, int], number: int, piece: tables.Piece
) -> Sum:
    units = row[at[f"units{number}"]]
    if not question.adds_values:
        count = row[at[f"records{number}"]]
        return Sum(units, units if question.indicator.aggregate is Aggregate.DISTINCT else count)
    sealed = [value for value in piece.values if value in question.sealed]
    blinding = sum(
        (row[at[f"{limb}{value}"]] or 0) << (LIMB_BITS * place)
        for value in sealed
        for place, limb in enumerate(LIMBS)
    )
    return Sum(
        units,
        sum(row[at[f"total{value}"]] or 0 for value in piece.values),
        sum(row[at[f"sealed{value}"]] for value in sealed),
        blinding % ORDER,
    )


def question_of(
    indicator: Indicator, period: Period, records: int, forms: Sequence[tuple[int, Form]]
) -> Question:
    """`forms` are the versions that may be of weight: those before `records`. Raises `MalformedDefinition`."""
    held = [form for number, form in forms if number < records]
    selection: Selection = selection_of(indicator, held[-1] if held else None)
    return Question(indicator, selection, Wanted.of(selection, period), records)


def compute(indicator: Indicator, periods: Sequence[Period], records: int) -> list[Computed]:
    """Raises `Uncountable`, `MalformedDefinition`."""
    with working(indicator, periods, records) as found:
        return found.computed()


@contextmanager
def working(
    indicator: Indicator, periods: Sequence[Period], records: int, values: Sequence[Value] = ()
) -> Iterator[Working]:
    """Of the indicator's own frequency, as of the first so many records of the ledger. `values` in place of its own."""
    name = indicator.source.form if indicator.source else ""
    versions = form_versions(name) if name else []
    question = question_of(indicator, periods[0], records, versions)
    if values:
        selection = replace(question.selection, values=tuple(values))
        question = replace(question, selection=selection, wanted=Wanted.of(selection, periods[0]))
    sources = relations(question, periods, versions)
    question = replace(question, sealed=sources.sealed)
    with duckdb.connect() as engine:
        engine.execute(f"SET temp_directory = '{parts.quoted(store.home() / 'spill')}'")
        for relation, query in sources.queries.items():
            engine.execute(f"CREATE TEMPORARY VIEW {relation} AS {query}")
        for relation, query in tables.counting(question):
            engine.execute(f"CREATE TEMPORARY TABLE {relation} AS {query}")
        yield Working(engine, question, periods)


@dataclass(frozen=True, slots=True)
class Sources:
    queries: Mapping[str, str]  # by relation
    sealed: frozenset[int]  # which of the values some record has committed to


def relations(question: Question, periods: Sequence[Period], versions: Sequence[tuple[int, Form]]) -> Sources:
    """What `tables` starts from, over the files."""
    wanted = question.wanted
    columns = columns_of(wanted)
    by_number = {form.version: form for _, form in versions}
    for form in by_number.values():
        columns |= columns_of_form(form)
    facts = store.ready(wanted.type, columns, by_number)
    found = {
        "asked": values_of(
            ("ordinal", "first_day", "last_day"),
            [(each.ordinal, each.first_day.toordinal(), each.last_day.toordinal()) for each in periods],
        ),
        "record": record_relation(facts, wanted),
    }
    if question.selection.form is not None:
        form_id = tables.literal(question.selection.form.id)
        for relation, type_id in (("review", REVIEW), ("line", UNIT)):
            source = source_of(store.ready(type_id, frozenset(), {}))
            found[relation] = f"SELECT * FROM {source} WHERE form = {form_id}"  # noqa: S608
        found |= review_relations([each for each in versions if each[0] < question.records])
    keys = [Column("value", path, scale).key for path, scale in wanted.values]
    sealed = {key for part in facts.parts for key in part.sealed}
    return Sources(found, frozenset(place for place, key in enumerate(keys) if key in sealed))


def record_relation(facts: store.Facts, wanted: Wanted) -> str:
    """The columns that are asked for, under the names that `tables` has for them."""
    period, frequency = wanted.pointer, wanted.period.frequency
    chosen = {
        "number": "number", "organisation": "organisation", "supersedes": "supersedes", "faults": "faults",
        f"{frequency}:{period}": "ordinal", f"last:{period}": "last_day", f"period:{period}": "period",
    }  # fmt: skip
    named = list(chosen.items())
    named += [(f"text:{pointer}", f"d{place}") for place, (_, pointer) in enumerate(wanted.dimensions)]
    named += [(f"json:{pointer}", f"w{place}") for place, (pointer, _) in enumerate(wanted.where)]
    for place, (path, scale) in enumerate(wanted.values):
        key = Column("value", path, scale).key
        named += [(key, f"v{place}"), *((f"{limb}:{key}", f"{limb}{place}") for limb in LIMBS)]
    types = stored_names(facts.type, columns_of(wanted), {column.key for column in columns_of(wanted)})
    there = set(RECORD).union(*(part.stored for part in facts.parts))
    picked = ", ".join(
        f'"{stored}" AS {name}' if stored in there else f"CAST(NULL AS {types[stored]}) AS {name}"
        for stored, name in named
    )
    return f"SELECT {picked} FROM {source_of(facts)}"  # noqa: S608 - our own names


def source_of(facts: store.Facts) -> str:
    if facts.files:
        files = ", ".join(f"'{parts.quoted(Path(file))}'" for file in facts.files)
        return f"read_parquet([{files}], union_by_name = true)"
    names = FIXED.get(facts.type, RECORD)
    return f"({', '.join(f'CAST(NULL AS {kind}) AS {name}' for name, kind in names.items()).join(('SELECT ', ' WHERE 1 = 0'))})"


def review_relations(versions: Sequence[tuple[int, Form]]) -> dict[str, str]:
    """The levels of each version, where it was in force, and who reviews there."""
    levels: list[tuple[Any, ...]] = []
    reviewers: list[tuple[Any, ...]] = []
    for place, (number, form) in enumerate(versions):
        until = versions[place + 1][0] if place + 1 < len(versions) else FOR_EVER
        for level in form.reviews:
            levels.append((place, level.id, int(level is form.reviews[-1]), number, until))
            reviewers += [
                (place, level.id, district, code) for district, code in level.organisations.items() if code
            ]
    return {
        "version": values_of(("place", "level", "is_last", "since", "until"), levels),
        "reviewer": values_of(("place", "level", "district", "organisation"), reviewers),
    }


def values_of(names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> str:
    """A small relation in words that every engine reads."""
    lines = (
        ", ".join(
            f"{tables.literal(value) if isinstance(value, str) else f'CAST({value} AS BIGINT)'} AS {name}"
            for name, value in zip(names, row, strict=True)
        )
        for row in rows
    )
    return " UNION ALL ".join(f"SELECT {line}" for line in lines) or (
        f"SELECT {', '.join(f'CAST(NULL AS BIGINT) AS {name}' for name in names)} WHERE 1 = 0"
    )


assert EVERYWHERE == "*"  # noqa: S101 - as `tables.verdict` spells it
