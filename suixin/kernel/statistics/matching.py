"""What a release says beside what the log comes to: selection, response, cells, openings, rounding. Each comparison is
one finding: its name, what it is about, and what is wrong, which is empty where nothing is."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from suixin.kernel.records.commitment import MAGNITUDE_LIMIT, opens
from suixin.kernel.statistics.counting import Counted
from suixin.kernel.statistics.figures import (
    Base,
    Derived,
    Part,
    Pile,
    Place,
    State,
    Tally,
    Uncountable,
    derived,
    exact_value,
    figure_of,
    figure_text,
    scale_of,
    tallies,
    value_text,
)
from suixin.kernel.statistics.indicators import Indicator, Selection
from suixin.kernel.statistics.release import Cell, Release

Finding = tuple[str, str, str]  # name, subject, fault
Sums = Callable[[Sequence[Sequence[bytes]]], list[bytes | None]]
FEW = 5  # faults that are told one by one


def counted_faults(
    indicator: Indicator, selection: Selection, release: Release, counted: Counted, sums: Sums
) -> Iterator[Finding]:
    if counted.faults:
        yield "selection", "", told(counted.faults)
        return
    yield (
        "selection",
        f"{len(counted.entries):,}",
        (
            ""
            if release.selected == counted.selected and not release.sources
            else f"what counts is {counted.selected.reports:,} records with the digest {counted.selected.digest}"
        ),
    )
    if counted.response is not None or release.response is not None:
        found = counted.response
        subject = "" if found is None else f"{found.accepted}/{found.reported}/{found.expected}"
        yield "response", subject, "" if release.response == found else f"it is {found}"
    try:
        found_cells = tallies(indicator, selection, counted)
    except Uncountable as error:
        yield "cells", "", str(error)
        return
    scale = scale_of(indicator, selection)
    withheld = sum(cell.withheld for cell in release.cells)
    yield (
        "cells",
        f"{len(release.cells)}, {withheld} withheld",
        told(cell_faults(release, found_cells, scale)),
    )
    both = [(cell, found_cells[cell.place]) for cell in release.cells if cell.place in found_cells]
    if committed := [(cell, tally) for cell, tally in both if cell.is_open and tally.piles]:
        yield "openings", str(len(committed)), told(opening_faults(committed, scale, sums))
    rounding = (
        f"{named(cell.place)}: the figure is not {indicator.places} places of {cell.value} × {indicator.factor}"
        for cell in release.cells
        if cell.is_open and cell.figure != figure_of(indicator, smallest(cell, scale), scale)
    )
    yield "rounding", str(indicator.places), told(rounding)


def cell_faults(release: Release, found: Mapping[Place, Tally], scale: int) -> Iterator[str]:
    """Every cell that occurs is there, and no other; what is open is what was counted."""
    published = {cell.place: cell for cell in release.cells}
    yield from (f"{named(place)} is left out" for place in found.keys() - published.keys())
    yield from (f"{named(place)} does not occur" for place in published.keys() - found.keys())
    for place in found.keys() & published.keys():
        cell, tally = published[place], found[place]
        if cell.units != len(tally.units):
            yield f"{named(place)} has {len(tally.units)} units, not {cell.units}"
        if cell.missing:
            yield f"{named(place)} is not missing: it can be counted"
        elif cell.is_open and (fault := value_fault(cell, tally, scale)):
            yield f"{named(place)}: {fault}"


def value_fault(cell: Cell, tally: Tally, scale: int) -> str:
    if cell.value is None or cell.value != value_text(smallest(cell, scale), scale):
        return f"the value is not a decimal with {scale} places"
    if tally.piles:
        return "" if cell.opening is not None else "it adds up commitments, and has no opening"
    if cell.opening is not None:
        return "it has an opening, and nothing to open"
    counted = value_text(tally.total, scale)
    return "" if cell.value == counted else f"the value is {counted}, not {cell.value}"


def smallest(cell: Cell, scale: int) -> int:
    """The value in its smallest unit; what is no such value is found where its text is compared."""
    return 0 if cell.value is None else int(exact_value(cell.value) * 10**scale)


def opening_faults(committed: Sequence[tuple[Cell, Tally]], scale: int, sums: Sums) -> Iterator[str]:
    """The commitments of a cell add up to one that its value and opening make; what is open is left out on both sides.
    Parts are added once, whatever cells they are in."""
    piles: dict[int, Pile] = {id(pile): pile for _, tally in committed for pile in tally.piles}
    added = dict(zip(piles, sums([pile.commitments for pile in piles.values()]), strict=True))
    parts = [
        [part for pile in tally.piles if (part := added[id(pile)]) is not None] for _, tally in committed
    ]
    for (cell, tally), some, whole in zip(committed, parts, sums(parts), strict=True):
        value = smallest(cell, scale) - tally.total
        if whole is None or len(some) < len(tally.piles):
            yield f"{named(cell.place)}: its commitments cannot be added"
        elif abs(value) > tally.commitments * MAGNITUDE_LIMIT:
            yield f"{named(cell.place)}: the value is larger than so many reports can make it"
        elif not opens(whole, value, bytes.fromhex(cell.opening or "")):
            yield f"{named(cell.place)}: value and opening do not fit the commitments"


def base_of(indicator: Indicator, release: Release) -> Base:
    """What others may be derived from; its cells were verified."""
    return Base(
        indicator,
        {
            cell.place: State.WITHHELD if cell.value is None else exact_value(cell.value)
            for cell in release.cells
        },
        {cell.place: cell.units for cell in release.cells},
    )


def derived_faults(
    indicator: Indicator, release: Release, base: Callable[[Part], Base | None]
) -> Iterator[Finding]:
    found = derived(indicator, release.period, base)
    published = {cell.place: cell for cell in release.cells}
    extra = "" if release.selected is None and release.response is None else "it selects nothing itself"
    faults = [
        *([extra] if extra else ()),
        *(f"{named(place)} is left out" for place in found.keys() - published.keys()),
        *(f"{named(place)} does not occur" for place in published.keys() - found.keys()),
    ]
    withheld = sum(cell.withheld for cell in release.cells)
    yield "cells", f"{len(release.cells)}, {withheld} withheld", told(faults)
    wrong = (
        f"{named(place)}: {fault}"
        for place in found.keys() & published.keys()
        if (fault := derived_fault(indicator, published[place], found[place]))
    )
    yield "derived", str(indicator.places), told(wrong)


def derived_fault(indicator: Indicator, cell: Cell, found: Derived) -> str:
    """A cell may be withheld although its parts are open: the figure could tell what another withholds."""
    if cell.units != found.units:
        return f"it has {found.units} units, not {cell.units}"
    if cell.withheld:
        return ""
    if isinstance(found.exact, State):
        same = found.exact is State.MISSING and cell.missing
        return "" if same else f"it is {found.exact}"
    if cell.value is not None or cell.opening is not None:
        return "a derived figure has no value of its own"
    figure = figure_text(indicator, Fraction(found.exact))
    return "" if cell.figure == figure else f"the figure is {figure}, not {cell.figure}"


def named(place: Place) -> str:
    return ", ".join(f"{name}={value}" for name, value in place) or "total"


def told(faults: Iterable[str]) -> str:
    """The first few, in an order that is always the same."""
    found = sorted(faults)
    more = f"; and {len(found) - FEW} more" if len(found) > FEW else ""
    return "; ".join(found[:FEW]) + more
