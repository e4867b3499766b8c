"""What a series suggests beside its published figures: its season taken out, and the points that stand out. Estimates, and
shown as such: with method and version, never among the figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suixin.engines.statistics.estimates import outliers, seasonal
from suixin.engines.statistics.estimates.estimate import Estimate
from suixin.engines.statistics.office.wording import figure_words, period_words
from suixin.engines.statistics.portal.grid import Grid
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import Period
from suixin.kernel.statistics.rounding import plain

YEARS_FOR_SEASON = 3
KINDS: Mapping[str, str | Promise] = {
    "AO": _("这一期单独偏离"),
    "LS": _("从这一期起整体上移或下移"),
    "TC": _("突然偏离，随后逐渐回到原来"),
    "MAD": _("离趋势远"),
    "HB": _("变动和平常各期不同"),
}


@dataclass(frozen=True, slots=True)
class Odd:
    period: Period
    period_words: str
    size: str  # with its sign
    why: Sequence[str]

    @property
    def words(self) -> str:
        return str(_("；")).join(self.why)


@dataclass(frozen=True, slots=True)
class Estimated:
    adjusted: Mapping[
        str, Decimal
    ]  # by period; empty where there is no season to take out, or too little to see one
    season: Estimate | None
    marks: Estimate
    odd: tuple[Odd, ...]


def can_adjust(indicator: Indicator, count: int) -> bool:
    a_year = indicator.frequency.a_year
    return indicator.aggregate is not None and a_year > 1 and count >= YEARS_FOR_SEASON * a_year


def can_mark(indicator: Indicator, count: int) -> bool:
    return indicator.aggregate is not None and count >= outliers.LEAST


def estimated(indicator: Indicator, whole: Grid) -> Estimated:
    """`whole`: of one row, with all periods that there are."""
    points = [
        (str(period), cell.value)
        for row in whole.rows
        for period, cell in zip(whole.periods, row.cells, strict=True)
        if cell is not None and cell.value is not None
    ]
    places = max(0, indicator.places)
    season = seasonal.adjust(points, places) if can_adjust(indicator, len(points)) else None
    marks = outliers.find(points, places)
    line = season.lines.get("adjusted", ()) if season is not None else ()
    return Estimated({point.period: point.value for point in line}, season, marks, tuple(odd(marks)))


def odd(marks: Estimate) -> list[Odd]:
    """One for each period, the newest first: several methods may agree on it."""
    found: dict[str, list[str]] = {}
    sizes: dict[str, Decimal] = {}
    for mark in marks.marks:
        found.setdefault(mark.period, []).append(
            str(_("%(title)s（%(number)s）"))
            % {"title": KINDS.get(mark.kind, mark.kind), "number": mark.kind}
        )
        sizes[mark.period] = max(sizes.get(mark.period, Decimal(0)), mark.size, key=abs)
    return [
        Odd(Period.read(period), period_words(Period.read(period)), signed(sizes[period]), why)
        for period, why in sorted(found.items(), reverse=True)
    ]


def signed(size: Decimal) -> str:
    sign = "+" if size > 0 else "−" if size < 0 else ""
    return sign + figure_words(plain(abs(size)))
