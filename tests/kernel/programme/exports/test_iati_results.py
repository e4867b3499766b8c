from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from suixin.kernel.programme.exports import EXPORTERS
from suixin.kernel.programme.exports.iati import Baseline, Measured, write
from suixin.kernel.programme.model import Programme

SCHEMAS = Path(__file__).parents[3] / "schemas" / "iati-2.03"


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "iati-activities-schema.xsd"))


@pytest.mark.parametrize("which", ["programme", "awkward", "bare"])
def test_the_file_is_valid_against_the_standard(
    which: str, schema: etree.XMLSchema, request: pytest.FixtureRequest
) -> None:
    schema.assertValid(etree.fromstring(EXPORTERS["iati"].write(request.getfixturevalue(which))))


def test_each_target_is_a_result_with_its_indicator_and_period(programme: Programme) -> None:
    root = etree.fromstring(write(programme))
    results = root.findall(".//result")
    assert len(results) == len(programme.targets)
    users = next(r for r in results if "用户" in r.findtext("title/narrative"))
    indicator = users.find("indicator")
    assert (indicator.get("measure"), indicator.get("ascending")) == ("1", "true")
    assert indicator.find("period/period-start").get("iso-date") == "2023-01-01"
    assert indicator.find("period/period-end").get("iso-date") == "2025-12-31"
    assert indicator.find("period/target").get("value") == "300000"
    assert "超过" in indicator.findtext("period/target/comment/narrative")
    assert indicator.find("baseline") is None and indicator.find("period/actual") is None


def test_a_percentage_and_a_ceiling_are_marked(awkward: Programme) -> None:
    first, second, third = etree.fromstring(write(awkward)).findall(".//indicator")
    assert (first.get("measure"), first.get("ascending")) == ("2", "false")
    assert first.find("period/target").get("value") == "0.50"
    assert second.find("period/target").get("value") == "1000"
    assert third.get("measure") == "5" and third.find("period") is None


def test_baseline_and_actual_come_from_who_has_them(programme: Programme, schema: etree.XMLSchema) -> None:
    users = next(target for target in programme.targets if "用户" in target.text)
    known = {users.id: Measured(Baseline(2022, Decimal("120000")), Decimal("310000.5"))}
    root = etree.fromstring(write(programme, known))
    schema.assertValid(root)
    (baseline,) = root.iter("baseline")
    assert (baseline.get("year"), baseline.get("value")) == ("2022", "120000")
    (actual,) = root.iter("actual")
    assert actual.get("value") == "310000.5"


def test_who_reports_and_who_leads_are_named(programme: Programme) -> None:
    root = etree.fromstring(write(programme))
    assert root.findtext(".//reporting-org/narrative") == "榕江市工业和信息化局"
    roles = {(org.findtext("narrative"), org.get("role")) for org in root.iter("participating-org")}
    assert ("榕江市工业和信息化局", "2") in roles and ("市民政局", "4") in roles
    assert root.findtext(".//iati-identifier").endswith("榕工信〔2023〕9号")
