"""The paper of a drawing: its size, its text, and where values and periods stand on it.

An SVG scales its text with it, so that each chart is drawn twice, for a wide and for a narrow place; the style sheet
shows the one that fits. Readers in elder mode get larger text on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from suixin.kernel.statistics.rounding import plain

CJK = "⺀"  # from here on a character is as wide as it is high
NARROW_LETTER = Decimal("0.64")  # of its height
STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
TICKS = 6
CUT = Decimal("0.5")  # an axis begins at nought unless all values are above this part of the highest
GAP = 8


@dataclass(frozen=True, slots=True)
class Canvas:
    name: str  # wide or narrow
    width: int
    height: int
    text: int  # its height

    def long(self, words: str) -> int:
        """How wide words are, roughly."""
        return int(
            sum((Decimal(1) if letter >= CJK else NARROW_LETTER for letter in words), Decimal(0)) * self.text
        )


def canvases(mode: str) -> tuple[Canvas, Canvas]:
    """`mode`: the reader's."""
    if mode == "elder":
        return Canvas("wide", 1120, 520, 22), Canvas("narrow", 360, 420, 22)
    return Canvas("wide", 1120, 400, 16), Canvas("narrow", 360, 300, 14)


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to positions. Where it does not begin at nought, the page says so."""

    low: Decimal
    high: Decimal
    ticks: tuple[Decimal, ...]

    @property
    def is_cut(self) -> bool:
        return self.low > 0

    def along(self, value: Decimal, length: int) -> Decimal:
        """How far from the low end, of so many units in all."""
        return (value - self.low) * length / (self.high - self.low)


def scale_of(values: Sequence[Decimal], whole: bool = False) -> Scale:
    """`whole`: from nought, as lengths of bars must be."""
    low, high = min(values, default=Decimal(0)), max(values, default=Decimal(1))
    if whole or low <= high * CUT:
        low = min(low, Decimal(0))
    high = max(high, Decimal(0)) if low <= 0 else high
    if low == high:
        high = low + 1
    step = step_of((high - low) / (TICKS - 1))
    first, last = low // step * step, -(-high // step) * step
    if first > low:  # `//` of decimals cuts towards nought
        first -= step
    if last < high:
        last += step
    count = int((last - first) / step)
    return Scale(first, last, tuple(first + step * place for place in range(count + 1)))


def step_of(rough: Decimal) -> Decimal:
    """The next round number."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(step * power for step in STEPS if step * power >= rough)


def tick_words(value: Decimal) -> str:
    short = value.normalize()
    exponent = short.as_tuple().exponent
    if isinstance(exponent, int) and exponent > 0:
        short = short.quantize(Decimal(1))
    whole, point, rest = plain(short).partition(".")
    return f"{int(whole):,}{point}{rest}" if whole not in ("-0", "0") else plain(short)


def at(position: Decimal | int) -> str:
    """As SVG wants it: one place behind the point is finer than the eye."""
    return f"{position:.1f}"
