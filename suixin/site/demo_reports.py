"""The synthetic city's reports: who reports on the four forms, three years of months, and who accepted them. It is entered
in the background after the first start, a unit at a time, by the same actions as everybody's; the newest period is left
open, half reported, for people to go on with.

Once it is complete a mark says so: from then on nothing is entered or accepted here any more.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from suixin.engines.collections.access import Chair, chairs_of, waiting_for
from suixin.engines.collections.actions import open_period, register_units, report_data, review
from suixin.engines.collections.editing import report_findings
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Opening, Report, Unit
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Period, periods_between
from suixin.platform.accounts.districts import NAMES as DISTRICTS
from suixin.platform.accounts.models import Organisation
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.refusals import Behind
from suixin.platform.ledger.submit import Submission, submit
from suixin.site import demo_amounts as amounts
from suixin.site.demo_city import (
    CENTRES,
    COMPANIES,
    OPERATORS,
    REASON,
    WORKPLACES,
    company_code,
    operator_code,
)

ENTERED = "demo-reports-entered"  # a mark in the data folder
MONTHS = ("2019-01", "2021-12")
QUARTERS = ("2019-Q1", "2021-Q4")
DEPARTMENTS = ("gz-wglj", "gz-jyj", "gz-wjw", "gz-jtj", "gz-kjj")
DAYS_OPEN = 10
EXPLANATION = "（演示）与上月、上年同月的市场情况不同，已核对原始台账。"
QUERY = "（演示）智能产品比上月下降较多，请核对后说明或更正。"
RETURNED = "demo-440106-4"  # whose newest report its district has returned


@dataclass(frozen=True, slots=True)
class Line:
    """A unit of a form's register, and the numbers it will report."""

    unit: str
    district: str
    keys: Mapping[str, str]
    values: Callable[[str], amounts.Values]  # by period


def work() -> bool:
    """Enters the next piece. Whether there was one."""
    mark = Path(settings.SUIXIN_HOME) / ENTERED
    if mark.exists():
        return False
    try:
        if any(step() for step in (registers, periods, past, reviews, newest)):
            return True
    except Behind:  # the log has to keep up first
        return False
    mark.touch()
    return False


def collections() -> Iterator[tuple[Form, Sequence[Line], Sequence[Period]]]:
    lines = {
        "company-month": (list(companies()), MONTHS),
        "operator-uhd-month": (list(operators()), MONTHS),
        "district-month": (list(districts()), MONTHS),
        "project-quarter": (list(departments()), QUARTERS),
    }
    for name, (units, (first, last)) in lines.items():
        form = newest_form(name)
        if form is not None:
            yield form, units, list(periods_between(Period.read(first), Period.read(last)))


def companies() -> Iterator[Line]:
    for district in DISTRICTS:
        for position in range(COMPANIES[district]):
            yield company(company_code(district, position), district, position)


def company(unit: str, district: str, position: int) -> Line:
    keys = {"industry": amounts.TRADES[position].industry, "size": amounts.size_of(position)}
    return Line(unit, district, keys, lambda period: amounts.company_month(unit, position, period))


def operators() -> Iterator[Line]:
    for position in range(len(OPERATORS)):
        yield operator(operator_code(position), position)


def operator(unit: str, position: int) -> Line:
    kind = "cable" if position == amounts.CABLE else "telecom"
    return Line(unit, "", {"kind": kind}, lambda period: amounts.operator_month(unit, position, period))


def districts() -> Iterator[Line]:
    offices = {each.district: each.code for each in Organisation.objects.filter(kind="district")}
    for position, district in enumerate(DISTRICTS):
        yield district_office(offices[district], district, position)


def district_office(unit: str, district: str, position: int) -> Line:
    def values(period: str) -> amounts.Values:
        opened = sum(centre.district == district and centre.opened_on[:7] <= period for centre in CENTRES)
        return amounts.district_month(unit, position, period, opened)

    return Line(unit, district, {}, values)


