"""One form of one unit for one period: what has been reported, what has been typed, and whether it is open to the unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from suixin.engines.collections.access import access_reports
from suixin.engines.collections.editing import REPLY
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Draft, Opening, Report, Step, Unit
from suixin.kernel.records.problem import Sentence, in_language
from suixin.kernel.statistics.forms import Form
from suixin.kernel.statistics.periods import Frequency, MalformedPeriod, Period
from suixin.platform.accounts.access import access_organisations
from suixin.platform.ledger.actor import Actor
from suixin.platform.ui.han import traditional
from suixin.platform.ui.numbers import language, written_date


@dataclass(frozen=True)
class Place:
    """Where a unit reports: its own, and nobody else's."""

    actor: Actor
    form: Form
    unit: Unit
    period: Period
    opening: Opening

    @cached_property
    def live(self) -> Report | None:
        """The report that counts."""
        return own_reports(self.actor, self.form).filter(period=str(self.period)).first()

    @cached_property
    def draft(self) -> Draft | None:
        return Draft.objects.filter(form=self.form.id, unit=self.unit.unit, period=str(self.period)).first()

    @property
    def corrects(self) -> int | None:
        return self.live and self.live.index

    @property
    def is_returned(self) -> bool:
        return self.live is not None and self.live.state == Report.State.RETURNED

    @property
    def is_editable(self) -> bool:
        """As the guard of reports has it: returned at any time, otherwise while open and nobody has accepted it."""
        return self.is_returned or (self.opening.is_open and (self.live is None or self.live.level == 0))

    @cached_property
    def query(self) -> Step | None:
        """What the reviewer asked when the report was returned."""
        if self.live is None or not self.is_returned:
            return None
        return Step.objects.filter(report=self.live.index, decision="returned").last()

    @property
    def values(self) -> Mapping[str, str]:
        """What stands in the cells to begin with."""
        if self.draft is not None and self.is_editable:
            return self.draft.values
        return self.live.values if self.live else {}

    @property
    def explanations(self) -> Mapping[str, str]:
        if self.draft is not None and self.is_editable:
            return self.draft.explanations
        reported = self.live.explanations if self.live else {}
        return {
            rule: text for rule, text in reported.items() if rule != REPLY
        }  # it answered an earlier question

    @property
    def next_reviewer(self) -> str:
        """Who looks at the report next; empty when nobody has to."""
        if self.live is None or self.live.state != Report.State.WAITING:
            return ""
        level = self.form.reviews[self.live.level]
        code = level.reviewer(self.unit.district) or ""
        return _("%(level)s（%(organisation)s）") % {
            "level": said(level.titles),
            "organisation": organisation_name(self.actor, code),
        }


def own_reports(actor: Actor, form: Form) -> QuerySet[Report]:
    """Those that count, of the actor's own organisation, whatever else the actor may see."""
    return access_reports(actor, form).filter(unit=actor.organisation, to_index=None)


def place_of(actor: Actor, form_id: str, name: str) -> Place:
    """Raises `Http404`: a form of others, or a period for which this unit does not report, is not there."""
    form = newest_form(form_id)
    unit = Unit.objects.now(form=form_id, unit=actor.organisation or "")
    opening = Opening.objects.now(form=form_id, period=name)
    if form is None or unit is None or opening is None or not set(form.submitters) & actor.roles:
        raise Http404
    try:
        period = Period.read(name)
    except MalformedPeriod:
        raise Http404 from None
    if not unit.reports_for(period.ordinal):
        raise Http404
    return Place(actor, form, unit, period, opening)


def said(sentence: Sentence) -> str:
    """A text of a definition, in the reader's language."""
    text = in_language(sentence, language()) if sentence else ""
    return traditional(text) if language() == "zh-hant" and "zh-hant" not in sentence else text


def organisation_name(actor: Actor, code: str) -> str:
    found = access_organisations(actor).filter(code=code).first()
    name = found.name if found else code
    return traditional(name) if language() == "zh-hant" else name


def period_words(period: Period) -> str:
    if period.frequency is Frequency.QUARTER:
        return _("%(year)s年第%(quarter)s季度") % {"year": period.year, "quarter": period.place}
    return written_date(str(period))
