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
    districts: frozenset[str] | None  # None: all

    @property
    def level(self) -> str:
        return self.form.reviews[self.place].id


def chairs(actor: Actor) -> list[Chair]:
    """Where this actor reviews."""
    if actor.organisation is None or not actor.roles & REVIEWERS:
        return []
    found = []
    for form in newest_forms():
        for place, level in enumerate(form.reviews):
            here = {at for at, code in level.organisations.items() if code == actor.organisation}
            if here:
                found.append(Chair(form, place, None if EVERYWHERE in here else frozenset(here)))
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
            if chair.districts is None:
                return reports
            seen |= Q(district__in=chair.districts)
    return reports.filter(seen)


def waiting_for(chair: Chair) -> QuerySet[Report]:
    """The reports that wait for this chair."""
    reports = Report.objects.filter(
        form=chair.form.id, to_index=None, state=Report.State.WAITING, level=chair.place
    )
    return reports if chair.districts is None else reports.filter(district__in=chair.districts)
