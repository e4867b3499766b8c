"""A target in words, and where things stand on its bar: the same geometry in a cell, on a card and on the wall.

The drawing is 1000 units wide. Positions are for the eye; the exact numbers stand beside it as text.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from suixin.platform.ui.numbers import written
from suixin.platform.ui.parts import Target

WIDTH = 1000


@dataclass(frozen=True, slots=True)
class Bar:
    goal: int
    start: int | None = None  # where the filled part begins: the baseline, or the left edge
    now: int | None = None
    pace: int | None = None
    band: tuple[int, int] | None = None

    @property
    def fill_from(self) -> int:
        return min(self.start or 0, self.now or 0)

    @property
    def fill_width(self) -> int:
        return abs((self.now or 0) - (self.start or 0))

    @property
    def band_width(self) -> int:
        return max(2, self.band[1] - self.band[0]) if self.band else 0


def bar_of(target: Target) -> Bar | None:
    """None when the target has no number, so that there is nothing to draw."""
    if target.value is None:
        return None
    known = [Decimal(target.value)]
    known += [Decimal(v) for v in (target.baseline, target.now, target.pace) if v is not None]
    known += [Decimal(v) for v in target.forecast or ()]
    low = min(*known, Decimal(0)) if target.baseline is None else min(known)
    if target.baseline is None or (low >= 0 and low < max(known) / 2):
        low = min(low, Decimal(0))  # start at nought unless that would squeeze the change out of sight
    high = max(known)
    span = (high - low) or Decimal(1)

    def at(value: Decimal | int | None) -> int | None:
        return None if value is None else int((Decimal(value) - low) / span * (WIDTH - 40)) + 10

    band = None
    if target.forecast:
        first, last = (at(value) for value in target.forecast)
        band = (first or 0, last or 0)
    return Bar(
        goal=at(target.value) or 0,
        start=at(target.baseline),
        now=at(target.now),
        pace=at(target.pace),
        band=band,
    )


def goal_words(target: Target) -> str:
    """The promise as words: 目标 6,000 亿元以上."""
    if target.value is None:
        return ""
    amount = str(written(target.value, target.unit))
    phrases = {
        ">=": _("目标 %s以上"),
        ">": _("目标超过 %s"),
        "=": _("目标 %s"),
        "<=": _("目标不超过 %s"),
        "<": _("目标低于 %s"),
        "~": _("目标约 %s"),
    }
    return phrases[target.op] % amount
