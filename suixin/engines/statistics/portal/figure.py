"""The page of one published figure: the number, what it is, how to check it, and how it came to be.

What stands here was published: nothing is computed, and nothing that was withheld is told. The checking itself runs in
the reader's browser (`static/statistics/figure.js`); this page brings the words, and says how to do without it.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from suixin.engines.statistics import known, read
from suixin.engines.statistics.models import Figure, Release
from suixin.engines.statistics.office.wording import STAGES, how, period_words, said
from suixin.engines.statistics.portal import reasons
from suixin.engines.statistics.portal.asked import Asked, NoFigure, address, asked
from suixin.engines.statistics.portal.card import qr_code
from suixin.engines.statistics.portal.check_words import check_words
from suixin.engines.statistics.portal.description import described
from suixin.engines.statistics.projections import place
from suixin.engines.statistics.schedule import due_at
from suixin.kernel.log.spelling import to_base64
from suixin.kernel.statistics.forms import PREFIX
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import Frequency, Period
from suixin.kernel.statistics.release import Cell, read_release
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.pages.listing import organisation_names
from suixin.platform.log.models import Log
from suixin.platform.log.trust import public_policy
from suixin.platform.ui.caching import asked_again
from suixin.platform.ui.numbers import Written, as_published, language

ANYBODY = Actor(person=None, organisation=None)
MOST_OPEN = 24  # lines of a table that stands open


@dataclass(frozen=True, slots=True)
class Line:
    """One cell in a table."""

    place: str
    figure: Written | None
    state: str  # open | withheld | missing
    units: int
    address: str
    here: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The cells of one breakdown."""

    name: str
    lines: list[Line]

    @property
    def is_open(self) -> bool:
        return len(self.lines) <= MOST_OPEN


@dataclass(frozen=True, slots=True)
class Neighbour:
    kind: str  # previous | next | year
    period: str
    figure: Written | None
    state: str
    address: str


@dataclass(frozen=True, slots=True)
class Version:
    """One release of the period, as this cell had it."""

    published: datetime
    stage: tuple[str, object]
    figure: Written | None
    state: str  # as of a cell, or "none" where the release does not have it
    was: Written | None  # in the release before, where it was another
    reason: str
    address: str
    certificate: str
    here: bool
    holds: bool


@dataclass(frozen=True, slots=True)
class Base:
    """A release that a derived figure was made from."""

    title: str
    period: str
    figure: Written | None
    state: str
    address: str
    revised: bool  # a later one has taken its place since


@asked_again
def figure(request: HttpRequest, indicator: str, period: str) -> HttpResponse:
    try:
        found = asked(request, indicator, period)
    except NoFigure as error:
        return none(request, error)
    log = Log.objects.filter(origin=found.release.origin).first()
    log_address = "" if log is None else request.build_absolute_uri(f"{reverse('log:log')}{log.name}/")
    fixed = request.build_absolute_uri(found.address(fixed=True))
    certificate = certificate_address(found)
    context = {
        "found": found,
        "indicator": found.indicator,
        "cell": found.cell,
        "state": state_of(found.cell),
        "written": written(found.cell, found.indicator),
        "about": said(found.indicator.about),
        "how": how(found.indicator),
        "stage": STAGES[found.release.stage],
        "sealed": any(cell.opening or cell.withheld for cell in found.release.cells),
        "synthetic": found.release.synthetic or found.indicator.synthetic,
        "keeper": keeper(found),
        "why": reasons.why(found),
        "neighbours": neighbours(found),
        "tables": tables(found),
        "history": history(found),
        "bases": bases(found),
        "certificate": certificate,
        "file": file_name(found),
        "card": card_address(found),
        "fixed": fixed,
        "current": address(found.indicator.id, found.period, found.cell.at),
        "listing": listing(found.indicator.id),
        "canonical": request.build_absolute_uri(found.address()),
        "card_file": f"{found.indicator.id}_{found.period}.svg",
        "qr": (code := qr_code(fixed)),
        "qr_side": code.size + 4,
        "definition": json.dumps(dict(found.indicator.definition), ensure_ascii=False, indent=1),
        "root": to_base64(found.release.root),
        "log_address": log_address,
        "command": f"suixin verify {file_name(found)} --log {log_address} --policy {log_address}policy",
        "description": described(found, request.build_absolute_uri),
        "data": {
            "certificate": certificate,
            "policies": [] if log is None else [public_policy(log, log_address).decode()],
            "log": "" if log is None else f"{reverse('log:log')}{log.name}/",
            "report": report_type(found.indicator),
            "records": found.release.records,
            "state": state_of(found.cell),
            "words": check_words(),
            "language": language(),
        },
    }
    return render(request, "statistics/portal/figure.html", context)


def none(request: HttpRequest, error: NoFigure) -> HttpResponse:
    """What is there instead."""
    indicator, period = error.indicator, error.period
    newest = read.newest_release(indicator.id)
    fits = period.frequency is indicator.frequency
    context = {
        "title": said(indicator.titles),
        "listing": listing(indicator.id),
        "why": error.why,
        "fits": fits,
        "words": period_words(period),
        "due": due_at(indicator, period) if fits else None,
        "total": address(indicator.id, period, {}),
        "newest": newest and period_words(Period.read(newest.period)),
        "newest_address": newest and address(indicator.id, Period.read(newest.period), {}),
    }
    return render(request, "statistics/portal/no_figure.html", context, status=404)


