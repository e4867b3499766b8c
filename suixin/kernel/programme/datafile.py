"""A programme kept as data: one TOML file in the words of whoever keeps it, checked by one JSON Schema.

The file gives facts (names, numbers, departments, dates) and summaries in several languages; it has no notice
behind it, so every `source` is empty and `text` holds the summary. All problems of a file are told at once.
"""

import json
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs

from suixin.kernel.programme.days import is_due
from suixin.kernel.programme.model import (
    DeclaredBy,
    Duty,
    Group,
    Operator,
    OtherPart,
    OtherRole,
    Period,
    Programme,
    Reference,
    Span,
    Target,
    TargetKind,
    Task,
)

NOWHERE = Span(0, 0)
SOURCE_LANGUAGE = "zh-hans"

Words = Mapping[str, str]  # language -> text
Table = Mapping[str, Any]  # a table of the file, already checked against the schema


@dataclass(frozen=True, slots=True)
class Fault:
    path: str  # /task/3/group
    sentence: str

    def __str__(self) -> str:
        return f"{self.path or '/'}: {self.sentence}"


class FaultyFile(ValueError):
    """The file is no programme. `faults` holds everything that is wrong with it."""

    def __init__(self, name: str, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join([f"{name}:", *(f"  {fault}" for fault in faults)]))


@dataclass(frozen=True, slots=True)
class ProgrammeData:
    """`words[id][field]` is a text in each language given; the id of the programme itself is its slug."""

    slug: str
    whole: bool  # False: only part of the notice is known here
    place: str | None  # GB/T 2260
    programme: Programme
    words: Mapping[str, Mapping[str, Words]]
    parts: Mapping[str, tuple[Words | None, ...]]  # task id -> which part of the task each duty covers
    serves: Mapping[str, str]  # target id -> "<slug>/<target id>" of the notice carried out


def load(source: Path | str) -> ProgrammeData:
    """Reads a file, or its text. Raises `FaultyFile`."""
    name = str(source) if isinstance(source, Path) else "programme.toml"
    text = source.read_text("utf-8") if isinstance(source, Path) else source
    try:
        table = _plain(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise FaultyFile(name, (Fault("", f"不是有效的 TOML · not valid TOML: {error}"),)) from error
    faults = tuple(_schema_faults(table)) or tuple(_cross_faults(table))
    if faults:
        raise FaultyFile(name, faults)
    return _data(table)


def _plain(value: Any) -> Any:
    """TOML values as JSON ones: a date becomes its ISO form."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


@cache
def _validator() -> Any:
    schema = json.loads(files(__package__).joinpath("programme.schema.json").read_text("utf-8"))
    return jsonschema_rs.Draft202012Validator(schema)


def _schema_faults(table: Table) -> Iterator[Fault]:
    for error in _validator().iter_errors(table):
        yield Fault("".join(f"/{part}" for part in error.instance_path), error.message)


def _cross_faults(table: Table) -> Iterator[Fault]:
    """What a schema cannot say: ids are unique and lead somewhere, dates exist, the period runs forwards."""
    kinds = ("group", "task", "safeguard", "target")
    seen = Counter(item["id"] for kind in kinds for item in table.get(kind, ()))
    groups = {group["id"] for group in table.get("group", ())}
    tasks = {task["id"] for kind in ("task", "safeguard") for task in table.get(kind, ())}
    for kind in kinds:
        for position, item in enumerate(table.get(kind, ())):
            here = f"/{kind}/{position}"
            if seen[item["id"]] > 1:
                yield Fault(f"{here}/id", f"编号重复 · used more than once: {item['id']}")
            if "group" in item and item["group"] not in groups:
                yield Fault(f"{here}/group", f"没有这个组 · no such group: {item['group']}")
            if "due" in item and not is_due(item["due"]):
                yield Fault(f"{here}/due", f"没有这个日期 · no such date: {item['due']}")
            if "task" in item and item["task"] not in tasks:
                yield Fault(f"{here}/task", f"没有这项任务 · no such task: {item['task']}")
    for name in ("signed_on", "issued_on", "published_on"):
        if name in table and not _is_date(table[name]):
            yield Fault(f"/{name}", f"没有这一天 · no such day: {table[name]}")
    period = table.get("period")
    if period and period["start"] > period["end"]:
        yield Fault("/period", f"起止年份颠倒 · ends before it starts: {period['start']}–{period['end']}")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _data(table: Table) -> ProgrammeData:
    numbered = [*table.get("task", ()), *table.get("safeguard", ())]
    items = [*table.get("group", ()), *numbered, *table.get("target", ())]
    words = {item["id"]: _words(item) for item in items} | {table["slug"]: _words(table)}
    return ProgrammeData(
        slug=table["slug"],
        whole=table["completeness"] == "whole",
        place=table.get("place"),
        programme=_programme(table),
        words=words,
        parts={task["id"]: tuple(duty.get("part") for duty in task.get("duty", ())) for task in numbered},
        serves={target["id"]: target["serves"] for target in table.get("target", ()) if "serves" in target},
    )


def _words(item: Table) -> Mapping[str, Words]:
    return {name: item[name] for name in ("title", "summary", "metric", "unit") if name in item}


def _programme(table: Table) -> Programme:
    def day(name: str) -> date | None:
        return date.fromisoformat(table[name]) if name in table else None

    period = table.get("period")
    return Programme(
        number=table["number"],
        title=table["title"][SOURCE_LANGUAGE],
        issuer=table["issuer"],
        signed_on=day("signed_on"),
        issued_on=day("issued_on"),
        published_on=day("published_on"),
        period=Period(period["start"], period["end"]) if period else None,
        bases=tuple(
            Reference(basis.get("number"), basis["title"][SOURCE_LANGUAGE])
            for basis in table.get("basis", ())
        ),
        targets=tuple(map(_target, table.get("target", ()))),
        groups=tuple(
            Group(group["id"], group["number"], group["title"][SOURCE_LANGUAGE])
            for group in table.get("group", ())
        ),
        tasks=tuple(map(_task, table.get("task", ()))),
        safeguards=tuple(map(_task, table.get("safeguard", ()))),
    )


def _target(item: Table) -> Target:
    metric = item["metric"][SOURCE_LANGUAGE]
    return Target(
        id=item["id"],
        text=metric,
        metric=metric,
        op=Operator(item["op"]) if "op" in item else None,
        value=Decimal(item["value"]) if "value" in item else None,
        unit=item["unit"][SOURCE_LANGUAGE] if "unit" in item else None,
        due=item.get("due"),
        kind=TargetKind(item["kind"]),
        source=NOWHERE,
        task=item.get("task"),
    )


def _task(item: Table) -> Task:
    return Task(
        id=item["id"],
        number=item["number"],
        title=item["title"][SOURCE_LANGUAGE],
        group=item.get("group"),
        text=item.get("summary", item["title"])[SOURCE_LANGUAGE],
        source=NOWHERE,
        duties=tuple(map(_duty, item.get("duty", ()))),
    )


def _duty(item: Table) -> Duty:
    return Duty(
        leads=tuple(item.get("leads", ())),
        supports=tuple(item.get("supports", ())),
        others=tuple(
            OtherPart(OtherRole(other["role"]), other["organisation"]) for other in item.get("others", ())
        ),
        text="",
        declared_by=DeclaredBy.DOCUMENT,
        source=NOWHERE,
    )
