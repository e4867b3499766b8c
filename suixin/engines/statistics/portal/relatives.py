"""Indicators that tell of one another: growth, share and the year so far beside what they are derived from."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suixin.engines.statistics import known
from suixin.engines.statistics.office.wording import CHANGES, figure_words
from suixin.kernel.statistics.indicators import Change, Indicator

MOST_STEPS = 10
GROWTH = (Change.ON_YEAR, Change.ON_PERIOD)  # those that tell how a figure moved
MOVED: Mapping[Change, tuple[str | Promise, str | Promise, str | Promise]] = {
    Change.ON_YEAR: (
        gettext_lazy("比上年同期增长 %s"),
        gettext_lazy("比上年同期下降 %s"),
        gettext_lazy("与上年同期持平"),
    ),
    Change.ON_PERIOD: (
        gettext_lazy("比上期增长 %s"),
        gettext_lazy("比上期下降 %s"),
        gettext_lazy("与上期持平"),
    ),
}


@dataclass(frozen=True, slots=True)
class Relative:
    indicator: Indicator
    change: Change

    @property
    def words(self) -> str:
        return str(CHANGES[self.change])


def of(name: str, among: list[Indicator] | None = None) -> list[Relative]:
    """Those derived from an indicator, growth first."""
    found = [
        Relative(each, each.derivation.change)
        for each in (known.indicators() if among is None else among)
        if each.derivation is not None and each.derivation.of == name
    ]
    order = list(Change)
    return sorted(found, key=lambda relative: order.index(relative.change))


def root(indicator: Indicator, among: Mapping[str, Indicator]) -> Indicator:
    """What it is derived from in the end; itself where it is counted."""
    for _step in range(MOST_STEPS):
        if indicator.derivation is None or indicator.derivation.of not in among:
            return indicator
        indicator = among[indicator.derivation.of]
    return indicator


def movement(change: Change, figure: str | None) -> str:
    """比上年同期增长 3.2%; "" where it is not known, or the change is none of growth."""
    if figure is None or change not in MOVED:
        return ""
    rose, fell, level = MOVED[change]
    value = Decimal(figure)
    if value == 0:
        return str(level)
    return str(rose if value > 0 else fell) % f"{figure_words(str(abs(value)))}%"


def unit_words_of(indicator: Indicator) -> str:
    from suixin.platform.ui.numbers import unit_words

    return "%" if indicator.unit == "%" else unit_words(indicator.unit) or _("无单位")
