"""Submitting, through the one public action."""

import orjson
import pytest
from ledger_sample import CLOSED, REPORTER, Totals, sales

from suixin.kernel.records.receipt import opened_data, verify_receipt
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry, Sealed, Submitted
from suixin.platform.ledger.reading import access_entry, opened
from suixin.platform.ledger.submit import NotAuthorised, Refused, Submission, submit

pytestmark = pytest.mark.django_db


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[tuple[int | None, str, str]]:
    return [(each.position, each.path, each.code) for each in refused.value.problems]


def test_a_report_gets_an_index_and_a_receipt_that_verifies():
    data = sales(contact={"name": "李", "channel": "phone"}, remark="含预售")
    receipt = submit([Submission("sample.sales", data)], REPORTER)[0]
    file = orjson.dumps(receipt.as_json())
    steps = verify_receipt(file)
    assert receipt.index == 0
    assert all(step.ok for step in steps)
    assert {step.subject for step in steps if step.name == "opening"} == {
        "@actor",
        "/remark",
        "/contact/name",
        "/sales",
    }
    assert opened_data(file) == data
    assert bytes(Entry.objects.get(index=0).leaf_hash) == receipt.leaf_hash


def test_nothing_confidential_or_personal_is_in_the_leaf():
    receipt = submit(
        [Submission("sample.sales", sales(contact={"name": "李某某"}, remark="机密说明"))], REPORTER
    )[0]
    leaf = receipt.leaf.decode()
    for secret in ("李某某", "机密说明", "12.5", "1250", '"person"'):
        assert secret not in leaf


def test_indexes_are_contiguous_and_a_refused_call_writes_nothing():
    submit([Submission("sample.note", {"text": str(n)}) for n in range(3)], REPORTER)
    with pytest.raises(Refused):
        submit([Submission("sample.note", {"text": "ok"}), Submission("sample.note", {})], REPORTER)
    submit([Submission("sample.note", {"text": "4"})], REPORTER)
    assert list(Entry.objects.values_list("index", flat=True)) == [0, 1, 2, 3]


def test_all_problems_of_all_submissions_come_back_at_once():
    with pytest.raises(Refused) as refused:
        submit(
            [
                Submission("sample.sales", sales(sales="1,000", district="x")),
                Submission("sample.note", {"text": "fine"}),
                Submission("sample.sales", sales(surprise=1)),
            ],
            REPORTER,
        )
    assert sorted(codes(refused)) == [
        (0, "/district", "pattern"),
        (0, "/sales", "measure-form"),
        (2, "/surprise", "unknown-field"),
    ]


def test_who_may_not_submit_a_type_is_refused_before_anything_is_checked():
    with pytest.raises(NotAuthorised):
        submit([Submission("sample.note", {"wrong": 1})], Actor(1, "haizhu", frozenset({"company"})))


def test_an_unknown_type_is_a_problem_that_names_it():
    with pytest.raises(Refused) as refused:
        submit([Submission("sample.nothing", {})], REPORTER)
    assert codes(refused) == [(0, "", "unknown-type")]
    assert "sample.nothing" in refused.value.problems[0].message("en")


def test_a_guard_refuses_with_its_own_sentence():
    with pytest.raises(Refused) as refused:
        submit([Submission("sample.sales", sales(district=CLOSED))], REPORTER)
    assert codes(refused) == [(0, "/district", "district-closed")]
    assert not Entry.objects.exists()
    assert not Totals.reports


def test_the_same_key_and_content_give_the_same_receipt():
    first = submit([Submission("sample.sales", sales(), key="march")], REPORTER)
    again = submit([Submission("sample.sales", sales(), key="march")], REPORTER)
    assert again == first
    assert Entry.objects.count() == 1


def test_the_same_key_with_other_content_is_refused():
    submit([Submission("sample.sales", sales(), key="march")], REPORTER)
    with pytest.raises(Refused) as refused:
        submit([Submission("sample.sales", sales(sales="12.51"), key="march")], REPORTER)
    assert codes(refused) == [(0, "", "key-reused")]


def test_keys_of_two_organisations_do_not_meet():
    submit([Submission("sample.sales", sales(), key="march")], REPORTER)
    other = Actor(8, "liwan", frozenset({"reporter"}))
    assert submit([Submission("sample.sales", sales(), key="march")], other)[0].index == 1


def test_a_batch_may_mix_what_was_sent_before_and_what_is_new():
    notes = [Submission("sample.note", {"text": str(n)}, key=f"k{n}") for n in range(4)]
    first = submit(notes[:2], REPORTER)
    both = submit(notes, REPORTER)
    assert both[:2] == first
    assert [receipt.index for receipt in both] == [0, 1, 2, 3]
    assert Submitted.objects.count() == 4


def test_a_correction_supersedes_and_only_once():
    submit([Submission("sample.sales", sales())], REPORTER)
    submit([Submission("sample.sales", sales(sales="13"), supersedes=0)], REPORTER)
    assert {index: str(value) for index, (_, value, _) in Totals.reports.items()} == {1: "13"}
    with pytest.raises(Refused) as refused:
        submit([Submission("sample.sales", sales(sales="14"), supersedes=0)], REPORTER)
    assert codes(refused) == [(0, "", "already-superseded")]


def test_two_corrections_of_one_record_in_one_call_are_refused():
    submit([Submission("sample.sales", sales())], REPORTER)
    with pytest.raises(Refused) as refused:
        submit([Submission("sample.sales", sales(sales=s), supersedes=0) for s in ("1", "2")], REPORTER)
    assert codes(refused) == [(1, "", "already-superseded")]


@pytest.mark.parametrize("index", [1, 99])
def test_nobody_corrects_what_another_organisation_reported_or_what_is_not_there(index: int):
    submit([Submission("sample.sales", sales())], REPORTER)
    submit([Submission("sample.sales", sales())], Actor(8, "liwan", frozenset({"reporter"})))
    with pytest.raises(Refused) as refused:
        submit([Submission("sample.sales", sales(sales="1"), supersedes=index)], REPORTER)
    assert codes(refused) == [(0, "", "nothing-to-correct")]


def test_readers_see_what_is_theirs_to_see():
    data = sales(contact={"name": "李"})
    submit([Submission("sample.sales", data)], REPORTER)
    entry = access_entry(REPORTER, 0)
    assert opened(REPORTER, entry) == data
    assert opened(Actor(9, None, frozenset({"auditor"})), entry) == data
    stranger = opened(Actor(10, "liwan", frozenset({"reporter"})), entry)
    assert stranger == {
        "district": "440105",
        "month": "2019-03",
        "sales": {"withheld": "confidential"},
        "remark": {"withheld": "confidential"},  # was left empty, and that is not told
        "contact": {"name": {"withheld": "personal"}},
    }


def test_every_secret_is_in_the_vault_once():
    submit([Submission("sample.sales", sales())], REPORTER)
    assert set(Sealed.objects.values_list("path", "kind")) == {
        ("@actor", "actor"),
        ("/remark", "confidential"),
        ("/contact/name", "personal"),
        ("/sales", "confidential"),
    }
