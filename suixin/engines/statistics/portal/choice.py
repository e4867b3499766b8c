"""What a reader wants to see of an indicator, read from the address: `?by=district&class=phones&from=2019-01&view=line`.

What cannot be shown is answered with a sentence, and the page shows what comes nearest.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from suixin.engines.statistics.dimensions import DISTRICT, Dimension
from suixin.kernel.statistics.indicators import Indicator
from suixin.kernel.statistics.periods import MalformedPeriod, Period

VIEWS = ("line", "bar", "map", "table")
LINES = 6  # drawn unless the reader chooses others
MOST_LINES = 8
A_YEAR_AND_ONE = 1  # period more than a year: so that the same one a year before is there to compare
MOST_PERIODS = 60  # shown unless the reader asks for more


@dataclass(frozen=True, slots=True)
class Choice:
    by: str  # the dimension whose values stand side by side; "" for none
    fixed: Mapping[str, str]  # the other dimensions that are narrowed to one value
    first: Period
    last: Period
    view: str
    lines: tuple[str, ...]  # values of `by` that are to be drawn as lines; empty: the largest
    adjusted: bool
    faults: Sequence[tuple[str, str]] = field(default=())  # field and sentence
    ranged: bool = False  # whether the reader chose the periods

    def address(self, **changes: object) -> str:
        """Of this page with something else chosen. Another breakdown lets go of what belonged to the old one."""
        other = replace(self, **changes)  # type: ignore[arg-type]
        query: list[tuple[str, str]] = [("by", other.by)] if other.by else []
        query += sorted(other.fixed.items())
        if other.ranged:
            query += [("from", str(other.first)), ("to", str(other.last))]
        query += [("view", other.view)]
        query += [("line", value) for value in (other.lines if other.by == self.by else ())]
        query += [("adjusted", "1")] if other.adjusted else []
        return "?" + urlencode(query)


def breakdowns(indicator: Indicator) -> set[frozenset[str]]:
    return {frozenset(), *(frozenset(names) for names in indicator.breakdowns)}


def views(by: str) -> tuple[str, ...]:
    return tuple(view for view in VIEWS if view != "map" or by == DISTRICT)


def read_choice(
    query: QueryDict, indicator: Indicator, dimensions: Mapping[str, Dimension], periods: Sequence[Period]
) -> Choice:
    """`periods`: those that have figures, at least one."""
    declared, faults = breakdowns(indicator), []
    by = query.get("by", "")
    if by and frozenset({by}) not in declared:
        faults.append(("", _("这项指标没有按“%s”分组的数据，现在显示全市合计。") % title_of(by, dimensions)))
        by = ""
    fixed = {
        name: query[name]
        for name in dimensions
        if name != by and query.get(name, "") in dimensions[name].values and name in query
    }
    for name in dimensions:
        if name != by and query.get(name) and name not in fixed:
            sentence = _("“%(title)s”里没有“%(value)s”，请重新选择。")
            faults.append(("", sentence % {"title": title_of(name, dimensions), "value": query[name][:40]}))
    if frozenset({by, *fixed} - {""}) not in declared:
        names = "、".join(title_of(name, dimensions) for name in ([by] if by else []) + list(fixed))
        faults.append(("", _("没有同时按%s分组的数据，已去掉后面的条件。") % names))
        fixed = {}
    first, last, ranged = asked_periods(query, by, periods, faults)
    view = query.get("view", "")
    if view not in views(by):
        view = "map" if by == DISTRICT and not query.get("view") else "line"
    chosen = [value for value in query.getlist("line") if by and value in dimensions[by].values]
    if len(chosen) > MOST_LINES:
        faults.append(("", _("一张图最多画 %d 条线，多选的没有画出。") % MOST_LINES))
    return Choice(
        by=by,
        fixed=fixed,
        first=first,
        last=last,
        view=view,
        lines=tuple(dict.fromkeys(chosen))[:MOST_LINES],
        adjusted=query.get("adjusted") == "1" and not by,
        faults=faults,
        ranged=ranged,
    )


def asked_periods(
    query: QueryDict, by: str, periods: Sequence[Period], faults: list[tuple[str, str]]
) -> tuple[Period, Period, bool]:
    """Within those that there are. Without a wish: a year and the same period of the year before; of one series all
    that fits on a page."""
    oldest, newest = periods[0], periods[-1]
    usual = newest.frequency.a_year + A_YEAR_AND_ONE - 1 if by else MOST_PERIODS - 1
    first, last, ranged = max(oldest, newest.earlier(usual)), newest, False
    for name in ("from", "to"):
        given = query.get(name, "")
        if not given:
            continue
        try:
            period = Period.read(given)
        except MalformedPeriod:
            period = None
        if period is None or period.frequency is not newest.frequency:
            faults.append(
                (
                    name,
                    _("“%(given)s”不是这里的期别，请写成 %(example)s 这样。")
                    % {"given": given[:20], "example": newest},
                )
            )
            continue
        ranged = True
        if name == "from":
            first = min(max(oldest, period), newest)
        else:
            last = min(max(oldest, period), newest)
    if first > last:
        faults.append(("from", _("起始期在结束期之后，已对调。")))
        first, last = last, first
    return first, last, ranged


def title_of(name: str, dimensions: Mapping[str, Dimension]) -> str:
    from suixin.engines.statistics.office.wording import said

    return said(dimensions[name].titles) if name in dimensions else name[:40]
