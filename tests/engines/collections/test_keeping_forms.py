"""The pages of a form's authority: the form in plain words, its periods, and who has not reported."""

import pytest
from reviewed_form import SYSTEM, build_form, person_of, reported, unit

from suixin.engines.collections.actions import review
from suixin.engines.collections.models import Opening
from suixin.kernel.statistics.forms import Form
from suixin.platform.accounts.actions import save_organisation
from suixin.platform.accounts.models import Organisation
from suixin.platform.accounts.roles import Role

pytestmark = pytest.mark.django_db
JUNE = "/office/collections/content-month/2020-06/"


@pytest.fixture
def form(settings) -> Form:
    settings.DEMO = True  # no second factor
    return build_form()


def test_the_form_in_plain_words_for_its_authority_and_for_auditors(form: Form):
    for client in (person_of("rv-city"), person_of(None, Role.AUDITOR)):
        assert "数字内容企业月报" in client.get("/office/collections/").text
        page = client.get("/office/collections/content-month/").text
        for words in ("榕统制〔2020〕1号", "期后 10 天内报送", "2 个区各由本区单位审核", "从业人员", "保密"):
            assert words in page
    assert "开放一期" not in person_of(None, Role.AUDITOR).get("/office/collections/content-month/").text


@pytest.mark.parametrize("path", ["", "2020-06/", "open/", "2020-06/due/"])
def test_to_others_the_form_is_not_there(form: Form, path: str):
    assert person_of("rv-tianhe").get(f"/office/collections/content-month/{path}").status_code == 404
    assert (
        person_of("rv-tianhe", Role.REPORTER).get(f"/office/collections/content-month/{path}").status_code
        == 403
    )


def test_auditors_change_no_period(form: Form):
    assert person_of(None, Role.AUDITOR).get("/office/collections/content-month/open/").status_code == 403


def test_completeness_counts_each_registered_unit_once_by_district(form: Form):
    reports = [reported(form, code) for code in ("rv-t1", "rv-t2", "rv-t3", "rv-h1")]
    tianhe = unit("rv-tianhe", Role.REPORTER)
    review(form, "2020-06", "district", "accepted", [reports[0].pk], actor=tianhe)
    review(form, "2020-06", "city", "accepted", [reports[0].pk], actor=unit("rv-city", Role.REPORTER))
    review(form, "2020-06", "district", "returned", [reports[1].pk], actor=tianhe, query="请核实")
    context = person_of("rv-city").get(JUNE).context
    told = {
        code: (each.expected, each.reported, each.on_time, each.accepted, each.returned, each.missing)
        for code, _words, each in context["rows"]
    }
    assert told == {"440106": (4, 3, 3, 1, 1, 1), "440112": (3, 1, 1, 0, 0, 2)}
    assert (context["total"].expected, context["total"].missing) == (7, 3)
    assert [name for _unit, name, _words in context["missing"]] == ["天河企业4", "黄埔企业2", "黄埔企业3"]


def test_late_reports_count_as_reported_but_not_as_on_time(form: Form):
    reported(form, "rv-t1", "2020-05")
    total = person_of("rv-city").get("/office/collections/content-month/2020-05/").context["total"]
    assert (total.reported, total.on_time) == (1, 0)


def test_missing_units_of_one_district_and_as_files(form: Form):
    reported(form, "rv-h1")
    client = person_of("rv-city")
    assert len(client.get(f"{JUNE}?district=440112").context["missing"]) == 2
    missing = client.get(f"{JUNE}?district=440112&format=missing")
    assert missing.headers["Content-Type"].startswith("text/csv")
    assert "rv-h2,黄埔企业2,黄埔区" in missing.text
    assert "rv-t1" not in missing.text
    assert "440112,黄埔区,3,1,1,0,1,0,2" in client.get(f"{JUNE}?format=csv").text


def test_one_device_that_reports_for_many_units_is_shown(form: Form):
    for code in ("rv-t1", "rv-t2", "rv-t3"):
        reported(form, code, device="a-token")
    assert person_of("rv-city").get(JUNE).context["devices"] == []
    reported(form, "rv-t4", device="a-token")
    reported(form, "rv-h1", device="another")
    [device] = person_of("rv-city").get(JUNE).context["devices"]
    assert device.count == 4
    assert [name for _index, name in device.units] == [f"天河企业{n}" for n in range(1, 5)]


def test_the_next_period_is_offered_and_opened_with_a_reason(form: Form):
    client = person_of("rv-city")
    page = client.get("/office/collections/content-month/open/").text
    assert 'value="2020-07"' in page
    assert 'value="2020-08-10"' in page
    given = {"period": "2020-07", "due": "2020-08-12", "is_open": "on", "reason": "按制度开放"}
    assert (
        "已保存 2020年7月" in client.post("/office/collections/content-month/open/", given, follow=True).text
    )
    assert Opening.objects.get(period="2020-07").due.isoformat() == "2020-08-12"


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "2020-Q3"},
        {"period": "nonsense"},
        {"period": "2020-06"},  # open already
        {"period": "2031-01"},  # after the form's end
        {"due": "soon"},
        {"due": ""},
        {"reason": ""},
    ],
)
def test_what_cannot_be_opened_gets_a_sentence_and_keeps_what_was_typed(form: Form, wrong: dict[str, str]):
    given = {"period": "2020-07", "due": "2020-08-12", "is_open": "on", "reason": "按制度开放"} | wrong
    answer = person_of("rv-city").post("/office/collections/content-month/open/", given)
    assert answer.status_code == 422
    assert f'value="{given["period"]}"' in answer.text
    assert Opening.objects.count() == 2


def test_a_due_date_moves_as_a_correction_and_a_period_closes(form: Form):
    client = person_of("rv-city")
    address = f"{JUNE}due/"
    client.post(address, {"due": "2099-07-15", "reason": "节假日顺延"})
    held = Opening.objects.get(period="2020-06", to_index=None)
    assert (held.due.isoformat(), held.is_open) == ("2099-07-15", False)
    assert Opening.objects.filter(period="2020-06").count() == 2
    assert client.get("/office/collections/content-month/2020-07/due/").status_code == 404


def test_the_screen_asks_the_same_of_the_database_however_many_units(
    form: Form, django_assert_max_num_queries
):
    save_organisation(Organisation(code="rv-x", name="别的", kind="company"), SYSTEM, "登记")
    client = person_of("rv-city")
    with django_assert_max_num_queries(18):
        client.get(JUNE)
