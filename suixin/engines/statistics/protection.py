"""Which cells of confidential values are withheld, and whether a revision would tell of a few: the kernel's disclosure
control, given what it has to look at.

It works on atoms: the smallest sums that the cells are made of. Two places of the form's values that always stand in the
same cells are one atom, so there are as few as the cells allow.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from suixin.engines.statistics.computing import Working, working
from suixin.engines.statistics.known import indicator_in
from suixin.engines.statistics.models import Release
from suixin.kernel.statistics.disclosure import Reason, Rules, primary
from suixin.kernel.statistics.figures import CLASS, Place, place_of
from suixin.kernel.statistics.indicators import Aggregate, Indicator, Selection, Value
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.suppression import Cell, protect

Dimensions = tuple[str | None, ...]
Fine = tuple[int, Dimensions]  # which value, and where
Changes = Mapping[Place, Mapping[str, int]]  # of each cell, by unit


@dataclass(frozen=True, slots=True)
class Opened:
    """A cell that another indicator has published over the same reports."""

    values: frozenset[str]  # paths
    at: Mapping[str, str]  # without the class, which `values` has


@dataclass(frozen=True)
class Amounts:
    """What every unit reported of some values, for one period."""

    names: tuple[str, ...]  # of the dimensions
    values: tuple[Value, ...]
    rows: Mapping[tuple[str, Dimensions], tuple[int | None, ...]]  # by unit and place

    def filled(self) -> Iterator[tuple[str, Fine, int]]:
        for (unit, there), amounts in self.rows.items():
            for place, amount in enumerate(amounts):
                if amount is not None:
                    yield unit, (place, there), amount

    @cached_property
    def at(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.names)}

    def lies_in(self, fine: Fine, at: Mapping[str, str], values: frozenset[str] | None = None) -> bool:
        """Whether a cell at this place has it; `values` in place of the class."""
        value = self.values[fine[0]]
        if values is not None and value.path not in values:
            return False
        return all(
            value.klass == asked if name == CLASS else fine[1][self.at[name]] == asked
            for name, asked in at.items()
        )


def is_confidential(indicator: Indicator, selection: Selection) -> bool:
    """Counts tell how many reported, which is no secret; sums of confidential items are protected."""
    if indicator.disclosure is None or indicator.aggregate not in (Aggregate.SUM, Aggregate.LATEST):
        return False
    form = selection.form
    return form is None or any(
        form.item(value.path.rpartition("/")[2]).confidential for value in selection.values
    )


def rules_of(indicator: Indicator) -> Rules:
    given = indicator.disclosure
    if given is None:
        raise ValueError(f"{indicator.id} has no disclosure rules")
    return Rules(given.threshold, given.dominance, given.p_percent)


def amounts_at(indicator: Indicator, period: Period, records: int, values: Sequence[Value] = ()) -> Amounts:
    with working(indicator, [period], records, values) as found:
        return amounts_in(found)


def amounts_in(found: Working) -> Amounts:
    question = found.question
    rows = {(unit, there): amounts for unit, there, amounts in found.contributions() if unit is not None}
    return Amounts(question.dimensions, question.selection.values, rows)


def withheld(
    places: Iterable[Place], amounts: Amounts, own: frozenset[str], rules: Rules, opened: Sequence[Opened]
) -> dict[Place, Reason]:
    """Which of the places, each a cell over the values `own`, must not be shown, and why."""
    cells = [(place, dict(place)) for place in places]
    atoms: dict[frozenset[int], tuple[str, ...]] = {}
    members: dict[int, set[tuple[str, ...]]] = defaultdict(set)
    known: dict[Fine, tuple[str, ...] | None] = {}
    contributions: dict[tuple[str, ...], dict[str, int]] = {}
    for unit, fine, amount in amounts.filled():
        if fine not in known:
            inside = [n for n, (_, at) in enumerate(cells) if amounts.lies_in(fine, at, own)]
            inside += [
                n for n, each in enumerate(opened, len(cells)) if amounts.lies_in(fine, each.at, each.values)
            ]
            known[fine] = None
            if inside:
                known[fine] = new = atoms.setdefault(frozenset(inside), (str(len(atoms)),))
                for number in inside:
                    members[number].add(new)
        if (atom := known[fine]) is not None:
            held = contributions.setdefault(atom, {})
            held[unit] = held.get(unit, 0) + amount
    found = protect(
        [Cell(place, frozenset(members[n])) for n, (place, _) in enumerate(cells)],
        contributions,
        rules,
        [frozenset(members[n]) for n in range(len(cells), len(cells) + len(opened))],
    )
    return {place: found.withheld[place] for place, _ in cells if place in found.withheld}


def opened_elsewhere(
    indicator: Indicator, selection: Selection, period: Period
) -> tuple[list[Opened], list[Value]]:
    """Cells of others' releases over the same reports, and the values that they take beside the indicator's own. What
    selects otherwise (another state of review, a condition) adds up other amounts, and is left aside."""
    found: list[Opened] = []
    values = {value.path: value for value in selection.values}
    if indicator.source is None or selection.form is None:
        return [], []
    own = (indicator.source.form, indicator.source.status, indicator.source.span, indicator.aggregate)
    held = Release.objects.filter(period=str(period), to_index=None).exclude(indicator=indicator.id)
    for release in held:
        other = indicator_in(release.digest)
        source = other.source
        if (
            source is None
            or source.where
            or (source.form, source.status, source.span, other.aggregate) != own
        ):
            continue
        items = {
            item.path: item
            for item in selection.form.items
            if item.id in source.items or item.klass in source.classes
        }
        for cell in release.data["cells"]:
            if "opening" not in cell:
                continue
            klass = cell["at"].get(CLASS)
            paths = frozenset(path for path, item in items.items() if klass in (None, item.klass))
            found.append(Opened(paths, {name: each for name, each in cell["at"].items() if name != CLASS}))
            for path in paths - values.keys():
                values[path] = Value(path, items[path].klass, items[path].scale)
    return found, list(values.values())[len(selection.values) :]


def changes(before: Amounts, after: Amounts, places: Iterable[Place]) -> Changes:
    """Of each cell, by how much each unit's amounts changed; who did not change is not there."""
    moved: dict[tuple[str, Fine], int] = defaultdict(int)
    for (unit, there), amounts in after.rows.items():
        if before.rows.get((unit, there)) != amounts:
            for place, amount in enumerate(amounts):
                moved[unit, (place, there)] += amount or 0
    for (unit, there), amounts in before.rows.items():
        if after.rows.get((unit, there)) != amounts:
            for place, amount in enumerate(amounts):
                moved[unit, (place, there)] -= amount or 0
    found: dict[Place, dict[str, int]] = {place: defaultdict(int) for place in places}
    for (unit, fine), amount in moved.items():
        for cell, units in found.items():
            if amount and after.lies_in(fine, dict(cell)):
                units[unit] += amount
    return {
        place: {unit: amount for unit, amount in units.items() if amount} for place, units in found.items()
    }


def revealing(found: Changes, rules: Rules) -> list[Place]:
    """The cells whose change, as the difference of two releases, would tell of a few."""
    return [place for place, units in found.items() if primary(units, rules) is not None]


def open_places(data: Mapping[str, list[dict[str, object]]]) -> frozenset[Place]:
    return frozenset(place_of(cell["at"]) for cell in data["cells"] if "opening" in cell)  # type: ignore[arg-type]
