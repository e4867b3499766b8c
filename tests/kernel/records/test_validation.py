"""All problems at once, in words; never an accident."""

import pytest
from hypothesis import given
from json_values import ANYTHING, VALUES

from suixin.kernel.records.record_type import MalformedRecordType, RecordType, Registry, UnknownRecordType
from suixin.kernel.records.validation import validate


def found(record_type: RecordType, data: object) -> set[tuple[str, str]]:
    return {(each.path, each.code) for each in validate(record_type, data)}


def test_a_right_report_has_no_problems(sales: RecordType):
    assert validate(sales, {"name": "甲", "sales": "-0.50", "tags": ["x"], "day": "2019-03-20"}) == ()


def test_all_problems_come_at_once(sales: RecordType):
    data = {
        "name": "甲" * 41,
        "kind": "c",
        "tags": ["x", "x"],
        "day": "2019-02-30",
        "contact": {"name": 1},
        "more": 1,
    }
    assert found(sales, data) == {
        ("/name", "maxLength"),
        ("/kind", "enum"),
        ("/tags", "uniqueItems"),
        ("/day", "format"),
        ("/contact/name", "type"),
        ("/more", "unknown-field"),
        ("/sales", "required"),
    }


@pytest.mark.parametrize("text", ["1,000", "1.234", "1e3", "+1", "01", ".5", "5.", "-0", "１２", "", "12万"])
def test_a_measure_is_a_plain_decimal_of_its_scale(sales: RecordType, text: str):
    assert found(sales, {"name": "甲", "sales": text}) == {("/sales", "measure-form")}


def test_a_measure_has_a_greatest_value(sales: RecordType):
    assert found(sales, {"name": "甲", "sales": "10000000000000000"}) == set()
    assert found(sales, {"name": "甲", "sales": "10000000000000000.01"}) == {("/sales", "measure-too-large")}


def test_a_sentence_names_the_field_and_never_repeats_the_value(sales: RecordType):
    problems = validate(sales, {"name": "秘密" * 40, "sales": "秘密", "kind": "秘密", "day": "秘密"})
    assert len(problems) == 4
    for language in ("zh-hans", "zh-hant", "en"):
        assert not [each for each in problems if "秘密" in each.message(language)]
    assert "“销售额”" in next(each for each in problems if each.path == "/sales").message("zh-hans")


def test_a_record_has_a_greatest_size(sales: RecordType):
    data = {"name": "甲", "sales": "1", "notes": ["x" * 1_100_000]}
    assert found(sales, data) == {("", "record-too-large")}


@given(data=ANYTHING)
def test_validation_never_fails(sales: RecordType, data: object):
    for each in validate(sales, data):
        assert all(each.message(language) for language in ("zh-hans", "zh-hant", "en"))


@given(data=VALUES)
def test_validation_never_fails_inside_a_report(sales: RecordType, data: object):
    for each in validate(sales, {"name": data, "contact": data, "tags": data, "sales": data}):
        assert all(each.message(language) for language in ("zh-hans", "zh-hant", "en"))


OBJECT = {"x-version": 1, "type": "object", "additionalProperties": False}


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"x-version": 1, "type": "object"},
        {**OBJECT, "properties": {"a": {"type": "string"}}},
        {**OBJECT, "properties": {"a": {"type": "array", "items": {"x-visibility": "public"}}}},
        {**OBJECT, "properties": {"a": {"type": "string", "x-visibility": "secret"}}},
        {**OBJECT, "properties": {"名": {"type": "string", "x-visibility": "public"}}},
        {
            **OBJECT,
            "properties": {
                "a": {
                    "type": "object",
                    "x-visibility": "public",
                    "properties": {"b": {"x-visibility": "personal"}},
                }
            },
        },
        {
            **OBJECT,
            "properties": {
                "a": {"type": "string", "x-visibility": "public", "x-measure": {"scale": 1, "unit": "户"}}
            },
        },
        {
            **OBJECT,
            "properties": {
                "a": {
                    "type": "integer",
                    "x-visibility": "confidential",
                    "x-measure": {"scale": 1, "unit": "户"},
                }
            },
        },
        {**OBJECT, "properties": {"a": {"$ref": "#/$defs/none"}}},
        {**OBJECT, "type": "nonsense"},
        {**OBJECT, "properties": {"a": {"enum": ["x"], "x-visibility": "public", "x-value-titles": {}}}},
        {
            **OBJECT,
            "properties": {
                "a": {"enum": ["x"], "x-visibility": "public", "x-value-titles": {"x": {"en": "X"}}}
            },
        },
    ],
)
def test_a_schema_that_could_let_data_slip_into_a_leaf_is_no_record_type(schema: dict):
    with pytest.raises(MalformedRecordType):
        RecordType.from_schema("sample.wrong", schema)


def test_values_of_an_enum_have_titles_also_inside_a_list():
    titles = {"x": {"zh-Hans": "甲", "zh-Hant": "甲", "en": "X"}}
    items = {"enum": ["x"], "x-value-titles": titles}
    schema = {**OBJECT, "properties": {"a": {"type": "array", "items": items, "x-visibility": "public"}}}
    kind = RecordType.from_schema("sample.right", schema)
    assert kind.value_labels["/a/*"]["x"] == {"zh-hans": "甲", "zh-hant": "甲", "en": "X"}


def test_the_registry_knows_each_type_once(sales: RecordType):
    assert Registry([sales])["sample.sales"] is sales
    with pytest.raises(MalformedRecordType):
        Registry([sales, sales])
    with pytest.raises(UnknownRecordType):
        Registry([])["sample.sales"]
