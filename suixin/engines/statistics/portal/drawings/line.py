"""Figures over time as lines: published ones drawn through, estimates dashed, a gap where there is no figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from suixin.engines.statistics.portal.drawings.canvas import GAP, Canvas, Scale, at, scale_of, tick_words

COLOURS = 8
SHAPES = ("circle", "square", "diamond", "triangle")
MARKED = 16  # periods; among more, the shape stands at the last point only
LABELS_WIDEST = Decimal("0.24")  # of the canvas; longer names are numbered and told below


@dataclass(frozen=True, slots=True)
class Point:
    words: str  # all of it: period, value, state
    value: Decimal | None = None
    state: str = "open"
    revised: bool = False
    odd: str = ""  # why it stands out, if it does


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    style: int  # its place among all that could be drawn: a district keeps its colour
    points: Sequence[Point]
    estimate: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    x: str
    y: str
    words: str
    kind: str  # of its shape
    revised: bool = False
    odd: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    x: str
    y: str
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    name: str
    number: int
    colour: int
    dashed: bool  # a colour used before, told apart by its stroke
    estimate: bool
    shape: str
    path: str
    dots: tuple[Dot, ...]
    signs: tuple[Dot, ...]  # where there is no figure
    label: Label


@dataclass(frozen=True, slots=True)
class Drawing:
    canvas: Canvas
    left: int
    right: int
    bottom: int
    lines: tuple[Line, ...]
    across: tuple[Label, ...]  # values, each with its line
    below: tuple[Label, ...]  # periods
    zero: str  # where nought is; "" where that is below the paper
    is_cut: bool
    numbered: bool  # the lines carry numbers, and the names stand below

    @property
    def box(self) -> str:
        return f"0 0 {self.canvas.width} {self.canvas.height}"


def draw(series: Sequence[Series], periods: Sequence[str], canvas: Canvas) -> Drawing:
    """`periods` in words, one for each point of every series."""
    values = [point.value for each in series for point in each.points if point.value is not None]
    scale = scale_of(values)
    frame = frame_of(series, scale, canvas, periods[-1])
    step = Decimal(frame.right - frame.left) / max(1, len(periods) - 1)
    xs = [frame.left + step * place for place in range(len(periods))]
    lines = [line(each, number, xs, scale, frame) for number, each in enumerate(series, start=1)]
    zero = at(frame.y(scale, Decimal(0))) if scale.low < 0 else ""
    return Drawing(
        canvas=canvas,
        left=frame.left,
        right=frame.right,
        bottom=frame.bottom,
        lines=tuple(apart(lines, frame)),
        across=tuple(
            Label(at(frame.left - GAP), at(frame.y(scale, tick)), tick_words(tick)) for tick in scale.ticks
        ),
        below=tuple(below(periods, xs, frame)),
        zero=zero,
        is_cut=scale.is_cut,
        numbered=frame.numbered,
    )


@dataclass(frozen=True, slots=True)
class Frame:
    """The part of the canvas that the lines have."""

    canvas: Canvas
    left: int
    right: int
    top: int
    bottom: int
    numbered: bool

    def y(self, scale: Scale, value: Decimal) -> Decimal:
        return self.bottom - scale.along(value, self.bottom - self.top)


def frame_of(series: Sequence[Series], scale: Scale, canvas: Canvas, newest: str) -> Frame:
    widest = max((canvas.long(each.name) for each in series), default=0)
    numbered = widest > canvas.width * LABELS_WIDEST and len(series) > 1
    alone = len(series) < 2
    right = 0 if alone else canvas.text * 3 if numbered else widest + canvas.text * 2
    right = max(right, canvas.long(newest) // 2)
    left = max(canvas.long(tick_words(tick)) for tick in scale.ticks) + GAP
    return Frame(
        canvas, left, canvas.width - right, canvas.text, canvas.height - canvas.text * 5 // 2, numbered
    )


def line(series: Series, number: int, xs: Sequence[Decimal], scale: Scale, frame: Frame) -> Line:
    shape = SHAPES[series.style % len(SHAPES)]
    path, dots, signs, drawn = [], [], [], False
    last = max((place for place, point in enumerate(series.points) if point.value is not None), default=-1)
    for place, (x, point) in enumerate(zip(xs, series.points, strict=True)):
        if point.value is None:
            drawn = False
            if point.state != "open":
                signs.append(Dot(at(x), at(frame.bottom), point.words, point.state))
            continue
        y = frame.y(scale, point.value)
        path.append(f"{'L' if drawn else 'M'}{at(x)} {at(y)}")
        drawn = True
        shown = len(xs) <= MARKED or place == last
        kind = "none" if series.estimate else shape if shown else "small"
        dots.append(Dot(at(x), at(y), point.words, kind, point.revised, point.odd))
    end = Decimal(dots[-1].y) if dots else Decimal(frame.bottom)
    words = str(number) if frame.numbered else series.name
    return Line(
        name=series.name,
        number=number,
        colour=series.style % COLOURS + 1,
        dashed=series.style >= COLOURS,
        estimate=series.estimate,
        shape=shape,
        path="".join(path),
        dots=tuple(dots),
        signs=tuple(signs),
        label=Label(at(frame.right + frame.canvas.text), at(end), words),
    )


def apart(lines: Sequence[Line], frame: Frame) -> Iterator[Line]:
    """Labels that would lie on one another are moved down, and up again where the paper ends."""
    space = Decimal(frame.canvas.text) * 6 / 5
    order = sorted(range(len(lines)), key=lambda place: Decimal(lines[place].label.y))
    ys: dict[int, Decimal] = {}
    least = Decimal(frame.top)
    for place in order:
        ys[place] = max(least, Decimal(lines[place].label.y))
        least = ys[place] + space
    most = Decimal(frame.bottom)
    for place in reversed(order):
        ys[place] = min(most, ys[place])
        most = ys[place] - space
    for place, each in enumerate(lines):
        yield replace(each, label=replace(each.label, y=at(ys[place])))


def below(periods: Sequence[str], xs: Sequence[Decimal], frame: Frame) -> Iterator[Label]:
    """As many as have room, the last always."""
    room = max((frame.canvas.long(words) for words in periods), default=0) + frame.canvas.text
    fitting = max(1, (frame.right - frame.left) // room)
    every = -(-len(periods) // fitting)
    y = at(frame.bottom + frame.canvas.text * 9 // 5)
    for place in range(len(periods) - 1, -1, -every):
        half = Decimal(frame.canvas.long(periods[place])) / 2
        x = min(max(xs[place], half), frame.canvas.width - half)
        yield Label(at(x), y, periods[place])
