"""One report to read: its values beside those before, its explanations, and what became of it. It cannot be edited."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from suixin.engines.collections.access import Chair, access_reports, chairs
from suixin.engines.collections.editing import REPLY
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Report, Step
from suixin.engines.collections.office import waiting
from suixin.engines.collections.office.wording import (
    STATES,
    district_words,
    period_words,
    unit_names,
    written,
)
from suixin.engines.collections.reporting.places import said
from suixin.kernel.statistics.forms import Form, Item
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ui.parts import Event

DEEPEST = 3  # items under items that the page sets in


@dataclass(frozen=True, slots=True)
class Line:
    item: Item
    depth: int  # how far it stands under others
    value: str
    previous: str
    year_before: str
    change: Decimal | None  # on the period before

    @property
    def title(self) -> str:
        return said(self.item.titles)


@require_safe
@require_role()
def report(request: HttpRequest, index: int) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    found, form = access_report(actor, index)
    state, words = STATES[found.state]
    versions = list(versions_of(actor, form, found))
    context = {
        "report": found,
        "name": unit_names([found.unit])[found.unit],
        "title": said(form.titles),
        "period": period_words(found.period),
        "district": district_words(found.district),
        "keys": [(said(key.titles), key_words(form, key.id, found)) for key in form.keys],
        "lines": list(lines(actor, form, found)),
        "explanations": [(topic(form, name), text) for name, text in found.explanations.items()],
        "events": list(events(form, versions)),
        "newest": versions[-1] if versions[-1].index != found.index else None,
        "state": state,
        "state_words": words,
        "at_level": said(form.reviews[found.level].titles) if found.state == Report.State.WAITING else "",
        "chair": chair_for(actor, form, found),
    }
    return render(request, "collections/office/report.html", context)


def access_report(actor: Actor, index: int) -> tuple[Report, Form]:
    """Raises `Http404`."""
    name = Report.objects.filter(pk=index).values_list("form", flat=True).first()
    form = newest_form(name) if name else None
    found = access_reports(actor, form).filter(pk=index).first() if form else None
    if form is None or found is None:
        raise Http404
    return found, form


def versions_of(actor: Actor, form: Form, report: Report) -> Iterator[Report]:
    """All that this unit reported for the period: the first, then each correction."""
    seen = access_reports(actor, form)
    newest = seen.filter(unit=report.unit, period=report.period, to_index=None).order_by().first() or report
    back = [newest]
    while (before := back[-1].supersedes) is not None:
        back.append(seen.get(pk=before))
    return reversed(back)


def chair_for(actor: Actor, form: Form, report: Report) -> Chair | None:
    """Where this actor may decide on this report now."""
    for chair in chairs(actor):
        if chair.form.id == form.id and waiting.to_review(actor, chair).filter(pk=report.pk).exists():
            return chair
    return None


def key_words(form: Form, key: str, report: Report) -> str:
    values = next(each.values for each in form.keys if each.id == key)
    value = report.keys.get(key, "")
    return said(values[value]) if value in values else value


def lines(actor: Actor, form: Form, report: Report) -> Iterator[Line]:
    """Items that the form has now, in its order."""
    period = Period.read(report.period)
    seen = access_reports(actor, form).filter(unit=report.unit, to_index=None)
    earlier = {
        each.ordinal: each.values
        for each in seen.filter(period__in=[str(period.earlier(1)), str(period.year_before)]).order_by()
    }
    previous = earlier.get(period.earlier(1).ordinal, {})
    year_before = earlier.get(period.year_before.ordinal, {})
    depths: dict[str, int] = {}
    for item in form.items:
        depths[item.id] = depths.get(item.parent, -1) + 1
        value, before = report.values.get(item.id), previous.get(item.id)
        change = waiting.change(value, before)
        last_year = written(year_before.get(item.id))
        yield Line(item, min(depths[item.id], DEEPEST), written(value), written(before), last_year, change)


def topic(form: Form, name: str) -> str:
    """An explanation stands under the rule or the item that it explains; a reply under what it replies to."""
    if name == REPLY:
        return _("对退回问题的答复")
    for rule in form.edits:
        if rule.id == name:
            return said(rule.sentence)
    return next((said(item.titles) for item in form.items if item.id == name), name)


def events(form: Form, versions: list[Report]) -> Iterator[Event]:
    """From the first report to the last decision."""
    steps = list(Step.objects.filter(report__in=[each.index for each in versions]))
    names = unit_names({step.organisation or "" for step in steps} | {each.unit for each in versions})
    levels = {level.id: said(level.titles) for level in form.reviews}
    told = [
        (
            each.index,
            Event(
                each.recorded_at, _("更正") if each.supersedes is not None else _("报送"), names[each.unit]
            ),
        )
        for each in versions
    ]
    for step in steps:
        words = {"level": levels.get(step.level, step.level), "query": step.query}
        what = (
            _("%(level)s：退回。%(query)s") % words
            if step.decision == "returned"
            else _("%(level)s：通过") % words
        )
        told.append((step.review, Event(step.recorded_at, what, names[step.organisation or ""])))
    for _index, event in sorted(told, key=lambda each: each[0]):
        yield event
