"""The reviewer's pages: what waits, many at once, all or none, and nobody sees or decides what is not theirs."""

import pytest
from reviewed_form import build_form, person_of, reported

from suixin.engines.collections.models import Report
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.roles import Role

pytestmark = pytest.mark.django_db
DISTRICT = "/office/reviews/content-month/2020-06/district/"
CITY = "/office/reviews/content-month/2020-06/city/"


@pytest.fixture
def form(settings) -> Form:
    settings.DEMO = True  # no second factor
    return build_form()


def states() -> dict[str, tuple[str, int]]:
    return {each.unit: (each.state, each.level) for each in Report.objects.filter(to_index=None)}


def test_each_chair_sees_how_many_wait(form: Form):
    for code in ("rv-t1", "rv-t2", "rv-h1"):
        reported(form, code)
    piles = person_of("rv-tianhe", Role.REPORTER).get("/office/reviews/").context["piles"]
    assert [(pile.period, pile.chair.level, pile.count) for pile in piles] == [("2020-06", "district", 2)]
    assert person_of("rv-city").get("/office/reviews/").context["piles"] == []
    assert "没有待审的报告" in person_of("rv-city").get("/office/reviews/").text


def test_the_list_shows_totals_and_their_change_on_the_period_before(form: Form):
    reported(form, "rv-t1", "2020-05", "80")
    reported(form, "rv-t1", "2020-06", "1100.5")
    page = person_of("rv-tianhe").get(DISTRICT).text
    for words in ("天河企业1", "天河区", "1,100.5", "+1275.6%", "按时"):
        assert words in page
    assert "迟报" in person_of("rv-tianhe").get("/office/reviews/content-month/2020-05/district/").text


def test_chosen_reports_are_accepted_in_one_record_and_go_to_the_next_level(form: Form):
    reports = [reported(form, code) for code in ("rv-t1", "rv-t2", "rv-t3")]
    answer = person_of("rv-tianhe").post(
        DISTRICT, {"decision": "accept", "id": [each.pk for each in reports[:2]]}, follow=True
    )
    assert "已通过 2 份" in answer.text
    assert states() == {"rv-t1": ("waiting", 1), "rv-t2": ("waiting", 1), "rv-t3": ("waiting", 0)}
    assert [row.report.unit for row in person_of("rv-city").get(CITY).context["rows"]] == ["rv-t1", "rv-t2"]


def test_all_are_accepted_only_as_the_list_was_seen(form: Form):
    reported(form, "rv-t1")
    client = person_of("rv-tianhe")
    seen = client.get(DISTRICT).context["seen"]
    reported(form, "rv-t2")
    answer = client.post(DISTRICT, {"decision": "accept-all", "seen": seen})
    assert answer.status_code == 422
    assert "待审名单有变化" in answer.text
    assert states() == {"rv-t1": ("waiting", 0), "rv-t2": ("waiting", 0)}
    client.post(DISTRICT, {"decision": "accept-all", "seen": answer.context["seen"]})
    assert states() == {"rv-t1": ("waiting", 1), "rv-t2": ("waiting", 1)}


def test_a_list_that_changed_meanwhile_changes_nothing_and_keeps_what_was_ticked(form: Form):
    first, second = reported(form, "rv-t1"), reported(form, "rv-t2")
    client = person_of("rv-tianhe")
    reported(form, "rv-t1", revenue="90")  # a correction
    answer = client.post(DISTRICT, {"decision": "accept", "id": [first.pk, second.pk]})
    assert answer.status_code == 422
    assert "1 份报告已被更正" in answer.text
    assert "没有通过或退回任何一份" in answer.text
    assert f'value="{second.pk}" aria-label="选择 天河企业2" checked' in answer.text
    assert {level for _state, level in states().values()} == {0}


def test_returning_needs_a_query_which_the_unit_then_reads(form: Form):
    report = reported(form, "rv-t1", revenue="0", explanations={"E1": "停产检修"})
    client = person_of("rv-tianhe")
    answer = client.post(DISTRICT, {"decision": "return", "id": report.pk, "query": " "})
    assert (answer.status_code, states()["rv-t1"]) == (422, ("waiting", 0))
    client.post(DISTRICT, {"decision": "return", "id": report.pk, "query": "出口为何减半"})
    assert states()["rv-t1"] == ("returned", 0)
    page = person_of("rv-t1", Role.COMPANY).get(f"/office/reviews/reports/{report.pk}/").text
    for words in ("已退回", "区级审核：退回。出口为何减半", "收入为零，请说明", "停产检修", "从业人员", "42"):
        assert words in page
    assert "<textarea" not in page


