"""What a city has published: two indicators over a form, with figures that are hard to pass on. Records are made as the
system makes them, at times that the sample chooses."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from small_city import FORM, HAIZHU, TIANHE

from suixin.kernel.statistics.definitions import digest_of
from suixin.platform.ledger import submit as submitting
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit

SYSTEM = Actor.system("test")
FIRST = datetime(2019, 8, 1, 2, tzinfo=UTC)  # when the first figures came out
STEP = timedelta(days=10)
FLOW, RATE = "SALES_OF_DEVICES", "RATE_OF_GROWTH"
SALES_ID, RATE_ID = "sales-of-devices", "rate-of-growth"
BEYOND_FLOAT = "9007199254740993.01"  # a float would say …994.0
LONG = "123456789012345678901234567890.12"
SALES: dict[str, Any] = {
    "id": SALES_ID,
    "version": 1,
    "titles": {"zh-hans": "智能产品销售额", "en": "Sales of smart devices"},
    "about": {"zh-hans": "各单位上报销售额的合计 <&>", "en": "Sum of the sales that units report <&>"},
    "unit": "亿元",
    "factor": "0.0001",
    "places": 2,
    "frequency": "month",
    "aggregate": "sum",
    "source": {"form": "company-month", "items": ["A01", "A02"]},
    "breakdowns": [["district"], ["class"], ["district", "class"]],
}
GROWTH: dict[str, Any] = {
    "id": RATE_ID,
    "version": 1,
    "titles": {"zh-hans": "增长率"},
    "about": {"zh-hans": "比上年同期"},
    "unit": "%",
    "places": 1,
    "frequency": "month",
    "derived": {"change": "change-on-year", "of": SALES_ID},
    "synthetic": True,
}


class Clock(datetime):
    """The time at which the ledger believes to be."""

    at = FIRST

    @classmethod
    def now(cls, tz: Any = None) -> datetime:
        return cls.at


class OpenCity:
    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(submitting, "datetime", Clock)
        Clock.at = FIRST - timedelta(days=1)
        self.enter(
            "collection.form", {"id": "company-month", "version": 1, "definition": FORM, "reason": "首次"}
        )
        self.indicator(SALES)
        self.indicator(GROWTH)
        self.releases: dict[tuple[str, str], int] = {}

    def enter(self, kind: str, data: dict[str, Any], supersedes: int | None = None) -> int:
        return submit([Submission(kind, data, supersedes=supersedes)], SYSTEM)[0].index

    def indicator(self, definition: dict[str, Any], supersedes: int | None = None) -> int:
        data = {
            "id": definition["id"],
            "version": definition["version"],
            "definition": definition,
            "reason": "登记",
        }
        return self.enter("statistics.indicator", data, supersedes)

    def release(
        self,
        definition: dict[str, Any],
        period: str,
        cells: list[dict[str, Any]],
        at: datetime,
        stage: str = "final",
    ) -> int:
        Clock.at = at
        place = (definition["id"], period)
        before = self.releases.get(place)
        data = {
            "indicator": definition["id"],
            "version": definition["version"],
            "digest": digest_of(definition),
            "period": period,
            "stage": stage,
            "origin": "city.example/log",
            "size": 1_000 + len(self.releases),
            "root": "A" * 43 + "=",
            "records": 3,
            "cells": cells,
        }
        index = self.enter("statistics.release", data, before)
        self.releases[place] = index
        return index


def cell(figure: str | None, units: int = 7, **at: str) -> dict[str, Any]:
    return (
        {"at": at, "units": units, "value": "1", "figure": figure}
        if figure is not None
        else hidden("missing", **at)
    )


def hidden(how: str, **at: str) -> dict[str, Any]:
    return {"at": at, "units": 2, how: True}


def publish(patch: pytest.MonkeyPatch) -> OpenCity:
    """June provisional and revised thrice, July with withheld and missing cells, and a rate that is below nought."""
    city = OpenCity(patch)
    june = [
        cell(BEYOND_FLOAT),
        cell("0.10", district=HAIZHU),
        cell("-0.01", district=TIANHE),
        cell(LONG, **{"class": "phones"}),
        cell("2.00", **{"district": TIANHE, "class": "phones"}),
        cell("3.50", **{"district": TIANHE, "class": "services"}),
    ]
    city.release(SALES, "2019-06", june, FIRST, "provisional")
    for number, total in enumerate(("9007199254740993.02", "9007199254740993.03", "9007199254740993.04"), 1):
        cells = (
            [cell(total), *june[1:]] if number < 3 else [cell(total), *june[1:-1]]
        )  # the last takes a cell away
        city.release(SALES, "2019-06", cells, FIRST + number * STEP, "revised")
    july = [
        cell("12345678901234567890.99"),
        cell("0.00", district=HAIZHU),
        hidden("withheld", district=TIANHE),
        hidden("withheld", **{"district": TIANHE, "class": "phones"}),
        hidden("missing", **{"district": TIANHE, "class": "services"}),
    ]
    city.release(SALES, "2019-07", july, FIRST + 4 * STEP, "provisional")
    city.release(GROWTH, "2019-06", [cell("-12.5")], FIRST + 4 * STEP)
    city.release(GROWTH, "2019-07", [cell("7.0")], FIRST + 4 * STEP)
    return city
