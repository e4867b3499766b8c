"""What the rooms declare: record types, who submits them, guards, projections. Read at start, then fixed.

A room is a folder under suixin/platform, suixin/engines or suixin/scenes with a room.toml, engine.toml or
scene.toml in it:

    projections = ["suixin.engines.programmes.projections:Tasks"]

    [[record]]
    type = "programme.task"
    schema = "records/task.schema.json"
    submitters = ["programme_officer"]                    # roles; [] leaves it to the system itself
    guard = "suixin.engines.programmes.guards:task"       # optional
    inside = true                                         # optional: only the room's own actions write it

A room whose record types are themselves data names a family of them, `families = ["module:Class"]`: see `Family`.
"""

import importlib
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from suixin.kernel.records.canonical import NotJson, parse_json
from suixin.kernel.records.problem import Problem
from suixin.kernel.records.record_type import MalformedRecordType, RecordType, Registry, UnknownRecordType
from suixin.platform.ledger.projection import Projection

if TYPE_CHECKING:
    from suixin.platform.ledger.actor import Actor
    from suixin.platform.ledger.submit import GuardContext, Submission

SUIXIN = Path(__file__).resolve().parent.parent.parent
FILES = ("room.toml", "engine.toml", "scene.toml")
Guard = Callable[["Submission", "Actor", "GuardContext"], Iterable[Problem]]


class MalformedDeclaration(ValueError):
    """A room's file cannot be used; the message says which and why. For developers."""


@dataclass(frozen=True, slots=True)
class Declared:
    record_type: RecordType
    submitters: frozenset[str]
    guard: Guard | None
    room: str
    inside: bool = False  # only the room's own actions write it, never a file or the API


class Family(Protocol):
    """Record types that come and go while the site runs, under one prefix: each form of a collection is one."""

    prefix: str  # ends with a full stop

    def find(self, name: str) -> Declared | None:
        """The type of this name, in its newest version; None where there is none (any more)."""

    def names(self) -> Iterable[str]:
        """Of all there are now."""


class Records(Mapping[str, Declared]):
    """All record types by name: those that files declare, and those of families as they are at this moment."""

    def __init__(self, fixed: Mapping[str, Declared], families: tuple[Family, ...] = ()) -> None:
        self.fixed = fixed
        self.families = families

    def __getitem__(self, name: str) -> Declared:
        if name in self.fixed:
            return self.fixed[name]
        for family in self.families:
            if name.startswith(family.prefix) and (found := family.find(name)) is not None:
                return found
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        yield from self.fixed
        for family in self.families:
            yield from family.names()

    def __len__(self) -> int:
        return sum(1 for _ in self)


@dataclass(frozen=True, slots=True)
class House:
    """All that is declared."""

    registry: Registry
    records: Mapping[str, Declared]
    projections: tuple[Projection, ...]

    def __getitem__(self, name: str) -> Declared:
        """Raises `UnknownRecordType`."""
        try:
            return self.records[name]
        except KeyError:
            raise UnknownRecordType(name) from None


def rooms() -> list[Path]:
    """The folders of all rooms that declare something, in a fixed order."""
    places = [SUIXIN / storey for storey in ("platform", "engines", "scenes")]
    return [
        room
        for place in places
        for room in sorted(place.iterdir())
        if any((room / name).is_file() for name in FILES)
    ]


def build_house(folders: Iterable[Path]) -> House:
    """Raises `MalformedDeclaration`."""
    records: dict[str, Declared] = {}
    projections: list[Projection] = []
    families: list[Family] = []
    for folder in folders:
        file = next(folder / name for name in FILES if (folder / name).is_file())
        try:
            given = tomllib.loads(file.read_text("utf-8"))
            projections.extend(named(reference)() for reference in given.get("projections", []))
            families.extend(named(reference)() for reference in given.get("families", []))
            for block in given.get("record", []):
                declared = read_record(folder, block)
                if declared.record_type.id in records:
                    raise MalformedDeclaration(f"{declared.record_type.id} is declared twice")
                records[declared.record_type.id] = declared
        except (
            MalformedDeclaration,
            MalformedRecordType,
            tomllib.TOMLDecodeError,
            KeyError,
            OSError,
        ) as error:
            raise MalformedDeclaration(f"{folder.name}/{file.name}: {error}") from error
    names = [projection.name for projection in projections]
    for projection in projections:
        if names.count(projection.name) > 1:
            raise MalformedDeclaration(f"projection {projection.name} is declared twice")
        prefixes = {f"{family.prefix}*" for family in families}
        if missing := projection.types - set(records) - prefixes:
            raise MalformedDeclaration(
                f"projection {projection.name} follows unknown {', '.join(sorted(missing))}"
            )
    registry = Registry(declared.record_type for declared in records.values())
    return House(registry, Records(MappingProxyType(records), tuple(families)), tuple(projections))


def read_record(folder: Path, block: Mapping[str, Any]) -> Declared:
    if extra := set(block) - {"type", "schema", "submitters", "guard", "inside"}:
        raise MalformedDeclaration(f"[[record]] does not know {', '.join(sorted(extra))}")
    try:
        schema = parse_json((folder / block["schema"]).read_bytes())
    except NotJson as error:
        raise MalformedDeclaration(f"{block['schema']}: {error.problem.message('en')}") from None
    record_type = RecordType.from_schema(block["type"], schema)
    guard = named(block["guard"]) if "guard" in block else None
    return Declared(
        record_type, frozenset(block["submitters"]), guard, folder.name, block.get("inside", False)
    )


def named(reference: str) -> Any:
    """The object behind "package.module:name"."""
    module, _, name = reference.partition(":")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise MalformedDeclaration(f"{reference}: {error}") from error


_house: House | None = None


def open_house() -> None:
    """Reads all declarations; called once at start."""
    global _house  # noqa: PLW0603 set at start, and by `using` in tests
    _house = build_house(rooms())


def house() -> House:
    if _house is None:
        raise RuntimeError("declarations are read when Django starts")
    return _house


@contextmanager
def using(other: House) -> Iterator[House]:
    """Another house for a while: for tests, with record types of their own."""
    global _house  # noqa: PLW0603
    before, _house = _house, other
    try:
        yield other
    finally:
        _house = before