def report_type(indicator: Indicator) -> str:
    """Whose receipts may be held against the figure; "" where it counts no reports."""
    form = indicator.source.form if indicator.source else ""
    return PREFIX + form if form else ""


def listing(indicator: str) -> str:
    """Where all periods of an indicator are."""
    return f"/figures/{indicator}/"


def state_of(cell: Cell) -> str:
    return "withheld" if cell.withheld else "missing" if cell.missing else "open"


def written(cell: Cell, indicator: Indicator) -> Written | None:
    return None if cell.figure is None else as_published(cell.figure, indicator.unit)


def keeper(found: Asked) -> str:
    code = known.keeper(found.indicator.id)
    return organisation_names(ANYBODY, {code}).get(code, code or "")


def certificate_address(found: Asked) -> str:
    """Always of this very release."""
    return address(found.indicator.id, found.period, found.cell.at, found.row.index, "statistics:certificate")


def card_address(found: Asked) -> str:
    return address(found.indicator.id, found.period, found.cell.at, found.row.index, "statistics:card")


def file_name(found: Asked) -> str:
    """As the certificate is called when it is fetched."""
    return f"{found.indicator.id}_{found.period}_{found.row.index}.json"


def tables(found: Asked) -> list[Table]:
    """The other cells of the release, each breakdown by itself; the total stands in the first."""
    groups: dict[tuple[str, ...], list[Cell]] = {}
    for cell in sorted(found.release.cells, key=lambda cell: cell.place):
        groups.setdefault(found.names_of(cell), []).append(cell)
    total = groups.pop((), [])
    order = [tuple(each) for each in found.indicator.breakdowns]
    listed = sorted(groups, key=lambda names: order.index(names) if names in order else len(order))
    if not listed:
        return []
    return [
        Table(
            reasons.dimension_words(names, found.form),
            [line(cell, found) for cell in (total if names == listed[0] else []) + groups[names]],
        )
        for names in listed
    ]


def line(cell: Cell, found: Asked) -> Line:
    return Line(
        place=found.words_of(cell),
        figure=written(cell, found.indicator),
        state=state_of(cell),
        units=cell.units,
        address=found.address(cell.at),
        here=cell.at == found.cell.at,
    )


def neighbours(found: Asked) -> list[Neighbour]:
    """The same cell in the period before, the one after, and the same of last year; those that are out."""
    period = found.period
    wanted = {"previous": period.earlier(1), "next": period.later(1)}
    if period.frequency is not Frequency.YEAR:
        wanted["year"] = period.year_before
    held = {
        row.period: row
        for row in Figure.objects.filter(
            indicator=found.indicator.id,
            holds=True,
            place=place(dict(found.cell.at)),
            period__in=[str(each) for each in wanted.values()],
        )
    }
    return [
        Neighbour(
            kind,
            period_words(each),
            None
            if (row := held[str(each)]).figure is None
            else as_published(row.figure, found.indicator.unit),
            row.state,
            address(found.indicator.id, each, found.cell.at),
        )
        for kind, each in wanted.items()
        if str(each) in held
    ]


def history(found: Asked) -> list[Version]:
    """The newest first."""
    versions: list[Version] = []
    before: Cell | None = None
    for row in reversed(read.revisions(found.indicator.id, found.period)):
        cell = cell_in(row, found.cell.at)
        indicator = known.indicator_in(row.digest)
        versions.append(version(row, cell, before, indicator, found))
        before = cell
    return versions[::-1]


def version(
    row: Release, cell: Cell | None, before: Cell | None, indicator: Indicator, found: Asked
) -> Version:
    figure = None if cell is None else written(cell, indicator)
    changed = before is not None and (cell is None or cell.figure != before.figure)
    number = row.index
    return Version(
        published=row.recorded_at,
        stage=STAGES[row.stage],
        figure=figure,
        state="none" if cell is None else state_of(cell),
        was=written(before, indicator) if changed and before is not None else None,
        reason=row.data.get("reason", ""),
        address="" if cell is None else address(row.indicator, found.period, found.cell.at, number),
        certificate=address(
            row.indicator, found.period, {} if cell is None else cell.at, number, "statistics:certificate"
        ),
        here=number == found.row.index,
        holds=row.to_index is None,
    )


def cell_in(row: Release, at: Mapping[str, str]) -> Cell | None:
    cells: Iterable[Cell] = read_release(row.data).cells
    return next((cell for cell in cells if cell.at == at), None)


def bases(found: Asked) -> list[Base]:
    """What a derived figure was made from: these very releases, whatever has been published since."""
    listed = []
    for source in found.release.sources:
        row = read.release_of(source.indicator, source.period, source.release)
        if row is None:
            continue
        indicator = known.indicator_in(row.digest)
        cell = cell_in(row, found.cell.at)
        listed.append(
            Base(
                title=said(indicator.titles),
                period=period_words(source.period),
                figure=None if cell is None else written(cell, indicator),
                state="none" if cell is None else state_of(cell),
                address=address(
                    source.indicator,
                    source.period,
                    {} if cell is None else cell.at,
                    None if row.to_index is None else row.index,
                ),
                revised=row.to_index is not None,
            )
        )
    return listed
