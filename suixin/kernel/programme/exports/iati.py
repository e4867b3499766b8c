"""The targets as results of the IATI activity standard 2.03: one activity for the programme, a result for each target.

Baselines and actual values are not in a notice; whoever has them passes them in by target id. The standard has no
operator: "more than" stands in the comment, in words. There is no registered list of Chinese public bodies, so an
organisation is named by CN- and its name until it is given its unified social credit code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from lxml import etree

from suixin.kernel.programme.days import last_day
from suixin.kernel.programme.exports.wording import clean, plan_title, target_in_words
from suixin.kernel.programme.exports.xml import XML_LANG, Maker, document
from suixin.kernel.programme.model import Operator, Programme, Target, TargetKind, Task

VERSION = "2.03"
GOVERNMENT = "10"  # code list OrganisationType
ACCOUNTABLE, IMPLEMENTING = "2", "4"  # OrganisationRole
IMPLEMENTATION = "2"  # ActivityStatus
PLANNED_START, PLANNED_END = "1", "3"  # ActivityDateType
OUTPUT = "1"  # ResultType
UNIT, PERCENTAGE, NOMINAL, QUALITATIVE = "1", "2", "3", "5"  # IndicatorMeasure
PERCENT_UNITS = ("%", "％", "百分比")
FALLING = (Operator.AT_MOST, Operator.LESS_THAN)
NOT_IN_IDENTIFIER = str.maketrans(dict.fromkeys("/&|?", "-"))


@dataclass(frozen=True, slots=True)
class Baseline:
    year: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Measured:
    baseline: Baseline | None = None
    actual: Decimal | None = None


_el = Maker()


def write(programme: Programme, measured: Mapping[str, Measured] | None = None) -> bytes:
    issuer = programme.issuer or "发文机关未注明"
    tasks = {task.id: task for task in (*programme.tasks, *programme.safeguards)}
    results = [
        _result(target, programme, tasks.get(target.task or ""), (measured or {}).get(target.id, Measured()))
        for target in programme.targets
    ]
    activity = _el(
        "iati-activity",
        _el(
            "iati-identifier",
            f"{_reference(issuer)}-{(programme.number or programme.title).translate(NOT_IN_IDENTIFIER)}",
        ),
        _el("reporting-org", _narrative(issuer), ref=_reference(issuer), type=GOVERNMENT),
        _el("title", _narrative(plan_title(programme))),
        _el("description", _narrative(f"{programme.title}{programme.number or ''}"), type="1"),
        _el(
            "participating-org", _narrative(issuer), ref=_reference(issuer), type=GOVERNMENT, role=ACCOUNTABLE
        ),
        *(
            _el(
                "participating-org",
                _narrative(name),
                ref=_reference(name),
                type=GOVERNMENT,
                role=IMPLEMENTING,
            )
            for name in _leads(tasks.values())
        ),
        _el("activity-status", code=IMPLEMENTATION),
        *_dates(programme),
        _el("recipient-country", code="CN", percentage="100"),
        *results,
    )
    activity.set(XML_LANG, "zh")
    return document(_el("iati-activities", activity, version=VERSION))


def _dates(programme: Programme) -> list[etree._Element]:
    """An activity must have a date; without a period it is the day of the notice."""
    if programme.period:
        return [
            _el("activity-date", type=PLANNED_START, iso_date=date(programme.period.start, 1, 1).isoformat()),
            _el("activity-date", type=PLANNED_END, iso_date=date(programme.period.end, 12, 31).isoformat()),
        ]
    day = _day_of(programme)
    return [_el("activity-date", type=PLANNED_START, iso_date=(day or date(1, 1, 1)).isoformat())]


def _result(target: Target, programme: Programme, task: Task | None, measured: Measured) -> etree._Element:
    title = target.metric or target.text
    described = f"{task.number} {task.title}".strip() if task else plan_title(programme)
    return _el(
        "result",
        _el("title", _narrative(title)),
        _el("description", _narrative(described)),
        _indicator(target, programme, title, measured),
        type=OUTPUT,
    )


def _indicator(target: Target, programme: Programme, title: str, measured: Measured) -> etree._Element:
    content = [
        _el("title", _narrative(f"{title}（{target.unit}）" if target.unit else title)),
        _el("description", _narrative(target.text)),
    ]
    if (base := measured.baseline) is not None:
        content.append(
            _el("baseline", year=str(base.year), value=_number(base.value), iso_date=f"{base.year:04}-12-31")
        )
    end = last_day(target.due) or (date(programme.period.end, 12, 31) if programme.period else None)
    if end:
        content.append(_period(target, programme, end, measured.actual))
    ascending = "false" if target.op in FALLING else "true"
    return _el("indicator", *content, measure=_measure(target), ascending=ascending)


def _period(target: Target, programme: Programme, end: date, actual: Decimal | None) -> etree._Element:
    start = date(programme.period.start, 1, 1) if programme.period else _day_of(programme)
    start = start if start and start <= end else date(end.year, 1, 1)
    comment = _el("comment", _narrative(target_in_words(target)))
    valued = {} if target.value is None else {"value": _number(target.value)}
    content = [
        _el("period-start", iso_date=start.isoformat()),
        _el("period-end", iso_date=end.isoformat()),
        _el("target", comment, **valued),
    ]
    if actual is not None:
        content.append(_el("actual", value=_number(actual)))
    return _el("period", *content)


def _measure(target: Target) -> str:
    if target.value is None:
        return QUALITATIVE
    if target.unit in PERCENT_UNITS:
        return PERCENTAGE
    return NOMINAL if target.kind is TargetKind.RANK else UNIT


def _leads(tasks: Iterable[Task]) -> list[str]:
    return list(dict.fromkeys(name for task in tasks for duty in task.duties for name in duty.leads))


def _day_of(programme: Programme) -> date | None:
    return programme.signed_on or programme.issued_on or programme.published_on


def _number(value: Decimal) -> str:
    return format(value, "f")


def _reference(organisation: str) -> str:
    return f"CN-{clean(organisation).translate(NOT_IN_IDENTIFIER)}"


def _narrative(text: str) -> etree._Element:
    return _el("narrative", text)
