"""Which rooms have work, read from their manifests:

work = ["suixin.engines.statistics.rounds:work"]     # functions; whether there was something to do
"""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from suixin.platform.ledger.declarations import FILES, MalformedDeclaration, named, rooms


@dataclass(frozen=True, slots=True)
class Work:
    name: str  # module:function
    run: Callable[[], bool]


def works() -> list[Work]:
    """Raises `MalformedDeclaration`."""
    return list(read_works(name for folder in rooms() for name in names_in(folder)))


def names_in(folder: Path) -> list[str]:
    file = next(folder / name for name in FILES if (folder / name).is_file())
    return tomllib.loads(file.read_text("utf-8")).get("work", [])


def read_works(names: Iterable[str]) -> Iterator[Work]:
    for name in names:
        run = named(name)
        if not callable(run):
            raise MalformedDeclaration(f"work: {name} is no function")
        yield Work(name, run)
