"""A small line beside a number: how it went, and where it ended. It has no scale; the number and the table tell that."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from suixin.engines.statistics.portal.drawings.progress import MARGIN, SIDE, broken, percent


@dataclass(frozen=True, slots=True)
class Spark:
    line: str
    goal: int | None  # where it is sought; None: not to be drawn
    end_x: str
    end_y: str


def spark(values: Sequence[Decimal | None], goal: Decimal | None = None) -> Spark | None:
    """None for fewer than two values, which are no line."""
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    heights = [*known, *([] if goal is None else [goal])]
    low, span = min(heights), max(heights) - min(heights) or Decimal(1)

    def y(value: Decimal) -> int:
        return SIDE - MARGIN - int((value - low) * (SIDE - 2 * MARGIN) / span)

    points = [
        (place * SIDE // (len(values) - 1), None if value is None else y(value))
        for place, value in enumerate(values)
    ]
    end = max(place for place, value in enumerate(values) if value is not None)
    return Spark(
        broken(points), None if goal is None else y(goal), percent(points[end][0]), percent(y(known[-1]))
    )
