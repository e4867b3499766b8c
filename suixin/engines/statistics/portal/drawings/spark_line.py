"""The small line beside a number: where it came from, without axes. The numbers stand on the indicator's own page."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from suixin.engines.statistics.portal.drawings.canvas import at

WIDTH, HEIGHT, MARGIN = 120, 32, 4


@dataclass(frozen=True, slots=True)
class Drawing:
    path: str
    x: str  # of the newest
    y: str


def draw(values: Sequence[Decimal | None]) -> Drawing | None:
    """A gap where there is no figure. None where there are fewer than two."""
    there = [value for value in values if value is not None]
    if len(there) < 2:
        return None
    low, high = min(there), max(there)
    span = high - low or Decimal(1)
    path, drawn, end = [], False, ("", "")
    for place, value in enumerate(values):
        if value is None:
            drawn = False
            continue
        x = MARGIN + Decimal(WIDTH - 2 * MARGIN) * place / (len(values) - 1)
        y = HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * (value - low) / span
        path.append(f"{'L' if drawn else 'M'}{at(x)} {at(y)}")
        drawn, end = True, (at(x), at(y))
    return Drawing("".join(path), *end)
