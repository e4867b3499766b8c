"""Every programme kept as data: valid, named after its folder, its links ending somewhere; the register likewise."""

import tomllib
from collections.abc import Iterator

from suixin.check.house import Finding, House
from suixin.kernel.programme.datafile import FaultyFile, ProgrammeData, load


def check(house: House) -> Iterator[Finding]:
    folder = house.root / "programmes"
    loaded: dict[str, ProgrammeData] = {}
    for path in sorted(folder.glob("*/programme.toml")):
        try:
            data = loaded[path.parent.name] = load(path)
        except FaultyFile as error:
            yield from (house.finding(path, str(fault)) for fault in error.faults)
            continue
        if data.slug != path.parent.name:
            yield house.finding(
                path, f"slug is {data.slug!r}, the folder is {path.parent.name!r}; make them equal"
            )
    for slug, data in loaded.items():
        path = folder / slug / "programme.toml"
        for target, served in data.serves.items():
            other, _, identifier = served.partition("/")
            if other not in loaded or identifier not in {t.id for t in loaded[other].programme.targets}:
                yield house.finding(path, f"target {target} serves {served}, which is not there")
    yield from _unknown_bodies(house, loaded)


def _unknown_bodies(house: House, loaded: dict[str, ProgrammeData]) -> Iterator[Finding]:
    """A whole programme may only name bodies of the register, or collective ones (各区政府)."""
    path = house.root / "programmes" / "organisations.toml"
    if not path.is_file():
        return
    try:
        register = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        yield house.finding(path, f"not valid TOML: {error}")
        return
    known = {name for body in register["organisation"] for name in (body["short"], *body.get("aliases", ()))}
    for slug, data in loaded.items():
        for task in (*data.programme.tasks, *data.programme.safeguards) if data.whole else ():
            for duty in task.duties:
                for name in (*duty.leads, *duty.supports, *(other.organisation for other in duty.others)):
                    if name not in known and "各" not in name:
                        yield house.finding(
                            house.root / "programmes" / slug / "programme.toml",
                            f"{task.id}: {name} is not in organisations.toml",
                        )
