"""Figures of one period on the eleven districts: five steps of tone, each with as many districts as can be, and the figure in
each tile, so that nobody has to tell tones apart."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from suixin.platform.ui.districts import Cell

STEPS = 5


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    value: Decimal | None
    words: str  # the figure, or why there is none
    address: str


@dataclass(frozen=True, slots=True)
class Step:
    number: int
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Drawing:
    cells: tuple[Cell, ...]
    steps: tuple[Step, ...]


def draw(places: Sequence[Place]) -> Drawing:
    ordered = sorted(
        (place for place in places if place.value is not None), key=lambda place: place.value or 0
    )
    steps = steps_of([place.value or Decimal(0) for place in ordered])
    cells = tuple(
        Cell(
            place.code,
            step=steps.get(place.value, 0) if place.value is not None else 0,
            address=place.address,
            words=place.words,
        )
        for place in places
    )
    told = []
    for number in sorted(set(steps.values())):
        within = [place for place in ordered if place.value is not None and steps[place.value] == number]
        told.append(Step(number, within[0].words, within[-1].words))
    return Drawing(cells, tuple(told))


def steps_of(values: Sequence[Decimal]) -> Mapping[Decimal, int]:
    """By value, in order; equal values have one step."""
    distinct = list(dict.fromkeys(values))
    return {value: 1 + place * STEPS // len(distinct) for place, value in enumerate(distinct)}
