"""The small city through the site's own actions: what is recorded goes through `submit`, the log runs, figures are
published from its checkpoints; and a stranger verifies them against the log's files."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from small_city import FORM, HAIZHU, SALES, SECRET, TIANHE, indicator

from suixin.engines.statistics.certificates import certificate_of
from suixin.engines.statistics.checking import Checked, verify_certificate
from suixin.engines.statistics.models import Release
from suixin.engines.statistics.publishing import publish
from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.statistics.periods import Period
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.leaves import LedgerLeaves
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Log
from suixin.platform.log.running import Runner

GIIT = Actor.system("test", organisation="giit")
JUNE = Period.read("2019-06")
GROWTH = indicator(
    "growth",
    unit="%",
    places=1,
    derived={"change": "change-on-year", "of": "sales"},
    breakdowns=[["district"]],
)


def the(organisation: str) -> Actor:
    return Actor.system("test", organisation=organisation)


@dataclass
class PublishedCity:
    home: Path
    runner: Runner = field(init=False)

    def __post_init__(self) -> None:
        self.runner = Runner(self.home, "city.example", LedgerLeaves(), required=False)

    def begin(self, *definitions: Mapping[str, Any]) -> None:
        self.add("collection.form", {"id": FORM["id"], "version": 1, "definition": FORM, "reason": "制定"})
        for definition in definitions or (SALES,):
            self.define(definition)

    def add(
        self, type_: str, data: Mapping[str, Any], by: Actor = GIIT, supersedes: int | None = None
    ) -> int:
        return submit([Submission(type_, data, supersedes=supersedes)], by)[0].index

    def define(self, definition: Mapping[str, Any], supersedes: int | None = None) -> int:
        data = {name: definition[name] for name in ("id", "version")}
        return self.add(
            "statistics.indicator",
            {**data, "definition": definition, "reason": "制定"},
            supersedes=supersedes,
        )

    def units(self, *units: str, district: str = HAIZHU) -> None:
        for unit in units:
            self.add("collection.unit", {
                "form": "company-month", "unit": unit, "district": district, "keys": {"size": "large"},
                "since": "2018-01", "reason": "入库",
            })  # fmt: skip

    def open(self, period: str = "2019-06") -> None:
        self.add(
            "collection.period",
            {
                "form": "company-month",
                "period": period,
                "due": "2999-01-01",
                "open": True,
                "reason": "开放填报",
            },
        )

    def report(
        self,
        unit: str,
        period: str = "2019-06",
        district: str = HAIZHU,
        supersedes: int | None = None,
        **values: str,
    ) -> int:
        data = {"period": period, "unit": {"district": district, "size": "large"}, "values": values}
        return self.add("report.company-month", data, the(unit), supersedes)

    def accept(self, *reports: int, period: str = "2019-06", district: str = HAIZHU) -> None:
        by = {HAIZHU: "haizhu", TIANHE: "tianhe"}[district]
        for level, who in (("district", by), ("city", "giit")):
            self.review(who, level, *reports, period=period)

    def review(
        self, who: str, level: str, *reports: int, period: str = "2019-06", decision: str = "accepted"
    ) -> None:
        data = {
            "form": "company-month",
            "period": period,
            "level": level,
            "decision": decision,
            "reports": [*reports],
        }
        if decision == "returned":
            data["query"] = "请核对"
        self.add("collection.review", data, the(who))

    def witness(self) -> None:
        """What is recorded so far gets into the log, and a checkpoint covers it."""
        self.runner.finish()

    def publish(self, name: str, period: Period = JUNE, **more: Any) -> Release:
        self.witness()
        receipt = publish(name, period, GIIT, **more)
        return Release.objects.get(pk=receipt.index)

    def verified(self, release: Release, at: Mapping[str, str] | None = None) -> Checked:
        self.witness()
        certificate = certificate_of(release, at)
        log = Log.newest()
        folder = Folder(self.home / "log" / log.name)
        checkpoint, _ = read_signed_checkpoint(folder.read("checkpoint"))
        return verify_certificate(orjson.dumps(certificate.as_json()), folder, checkpoint.size, None)


__all__ = ("GROWTH", "HAIZHU", "JUNE", "SALES", "SECRET", "TIANHE", "PublishedCity", "indicator", "the")
