"""What programmes put on a desk: dates that press, bodies that nobody has registered, gaps in what is published.

Each kind is a function of its own that yields lines; `desk` names them all. Only lines that this person can do
something about are theirs.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import Register, named_in
from suixin.engines.programmes.drafting import store
from suixin.engines.programmes.drafting.questions import questions, unaccepted
from suixin.engines.programmes.office.deadlines import deadline, soonest
from suixin.engines.programmes.office.tasks import Involvement, involvements, own_task
from suixin.engines.programmes.portal.parts import task_address
from suixin.engines.programmes.vocabulary import ROLES
from suixin.platform.accounts.models import Organisation
from suixin.platform.accounts.roles import FOR_ORGANISATION, KEEPERS, Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ui.parts import Desk, Link, ToDo

MOST_NAMED = 3


def desk(actor: Actor) -> Desk:
    works = bool(actor.roles & FOR_ORGANISATION)
    if not works and not actor.roles & KEEPERS:
        return Desk()
    programmes, today = read.programmes(), timezone.localdate()
    lines: list[ToDo] = []
    own: list[Involvement] = []
    if works and (organisation := Organisation.objects.filter(code=actor.organisation).first()):
        own = list(involvements(programmes, organisation))
        lines += pressing_tasks(own, today)
    if Role.PROGRAMME_OFFICER in actor.roles:
        lines += unfinished(actor)
        # Of a notice that is here in part, as the nation's may be, nothing is missing that the city could add.
        kept = [each for each in programmes if each.whole and each.recorded.by == actor.organisation]
        lines += [*pressing_programmes(kept, today), *without_lead(kept), *without_period(kept)]
    if actor.roles & KEEPERS:
        lines += unregistered(each for each in programmes if each.whole)
    return Desk(to_dos=lines, tasks=[own_task(each, today) for each in own])


def pressing_tasks(own: Iterable[Involvement], today: date) -> Iterator[ToDo]:
    """Each task of which a target's date has passed or is near; those dated only by their programme in one line."""
    undated: dict[str, list[Involvement]] = {}
    for each in own:
        standing = deadline(each.due.on, today)
        if not standing.presses:
            continue
        if each.due.of_programme:
            undated.setdefault(each.programme.slug, []).append(each)
            continue
        words = {"part": part_in(each), "targets": names(target.metric for target in each.task.targets)}
        why = _("%(part)s。目标：%(targets)s。还没有进展数据，不等于没有进展。") % words
        action = Link(task_address(each.programme, each.task.id), _("看任务和目标"))
        yield ToDo(str(each.task.title), why, action, standing.state, standing.words, each.due.on)
    for together in undated.values():
        yield until_the_end(together, today)


def part_in(involvement: Involvement) -> str:
    words = {"role": ROLES[involvement.role], "name": involvement.through}
    if involvement.through:
        return _("您的机构在“%(name)s”之内，%(role)s") % words
    return _("点名由您的机构%(role)s") % words


def until_the_end(together: list[Involvement], today: date) -> ToDo:
    first = together[0]
    standing = deadline(first.due.on, today)
    title = ngettext("%(title)s：%(n)d 项任务", "%(title)s：%(n)d 项任务", len(together))
    counts = (
        (_("点名牵头 %(n)d 项"), sum(each.role == "lead" and not each.through for each in together)),
        (_("点名配合 %(n)d 项"), sum(each.role != "lead" and not each.through for each in together)),
        (_("以统称落实 %(n)d 项"), sum(bool(each.through) for each in together)),
    )
    why = _("%(counts)s。没有单独期限，按方案期限计；还没有进展数据，不等于没有进展。") % {
        "counts": _("，").join(words % {"n": n} for words, n in counts if n)
    }
    told = title % {"title": first.programme.title, "n": len(together)}
    action = Link(reverse("office:tasks"), _("看我的任务"))
    return ToDo(told, why, action, standing.state, standing.words, first.due.on)