@pytest.mark.parametrize("post", [{}, {"decision": "accept"}, {"decision": "erase", "id": "1"}])
def test_what_makes_no_decision_gets_a_sentence(form: Form, post: dict[str, str]):
    reported(form, "rv-t1")
    assert person_of("rv-tianhe").post(DISTRICT, post).status_code == 422


def test_one_district_cannot_see_another_s_reports(form: Form):
    theirs = reported(form, "rv-h1")
    reported(form, "rv-t1")
    client = person_of("rv-tianhe", Role.REPORTER)
    assert client.get(f"/office/reviews/reports/{theirs.pk}/").status_code == 404
    assert "黄埔企业1" not in client.get(DISTRICT).text
    assert client.get(CITY).status_code == 404
    answer = client.post(DISTRICT, {"decision": "accept", "id": theirs.pk})
    assert answer.status_code == 422
    assert "由别的单位负责" in answer.text
    assert states()["rv-h1"] == ("waiting", 0)


def test_a_report_is_read_by_its_unit_its_reviewers_its_authority_and_auditors(form: Form):
    address = f"/office/reviews/reports/{reported(form, 'rv-t1').pk}/"
    for code, role in (
        ("rv-t1", Role.COMPANY),
        ("rv-tianhe", Role.REPORTER),
        ("rv-city", Role.PROGRAMME_OFFICER),
        (None, Role.AUDITOR),
    ):
        assert person_of(code, role).get(address).status_code == 200
    assert person_of("rv-t2", Role.COMPANY).get(address).status_code == 404
    assert person_of(None, Role.SYSTEM_ADMIN).get(address).status_code == 404
    assert person_of("rv-city").get("/office/reviews/reports/999999/").status_code == 404


def test_a_body_does_not_review_its_own_report(settings):
    settings.DEMO = True
    form = build_form(units={"rv-tianhe": "440106", "rv-t1": "440106"})
    own = reported(form, "rv-tianhe", role=Role.REPORTER)
    reported(form, "rv-t1")
    client = person_of("rv-tianhe", Role.REPORTER)
    page = client.get(DISTRICT)
    assert [row.report.unit for row in page.context["rows"]] == ["rv-t1"]
    assert client.get(f"/office/reviews/reports/{own.pk}/").context["chair"] is None
    answer = client.post(DISTRICT, {"decision": "accept", "id": own.pk})
    assert "不能审核本单位的报告" in answer.text
    client.post(DISTRICT, {"decision": "accept-all", "seen": page.context["seen"]})
    assert states() == {"rv-tianhe": ("waiting", 0), "rv-t1": ("waiting", 1)}


@pytest.mark.parametrize(
    "address", ["content-month/2020-Q2/district/", "content-month/xx/district/", "no/2020-06/a/"]
)
def test_addresses_of_nothing_are_not_found(form: Form, address: str):
    assert person_of("rv-tianhe").get(f"/office/reviews/{address}").status_code == 404


def test_a_page_asks_the_same_of_the_database_however_long_the_list(
    form: Form, django_assert_max_num_queries
):
    for code in ("rv-t1", "rv-t2", "rv-t3", "rv-t4"):
        reported(form, code, "2020-05")
        reported(form, code)
    client = person_of("rv-tianhe")
    with django_assert_max_num_queries(15):
        assert len(client.get(DISTRICT).context["rows"]) == 4


def test_a_corrected_report_leads_to_its_correction_and_keeps_its_history(form: Form):
    first = reported(form, "rv-t1")
    client = person_of("rv-tianhe")
    client.post(DISTRICT, {"decision": "return", "id": first.pk, "query": "出口为何减半"})
    second = reported(form, "rv-t1", revenue="90")
    old = client.get(f"/office/reviews/reports/{first.pk}/")
    assert f"/office/reviews/reports/{second.pk}/" in old.text
    assert old.context["chair"] is None
    told = [event.what for event in client.get(f"/office/reviews/reports/{second.pk}/").context["events"]]
    assert told == ["报送", "区级审核：退回。出口为何减半", "更正"]
