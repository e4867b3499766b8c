"""Who may see what was reported: the unit itself, those whom the form names to review it, its authority, auditors.

Every page and table of reports begins here.
"""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from suixin.engines.collections.forms import newest_forms
from suixin.engines.collections.models import Report
from suixin.kernel.statistics.forms import EVERYWHERE, Form
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

REVIEWERS = frozenset({Role.PROGRAMME_OFFICER, Role.REPORTER})


@dataclass(frozen=True, slots=True)
class Chair:
    """A place at which an organisation reviews: a level of a form, in some districts or all."""

    form: Form
    place: int  # of the level
    districts: frozenset[str] | None  # None: all but those that are others'
    others: frozenset[str]  # the districts for which the level names somebody else

    @property
    def level(self) -> str:
        return self.form.reviews[self.place].id

    @property
    def reports(self) -> Q:
        """Those that are this chair's to review, as `ReviewLevel.reviewer` says it of one district."""
        return ~Q(district__in=self.others) if self.districts is None else Q(district__in=self.districts)


def chairs(actor: Actor) -> list[Chair]:
    """Where this actor reviews."""
    if actor.organisation is None or not actor.roles & REVIEWERS:
        return []
    return [chair for form in newest_forms() for chair in chairs_of(form, actor.organisation)]


def chairs_of(form: Form, organisation: str) -> list[Chair]:
    """A form's, that are this organisation's, lowest level first."""
    found = []
    for place, level in enumerate(form.reviews):
        here = {at for at, code in level.organisations.items() if code == organisation}
        if here:
            others = frozenset(level.organisations) - here - {EVERYWHERE}
            found.append(Chair(form, place, None if EVERYWHERE in here else frozenset(here), others))
    return found


def access_reports(actor: Actor, form: Form) -> QuerySet[Report]:
    """The reports of a form that this actor may see, values included."""
    reports = Report.objects.filter(form=form.id)
    if actor.is_system or Role.AUDITOR in actor.roles:
        return reports
    seen = Q(unit=actor.organisation) if actor.organisation else Q(pk=None)
    if Role.PROGRAMME_OFFICER in actor.roles and actor.organisation == form.authority:
        return reports
    for chair in chairs(actor):
        if chair.form.id == form.id:
            seen |= chair.reports
    return reports.filter(seen)


def waiting_for(chair: Chair) -> QuerySet[Report]:
    """The reports that wait for this chair."""
    return Report.objects.filter(
        chair.reports, form=chair.form.id, to_index=None, state=Report.State.WAITING, level=chair.place
    )
