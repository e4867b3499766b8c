"""A city with three years of figures, as its projection would hold them: what pages draw, without the reports. The figures
are made; nobody computed them, so nothing here can be verified."""

import math
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zlib import crc32

from suixin.engines.statistics.models import IndicatorVersion
from suixin.engines.statistics.projections import take_release
from suixin.kernel.statistics.forms import read_form
from suixin.kernel.statistics.indicators import Change, Indicator, read_indicator
from suixin.kernel.statistics.periods import Frequency, Period, periods_between
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import StoredEntry
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.ui.districts import DISTRICTS

CITY = Path(__file__).resolve().parents[1] / "programmes" / "guangzhou-2019"
BUREAU = Actor.system("test", organisation="gz-gxj")
FIRST, LAST = "2018-01", "2020-12"
BEGIN = datetime(2018, 2, 20, 2, tzinfo=UTC)
CLASSES = 10  # of the form, at the most
NUMBERS = 1_000_000  # of records: beyond those that are really there


def build(*names: str, first: str = FIRST, last: str = LAST) -> None:
    """The shipped forms and indicators, and figures of those named, or of all."""
    for path in sorted((CITY / "collections").glob("*.toml")):
        definition = tomllib.loads(path.read_text("utf-8"))
        data = {"id": definition["id"], "version": 1, "definition": definition, "reason": "制定"}
        submit([Submission("collection.form", data)], BUREAU)
    definitions = [
        tomllib.loads(path.read_text("utf-8")) for path in sorted((CITY / "indicators").glob("*.toml"))
    ]
    for definition in sorted(definitions, key=lambda each: "derived" in each):
        data = {"id": definition["id"], "version": 1, "definition": definition, "reason": "制定"}
        submit([Submission("statistics.indicator", data)], BUREAU)
    number = NUMBERS
    for row in IndicatorVersion.objects.order_by("indicator"):
        if names and row.indicator not in names:
            continue
        indicator = read_indicator(row.definition)
        for period in periods_of(indicator, first, last):
            number += 1
            publish(indicator, period, number)


def periods_of(indicator: Indicator, first: str, last: str) -> list[Period]:
    begin, end = Period.read(first), Period.read(last)
    if indicator.frequency is Frequency.MONTH:
        return periods_between(begin, end)
    return periods_between(
        Period.of(begin.first_day, indicator.frequency), Period.of(end.first_day, indicator.frequency)
    )


def publish(
    indicator: Indicator,
    period: Period,
    number: int,
    stage: str = "final",
    supersedes: int | None = None,
    **more: Any,
) -> None:
    data = {
        "indicator": indicator.id,
        "version": indicator.version,
        "digest": indicator.digest,
        "period": str(period),
        "stage": stage,
        "origin": "city.example/log/2019",
        "size": number,
        "root": "A" * 43 + "=",
        "records": number,
        "cells": list(cells(indicator, period)),
        "synthetic": True,
    } | more
    time = BEGIN + timedelta(days=31 * (period.ordinal % 1000), seconds=number % 1000)
    empty: Any = MappingProxyType({})
    entry = StoredEntry(
        number,
        "statistics.release",
        1,
        f"made{number}",
        "gz-gxj",
        time,
        supersedes,
        empty,
        data,
        empty,
        frozenset(),
    )
    take_release(entry)


def cells(indicator: Indicator, period: Period) -> Iterator[dict[str, Any]]:
    values = values_of(indicator)
    for names in [(), *indicator.breakdowns]:
        for at in combinations(list(names), values):
            yield cell(indicator, period, at)


def combinations(names: list[str], values: dict[str, list[str]]) -> Iterator[dict[str, str]]:
    if not names:
        yield {}
        return
    for value in values[names[0]]:
        for rest in combinations(names[1:], values):
            yield {names[0]: value, **rest}


def values_of(indicator: Indicator) -> dict[str, list[str]]:
    name = indicator.source.form if indicator.source and indicator.source.form else "company-month"
    form = read_form(tomllib.loads((CITY / "collections" / f"{name}.toml").read_text("utf-8")))
    found = {"district": [each.code for each in DISTRICTS], "class": list(form.classes)[:CLASSES]}
    return found | {key.id: list(key.values) for key in form.keys}


def cell(indicator: Indicator, period: Period, at: dict[str, str]) -> dict[str, Any]:
    seed = crc32("".join(at.values()).encode()) % 89 / 5
    if indicator.disclosure is not None and at and (int(seed * 5) + period.ordinal) % 19 == 0:
        return {"at": at, "units": 2, "withheld": True}
    months = period.ordinal * 12 // period.frequency.a_year - 2018 * 12
    if indicator.derivation is not None and indicator.derivation.change in (Change.ON_YEAR, Change.ON_PERIOD):
        amount = 6 * math.sin(months / 3 + seed) + 3
    elif indicator.unit == "%":
        amount = 20 + seed + math.sin(months)
    else:
        amount = (400 + 7 * months + 30 * math.sin(months * math.pi / 6)) * (4 + seed) / (4 if not at else 60)
        amount *= 1.4 if months == 17 and not at else 1 + 0.01 * math.sin(months * months * 12.9898)
    figure = format(Decimal(repr(amount)).quantize(Decimal(1).scaleb(-max(0, indicator.places))), "f")
    return {"at": at, "units": 12 + int(seed), "value": figure, "figure": figure}


def publish_more(name: str, *periods: str) -> None:
    """Figures of another indicator."""
    indicator = read_indicator(IndicatorVersion.objects.get(indicator=name, to_index=None).definition)
    for place, period in enumerate(periods):
        publish(indicator, Period.read(period), 3 * NUMBERS + place)
