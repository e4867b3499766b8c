"""The city's own programme, forms and indicators as they are in `programmes/`, and figures that a test chooses. The
releases are records as the system makes them; what they count is not asked here."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from suixin.engines.collections.datafiles import enter_forms
from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.kernel.statistics.definitions import digest_of
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Head
from suixin.platform.ledger.submit import Submission, submit

PROGRAMMES = Path(__file__).resolve().parents[1] / "programmes"
SLUG = "guangzhou-2019"
SYSTEM = Actor.system("tests")
USERS, COMMUNITIES, CLOUD, CENTRES = "uhd-users", "uhd-communities", "cloud-enterprises", "experience-centres"
Amounts = Sequence[str | None]  # in the unit of the values; None: withheld


class PromisedCity:
    def __init__(self, *slugs: str) -> None:
        for slug in slugs or (SLUG,):
            publish(load(PROGRAMMES / slug / "programme.toml"), SYSTEM, "首次发布")
        enter_forms(PROGRAMMES, "首次启动")
        self.definitions: dict[str, Mapping[str, Any]] = {}
        self.releases: dict[tuple[str, str], int] = {}
        for name in (USERS, COMMUNITIES, CLOUD, CENTRES):
            path = PROGRAMMES / SLUG / "indicators" / f"{name}.toml"
            self.define(tomllib.loads(path.read_text("utf-8")))

    def define(self, definition: Mapping[str, Any]) -> None:
        self.definitions[definition["id"]] = definition
        data = {name: definition[name] for name in ("id", "version")}
        self.enter("statistics.indicator", {**data, "definition": definition, "reason": "登记"})

    def enter(self, kind: str, data: Mapping[str, Any], supersedes: int | None = None) -> int:
        return submit([Submission(kind, data, supersedes=supersedes)], SYSTEM)[0].index

    def release(
        self, name: str, first: str, amounts: Amounts, districts: Mapping[str, str] | None = None
    ) -> None:
        """One period after another; `districts` are cells of the last of them."""
        period = Period.read(first)
        for place, amount in enumerate(amounts):
            last = place == len(amounts) - 1
            cells = [self.cell(name, amount)]
            cells += [
                self.cell(name, part, district=code) for code, part in (districts or {}).items() if last
            ]
            self.release_cells(name, str(period.later(place)), cells)

    def release_cells(self, name: str, period: str, cells: Sequence[Mapping[str, Any]]) -> None:
        definition = self.definitions[name]
        before = self.releases.get((name, period))
        data = {
            "indicator": name,
            "version": definition["version"],
            "digest": digest_of(definition),
            "period": period,
            "stage": "final" if before is None else "revised",
            "origin": "city.example/log",
            "size": 1_000,
            "root": "A" * 43 + "=",
            "records": Head.objects.get().size,
            "cells": list(cells),
            "synthetic": True,
        }
        self.releases[name, period] = self.enter("statistics.release", data, before)

    def cell(self, name: str, amount: str | None, **at: str) -> dict[str, Any]:
        if amount is None:
            return {"at": at, "units": 2, "withheld": True}
        definition = self.definitions[name]
        figure = round(Decimal(amount) * Decimal(definition.get("factor", 1)), definition.get("places", 0))
        return {"at": at, "units": 7, "value": amount, "figure": str(figure)}


def grown(first: int, step: int, count: int) -> list[str]:
    """With a little up and down, so that it is no straight line."""
    return [str(first + step * place + place * place * 7919 % 13 * step // 10) for place in range(count)]
