"""The ledger from a terminal."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ledger_sample import sales

from suixin.cli import main
from suixin.platform.accounts.models import Assignment, Organisation, Person
from suixin.platform.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def reporter() -> None:
    organisation = Organisation.objects.create(code="haizhu", name="海珠区", kind="district")
    person = Person.objects.create_user("li")
    Assignment.objects.create(person=person, role="reporter", organisation=organisation)


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(main, arguments, input=given)


def lines(*items: object) -> str:
    return "\n".join(json.dumps(item) for item in items)


def report(**changes: object) -> dict[str, object]:
    return {"type": "sample.sales", "data": sales(**changes)}


def test_records_are_submitted_and_their_receipts_verify(tmp_path: Path):
    result = run("submit", "-", "--as", "li", given=lines(report(), report()))
    assert result.exit_code == 0, result.output
    receipts = result.output.splitlines()
    assert [json.loads(each)["index"] for each in receipts] == [0, 1]
    file = tmp_path / "receipt.json"
    file.write_text(receipts[1])
    verified = run("receipt", "verify", str(file))
    assert verified.exit_code == 0
    assert verified.output.count("✓") == 7
    file.write_text(receipts[1].replace("12.50", "12.51"))
    forged = run("receipt", "verify", str(file))
    assert forged.exit_code == 1
    assert "✗ 封存内容 opening /sales" in forged.output


def test_problems_are_listed_and_nothing_is_written():
    result = run("submit", "-", "--as", "li", "--language", "en", given=lines(report(), report(sales="1,5")))
    assert result.exit_code == 2
    assert "[1]/sales Write “Sales” as a decimal" in result.output
    assert not Entry.objects.exists()


@pytest.mark.parametrize("given", ["", "{", "[1]", '{"type": "sample.sales", "data": {"x": 1.5}}', "\x00"])
def test_bad_input_gets_a_sentence(given: str):
    result = run("submit", "-", "--as", "li", given=given)
    assert result.exit_code in ((0,) if not given else (2,))
    assert "Traceback" not in result.output


def test_an_unknown_login_is_refused():
    result = run("submit", "-", "--as", "nobody", given="{}")
    assert (result.exit_code, "nobody" in result.output) == (2, True)


def test_projections_are_rebuilt_by_name_or_all():
    run("submit", "-", "--as", "li", given=lines(report(), report()))
    assert "sample.totals: 2" in run("rebuild", "sample.totals").output
    assert "sample.totals: 2" in run("rebuild").output
    assert run("rebuild", "no.such").exit_code == 2
