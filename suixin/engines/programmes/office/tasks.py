"""The tasks in which one organisation has a part, by its own name or by a collective one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext

from suixin.engines.programmes import read
from suixin.engines.programmes.bodies import kinds_meant, named_in
from suixin.engines.programmes.office.deadlines import Due, deadline, due_of
from suixin.engines.programmes.portal.parts import bar, task_address
from suixin.engines.programmes.vocabulary import ROLES
from suixin.platform.accounts.models import Organisation
from suixin.platform.ui.parts import OwnTask

RANK = list(ROLES)


@dataclass(slots=True)
class Involvement:
    programme: read.Programme
    task: read.Task
    role: str
    through: str  # the collective name; empty where the organisation is named itself
    parts: list[str] = field(default_factory=list)

    @property
    def due(self) -> Due:
        return due_of(self.task, self.programme)


def involvements(programmes: Iterable[read.Programme], organisation: Organisation) -> Iterator[Involvement]:
    """Each task once, with the strongest part in it: named before meant, leading before helping."""
    names = {organisation.name, organisation.short_name, *organisation.aliases} - {""}
    for programme in programmes:
        for task in (*programme.tasks, *programme.safeguards):
            found = [
                Involvement(programme, task, role, "" if name in names else name, parts_of(duty))
                for duty in task.duties
                for role, name in named_in(duty)
                if name in names or organisation.kind in kinds_meant(name)
            ]
            if not found:
                continue
            strongest = min(found, key=lambda each: (bool(each.through), RANK.index(each.role)))
            same = [
                each for each in found if (each.role, each.through) == (strongest.role, strongest.through)
            ]
            strongest.parts = [part for each in same for part in each.parts]
            yield strongest


def parts_of(duty: read.Duty) -> list[str]:
    return [str(duty.part)] if duty.part else []


def own_task(involvement: Involvement, today: date) -> OwnTask:
    programme, task = involvement.programme, involvement.task
    due = involvement.due
    standing = deadline(due.on, today)
    return OwnTask(
        title=str(task.title),
        address=task_address(programme, task.id),
        programme=str(programme.title),
        role=involvement.role,
        words=str(ROLES[involvement.role]),
        state=standing.state,
        state_words=standing.words,
        through=involvement.through,
        part=gettext("；").join(involvement.parts),
        due=due.on,
        due_of_programme=due.of_programme,
        targets=[bar(target, programme) for target in task.targets],
    )
