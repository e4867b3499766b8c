"""Every form and indicator kept as data: readable by the kernel, named after its file, said in three languages, and made
for each other; whoever keeps or reviews a form is in the register."""

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from suixin.check.house import Finding, House, missing_languages
from suixin.kernel.records.record_type import MalformedRecordType
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.kernel.statistics.forms import Form, read_form
from suixin.kernel.statistics.indicators import Indicator, read_indicator, selection_of


def check(house: House) -> Iterator[Finding]:
    forms: dict[str, Form] = {}
    known = register(house)
    for path in sorted(house.root.glob("programmes/*/collections/*.toml")):
        try:
            form = read_form(read(path))
            form.record_type  # noqa: B018 - a form that makes no record type is found here
        except (MalformedDefinition, MalformedRecordType) as error:
            yield house.finding(path, str(error))
            continue
        if form.id in forms:
            yield house.finding(path, f"another file has the form {form.id} as well")
        forms[form.id] = form
        yield from of_form(house, path, form, known)
    yield from of_indicators(house, forms)


def of_form(house: House, path: Path, form: Form, known: frozenset[str]) -> Iterator[Finding]:
    if form.id != path.stem:
        yield house.finding(path, f"id is {form.id}, the file is {path.name}; make them equal")
    for where, sentence in said(form.definition):
        if missing := missing_languages(sentence):
            yield house.finding(path, f"{where} lacks {', '.join(missing)}")
    codes = {form.authority, *(code for level in form.reviews for code in level.organisations.values())}
    if unknown := codes - known:
        yield house.finding(path, f"{', '.join(sorted(unknown))} is not in organisations.toml")


def of_indicators(house: House, forms: Mapping[str, Form]) -> Iterator[Finding]:
    read_already: dict[str, Path] = {}
    derived: list[tuple[Path, Indicator]] = []
    for path in sorted(house.root.glob("programmes/*/indicators/*.toml")):
        try:
            indicator = read_indicator(read(path))
            if indicator.source is not None:
                selection_of(indicator, forms.get(indicator.source.form))
        except MalformedDefinition as error:
            yield house.finding(path, str(error))
            continue
        if indicator.id != path.stem:
            yield house.finding(path, f"id is {indicator.id}, the file is {path.name}; make them equal")
        if indicator.id in read_already:
            yield house.finding(path, f"another file has the indicator {indicator.id} as well")
        read_already[indicator.id] = path
        derived.append((path, indicator))
        for where, sentence in said(indicator.definition):
            if missing := missing_languages(sentence):
                yield house.finding(path, f"{where} lacks {', '.join(missing)}")
    for path, indicator in derived:
        if indicator.derivation is not None:
            for base in filter(None, (indicator.derivation.of, indicator.derivation.whole)):
                if base not in read_already:
                    yield house.finding(path, f"it is made of {base}, which is not there")


def said(of: Any, where: str = "") -> Iterator[tuple[str, Any]]:
    """Every text by language in a definition, with its place."""
    if isinstance(of, Mapping):
        if "zh-hans" in of:
            yield where or "/", of
            return
        for name, inner in of.items():
            yield from said(inner, f"{where}/{name}")
    elif isinstance(of, list):
        for place, inner in enumerate(of):
            yield from said(inner, f"{where}/{place}")


def read(path: Path) -> dict[str, Any]:
    """Raises `MalformedDefinition`."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise MalformedDefinition(f"not valid TOML: {error}") from error


def register(house: House) -> frozenset[str]:
    path = house.root / "programmes" / "organisations.toml"
    if not path.is_file():
        return frozenset()
    try:
        return frozenset(body["code"] for body in read(path)["organisation"])
    except (MalformedDefinition, KeyError):  # the rule on programmes tells of it
        return frozenset()
