"""The share card: one figure as a picture with a code that leads back to its page, where it can be checked."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

from suixin.engines.statistics.office.wording import STAGES
from suixin.engines.statistics.portal.asked import NoFigure, asked
from suixin.platform.ui.caching import asked_again
from suixin.platform.ui.numbers import as_published, written_date

WIDTH = 700  # of the words, beside the code
CODE = 300  # of the code
UNIT = 44  # the height of the unit's letters


@dataclass(frozen=True, slots=True)
class Code:
    size: int  # modules along a side
    path: str  # one unit a module


@dataclass(frozen=True, slots=True)
class Row:
    """A line of text on the card."""

    text: str
    size: int
    y: int


def qr_code(text: str) -> Code:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    modules = code.get_matrix()
    return Code(len(modules), "".join(runs(modules)))


def runs(modules: list[list[bool]]) -> list[str]:
    """Dark modules that stand side by side, as one stroke."""
    found = []
    for y, line in enumerate(modules):
        x = 0
        while x < len(line):
            start = x
            while x < len(line) and line[x]:
                x += 1
            if x > start:
                found.append(f"M{start} {y}h{x - start}v1H{start}z")
            x += 1
    return found


@asked_again
def card(request: HttpRequest, indicator: str, period: str) -> HttpResponse:
    try:
        found = asked(request, indicator, period)
    except NoFigure:
        raise Http404 from None
    cell = found.cell
    number = None if cell.figure is None else as_published(cell.figure, found.indicator.unit)
    digits = number.digits if number else _("不公布") if cell.withheld else _("尚无数据")
    unit = number.unit if number else ""
    title = lines(found.title, 52, 2)
    below = title[-1].y
    code = qr_code(request.build_absolute_uri(found.address(fixed=True)))
    context = {
        "title": title,
        "what": fitted(f"{found.place_words} · {found.period_words}", 36, below + 62),
        "number": digits,
        "number_size": min(128, int((WIDTH - breadth(unit) * UNIT) / breadth(digits))),
        "unit": unit,
        "unit_size": UNIT,
        "published": _("%(stage)s数据 · %(day)s 发布")
        % {"stage": STAGES[found.release.stage][1], "day": written_date(found.row.recorded_at)},
        "synthetic_words": _("演示数据，由虚构的报告算出"),
        "synthetic": found.release.synthetic or found.indicator.synthetic,
        "brand": _("穗信"),
        "city": _("广州"),
        "code": code,
        "code_words": _("扫码核对这个数"),
        "scale": CODE / code.size,
        "said": " ".join([found.title, found.place_words, found.period_words, digits, unit]),
    }
    return render(request, "statistics/portal/card.svg", context, content_type="image/svg+xml")


def breadth(text: str) -> float:
    """About how many times its height a text is wide."""
    return sum(1.0 if ord(each) > 0x2E7F else 0.56 for each in text)


def fitted(text: str, size: int, y: int) -> Row:
    return Row(text, min(size, int(WIDTH / max(1.0, breadth(text)))), y)


def lines(text: str, size: int, most: int) -> list[Row]:
    """Broken where it gets too wide, at a blank where there is one; what still does not fit is written smaller."""
    whole, found = text, []
    while len(found) < most - 1 and breadth(whole) * size > WIDTH:
        at = 1
        while breadth(whole[: at + 1]) * size <= WIDTH:
            at += 1
        blank = whole.rfind(" ", 1, at + 1)
        at = blank if blank > 0 else at
        found.append(whole[:at])
        whole = whole[at:].strip()
    return [fitted(each, size, 170 + n * 66) for n, each in enumerate([*found, whole])]
