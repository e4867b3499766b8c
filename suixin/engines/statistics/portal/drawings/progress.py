"""The way to a target: what is published, the even pace, the forecast with its band, and the height that is sought."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from suixin.engines.statistics.estimates.estimate import Point
from suixin.kernel.statistics.periods import Period

SIDE = 1000  # of the drawing, both ways
MARGIN = 60  # above, and below where the drawing does not begin at nought
CLOSE = 340  # two labels nearer than this would touch on a phone
Step = tuple[Period, Decimal | None]


@dataclass(frozen=True, slots=True)
class Mark:
    x: str
    y: str
    anchor: str = "middle"
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class Way:
    line: str  # the published part, broken where nothing was published
    pace: str
    ahead: str
    band: str
    goal: int | None
    goal_at: str  # in per cent, for what must not be stretched
    now: Mark
    from_nought: bool
    ticks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Ends:
    """An even pace: from where and when, to the goal when it is due."""

    begun: Period
    start: Decimal
    due: Period


def way(steps: Sequence[Step], goal: Decimal | None, ends: Ends | None, ahead: Sequence[Point]) -> Way:
    """`steps` in order, the last of them with a value."""
    coming = [(Period.read(point.period), point) for point in ahead]
    heights = [value for _, value in steps if value is not None]
    heights += [
        value for _, point in coming for value in (point.low, point.value, point.high) if value is not None
    ]
    heights += [] if goal is None else [goal]
    low, high = min(heights), max(heights)
    from_nought = 0 <= low < high / 2  # unless that would squeeze the change out of sight
    low = Decimal(0) if from_nought else low
    foot = SIDE if from_nought else SIDE - MARGIN
    first, newest = steps[0][0], steps[-1][0]
    last = max([newest, *(period for period, _ in coming), *([ends.due] if ends else [])])

    def x(period: Period) -> int:
        return (period.ordinal - first.ordinal) * SIDE // max(last.ordinal - first.ordinal, 1)

    def y(value: Decimal) -> int:
        return foot - int((value - low) * (foot - MARGIN) / ((high - low) or 1))

    now = next(value for _, value in reversed(steps) if value is not None)
    from_now = [(x(newest), y(now)), *((x(period), y(point.value)) for period, point in coming)]
    lows = [(x(period), y(point.low)) for period, point in coming if point.low is not None]
    highs = [(x(period), y(point.high)) for period, point in coming if point.high is not None]
    edge = [from_now[0], *lows, *reversed(highs)]
    return Way(
        line=broken((x(period), None if value is None else y(value)) for period, value in steps),
        pace=joined([(x(ends.begun), y(ends.start)), (x(ends.due), y(goal))])
        if ends and goal is not None
        else "",
        ahead=joined(from_now) if coming else "",
        band=f"{joined(edge)}Z" if lows else "",
        goal=None if goal is None else y(goal),
        goal_at="" if goal is None else percent(y(goal)),
        now=Mark(percent(x(newest)), percent(y(now))),
        from_nought=from_nought,
        ticks=ticks(first, newest, last, x(newest)),
    )


def ticks(first: Period, newest: Period, last: Period, at: int) -> list[Mark]:
    """The first period, the newest one where there is room, and the last."""
    found = [Mark("0%", "", "start", first)]
    if CLOSE < at < SIDE - CLOSE:
        found.append(Mark(percent(at), "", "middle", newest))
    if last != first:
        found.append(Mark("100%", "", "end", last))
    return found


def broken(points: Iterable[tuple[int, int | None]]) -> str:
    path, on = "", False
    for x, y in points:
        if y is not None:
            path += f"{'L' if on else 'M'}{x} {y}"
        on = y is not None
    return path


def joined(points: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in points)


def percent(thousandths: int) -> str:
    return f"{thousandths // 10}.{thousandths % 10}%"
