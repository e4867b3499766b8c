"""A form with edit rules, one unit that reports on it, and months that are open."""

from typing import Any

from suixin.kernel.records.receipt import Receipt
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit

OFFICE = Actor.system("tests", "rj-gx")
COMPANY = Actor.system("tests", "rj-company-1")
UNIT = {"district": "440105"}


def item(name: str, title: str, **more: Any) -> dict[str, Any]:
    titles = {"zh-hans": title, "zh-hant": title, "en": f"Item {name}"}
    return {"id": name, "titles": titles, "unit": "万元", "scale": 2, "confidential": True, **more}


def rule(name: str, grade: str, text: str, sentence: str) -> dict[str, Any]:
    return {"id": name, "grade": grade, "rule": text, "sentence": {"zh-hans": sentence}}


DEFINITION: dict[str, Any] = {
    "id": "edited-month",
    "version": 1,
    "number": "XX1表",
    "titles": {"zh-hans": "信息消费月报", "en": "Monthly report"},
    "authority": "rj-gx",
    "approval": "（演示）未经批准",
    "valid_from": "2019-01-01",
    "valid_to": "2021-12-31",
    "frequency": "month",
    "due_days": 10,
    "submitters": ["company"],
    "items": [
        item("A00", "商品销售额合计"),
        item("A01", "手机销售额", parent="A00", guidance={"zh-hans": "指本月售出手机的含税金额。"}),
        item("A02", "其他商品销售额", parent="A00", negative=True),
        item("B10", "用户数", unit="户", scale=0, required=False, confidential=False),
    ],
    "edits": [
        rule("E01", "fatal", "A00 == A01 + A02", "合计应等于各项之和。"),
        rule("E02", "query", "abs(A00 - prev(A00)) <= 0.5 * prev(A00)", "合计比上月变动超过 50%。"),
        rule("E03", "query", "A00 <= 3 * year_ago(A00)", "合计超过上年同期三倍。"),
    ],
    "reviews": [{"id": "bureau", "titles": {"zh-hans": "市级审核"}, "organisations": {"*": "rj-gx"}}],
    "synthetic": True,
}


def set_up(*months: str) -> None:
    """The form is in force, the company is in its register and the months are open."""
    form = DEFINITION["id"]
    reason = "演示"
    submit(
        [
            Submission(
                "collection.form", {"id": form, "version": 1, "definition": DEFINITION, "reason": reason}
            )
        ],
        OFFICE,
    )
    unit = {
        "form": form,
        "unit": "rj-company-1",
        "district": "440105",
        "keys": {},
        "since": "2019-01",
        "reason": reason,
    }
    submit([Submission("collection.unit", unit)], OFFICE)
    submit(
        [
            Submission(
                "collection.period",
                {"form": form, "period": month, "due": "2030-01-01", "open": True, "reason": reason},
            )
            for month in months
        ],
        OFFICE,
    )


def report(period: str, supersedes: int | None = None, explanations: Any = None, **values: str) -> Submission:
    data: dict[str, Any] = {"period": period, "unit": UNIT, "values": values}
    if explanations is not None:
        data["explanations"] = explanations
    return Submission("report.edited-month", data, supersedes=supersedes)


def send(*reports: Submission) -> list[Receipt]:
    return submit(reports, COMPANY)
