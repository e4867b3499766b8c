"""What collections put on a desk: reports to review, and own reports that are due or returned."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suixin.engines.collections.access import chairs
from suixin.engines.collections.office.waiting import Pile, piles
from suixin.engines.collections.reporting.listing import Line, lines_of
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ui.parts import Desk, Link, ToDo

REPORTERS = frozenset({Role.REPORTER, Role.COMPANY})  # who may open the page at which a unit reports


def desk(actor: Actor) -> Desk:
    return Desk(to_dos=[*own_reports(actor), *(to_review(pile) for pile in piles(actor, chairs(actor)))])


def own_reports(actor: Actor) -> Iterator[ToDo]:
    if actor.organisation is None or not actor.roles & REPORTERS:
        return
    for line in lines_of(actor, timezone.localdate()):
        if line.is_due:
            yield own_report(line)


def own_report(line: Line) -> ToDo:
    words = {"form": line.title, "period": line.period}
    action = Link(reverse("collections:grid", args=[line.place.form.id, str(line.place.period)]), line.action)
    if line.place.is_returned:
        why = _("要核实：%(query)s") % {"query": line.query}
        return ToDo(_("%(form)s %(period)s：被退回") % words, why, action, line.state, line.days)
    state = "attention" if line.state == "none" else line.state
    title = _("%(form)s %(period)s：还没有报送") % words
    return ToDo(title, why_now(line), action, state, line.days, line.place.opening.due.isoformat())


def why_now(line: Line) -> str:
    """Where the unit has been reminded, when; and what the form's authority asks."""
    if line.told is None:
        return _("贵单位在填报名录里，%(words)s。") % {"words": line.words}
    if not line.told.message:
        return line.told.words
    return line.told.words + _("制定机关留言：%(message)s") % {"message": line.told.message}


def to_review(pile: Pile) -> ToDo:
    title = ngettext("%(form)s %(period)s：%(n)d 份待审", "%(form)s %(period)s：%(n)d 份待审", pile.count)
    words = {"form": pile.title, "period": pile.period_words, "n": pile.count}
    why = _("在“%(level)s”等您所在单位审核。") % {"level": pile.level_title}
    address = reverse("collecting:pile", args=[pile.chair.form.id, pile.period, pile.chair.level])
    return ToDo(title % words, why, Link(address, _("去审核")), "waiting", _("待审核"))
