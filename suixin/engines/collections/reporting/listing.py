"""What the actor's organisation has to report, what presses first; and what it has reported."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Draft, Opening, Report, Step, Unit
from suixin.engines.collections.reminding.told import Told, told
from suixin.engines.collections.reminding.words import days_words, since_return_words
from suixin.engines.collections.reporting.places import Place, period_words, said
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.access import require_role
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

SOON = timedelta(days=3)
A_PAGE = 24  # two years of a monthly form


@dataclass(frozen=True, slots=True)
class Line:
    place: Place
    draft: Draft | None
    query: str  # of the reviewer, where the report was returned
    returned: date | None  # when it was
    told: Told | None  # that the unit was reminded
    today: date

    @property
    def title(self) -> str:
        return said(self.place.form.titles)

    @property
    def period(self) -> str:
        return period_words(self.place.period)

    @property
    def is_due(self) -> bool:
        """Something is left for the unit to do."""
        return self.place.is_returned or (self.place.live is None and self.place.opening.is_open)

    @property
    def is_late(self) -> bool:
        return self.is_due and self.place.opening.due < self.today

    @property
    def days(self) -> str:
        """How long there is, or how long it has been waiting."""
        if self.returned is not None:
            return since_return_words(self.returned, self.today)
        return days_words(self.place.opening.due, self.today)

    @property
    def state(self) -> str:
        """As statuses are drawn."""
        live = self.place.live
        if live is not None:
            return {"accepted": "done", "waiting": "waiting", "returned": "attention"}[live.state]
        if not self.place.opening.is_open:
            return "stopped"
        if self.is_late:
            return "overdue"
        return "due-soon" if self.place.opening.due - self.today <= SOON else "none"

    @property
    def words(self) -> str:
        live = self.place.live
        if live is None and not self.place.opening.is_open:
            return _("未报送，已停止填报")
        if live is None and self.draft is None:
            return _("已过期限，还没有填") if self.is_late else _("还没有填")
        if live is None:
            assert self.draft is not None  # noqa: S101 - said above
            saved = time_format(timezone.localtime(self.draft.changed), "H:i")
            words = _("已过期限，草稿 %(time)s 保存") if self.is_late else _("草稿，%(time)s 保存")
            return words % {"time": saved}
        if live.state == Report.State.RETURNED:
            return _("已退回，请更正")
        if live.state == Report.State.ACCEPTED:
            return _("已通过")
        return _("等待%(level)s") % {"level": said(self.place.form.reviews[live.level].titles)}

    @property
    def action(self) -> str:
        if self.place.is_returned:
            return _("看问题并更正")
        if not self.is_due:
            return _("查看")
        return _("继续填报") if self.draft else _("开始填报")


@require_GET
@require_role(Role.REPORTER, Role.COMPANY)
def reports(request: HttpRequest) -> HttpResponse:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    lines = list(lines_of(actor, timezone.localdate()))
    due = sorted(
        (line for line in lines if line.is_due),
        key=lambda line: (not line.is_late, line.place.opening.due, line.place.form.id),
    )
    past = sorted(
        (line for line in lines if not line.is_due),
        key=lambda line: (line.place.period.first_day, line.place.form.id),
        reverse=True,
    )
    page = Paginator(past, A_PAGE).get_page(request.GET.get("page"))
    is_registered = Unit.objects.filter(unit=actor.organisation or "", to_index=None).exists()
    context = {"due": due, "page": page, "is_registered": is_registered}
    return render(request, "collections/reporting/reports.html", context)


def lines_of(actor: Actor, today: date) -> Iterator[Line]:
    for unit in Unit.objects.filter(unit=actor.organisation or "", to_index=None):
        form = newest_form(unit.form)
        if form is None or not set(form.submitters) & actor.roles:
            continue
        where = {"form": form.id, "unit": unit.unit}
        live = {each.period: each for each in Report.objects.filter(**where, to_index=None)}
        drafts = {each.period: each for each in Draft.objects.filter(**where)}
        returned = [each.index for each in live.values() if each.state == Report.State.RETURNED]
        queries = {
            step.report: step for step in Step.objects.filter(report__in=returned, decision="returned")
        }
        openings = [
            each
            for each in Opening.objects.filter(form=form.id, to_index=None)
            if unit.reports_for(each.ordinal)
        ]
        reminded = told(unit.unit, [(form.id, each.period) for each in openings])
        for opening in openings:
            place = Place(actor, form, unit, Period.read(opening.period), opening)
            place.__dict__["live"] = live.get(opening.period)  # read for all at once
            query = queries.get(place.live.index) if place.live else None
            yield Line(
                place,
                drafts.get(opening.period),
                query.query if query else "",
                timezone.localdate(query.recorded_at) if query else None,
                reminded.get((form.id, opening.period)),
                today,
            )
