"""Which figure an address means: `/figures/<indicator>/<period>/?district=440106`, or `?release=12` for an earlier one.

Names in the address that no figure of the release has (a link was passed on with something added) are left aside.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse

from suixin.engines.statistics import known, read
from suixin.engines.statistics.dimensions import form_of
from suixin.engines.statistics.models import Release as Row
from suixin.engines.statistics.office.wording import period_words, place_words, said
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import MalformedPeriod, Period
from suixin.kernel.statistics.release import Cell, Release, read_release


class NoFigure(Exception):
    """There is the indicator, and not what was asked of it. `why`: period, release or cell."""

    def __init__(self, indicator: Indicator, period: Period, why: str) -> None:
        super().__init__(why)
        self.indicator, self.period, self.why = indicator, period, why


@dataclass(frozen=True, slots=True)
class Asked:
    """A cell of a release, with all that its page needs to name it."""

    row: Row
    release: Release
    indicator: Indicator  # as it was when this was published
    form: Form | None  # whose titles the codes of cells have
    cell: Cell
    newest: Row  # the release that holds, or this one

    @property
    def period(self) -> Period:
        return self.release.period

    @property
    def is_current(self) -> bool:
        return self.row.to_index is None

    @property
    def title(self) -> str:
        return said(self.indicator.titles)

    @property
    def period_words(self) -> str:
        return period_words(self.period)

    @property
    def place_words(self) -> str:
        return self.words_of(self.cell)

    def words_of(self, cell: Cell) -> str:
        return place_words({name: cell.at[name] for name in self.names_of(cell)}, self.form)

    def names_of(self, cell: Cell) -> tuple[str, ...]:
        """A cell's dimensions, in the order of its breakdown."""
        names = set(cell.at)
        return next((each for each in self.indicator.breakdowns if set(each) == names), tuple(sorted(names)))

    def address(self, at: Mapping[str, str] | None = None, *, fixed: bool = False) -> str:
        """Of this cell or another of the release; `fixed` to this very release, whatever comes later."""
        return address(
            self.indicator.id,
            self.period,
            self.cell.at if at is None else at,
            self.row.index if fixed or not self.is_current else None,
        )


def address(
    indicator: str,
    period: Period,
    at: Mapping[str, str],
    release: int | None = None,
    name: str = "statistics:figure",
) -> str:
    query = dict(sorted(at.items())) | ({} if release is None else {"release": str(release)})
    return reverse(name, args=[indicator, str(period)]) + (f"?{urlencode(query)}" if query else "")


def asked(request: HttpRequest, name: str, period_text: str) -> Asked:
    """Raises `Http404` for what never can be, `NoFigure` for what is not there."""
    indicator = known.newest_indicator(name)
    if indicator is None:
        raise Http404
    try:
        period = Period.read(period_text)
    except MalformedPeriod:
        raise Http404 from None
    newest = read.release_of(name, period)
    if newest is None:
        raise NoFigure(indicator, period, "period")
    row = newest
    if given := request.GET.get("release", ""):
        number = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else -1
        row = read.release_of(name, period, number)
        if row is None:
            raise NoFigure(indicator, period, "release")
    release = read_release(row.data)
    names = {each for cell in release.cells for each in cell.at} | {
        each for breakdown in indicator.breakdowns for each in breakdown
    }
    at = {each: value for each, value in request.GET.items() if each in names and value}
    cell = next((cell for cell in release.cells if cell.at == at), None)
    if cell is None:
        raise NoFigure(indicator, period, "cell")
    then = known.indicator_in(row.digest)
    return Asked(row, release, then, form_of(then), cell, newest)
