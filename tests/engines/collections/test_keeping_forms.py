"""The pages of a form's authority: the form in plain words, its periods, and who has not reported."""

import pytest
from reviewed_form import build_form, person_of

from suixin.engines.collections.models import Opening
from suixin.kernel.statistics.forms import Form
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
