"""Edit rules when a report comes in: what is wrong is refused, what is unusual asks for an explanation."""

import pytest
from edited_form import report, send, set_up

from suixin.platform.ledger.submit import Refused

pytestmark = pytest.mark.django_db

MONTHS = ("2019-01", "2019-02", "2020-01")


@pytest.fixture(autouse=True)
def collection(db):
    set_up(*MONTHS)


def problems(*reports):
    with pytest.raises(Refused) as refusal:
        send(*reports)
    return [(each.path, each.code) for each in refusal.value.problems], refusal.value.problems


def test_a_fatal_rule_refuses_and_says_both_sides():
    places, (problem,) = problems(report("2019-01", A00="120", A01="100", A02="19.50"))
    assert places == [("/values/A00", "edit-fatal")]
    assert problem.message() == "合计应等于各项之和。（A00 = 120 ↔ A01 + A02 = 119.5） 请改正后再报送。"
    assert problem.message("en").endswith("(A00 = 120 ↔ A01 + A02 = 119.5) Correct it and report again.")


def test_a_fatal_rule_is_not_explained_away():
    places, _ = problems(
        report("2019-01", explanations={"E01": "确实如此，已核实"}, A00="120", A01="100", A02="19")
    )
    assert places == [("/values/A00", "edit-fatal"), ("/explanations/E01", "edit-not-asked")]


def test_a_query_asks_for_an_explanation():
    send(report("2019-01", A00="100", A01="100", A02="0"))
    places, (problem,) = problems(report("2019-02", A00="151", A01="150", A02="1"))
    assert places == [("/explanations/E02", "edit-query")]
    assert "abs(A00 - prev(A00)) = 51 ↔ 0.5 * prev(A00) = 50" in problem.message()
    assert (
        problems(report("2019-02", explanations={"E02": " 促销 "}, A00="151", A01="150", A02="1"))[0]
        == places
    )
    send(report("2019-02", explanations={"E02": "年中促销"}, A00="151", A01="150", A02="1"))


def test_what_the_period_before_says_now_is_compared():
    (first,) = send(report("2019-01", A00="10", A01="10", A02="0"))
    send(report("2019-01", supersedes=first.index, A00="101", A01="101", A02="0"))
    send(report("2019-02", A00="151", A01="150", A02="1"))


def test_the_period_before_may_come_in_the_same_call():
    places, _ = problems(
        report("2019-01", A00="100", A01="100", A02="0"), report("2019-02", A00="10", A01="10", A02="0")
    )
    assert places == [("/explanations/E02", "edit-query")]


def test_the_same_month_of_the_year_before_is_compared():
    send(report("2019-01", A00="100", A01="100", A02="0"))
    places, _ = problems(report("2020-01", A00="301", A01="301", A02="0"))
    assert places == [("/explanations/E03", "edit-query")]


def test_an_explanation_that_nobody_asked_for_is_refused():
    places, _ = problems(
        report(
            "2019-01", explanations={"E02": "没有什么变化", "E99": "没有这一条"}, A00="1", A01="1", A02="0"
        )
    )
    assert places == [("/explanations/E02", "edit-not-asked"), ("/explanations/E99", "edit-not-asked")]