def departments() -> Iterator[Line]:
    for position, unit in enumerate(DEPARTMENTS):
        yield department(unit, position)


def department(unit: str, position: int) -> Line:
    return Line(unit, "", {}, lambda period: amounts.project_quarter(unit, position, period))


# -- steps, each of which says whether it did something


def registers() -> bool:
    for form, lines, months in collections():
        known = set(Unit.objects.filter(form=form.id, to_index=None).values_list("unit", flat=True))
        missing = [
            {
                "form": form.id, "unit": line.unit, "district": line.district, "keys": dict(line.keys),
                "since": str(months[0]), "reason": REASON, "synthetic": True,
            }
            for line in lines
            if line.unit not in known
        ]  # fmt: skip
        if missing:
            register_units(missing, acting(form.authority))
            return True
    return False


def periods() -> bool:
    """All of them, due some days after the start: what is entered today is not late."""
    due = str(timezone.localdate() + timedelta(days=DAYS_OPEN))
    done = False
    for form, _, months in collections():
        known = set(Opening.objects.filter(form=form.id).values_list("period", flat=True))
        for month in months:
            if str(month) not in known:
                open_period(form, str(month), due, acting(form.authority), REASON)
                done = True
    return done


def past() -> bool:
    """One unit's reports of all periods but the newest."""
    for form, lines, months in collections():
        reported = Report.objects.filter(form=form.id, ordinal__lt=months[-1].ordinal, to_index=None)
        counts = Counter(reported.order_by().values_list("unit", flat=True))
        for line in lines:
            if counts[line.unit] < len(months) - 1:
                return enter(form, line, months[:-1])
    return False


def newest() -> bool:
    """Every other unit has reported for the newest period; some of those reports are on their way."""
    done = False
    for form, lines, months in collections():
        for line in lines[1::2]:
            if line.unit != WORKPLACES["company"]:  # whoever tries the demo has something to report
                done |= enter(form, line, months[-1:])
    if done:
        company_form = newest_form("company-month")
        held = Report.objects.filter(
            form="company-month", period=MONTHS[1], unit=RETURNED, to_index=None
        ).first()
        if company_form is not None and held is not None and held.state == Report.State.WAITING:
            review(
                company_form, MONTHS[1], company_form.reviews[0].id, "returned", [held.index],
                actor=acting("gz-tianhe"), query=QUERY,
            )  # fmt: skip
    return done


def enter(form: Form, line: Line, months: Sequence[Period]) -> bool:
    reported = Report.objects.filter(form=form.id, unit=line.unit, to_index=None)
    there = set(reported.values_list("period", flat=True))
    actor = acting(line.unit)
    found: list[Submission] = []
    for month in months:
        if str(month) in there:
            continue
        values = line.values(str(month))
        asked = report_findings(form, values, line.unit, month, found)
        explanations = {each.rule: EXPLANATION for each in asked if not each.is_fatal}
        data = report_data(form, str(month), values, actor, explanations=explanations)
        found.append(Submission(form.record_type_id, data))
    if found:
        submit(found, actor)
    return bool(found)


def reviews() -> bool:
    """Of everything before the newest period: one chair's, level after level."""
    for form, _, months in collections():
        organisations = dict.fromkeys(code for level in form.reviews for code in level.organisations.values())
        seats = [(chair, code) for code in organisations for chair in chairs_of(form, code)]
        for chair, code in sorted(seats, key=lambda seat: seat[0].place):
            if accept(chair, acting(code), months[-1]):
                return True
    return False


def accept(chair: Chair, actor: Actor, before: Period) -> bool:
    waiting = waiting_for(chair).filter(ordinal__lt=before.ordinal).order_by("ordinal", "index")
    rows = list(waiting.values_list("period", "index"))
    for period, some in groupby(rows, key=lambda row: row[0]):
        review(chair.form, period, chair.level, "accepted", [index for _, index in some], actor=actor)
    return bool(rows)


def acting(organisation: str) -> Actor:
    return Actor.system(REASON, organisation=organisation)
