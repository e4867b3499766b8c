"""Which drawing a reader gets of a grid of figures, and the words that go with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suixin.engines.statistics.office.wording import said
from suixin.engines.statistics.portal.choice import LINES, Choice
from suixin.engines.statistics.portal.drawings import bar, line, map
from suixin.engines.statistics.portal.drawings.canvas import canvases
from suixin.engines.statistics.portal.estimated import Estimated
from suixin.engines.statistics.portal.grid import Cell, Grid, Row, largest
from suixin.kernel.statistics.indicators import Indicator
from suixin.platform.ui.numbers import unit_words

ESTIMATE = 6  # its place among the colours


@dataclass(frozen=True, slots=True)
class Chart:
    kind: str  # line, bar or map
    title: str
    about: str  # what is to be seen, for those who do not see it
    drawings: Sequence[Any]  # wide and narrow
    rows: Sequence[Row] = ()  # all that lines could be drawn of
    drawn: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be drawn, and for whom."""

    choice: Choice
    grid: Grid
    indicator: Indicator
    mode: str  # the reader's
    found: Estimated | None

    @property
    def title(self) -> str:
        return said(self.indicator.titles)

    @property
    def newest_title(self) -> str:
        return _("%(title)s，%(period)s") % {"title": self.title, "period": self.grid.words[-1]}

    @property
    def unit(self) -> str:
        return unit_words(self.indicator.unit)


def chart(asked: Asked) -> Chart | None:
    """None where a table is wanted, or there is nothing to draw."""
    if not asked.grid.rows:
        return None
    kinds = {"line": lines, "bar": bars, "map": on_map}
    draw = kinds.get(asked.choice.view)
    return None if draw is None else draw(asked)


def lines(asked: Asked) -> Chart:
    grid, found = asked.grid, asked.found
    if asked.choice.lines:
        rows = [row for row in grid.rows if row.code in asked.choice.lines]
    else:
        rows = largest(grid.rows, LINES)
    odd = {str(each.period): each.words for each in found.odd} if found else {}
    series = [line.Series(row.name, row.style, points(grid, row, odd)) for row in rows]
    if found is not None and found.adjusted:
        series = [replace(series[0], name=_("已公布")), adjusted(grid, found)]
    about = _("%(title)s，%(first)s至%(last)s，单位：%(unit)s。共 %(count)d 条线；各期的数见下表。") % {
        "title": asked.title,
        "first": grid.words[0],
        "last": grid.words[-1],
        "unit": asked.unit,
        "count": len(series),
    }
    drawings = [line.draw(series, grid.words, each) for each in canvases(asked.mode)]
    return Chart("line", asked.title, about, drawings, grid.rows, frozenset(row.code for row in rows))


def points(grid: Grid, row: Row, odd: Mapping[str, str]) -> list[line.Point]:
    return [
        point(words, cell, odd.get(str(period), ""))
        for period, words, cell in zip(grid.periods, grid.words, row.cells, strict=True)
    ]


def adjusted(grid: Grid, found: Estimated) -> line.Series:
    points = [
        line.Point(_("%s，季节调整后（估计）") % words, found.adjusted.get(str(period)))
        for period, words in zip(grid.periods, grid.words, strict=True)
    ]
    return line.Series(_("估计"), ESTIMATE, points, estimate=True)


def point(words: str, cell: Cell | None, odd: str) -> line.Point:
    if cell is None:
        return line.Point(words)
    told = _("；").join(part for part in (f"{words} {cell.words}", odd) if part)
    return line.Point(told, cell.value, cell.state, cell.revised, odd)


def bars(asked: Asked) -> Chart:
    """Of the newest period; where there is one row only, of each period, the newest first."""
    if asked.choice.by:
        return ranked(asked)
    cells = zip(asked.grid.words, asked.grid.rows[0].cells, strict=True)
    return bar_chart([(words, cell) for words, cell in cells][::-1], asked.title, asked)


def ranked(asked: Asked) -> Chart:
    """The largest first, those without a figure last."""
    rows = sorted(asked.grid.rows, key=size_now, reverse=True)
    return bar_chart([(row.name, row.newest) for row in rows], asked.newest_title, asked)


def size_now(row: Row) -> tuple[bool, Decimal]:
    value = row.newest.value if row.newest is not None else None
    return value is not None, value or Decimal(0)


def bar_chart(named: Sequence[tuple[str, Cell | None]], title: str, asked: Asked) -> Chart:
    found = [bar.Bar(name, cell.words, cell.value) for name, cell in named if cell is not None]
    about = _("%(title)s，单位：%(unit)s，%(count)d 项；各项的数见下表。") % {
        "title": title,
        "unit": asked.unit,
        "count": len(found),
    }
    return Chart("bar", title, about, [bar.draw(found, each) for each in canvases(asked.mode)])


def on_map(asked: Asked) -> Chart:
    """The districts, and beside them the same figures from the largest to the smallest."""
    places = [
        map.Place(row.code, cell.value, cell.words, cell.address)
        for row in asked.grid.rows
        if (cell := row.newest) is not None
    ]
    ranking = ranked(asked)
    return Chart("map", asked.newest_title, ranking.about, [map.draw(places), ranking.drawings[-1]])
