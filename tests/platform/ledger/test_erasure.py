"""Forgetting what is sealed, and making projections again."""

import orjson
import pytest
from ledger_sample import REPORTER, Totals, sales

from suixin.kernel.records.receipt import opened_data, verify_receipt
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.entries import StoredEntry, stored, stored_entries
from suixin.platform.ledger.erasure import erase
from suixin.platform.ledger.models import Entry, Sealed
from suixin.platform.ledger.projection import rebuild
from suixin.platform.ledger.reading import access_entry, access_receipt, opened
from suixin.platform.ledger.submit import NotAuthorised, Refused, Submission, submit

pytestmark = pytest.mark.django_db
SECURITY = Actor(3, "bureau", frozenset({"security_admin"}))
GROUND = "本人申请"


def test_erasing_wipes_the_vault_and_the_leaf_still_verifies():
    data = sales(contact={"name": "李"})
    before = submit([Submission("sample.sales", data)], REPORTER)[0]
    assert Totals.reports[0][2] == "李"
    erasure = erase(0, "/contact/name", GROUND, SECURITY)
    assert stored(Entry.objects.get(index=erasure.index)).data == {
        "entry": 0,
        "path": "/contact/name",
        "ground": GROUND,
    }
    row = Sealed.objects.get(entry_id=0, path="/contact/name")
    assert (row.value, row.secret) == (None, None)
    after = access_receipt(REPORTER, 0)
    assert after.leaf == before.leaf
    assert all(step.ok for step in verify_receipt(orjson.dumps(after.as_json())))
    assert opened_data(orjson.dumps(after.as_json())) == {**data, "contact": {}}
    assert opened(REPORTER, access_entry(REPORTER, 0))["contact"] == {"name": {"withheld": "erased"}}
    assert Totals.reports[0][2] is None  # projections forget as well


def test_who_acted_can_be_erased():
    submit([Submission("sample.note", {"text": "x"})], REPORTER)
    erase(0, "@actor", GROUND, SECURITY)
    assert access_entry(REPORTER, 0).person is None


@pytest.mark.parametrize(("index", "path"), [(0, "/district"), (0, "/nothing"), (9, "/remark")])
def test_only_what_is_sealed_can_be_erased(index: int, path: str):
    submit([Submission("sample.sales", sales())], REPORTER)
    with pytest.raises(Refused) as refused:
        erase(index, path, GROUND, SECURITY)
    assert [each.code for each in refused.value.problems] == ["nothing-to-erase"]


def test_nothing_is_erased_twice_or_by_just_anybody():
    submit([Submission("sample.sales", sales(remark="x"))], REPORTER)
    with pytest.raises(NotAuthorised):
        erase(0, "/remark", GROUND, REPORTER)
    erase(0, "/remark", GROUND, SECURITY)
    with pytest.raises(Refused):
        erase(0, "/remark", GROUND, SECURITY)


def test_a_key_of_an_erased_record_still_gives_its_receipt():
    report = Submission("sample.sales", sales(remark="x"), key="march")
    submit([report], REPORTER)
    erase(0, "/remark", GROUND, SECURITY)
    assert submit([report], REPORTER)[0].index == 0
    with pytest.raises(Refused):
        submit([Submission("sample.sales", sales(sales="1", remark="x"), key="march")], REPORTER)


def test_a_projection_made_again_equals_the_live_one():
    for number in range(6):
        submit(
            [Submission("sample.sales", sales(sales=str(number), contact={"name": str(number)}))], REPORTER
        )
    submit([Submission("sample.sales", sales(sales="77"), supersedes=2)], REPORTER)
    erase(4, "/contact/name", GROUND, SECURITY)
    live = dict(Totals.reports)
    Totals.reports[99] = live[0]
    assert rebuild(Totals()) == 7
    assert Totals.reports == live


def test_what_projections_get_live_is_what_is_read_back(monkeypatch: pytest.MonkeyPatch):
    seen: list[StoredEntry] = []
    monkeypatch.setattr(Totals, "apply", lambda self, entries: seen.extend(entries))
    submit([Submission("sample.sales", sales(contact={"channel": "phone"}, remark=""))], REPORTER)
    submit([Submission("sample.sales", sales(contact={"name": "李"}), supersedes=0)], REPORTER)
    assert list(stored_entries(Entry.objects.all())) == seen
