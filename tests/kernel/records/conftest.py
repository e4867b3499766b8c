import pytest

from suixin.kernel.records.record_type import RecordType

TEXT = {"type": "string"}


@pytest.fixture(scope="session")
def sales() -> RecordType:
    return RecordType.from_schema(
        "sample.sales",
        {
            "x-version": 1,
            "title": "销售",
            "x-titles": {"zh-Hant": "銷售", "en": "Sales"},
            "type": "object",
            "additionalProperties": False,
            "required": ["name", "sales"],
            "properties": {
                "name": {
                    "type": "string",
                    "maxLength": 40,
                    "x-visibility": "public",
                    "title": "名称",
                    "x-titles": {"en": "Name"},
                },
                "kind": {"enum": ["a", "b"], "x-visibility": "public"},
                "tags": {"type": "array", "items": TEXT, "uniqueItems": True, "x-visibility": "public"},
                "day": {"type": "string", "format": "date", "x-visibility": "public"},
                "sales": {
                    "type": "string",
                    "x-visibility": "confidential",
                    "x-measure": {"scale": 2, "unit": "万元"},
                    "title": "销售额",
                },
                "notes": {"type": "array", "x-visibility": "confidential"},
                "contact": {
                    "type": "object",
                    "additionalProperties": False,
                    "properties": {
                        "name": {**TEXT, "x-visibility": "personal"},
                        "a/b~": {**TEXT, "x-visibility": "personal"},
                    },
                },
            },
        },
    )
