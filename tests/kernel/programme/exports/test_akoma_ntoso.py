from pathlib import Path

import pytest
from lxml import etree

from suixin.kernel.programme.exports import EXPORTERS
from suixin.kernel.programme.model import Programme

SCHEMAS = Path(__file__).parents[3] / "schemas" / "akoma-ntoso-3.0"
A = {"a": "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"}


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(SCHEMAS / "akomantoso30.xsd"))


def written(programme: Programme) -> etree._Element:
    return etree.fromstring(EXPORTERS["akn"].write(programme))


@pytest.mark.parametrize("which", ["programme", "awkward", "bare"])
def test_the_document_is_valid_against_the_oasis_schema(
    which: str, schema: etree.XMLSchema, request: pytest.FixtureRequest
) -> None:
    schema.assertValid(written(request.getfixturevalue(which)))


@pytest.mark.parametrize("which", ["programme", "awkward"])
def test_every_reference_leads_to_its_entry(which: str, request: pytest.FixtureRequest) -> None:
    root = written(request.getfixturevalue(which))
    known = {f"#{eid}" for eid in root.xpath("//@eId")}
    used = set(root.xpath("//@refersTo | //@source | //a:FRBRauthor/@href", namespaces=A))
    assert used and used <= known


def test_the_notice_identifies_itself(programme: Programme) -> None:
    root = written(programme)
    work = root.find(".//a:FRBRWork", A)
    assert work.find("a:FRBRuri", A).get("value") == "/akn/cn/doc/notice/2023-03-04/榕工信-2023-9号"
    assert work.find("a:FRBRnumber", A).get("value") == "榕工信〔2023〕9号"
    assert root.find(".//a:FRBRlanguage", A).get("language") == "zho"
    assert root.findtext(".//a:docProponent", namespaces=A) == "榕江市工业和信息化局"
    basis = root.find(".//a:TLCReference[@name='basis']", A)
    assert basis.get("href") == "/akn/cn/doc/notice/榕府-2022-5号"
    assert [ref.get("href") for ref in root.findall(".//a:ref", A)] == [basis.get("href")]


def test_tasks_keep_their_place_in_the_hierarchy(programme: Programme) -> None:
    root = written(programme)
    section = root.find(".//a:section", A)
    assert section.findtext("a:heading", namespaces=A) == "生活服务工程"
    articles = section.findall("a:article", A)
    assert [a.findtext("a:num", namespaces=A) for a in articles] == [task.number for task in programme.tasks]
    assert [a.get("eId") for a in articles] == ["sec_1__art_1", "sec_1__art_2"]
    safeguards = root.findall(".//a:hcontainer[@name='safeguards']/a:article", A)
    assert [a.findtext("a:heading", namespaces=A) for a in safeguards] == ["加强资金保障"]


def test_duties_name_roles_and_organisations(programme: Programme) -> None:
    root = written(programme)
    duty = root.find(".//a:article[@eId='sec_1__art_1']//a:p[@class='duty']", A)
    assert "".join(duty.itertext()) == "牵头：市民政局；配合：市财政局、各区政府"
    shown = {f"#{entry.get('eId')}": entry.get("showAs") for entry in root.find(".//a:references", A)}
    for named in root.iter("{*}organization", "{*}role"):
        assert shown[named.get("refersTo")] == named.text


def test_targets_carry_their_value_and_deadline(programme: Programme) -> None:
    root = written(programme)
    quantities = {q.text: q for q in root.iter("{*}quantity")}
    users = next(q for text, q in quantities.items() if "用户" in text)
    assert users.get("normalized") == "> 300000 户"
    assert users.getparent().find("a:date", A).get("date") == "2025-12-31"
    within = root.findall(".//a:article[@eId='sec_1__art_2']//a:quantity", A)
    assert [q.get("normalized") for q in within] == [">= 20000 家"]


def test_no_exponent_and_no_lost_digit_in_a_number(awkward: Programme) -> None:
    values = [q.get("normalized") for q in written(awkward).iter("{*}quantity")]
    assert "<= 0.50 %" in values and "~ 1000 户" in values
