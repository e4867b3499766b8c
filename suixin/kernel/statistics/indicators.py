"""An indicator: which reports it counts, how they add up, by what it is broken down, and how it is said.

Two kinds. A *counted* one has a `source` and is computed from leaves; a *derived* one (growth, share, cumulative …)
is arithmetic on the exact values of others. One definition file each; a change is a new version with its own digest,
and old figures keep theirs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from suixin.kernel.records.problem import Sentence
from suixin.kernel.statistics.definitions import MalformedDefinition, Members, digest_of
from suixin.kernel.statistics.forms import PREFIX, Form, Item
from suixin.kernel.statistics.periods import Frequency, MalformedPeriod, Period

ID = re.compile(r"[a-z][a-z0-9-]{1,60}", re.ASCII)
POINTER = re.compile(r"(/[A-Za-z0-9_@.-]+)+", re.ASCII)
MOST_BREAKDOWNS = 8
MOST_DIGITS = 40  # of a factor


class Aggregate(StrEnum):
    SUM = "sum"  # of the values
    COUNT = "count"  # of the records that count
    DISTINCT = "distinct"  # organisations among them
    LATEST = "latest"  # each organisation's last value in the period, summed: for stocks


class Status(StrEnum):
    REPORTED = "reported"  # whatever came in and was not returned
    ACCEPTED = "accepted"  # by the form's last level of review


class Span(StrEnum):
    PERIOD = "period"  # what is for the period
    TO_DATE = "to-date"  # what is for the period or any before


class Change(StrEnum):
    """What a derived indicator makes of others."""

    ON_YEAR = "change-on-year"  # 同比, per cent
    ON_PERIOD = "change-on-period"  # 环比, per cent
    CUMULATIVE = "cumulative"  # 累计: the year so far
    CUMULATIVE_ON_YEAR = "cumulative-change-on-year"  # 累计同比, per cent
    SHARE = "share"  # of `whole`, per cent
    RATIO = "ratio"  # by `whole`, times `factor`
    INDEX = "index"  # the base period is 100


@dataclass(frozen=True, slots=True)
class Value:
    """One place of a record that is added up."""

    path: str
    klass: str = ""
    scale: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Which records: reports of a form (then `items` or `classes` choose the values), or records of another type."""

    form: str = ""
    items: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    status: Status = Status.ACCEPTED
    type: str = ""
    period: str = ""  # pointer to a period, or to a day within one
    values: tuple[Value, ...] = ()
    dimensions: Mapping[str, str] = field(default_factory=dict)  # name -> pointer
    where: Mapping[str, Any] = field(default_factory=dict)  # pointer -> what must stand there
    span: Span = Span.PERIOD


