"""From an address to what its page is about, for whoever may be there. For everybody else it is not found."""

from django.http import Http404

from suixin.engines.collections.access import Chair, chairs
from suixin.engines.collections.forms import newest_forms
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor


def chair_of(actor: Actor, form: str, level: str) -> Chair:
    found = next((each for each in chairs(actor) if (each.form.id, each.level) == (form, level)), None)
    if found is None:
        raise Http404
    return found


def access_forms(actor: Actor) -> list[Form]:
    """The forms of the actor's own body; for auditors all."""
    found = sorted(newest_forms(), key=lambda form: (form.number, form.id))
    if Role.AUDITOR in actor.roles:
        return found
    return [form for form in found if keeps(actor, form)]


def keeps(actor: Actor, form: Form) -> bool:
    return Role.PROGRAMME_OFFICER in actor.roles and form.authority == actor.organisation


def kept_form(actor: Actor, name: str) -> Form:
    found = next((form for form in access_forms(actor) if form.id == name), None)
    if found is None:
        raise Http404
    return found
