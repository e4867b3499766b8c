"""Who may do what with figures: everybody who works here reads what is out; the keeper's officers publish."""

from django.http import Http404

from suixin.engines.statistics import known
from suixin.kernel.statistics.indicators import Indicator
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

READERS = (Role.PROGRAMME_OFFICER, Role.REPORTER, Role.AUDITOR)


def access_indicator(name: str) -> Indicator:
    """Raises `Http404`."""
    found = known.newest_indicator(name)
    if found is None:
        raise Http404
    return found


def keeps(actor: Actor, name: str) -> bool:
    """Whether this actor publishes its figures."""
    return (
        Role.PROGRAMME_OFFICER in actor.roles
        and actor.organisation is not None
        and actor.organisation == known.keeper(name)
    )


def looks_ahead(actor: Actor, name: str) -> bool:
    """Whether this actor may see what is not out yet."""
    return keeps(actor, name) or Role.AUDITOR in actor.roles
