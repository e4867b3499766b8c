"""No report without a registered unit and an open period; nobody reports for another; review goes up the chain."""

import pytest
from collected_form import (
    AUTHORITY,
    DEFINITION,
    SYSTEM,
    a_collection,
    a_form,
    company,
    line,
    reviewer,
)

from suixin.engines.collections.access import access_reports, chairs, waiting_for
from suixin.engines.collections.actions import open_period, publish_form, register_units, report, review
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import FormVersion, Report, Step
from suixin.engines.collections.projections import Collecting
from suixin.kernel.records.leaf import read_leaf
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.projection import rebuild
from suixin.platform.ledger.refusals import NotAuthorised, Refused

pytestmark = pytest.mark.django_db
VALUES = {"A01": "12.50"}


def refused(call, *arguments, **named) -> set[str]:
    with pytest.raises(Refused) as caught:
        call(*arguments, **named)
    for problem in caught.value.problems:
        assert all(problem.message(language) for language in ("zh-hans", "zh-hant", "en"))
    return {problem.code for problem in caught.value.problems}


def test_a_form_is_a_record_type_in_its_newest_version():
    form = a_form()
    assert house()["report.shop-month"].record_type.version == 1
    assert "report.shop-month" in set(house().records)
    newer = DEFINITION | {"version": 2, "number": "T102"}
    publish_form(newer, SYSTEM, "test", supersedes=FormVersion.objects.get(form=form.id).index)
    assert house()["report.shop-month"].record_type.version == 2
    assert newest_form(form.id).number == "T102"
    assert house().records.get("report.nothing") is None


def test_a_form_that_cannot_be_used_or_is_somebody_elses_is_refused():
    assert refused(publish_form, DEFINITION | {"frequency": "week"}, SYSTEM, "test") == {"form-malformed"}
    assert refused(publish_form, DEFINITION | {"version": 2}, SYSTEM, "test") == {"form-version"}
    officer = Actor(3, "somebody-else", frozenset({Role.PROGRAMME_OFFICER}))
    assert refused(publish_form, DEFINITION, officer, "test") == {"not-authority"}
    a_form()
    assert refused(publish_form, DEFINITION, SYSTEM, "test") == {"form-version"}


def test_what_is_confidential_enters_the_leaf_as_a_commitment_only():
    form = a_collection("shop-a")
    receipt = report(form, "2019-06", VALUES | {"B01": "3"}, company("shop-a"))
    leaf = read_leaf(receipt.leaf)
    assert leaf.by == "shop-a"
    assert leaf.public == {
        "period": "2019-06",
        "unit": {"district": "440105", "size": "large"},
        "values": {"B01": "3"},
    }
    assert set(leaf.measures) == {"/values/A01"}
    assert b"12.50" not in receipt.leaf


def test_no_report_without_a_registered_unit_and_an_open_period():
    form = a_collection("shop-a")
    assert refused(report, form, "2019-06", VALUES, company("shop-b")) == {"not-registered"}
    assert refused(report, form, "2019-07", VALUES, company("shop-a")) == {"period-closed"}
    assert refused(report, form, "2018-12", VALUES, company("shop-a")) == {"not-registered"}
    open_period(form, "2019-06", "2999-01-01", SYSTEM, "test", is_open=False)
    assert refused(report, form, "2019-06", VALUES, company("shop-a")) == {"period-closed"}
    with pytest.raises(NotAuthorised):
        report(form, "2019-06", VALUES, reviewer("haizhu"))


def test_a_unit_may_correct_until_somebody_has_accepted_and_again_when_it_is_returned():
    form = a_collection("shop-a")
    first = report(form, "2019-06", VALUES, company("shop-a"))
    second = report(form, "2019-06", {"A01": "13"}, company("shop-a"))
    assert read_leaf(second.leaf).supersedes == first.index
    accept(form, "district", [second.index], "haizhu")
    assert refused(report, form, "2019-06", VALUES, company("shop-a")) == {"under-review"}
    review(form, "2019-06", "bureau", "returned", [second.index], actor=reviewer(AUTHORITY), query="请核对")
    third = report(form, "2019-06", VALUES, company("shop-a"))
    held = Report.objects.get(index=third.index)
    assert (held.state, held.level, held.to_index) == (Report.State.WAITING, 0, None)
    assert Step.objects.get(report=second.index, decision="returned").query == "请核对"


def accept(form, level, reports, organisation):
    return review(form, "2019-06", level, "accepted", reports, actor=reviewer(organisation))


