"""An indicator's published figures as rows and periods, as a table or a drawing takes them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from suixin.engines.statistics.dimensions import DISTRICT, Dimension
from suixin.engines.statistics.models import Figure
from suixin.engines.statistics.office.wording import figure_words, period_words, said
from suixin.engines.statistics.portal.choice import Choice
from suixin.kernel.statistics.periods import Period, periods_between


@dataclass(frozen=True, slots=True)
class Cell:
    figure: str | None  # as published
    state: str  # open | withheld | missing
    stage: str
    units: int
    address: str

    @property
    def value(self) -> Decimal | None:
        return None if self.figure is None else Decimal(self.figure)

    @property
    def revised(self) -> bool:
        return self.stage == "revised"

    @property
    def provisional(self) -> bool:
        return self.stage == "provisional"

    @property
    def words(self) -> str:
        if self.figure is not None:
            return figure_words(self.figure)
        return _("不公布") if self.state == "withheld" else _("无数据")


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    name: str
    style: int  # its place among all values of its dimension
    cells: tuple[Cell | None, ...]  # one for each period

    @property
    def newest(self) -> Cell | None:
        return self.cells[-1] if self.cells else None


@dataclass(frozen=True, slots=True)
class Grid:
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]

    @property
    def words(self) -> list[str]:
        return [period_words(period) for period in self.periods]

    def holds(self, state: str) -> bool:
        return any(cell is not None and cell.state == state for row in self.rows for cell in row.cells)

    @property
    def revised(self) -> bool:
        return any(cell is not None and cell.revised for row in self.rows for cell in row.cells)

    @property
    def provisional(self) -> bool:
        return any(cell is not None and cell.provisional for row in self.rows for cell in row.cells)


def grid_of(name: str, choice: Choice, dimensions: Mapping[str, Dimension]) -> Grid:
    periods = periods_between(choice.first, choice.last)
    found: dict[str, dict[int, Cell]] = {}
    wanted = {choice.by, *choice.fixed} - {""}
    for at, ordinal, period, figure, state, stage, units in held(name, choice).values_list(
        "at", "ordinal", "period", "figure", "state", "release__stage", "units"
    ):
        if at.keys() == wanted and all(at[key] == value for key, value in choice.fixed.items()):
            row = found.setdefault(at.get(choice.by, ""), {})
            row[ordinal] = Cell(figure, state, stage, units, figure_address(name, period, at))
    rows = [
        Row(code, title, style, tuple(found[code].get(period.ordinal) for period in periods))
        for code, title, style in names(choice, dimensions)
        if code in found
    ]
    return Grid(tuple(periods), tuple(rows))


def held(name: str, choice: Choice) -> QuerySet[Figure]:
    """Those cells that may be wanted, sieved by the text of their places."""
    figures = Figure.objects.filter(
        indicator=name, holds=True, ordinal__gte=choice.first.ordinal, ordinal__lte=choice.last.ordinal
    )
    if not choice.by and not choice.fixed:
        return figures.filter(place="")
    for part in [f"{choice.by}="] if choice.by else []:
        figures = figures.filter(place__contains=part)
    for key, value in choice.fixed.items():
        figures = figures.filter(place__contains=f"{key}={value}")
    return figures


def names(choice: Choice, dimensions: Mapping[str, Dimension]) -> list[tuple[str, str, int]]:
    """What the rows may be, in the dimension's own order: the code, what it is called, and its place."""
    if not choice.by:
        words = _("，").join(said(dimensions[key].values[value]) for key, value in choice.fixed.items())
        return [("", words or _("全市"), 0)]
    values = dimensions[choice.by].values
    return [(code, said(title), style) for style, (code, title) in enumerate(values.items())]


def figure_address(name: str, period: str, at: Mapping[str, str]) -> str:
    """Of the page on one figure."""
    address = reverse("statistics:figure", args=[name, period])
    return f"{address}?{urlencode(sorted(at.items()))}" if at else address


def largest(rows: Sequence[Row], count: int) -> list[Row]:
    """By their newest figure; in their own order."""
    ranked = sorted(rows, key=size, reverse=True)[:count]
    return [row for row in rows if row in ranked]


def size(row: Row) -> tuple[bool, Decimal]:
    newest = next(
        (cell.value for cell in reversed(row.cells) if cell is not None and cell.value is not None), None
    )
    return newest is not None, newest or Decimal(0)


def is_by_district(choice: Choice) -> bool:
    return choice.by == DISTRICT
