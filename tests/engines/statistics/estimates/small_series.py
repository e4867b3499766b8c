"""Made series: the same at every run, without a random number."""

import math
from collections.abc import Callable
from decimal import Decimal

Points = list[tuple[str, Decimal]]


def monthly(length: int, value: Callable[[int], float], places: int = 1) -> Points:
    """From 2015-01; each value rounded to so many places."""
    return [
        (f"{2015 + position // 12}-{position % 12 + 1:02}", Decimal(f"{value(position):.{places}f}"))
        for position in range(length)
    ]


def quarterly(length: int, value: Callable[[int], float], places: int = 1) -> Points:
    return [
        (f"{2015 + position // 4}-Q{position % 4 + 1}", Decimal(f"{value(position):.{places}f}"))
        for position in range(length)
    ]


def yearly(length: int, value: Callable[[int], float], places: int = 1) -> Points:
    return [(f"{1990 + position}", Decimal(f"{value(position):.{places}f}")) for position in range(length)]


def wobble(position: int) -> float:
    """Between -1 and 1, without a season or a trend."""
    return math.sin(position * position * 12.9898 + position * 78.233)


def season(position: int, frequency: int = 12) -> float:
    return math.sin(2 * math.pi * position / frequency)


def tourism(position: int) -> float:
    """Visitors: growth, a summer, some chance, and one month of an outlier: October 2018."""
    return (
        (1000 + 5 * position) * (1 + 0.1 * season(position)) + 6 * wobble(position) + 300 * (position == 45)
    )


TRUE_SEASON = {position: (1000 + 5 * position) * 0.1 * season(position) for position in range(72)}
OUTLIER = "2018-10"