@dataclass(frozen=True, slots=True)
class Derivation:
    change: Change
    of: str
    whole: str = ""
    base: str = ""  # of an index
    factor: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Which cells would tell of one company; `suixin.kernel.statistics.disclosure` applies it."""

    threshold: int
    dominance: tuple[int, Decimal] | None
    p_percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Indicator:
    id: str
    version: int
    titles: Sentence
    about: Sentence  # what is counted, in plain words
    unit: str
    factor: Decimal  # from the unit of the values to the unit of the figure
    places: int
    frequency: Frequency
    aggregate: Aggregate | None  # None: derived
    source: Source | None
    derivation: Derivation | None
    breakdowns: tuple[tuple[str, ...], ...]  # beside the total
    disclosure: Disclosure | None
    programme: str
    target: str  # id of the target served; "" for none
    release_days: (
        int | None
    )  # after the period's last day, when it is to come out; None: as soon as it changes
    synthetic: bool
    definition: Mapping[str, Any]

    @property
    def digest(self) -> str:
        return digest_of(self.definition)


@dataclass(frozen=True, slots=True)
class Selection:
    """What an indicator takes from leaves, with nothing left to look up: form and indicator put together."""

    type: str
    period: str
    values: tuple[Value, ...]
    dimensions: Mapping[str, str]
    where: Mapping[str, Any]
    span: Span
    form: Form | None  # whose reviews decide; None where every record counts
    status: Status


def read_indicator(definition: Mapping[str, Any]) -> Indicator:
    """Raises `MalformedDefinition`."""
    members = Members(definition, "indicator")
    name = members.text("id")
    if not ID.fullmatch(name):
        members.refuse("id is of small letters, digits and hyphens, such as smart-product-sales")
    members.where = f"indicator {name}"
    source, derivation = members.inner("source"), members.inner("derived")
    if (source is None) == (derivation is None):
        members.refuse("has either source or derived")
    disclosure = members.inner("disclosure")
    indicator = Indicator(
        id=name,
        version=members.whole("version"),
        titles=members.sentence("titles"),
        about=members.sentence("about"),
        unit=members.text("unit"),
        factor=number(members, "factor", "1"),
        places=members.whole("places", 0),
        frequency=members.choice("frequency", Frequency),
        aggregate=None if source is None else members.choice("aggregate", Aggregate),
        source=None if source is None else read_source(source),
        derivation=None if derivation is None else read_derivation(derivation),
        breakdowns=tuple(breakdowns(members)),
        disclosure=None if disclosure is None else read_disclosure(disclosure),
        programme=members.text("programme", ""),
        target=members.text("target", ""),
        release_days=members.whole("release_days") if "release_days" in members.given else None,
        synthetic=members.flag("synthetic", False),
        definition=MappingProxyType(dict(definition)),
    )
    members.done()
    if indicator.version < 1 or not -6 <= indicator.places <= 12:
        members.refuse("version is from 1, places from -6 to 12")
    return indicator


def number(members: Members, name: str, default: str | None = None) -> Decimal:
    try:
        found = Decimal(members.text(name, default))
    except InvalidOperation:
        members.refuse(f'{name} is a decimal as text, such as "0.0001"')
    if not found.is_finite() or found <= 0:
        members.refuse(f"{name} is above nought")
    if abs(found.adjusted()) > MOST_DIGITS or len(found.as_tuple().digits) > MOST_DIGITS:
        members.refuse(f"{name} has at most {MOST_DIGITS} digits")
    return found


def breakdowns(members: Members) -> list[tuple[str, ...]]:
    members.asked.add("breakdowns")
    given = members.given.get("breakdowns", [])
    if (
        type(given) is not list
        or len(given) > MOST_BREAKDOWNS
        or not all(type(each) is list and each and all(type(name) is str for name in each) for each in given)
    ):
        members.refuse(
            'breakdowns is a list of lists of names, such as [["district"], ["district", "class"]]'
        )
    found = [tuple(each) for each in given]
    if len({frozenset(each) for each in found}) != len(found) or any(
        len(set(each)) != len(each) for each in found
    ):
        members.refuse("a breakdown is there twice")
    return found


def read_source(members: Members) -> Source:
    source = Source(
        form=members.text("form", ""),
        items=members.texts("items", ()),
        classes=members.texts("classes", ()),
        status=members.choice("status", Status, Status.ACCEPTED),
        type=members.text("type", ""),
        period=members.text("period", ""),
        values=tuple(members.each("values", read_value, may_lack=True)),
        dimensions=MappingProxyType(members.object("dimensions", {})),
        where=MappingProxyType(members.object("where", {})),
        span=members.choice("span", Span, Span.PERIOD),
    )
    members.done()
    if bool(source.form) == bool(source.type):
        members.refuse("has either form or type")
    if source.form and (source.values or source.period or source.dimensions):
        members.refuse("of a form, items or classes choose the values")
    if source.type and not POINTER.fullmatch(source.period):
        members.refuse("period is a pointer such as /month")
    pointers = [*source.dimensions.values(), *source.where, *(value.path for value in source.values)]
    if not all(type(each) is str and POINTER.fullmatch(each) for each in pointers):
        members.refuse("places are pointers such as /district")
    return source


def read_value(members: Members) -> Value:
    value = Value(members.text("path"), members.text("class", ""), members.whole("scale", 0))
    members.done()
    return value


def read_derivation(members: Members) -> Derivation:
    change = members.choice("change", Change)
    derivation = Derivation(
        change,
        members.text("of"),
        members.text("whole", ""),
        members.text("base", ""),
        number(members, "factor", "1"),
    )
    members.done()
    if (change in (Change.SHARE, Change.RATIO)) != bool(derivation.whole):
        members.refuse("whole is for a share or a ratio")
    if (change is Change.INDEX) != bool(derivation.base):
        members.refuse("base is for an index")
    if derivation.base:
        try:
            Period.read(derivation.base)
        except MalformedPeriod:
            members.refuse("base is a period such as 2019-01")
    return derivation


def read_disclosure(members: Members) -> Disclosure:
    dominance = members.inner("dominance")
    found = Disclosure(
        threshold=members.whole("threshold"),
        dominance=None if dominance is None else (dominance.whole("n"), number(dominance, "k")),
        p_percent=number(members, "p_percent") if "p_percent" in members.given else None,
    )
    members.done()
    if found.threshold < 1:
        members.refuse("threshold is from 1")
    return found


def selection_of(indicator: Indicator, form: Form | None) -> Selection:
    """Raises `MalformedDefinition` where indicator and form do not fit; `form` is the one that `source.form` names."""
    source = indicator.source
    if source is None:
        raise MalformedDefinition(f"indicator {indicator.id} is derived: it selects nothing itself")
    if not source.form:
        found = Selection(
            source.type,
            source.period,
            source.values,
            source.dimensions,
            source.where,
            source.span,
            None,
            source.status,
        )
    else:
        if form is None or form.id != source.form:
            raise MalformedDefinition(f"indicator {indicator.id} needs the form {source.form}")
        found = Selection(
            type=PREFIX + form.id,
            period="/period",
            values=tuple(
                Value(item.path, item.klass, item.scale) for item in chosen(indicator, source, form)
            ),
            dimensions=MappingProxyType(
                {"district": "/unit/district"} | {key.id: f"/unit/{key.id}" for key in form.keys}
            ),
            where=source.where,
            span=source.span,
            form=form,
            status=source.status,
        )
    check(indicator, found)
    return found


def chosen(indicator: Indicator, source: Source, form: Form) -> list[Item]:
    known = {item.id for item in form.items}
    if missing := [name for name in source.items if name not in known]:
        raise MalformedDefinition(f"indicator {indicator.id}: form {form.id} has no {', '.join(missing)}")
    if missing := [name for name in source.classes if name not in form.classes]:
        raise MalformedDefinition(
            f"indicator {indicator.id}: form {form.id} has no class {', '.join(missing)}"
        )
    return [item for item in form.items if item.id in source.items or item.klass in source.classes]


def check(indicator: Indicator, selection: Selection) -> None:
    where = f"indicator {indicator.id}"
    if indicator.aggregate in (Aggregate.SUM, Aggregate.LATEST) and not selection.values:
        raise MalformedDefinition(f"{where}: adds up nothing")
    if len({value.scale for value in selection.values}) > 1:
        raise MalformedDefinition(f"{where}: its values have different scales")
    if selection.form is not None:
        items = [selection.form.item(value.path.rpartition("/")[2]) for value in selection.values]
        if len({item.unit for item in items}) > 1 or len({item.confidential for item in items}) > 1:
            raise MalformedDefinition(f"{where}: its items differ in unit or in being confidential")
        if any(item.confidential for item in items) and indicator.disclosure is None:
            raise MalformedDefinition(f"{where}: its items are confidential, so it needs disclosure rules")
    for breakdown in indicator.breakdowns:
        if unknown := set(breakdown) - set(selection.dimensions) - {"class"}:
            raise MalformedDefinition(
                f"{where}: there is no {', '.join(sorted(unknown))} to break it down by"
            )