def pressing_programmes(kept: Iterable[read.Programme], today: date) -> Iterator[ToDo]:
    """Targets that belong to no task are the programme's own: for the officers of the body that keeps it."""
    for programme in kept:
        overall = [target for target in programme.targets if target.task is None]
        due = soonest(target.due for target in overall)
        pressed = [target for target in overall if deadline(target.due, today).presses]
        if not pressed:
            continue
        standing = deadline(due, today)
        title = ngettext("%(title)s：%(n)d 个总目标", "%(title)s：%(n)d 个总目标", len(pressed))
        why = _("%(targets)s。还没有进展数据，不等于没有进展。") % {
            "targets": names(t.metric for t in pressed)
        }
        action = Link(programme_address(programme) + "#targets", _("看目标"))
        told = title % {"title": programme.title, "n": len(pressed)}
        yield ToDo(told, why, action, standing.state, standing.words, due)


def unfinished(actor: Actor) -> Iterator[ToDo]:
    """Drafts that wait for their review, or for nothing but the last step."""
    known = Register()
    for kept in store.access_drafts(actor):
        open_ones = sum(question.is_open for question in questions(kept.draft, known))
        unseen = len(unaccepted(kept.draft))
        name = kept.draft.contents.head.name or kept.file
        why = _("%(open)d 个问题待处理，%(unseen)d 项没有人看过。") % {"open": open_ones, "unseen": unseen}
        ready = not (open_ones or unseen)
        page, words = ("draft-publish", _("去发布")) if ready else ("draft", _("继续核对"))
        action = Link(reverse(f"programmes:{page}", args=[kept.id]), words)
        yield ToDo(
            _("草稿：%(name)s") % {"name": name}, _("全部核对过，可以发布。") if ready else why, action
        )


def without_lead(kept: Iterable[read.Programme]) -> Iterator[ToDo]:
    for programme in kept:
        tasks = [task for task in (*programme.tasks, *programme.safeguards) if not task.leads]
        if tasks:
            title = ngettext(
                "%(title)s：%(n)d 项任务没有写明牵头单位",
                "%(title)s：%(n)d 项任务没有写明牵头单位",
                len(tasks),
            )
            why = _("%(tasks)s。没有牵头单位，就没有人对进展负责。") % {
                "tasks": names(t.title for t in tasks)
            }
            action = Link(duties_address(programme=programme.slug, no_lead="on"), _("看是哪些"))
            yield ToDo(title % {"title": programme.title, "n": len(tasks)}, why, action)


def without_period(kept: Iterable[read.Programme]) -> Iterator[ToDo]:
    for programme in kept:
        if programme.period is None:
            title = _("%(title)s：没有写明实施期") % {"title": programme.title}
            why = _("没有期限的任务按实施期结束计算到期；没有实施期，就不会提醒。")
            yield ToDo(title, why, Link(programme_address(programme), _("看方案")))


def unregistered(programmes: Iterable[read.Programme]) -> Iterator[ToDo]:
    known = Register()
    for programme in programmes:
        tasks = (*programme.tasks, *programme.safeguards)
        duties = [duty for task in tasks for duty in task.duties]
        missing = known.unregistered(name for duty in duties for _role, name in named_in(duty))
        if missing:
            title = ngettext(
                "%(title)s：%(n)d 个机构没有登记",
                "%(title)s：%(n)d 个机构没有登记",
                len(missing),
            )
            why = _("%(bodies)s。没有登记的机构，不能给它的人授予角色，也收不到任务。") % {
                "bodies": names(missing)
            }
            action = Link(duties_address(programme=programme.slug, unregistered="on"), _("去登记"))
            yield ToDo(title % {"title": programme.title, "n": len(missing)}, why, action)


def names(given: Iterable[object]) -> str:
    every = [str(each) for each in given]
    told = _("、").join(every[:MOST_NAMED])
    return _("%(names)s等") % {"names": told} if len(every) > MOST_NAMED else told


def programme_address(programme: read.Programme) -> str:
    return reverse("programmes:programme", args=[programme.slug])


def duties_address(**query: str) -> str:
    return f"{reverse('programmes:duties')}?{urlencode(query)}"
