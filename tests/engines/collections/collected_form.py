"""A small form, its units and an open period, made through the actions; and the people around it."""

from typing import Any

from suixin.engines.collections.actions import open_period, publish_form, register_units
from suixin.engines.collections.forms import newest_form
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

AUTHORITY, STATISTICS = "giit", "bureau-of-statistics"
DISTRICTS = {"440105": "haizhu", "440106": "tianhe"}
SYSTEM = Actor.system("test", organisation=AUTHORITY)

DEFINITION: dict[str, Any] = {
    "id": "shop-month",
    "version": 1,
    "number": "T101",
    "titles": {"zh-hans": "门店月报", "en": "Shops by month"},
    "authority": AUTHORITY,
    "valid_from": "2019-01-01",
    "valid_to": "2021-12-31",
    "frequency": "month",
    "due_days": 10,
    "submitters": ["company"],
    "classes": {"phones": {"zh-hans": "手机"}},
    "keys": [{"id": "size", "titles": {"zh-hans": "规模"}, "values": {"large": {"zh-hans": "大"}}}],
    "items": [
        {
            "id": "A01",
            "titles": {"zh-hans": "手机销售额"},
            "unit": "万元",
            "scale": 2,
            "class": "phones",
            "confidential": True,
        },
        {"id": "B01", "titles": {"zh-hans": "门店数"}, "unit": "个", "required": False},
    ],
    "reviews": [
        {"id": "district", "titles": {"zh-hans": "区"}, "organisations": DISTRICTS},
        {"id": "bureau", "titles": {"zh-hans": "局"}, "organisations": {"*": AUTHORITY}},
    ],
}


def a_form(**changes: Any) -> Form:
    publish_form({**DEFINITION, **changes}, SYSTEM, "test")
    found = newest_form("shop-month")
    assert found is not None
    return found


def a_collection(*units: str, district: str = "440105") -> Form:
    """The form, these companies registered from 2019-01 on, and 2019-06 open."""
    form = a_form()
    register_units([line(unit, district) for unit in units], SYSTEM)
    open_period(form, "2019-06", "2999-01-01", SYSTEM, "test")
    return form


def line(unit: str, district: str = "440105", **more: Any) -> dict[str, Any]:
    return {
        "form": "shop-month",
        "unit": unit,
        "district": district,
        "keys": {"size": "large"},
        "since": "2019-01",
        "reason": "test",
        **more,
    }


def company(code: str) -> Actor:
    return Actor(1, code, frozenset({Role.COMPANY}))


def reviewer(code: str) -> Actor:
    return Actor(2, code, frozenset({Role.REPORTER}))
