"""The forms that ship: a report that fits passes, and their rules find what they are there to find."""

import tomllib
from pathlib import Path

import pytest

from suixin.kernel.records.validation import validate
from suixin.kernel.statistics.edits import findings
from suixin.kernel.statistics.forms import Form, read_form

FOLDER = Path(__file__).resolve().parents[2] / "programmes" / "guangzhou-2019" / "collections"


def shipped(name: str) -> Form:
    return read_form(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))


REPORTS = {
    "company-month": {
        "T00": "1730.00", "A00": "1500.00", "A01": "1200.00", "A03": "300.00", "A10": "700.00", "A51": "4000",
        "A53": "900", "B00": "230.00", "B03": "230.00", "C00": "0", "U01": "12.50", "U02": "1.25",
    },
    "district-month": {
        "D01": "120000.00", "D02": "90000.00", "D03": "450000.00", "D11": "800.50", "D12": "8000.00", "D21": "2",
        "D22": "3400", "D23": "150", "D31": "1", "D32": "4", "D41": "3100", "D42": "80",
    },
    "operator-uhd-month": {
        "O01": "900000", "O02": "800000", "O03": "100000", "O11": "2500000", "O12": "2000000", "O13": "90000",
        "O14": "2300000", "O31": "61000.00",
    },
    "project-quarter": {
        "P01": "6", "P02": "1", "P03": "3", "P04": "2", "P05": "0", "P11": "9000.00", "P12": "3000.00",
        "P13": "6000.00", "P21": "4000.00", "P22": "900.00", "P31": "1500.00", "P32": "300.00", "P33": "4",
    },
}  # fmt: skip
KEYS = {"company-month": {"industry": "F52", "size": "small"}, "operator-uhd-month": {"kind": "telecom"}}


def broken(name: str, **changes: str) -> list[str]:
    return [each.rule for each in findings(shipped(name), {**REPORTS[name], **changes})]


def test_these_are_all():
    assert sorted(path.stem for path in FOLDER.glob("*.toml")) == sorted(REPORTS)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_fits_passes(name):
    form = shipped(name)
    period = "2019-Q3" if name == "project-quarter" else "2019-09"
    unit = {"district": "440105", **KEYS.get(name, {})}
    assert validate(form.record_type, {"period": period, "unit": unit, "values": REPORTS[name]}) == ()
    assert findings(form, REPORTS[name]) == []


@pytest.mark.parametrize("name", REPORTS)
def test_they_say_that_they_are_a_demonstration(name):
    form = shipped(name)
    assert form.synthetic
    assert "演示" in form.approval


@pytest.mark.parametrize("name", REPORTS)
def test_each_item_is_explained(name):
    for item in shipped(name).items:
        assert set(item.guidance) == {"zh-hans", "zh-hant", "en"}, item.id


def test_rules_find_what_they_are_for():
    assert broken("company-month", T00="1730.01") == ["E01"]
    assert broken("company-month", A01="1200.01") == ["E02"]
    assert broken("company-month", A51="0") == ["E11"]
    assert broken("company-month", A51="4000000") == ["E21"]
    assert broken("district-month", D21="0") == ["E03"]
    assert broken("operator-uhd-month", O13="2000001") == ["E03"]
    assert broken("project-quarter", P05="1") == ["E14"]


def test_a_company_without_anything_in_a_class_may_leave_it_blank():
    form = shipped("company-month")
    assert findings(form, {"T00": "0", "A00": "0", "B00": "0", "C00": "0"}) == []
    assert [each.rule for each in findings(form, {"T00": "5", "A00": "5", "B00": "0", "C00": "0"})] == ["E02"]


def test_confidential_are_the_companies_values_and_not_the_authorities():
    for name in REPORTS:
        form = shipped(name)
        assert {item.confidential for item in form.items} == {form.submitters == ("company",)}


def test_no_class_is_counted_twice():
    """A whole and its parts are different classes, and each class has one item."""
    classes = [item.klass for item in shipped("company-month").items if item.klass]
    assert len(classes) == len(set(classes)) == len(shipped("company-month").classes)