def test_review_goes_up_the_chain_and_only_those_whom_the_form_names_review():
    form = a_collection("shop-a")
    index = report(form, "2019-06", VALUES, company("shop-a")).index
    assert refused(accept, form, "bureau", [index], AUTHORITY) == {"not-at-level"}
    assert refused(accept, form, "district", [index], "tianhe") == {"not-reviewer"}
    assert refused(accept, form, "mayor", [index], "tianhe") == {"no-level"}
    assert refused(accept, form, "district", [index + 100], "haizhu") == {"report-gone"}
    assert refused(review, form, "2019-06", "district", "returned", [index], actor=reviewer("haizhu")) == {
        "query-missing"
    }
    accept(form, "district", [index], "haizhu")
    assert refused(accept, form, "district", [index], "haizhu") == {"not-at-level"}
    accept(form, "bureau", [index], AUTHORITY)
    assert Report.objects.get(index=index).state == Report.State.ACCEPTED


def test_many_are_accepted_at_once_or_none():
    form = a_collection("shop-a", "shop-b")
    indexes = [report(form, "2019-06", VALUES, company(code)).index for code in ("shop-a", "shop-b")]
    accept(form, "district", [indexes[0]], "haizhu")
    assert refused(accept, form, "district", indexes, "haizhu") == {"not-at-level"}
    assert Report.objects.get(index=indexes[1]).level == 0


def test_each_sees_only_what_is_theirs():
    form = a_collection("shop-a")
    register_units([line("shop-c", "440106")], SYSTEM)
    for code in ("shop-a", "shop-c"):
        report(form, "2019-06", VALUES, company(code))
    seen = {
        name: set(access_reports(actor, form).values_list("unit", flat=True))
        for name, actor in {
            "unit": company("shop-a"),
            "district": reviewer("tianhe"),
            "bureau": reviewer(AUTHORITY),
            "stranger": company("shop-x"),
            "nobody": Actor(None, None),
        }.items()
    }
    assert seen == {
        "unit": {"shop-a"},
        "district": {"shop-c"},
        "bureau": {"shop-a", "shop-c"},
        "stranger": set(),
        "nobody": set(),
    }
    (chair,) = chairs(reviewer("haizhu"))
    assert [each.unit for each in waiting_for(chair)] == ["shop-a"]


def test_whoever_reviews_everywhere_does_not_see_the_districts_that_are_somebody_elses():
    level = {
        "id": "district",
        "titles": {"zh-hans": "区"},
        "organisations": {"440105": "haizhu", "*": "bureau"},
    }
    form = a_form(reviews=[level])
    register_units([line("shop-a"), line("shop-c", "440106")], SYSTEM)
    open_period(form, "2019-06", "2999-01-01", SYSTEM, "test")
    for code in ("shop-a", "shop-c"):
        report(form, "2019-06", VALUES, company(code))
    for organisation, units in (("bureau", ["shop-c"]), ("haizhu", ["shop-a"])):
        (chair,) = chairs(reviewer(organisation))
        assert [each.unit for each in waiting_for(chair)] == units
        assert [each.unit for each in access_reports(reviewer(organisation), form)] == units


def test_a_register_line_fits_the_form_and_is_there_once():
    a_collection("shop-a")
    assert refused(register_units, [line("shop-a")], SYSTEM) == {"unit-there"}
    assert refused(register_units, [line("shop-b"), line("shop-b")], SYSTEM) == {"unit-there"}
    assert refused(register_units, [line("shop-b", keys={})], SYSTEM) == {"unit-keys"}
    assert refused(register_units, [line("shop-b", keys={"size": "huge"})], SYSTEM) == {"unit-key-value"}
    assert refused(register_units, [line("shop-b", "440999")], SYSTEM) == {"unit-no-reviewer"}
    assert refused(register_units, [line("shop-b", since="2019")], SYSTEM) == {"period-kind"}


def test_the_tables_are_the_same_when_they_are_made_again():
    form = a_collection("shop-a", "shop-b")
    first = report(form, "2019-06", VALUES, company("shop-a")).index
    report(form, "2019-06", VALUES, company("shop-b"))
    accept(form, "district", [first], "haizhu")
    corrected = report(form, "2019-06", {"A01": "1"}, company("shop-b")).index
    review(form, "2019-06", "district", "returned", [corrected], actor=reviewer("haizhu"), query="请核对")
    before = [list(Report.objects.values()), list(Step.objects.values("report", "review", "decision"))]
    rebuild(Collecting())
    assert [
        list(Report.objects.values()),
        list(Step.objects.values("report", "review", "decision")),
    ] == before
