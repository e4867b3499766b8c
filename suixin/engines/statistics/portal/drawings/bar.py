"""Figures side by side as bars: one for each cell of a period, or for each period of a cell. From nought, always."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from suixin.engines.statistics.portal.drawings.canvas import GAP, Canvas, at, scale_of

NAMES_WIDEST = Decimal("0.3")  # of the canvas; where names are longer they stand above their bars


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    words: str  # the figure, or why there is none
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Drawn:
    bar: Bar
    name_x: int
    name_y: str
    x: str
    y: str
    width: str
    words_x: str
    words_y: str
    to_left: bool  # the words end where the bar begins


@dataclass(frozen=True, slots=True)
class Drawing:
    canvas: Canvas
    height: int
    bars: tuple[Drawn, ...]
    thickness: int
    zero: str
    above: bool  # names above the bars

    @property
    def box(self) -> str:
        return f"0 0 {self.canvas.width} {self.height}"


def draw(bars: Sequence[Bar], canvas: Canvas) -> Drawing:
    scale = scale_of([bar.value for bar in bars if bar.value is not None], whole=True)
    widest = max((canvas.long(bar.name) for bar in bars), default=0)
    above = widest > canvas.width * NAMES_WIDEST
    words = max((canvas.long(bar.words) for bar in bars), default=0) + 2 * GAP
    below_nought = words if scale.low < 0 else 0
    left = below_nought + (0 if above else widest + GAP)
    length = canvas.width - left - words
    pitch = canvas.text * (3 if above else 2)
    thickness = canvas.text * 6 // 5
    zero = left + scale.along(Decimal(0), length)
    drawn = []
    for place, bar in enumerate(bars):
        top = place * pitch + (canvas.text * 3 // 2 if above else canvas.text // 3)
        middle = at(top + Decimal(thickness) / 2)
        end = zero if bar.value is None else left + scale.along(bar.value, length)
        to_left = end < zero
        drawn.append(
            Drawn(
                bar=bar,
                name_x=0 if above else left - below_nought - GAP,
                name_y=at(place * pitch + canvas.text) if above else middle,
                x=at(min(zero, end)),
                y=at(top),
                width=at(abs(end - zero)),
                words_x=at(end - GAP if to_left else end + GAP),
                words_y=middle,
                to_left=to_left,
            )
        )
    return Drawing(canvas, len(bars) * pitch + canvas.text // 3, tuple(drawn), thickness, at(zero), above)
