"""What figures put on a desk: for the officers of the body that keeps an indicator."""

from django.urls import reverse
from django.utils.translation import gettext as _

from suixin.engines.statistics import known, waiting
from suixin.engines.statistics.models import Held
from suixin.engines.statistics.office.seats import keeps
from suixin.engines.statistics.office.wording import period_words, said
from suixin.kernel.statistics.periods import Period
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ui.parts import Desk, Link, ToDo

MOST = 5  # lines; the rest are on the page


def desk(actor: Actor) -> Desk:
    if Role.PROGRAMME_OFFICER not in actor.roles:
        return Desk()
    lines = []
    for note in Held.objects.order_by("-is_failure", "since"):
        indicator = known.newest_indicator(note.indicator)
        if indicator is not None and keeps(actor, note.indicator):
            words = {"title": said(indicator.titles), "period": period_words(Period.read(note.period))}
            action = Link(reverse("statistics:office-period", args=[note.indicator, note.period]), _("去看"))
            title = (
                _("%(title)s %(period)s：没有发布")
                if note.is_failure
                else _("%(title)s %(period)s：等待发布")
            )
            state = "stopped" if note.is_failure else "waiting"
            lines.append(ToDo(title % words, waiting.sentence(note.code, note.details), action, state))
        if len(lines) == MOST:
            break
    return Desk(to_dos=lines)
