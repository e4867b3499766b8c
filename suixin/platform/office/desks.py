"""Which rooms put something on a person's desk, read once at start from their manifests:

desk = "suixin.engines.programmes.office.desk:desk"     # a function from the actor to their `Desk`
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from suixin.kernel.programme.days import last_day
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import FILES, MalformedDeclaration, named, rooms
from suixin.platform.ui.parts import STATUSES, Desk, ToDo

Contribution = Callable[[Actor], Desk]

_contributions: tuple[Contribution, ...] = ()


def open_desks() -> None:
    """Raises `MalformedDeclaration`. Called once at start."""
    global _contributions  # noqa: PLW0603 set at start, and by `using` in tests
    _contributions = tuple(read_contributions(rooms()))


def read_contributions(folders: Iterable[Path]) -> Iterator[Contribution]:
    for folder in folders:
        file = next(folder / name for name in FILES if (folder / name).is_file())
        reference = tomllib.loads(file.read_text("utf-8")).get("desk")
        if reference is None:
            continue
        try:
            found = named(reference)
        except (MalformedDeclaration, AttributeError) as error:
            raise MalformedDeclaration(f"{folder.name}/{file.name}: desk: {error}") from error
        if not callable(found):
            raise MalformedDeclaration(f"{folder.name}/{file.name}: desk: {reference} is no function")
        yield found


def desk_of(actor: Actor) -> Desk:
    """All that the rooms have for this person. What is overdue comes first, then what is due soonest."""
    desks = [contribution(actor) for contribution in _contributions]
    return Desk(
        to_dos=sorted((line for desk in desks for line in desk.to_dos), key=urgency),
        tasks=[task for desk in desks for task in desk.tasks],
    )


def urgency(line: ToDo) -> tuple[bool, date, int]:
    return line.state != "overdue", last_day(line.due) or date.max, RANK.index(line.state)


# Of lines due on the same day, or on none.
RANK = (
    "overdue",
    "due-soon",
    "attention",
    *(s for s in STATUSES if s not in {"overdue", "due-soon", "attention"}),
)


@contextmanager
def using(*contributions: Contribution) -> Iterator[None]:
    """Other desks for a while: for tests, with lines of their own."""
    global _contributions  # noqa: PLW0603
    before, _contributions = _contributions, contributions
    try:
        yield
    finally:
        _contributions = before
