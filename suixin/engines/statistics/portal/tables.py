"""The table of an indicator's page: one series period by period with its growth beside it, or rows side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from suixin.engines.statistics.models import Figure
from suixin.engines.statistics.portal import relatives
from suixin.engines.statistics.portal.choice import Choice
from suixin.engines.statistics.portal.grid import Cell, Grid, figure_address
from suixin.engines.statistics.projections import place
from suixin.kernel.statistics.indicators import Indicator


@dataclass(frozen=True, slots=True)
class Line:
    """One period of one series, the newest first."""

    period: str
    cell: Cell | None
    beside: Sequence[tuple[str, Cell | None]]  # growth and the like, each with its heading


def single(indicator: Indicator, choice: Choice, grid: Grid) -> dict[str, Any]:
    others = [each for each in relatives.of(indicator.id) if each.indicator.frequency is indicator.frequency]
    beside: dict[tuple[str, int], Cell] = {}
    for row in Figure.objects.filter(
        indicator__in=[each.indicator.id for each in others],
        holds=True,
        place=place(dict(choice.fixed)),
        ordinal__gte=choice.first.ordinal,
        ordinal__lte=choice.last.ordinal,
    ).values_list("indicator", "ordinal", "period", "figure", "state", "release__stage", "units"):
        name, ordinal, period, figure, stands, stage, units = row
        beside[name, ordinal] = Cell(figure, stands, stage, units, figure_address(name, period, choice.fixed))
    there = [each for each in others if any(name == each.indicator.id for name, _ordinal in beside)]
    cells = grid.rows[0].cells if grid.rows else (None,) * len(grid.periods)
    lines = [
        Line(words, cell, [(each.words, beside.get((each.indicator.id, period.ordinal))) for each in there])
        for period, words, cell in zip(grid.periods, grid.words, cells, strict=True)
    ]
    headings = [
        (
            each.words,
            relatives.unit_words_of(each.indicator),
            reverse("statistics:indicator", args=[each.indicator.id]),
        )
        for each in there
    ]
    return {"headings": headings, "rows": [line for line in reversed(lines) if line.cell is not None]}


def matrix(grid: Grid) -> dict[str, Any]:
    """The newest period first: beside the names, where it is seen without moving the table."""
    words = grid.words[::-1]
    rows = [(row, list(zip(words, row.cells[::-1], strict=True))) for row in grid.rows]
    return {"words": words, "rows": rows}
