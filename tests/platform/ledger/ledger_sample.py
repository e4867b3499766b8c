"""A small room with record types, a guard and a projection of its own: sales by district."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from suixin.kernel.records.problem import Problem
from suixin.platform.ledger import declarations
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import StoredEntry
from suixin.platform.ledger.submit import GuardContext, Submission

FOLDER = Path(__file__).parent / "sample"
CLOSED = "440118"
REPORTER = Actor(7, "haizhu", frozenset({"reporter"}), "haizhu reporter")


def district_is_open(submission: Submission, actor: Actor, context: GuardContext) -> Iterable[Problem]:
    if submission.data["district"] == CLOSED:
        sentence = {
            "zh-hans": "该区本月已截止填报。",
            "zh-hant": "該區本月已截止填報。",
            "en": "The district is closed.",
        }
        yield Problem("/district", "district-closed", sentence)


class Totals:
    """In memory, but with a projection's contract: superseded reports do not count."""

    name = "sample.totals"
    types = frozenset({"sample.sales"})
    reports: ClassVar[dict[int, tuple[str, Decimal, str | None]]] = {}

    def clear(self) -> None:
        self.reports.clear()

    def apply(self, entries: Sequence[StoredEntry]) -> None:
        for entry in entries:
            if entry.supersedes is not None:
                self.reports.pop(entry.supersedes, None)
            contact = entry.data.get("contact", {}).get("name")
            self.reports[entry.index] = (entry.data["district"], Decimal(entry.data["sales"]), contact)


def sample_house() -> declarations.House:
    """The real rooms and the small one."""
    return declarations.build_house([*declarations.rooms(), FOLDER])


def sales(**changes: object) -> dict[str, object]:
    return {"district": "440105", "month": "2019-03", "sales": "12.50", **changes}
