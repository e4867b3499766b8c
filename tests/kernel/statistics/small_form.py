"""A form of a few items, to be given rules."""

from collections.abc import Mapping, Sequence
from typing import Any

from suixin.kernel.statistics.forms import Form, read_form


def item(name: str, title: str, **more: Any) -> dict[str, Any]:
    return {
        "id": name,
        "titles": {"zh-hans": title, "en": f"Item {name}"},
        "unit": "万元",
        "scale": 2,
        **more,
    }


ITEMS = (
    item("A00", "商品销售额合计"),
    item("A01", "手机销售额", required=False),
    item("A02", "计算机销售额", required=False),
    item("A03", "其他商品销售额", required=False, negative=True),
    item("B10", "用户数", required=False, scale=0, unit="户"),
)


def definition(*rules: tuple[str, str], items: Sequence[Mapping[str, Any]] = ITEMS) -> dict[str, Any]:
    """`rules` are (grade, rule); their ids are E1, E2 …"""
    return {
        "id": "small-month",
        "version": 1,
        "number": "XX1表",
        "titles": {"zh-hans": "小报表"},
        "authority": "gz-gxj",
        "approval": "（演示）未经批准",
        "valid_from": "2019-01-01",
        "valid_to": "2021-12-31",
        "frequency": "month",
        "due_days": 10,
        "submitters": ["company"],
        "items": [dict(each) for each in items],
        "edits": [
            {"id": f"E{place}", "grade": grade, "rule": rule, "sentence": {"zh-hans": f"请核对第{place}条。"}}
            for place, (grade, rule) in enumerate(rules, start=1)
        ],
        "reviews": [{"id": "bureau", "titles": {"zh-hans": "市级"}, "organisations": {"*": "gz-gxj"}}],
    }


def small_form(*rules: str) -> Form:
    return read_form(definition(*(("fatal", rule) for rule in rules)))
