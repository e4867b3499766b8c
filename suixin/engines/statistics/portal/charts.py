"""Which drawing a reader gets of a grid of figures, and the words that go with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from suixin.engines.statistics.portal.choice import LINES, Choice
from suixin.engines.statistics.portal.drawings import bar, line, map
from suixin.engines.statistics.portal.drawings.canvas import canvases
from suixin.engines.statistics.portal.estimated import Estimated
from suixin.engines.statistics.portal.grid import Cell, Grid, Row, largest
from suixin.engines.statistics.office.wording import said
from suixin.kernel.statistics.indicators import Indicator
from suixin.platform.ui.numbers import unit_words


@dataclass(frozen=True, slots=True)
class Chart:
    kind: str  # line, bar or map
    title: str
    about: str  # what is to be seen, for those who do not see it
    drawings: Sequence[Any]  # wide and narrow
    rows: Sequence[Row] = ()  # all that lines could be drawn of
    drawn: frozenset[str] = frozenset()


def chart(
    choice: Choice, grid: Grid, indicator: Indicator, mode: str, found: Estimated | None
) -> Chart | None:
    if choice.view == "table" or not grid.rows:
        return None
    title = said(indicator.titles)
    if choice.view == "line":
        return lines(choice, grid, title, indicator, mode, found)
    if choice.view == "map":
        return on_map(grid, title, indicator)
    return bars(choice, grid, title, indicator, mode)


def lines(
    choice: Choice, grid: Grid, title: str, indicator: Indicator, mode: str, found: Estimated | None
) -> Chart:
    if choice.lines:
        rows = [row for row in grid.rows if row.code in choice.lines]
    else:
        rows = largest(grid.rows, LINES)
    odd = {str(each.period): each.words for each in found.odd} if found else {}
    series = [
        line.Series(row.name, row.style, [
            point(period, words, cell, odd.get(str(period), ""))
            for period, words, cell in zip(grid.periods, grid.words, row.cells, strict=True)
        ])
        for row in rows
    ]  # fmt: skip
    if found is not None and found.adjusted:
        series[0] = line.Series(_("已公布"), series[0].style, series[0].points)
        points = []
        for period, words in zip(grid.periods, grid.words, strict=True):
            value = found.adjusted.get(str(period))
            points.append(line.Point(_("%s，季节调整后（估计）") % words, value))
        series.append(line.Series(_("估计"), 6, points, estimate=True))
    about = _("%(title)s，%(first)s至%(last)s，单位：%(unit)s。共 %(count)d 条线；各期的数见下表。") % {
        "title": title,
        "first": grid.words[0],
        "last": grid.words[-1],
        "unit": unit_words(indicator.unit),
        "count": len(series),
    }
    drawn = frozenset(row.code for row in rows)
    return Chart(
        "line",
        title,
        about,
        [line.draw(series, grid.words, each) for each in canvases(mode)],
        grid.rows,
        drawn,
    )


def point(period: object, words: str, cell: Cell | None, odd: str) -> line.Point:
    if cell is None:
        return line.Point(words)
    return line.Point(f"{words} {cell.words}", cell.value, cell.state, cell.revised, odd)


def bars(choice: Choice, grid: Grid, title: str, indicator: Indicator, mode: str) -> Chart:
    if choice.by:
        named = [(row.name, row.newest, row.style) for row in grid.rows]
        named.sort(
            key=lambda each: (
                each[1] is None or each[1].value is None,
                -(each[1].value or 0) if each[1] else 0,
            )
        )
        title = _("%(title)s，%(period)s") % {"title": title, "period": grid.words[-1]}
    else:
        cells = grid.rows[0].cells
        named = [(words, cell, 0) for words, cell in zip(grid.words, cells, strict=True)][::-1]
    found = [
        bar.Bar(name, cell.words, cell.value, style, cell.state, cell.revised)
        for name, cell, style in named
        if cell is not None
    ]
    about = _("%(title)s，单位：%(unit)s，%(count)d 项；各项的数见下表。") % {
        "title": title,
        "unit": unit_words(indicator.unit),
        "count": len(found),
    }
    return Chart("bar", title, about, [bar.draw(found, each) for each in canvases(mode)])


def on_map(grid: Grid, title: str, indicator: Indicator) -> Chart:
    places = [
        map.Place(row.code, cell.value, cell.words, cell.address)
        for row in grid.rows
        if (cell := row.newest) is not None
    ]
    title = _("%(title)s，%(period)s") % {"title": title, "period": grid.words[-1]}
    return Chart("map", title, "", [map.draw(places)])
