"""A unit sees what is due, fills in the form, hands it in once, and keeps the receipt."""

import json

import pytest
from reported_form import EDITS, FILLED, GRID, Reporting, made

from suixin.engines.collections import actions
from suixin.engines.collections.models import Draft, Report
from suixin.engines.collections.reporting import grid
from suixin.engines.collections.reporting.checking import Finding
from suixin.kernel.statistics.forms import Grade
from suixin.platform.ledger.submit import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def reporting(settings) -> Reporting:
    settings.DEMO = True  # no second factor
    return made()


def sent(do: str, **fields: str) -> dict[str, str]:
    return {**FILLED, "revision": "0", "corrects": "", "key": "k-1", "filled_by": "张三", "do": do, **fields}


def test_what_is_late_stands_first(reporting):
    page = reporting.client("c-1").get("/office/reports/").content.decode()
    assert page.index("2019年5月") < page.index("2019年6月")
    assert "已过期限，还没有填" in page


def test_who_is_not_registered_is_told_how_to_be(reporting):
    assert "请联系报表的制定机关登记" in reporting.client("c-3").get("/office/reports/").content.decode()


def test_forms_and_periods_of_others_are_not_there(reporting):
    assert reporting.client("c-3").get(GRID).status_code == 404
    client = reporting.client("c-1")
    assert client.get("/office/reports/sales-month/2018-12/").status_code == 404
    assert client.get("/office/reports/sales-month/nothing/").status_code == 404
    assert client.get(f"{GRID}receipt/").status_code == 404


def test_the_grid_is_the_official_form(reporting):
    page = reporting.client("c-1").get(GRID).content.decode()
    for words in ("榕信101表", "榕统函〔2019〕5号", "榕江市数字生活办公室", "榕江甲公司", "还差 2 项"):
        assert words in page


def test_a_report_is_handed_in_with_tidied_numbers_and_has_a_receipt(reporting):
    client = reporting.client("c-1")
    client.get(GRID)  # the device gets its token
    answer = client.post(GRID, sent("submit"), follow=True)
    report = reporting.live("c-1")
    assert report.values == {"A01": "1200.0", "A02": "300.5"}
    assert len(report.device) == 64
    page = answer.content.decode()
    assert f"第 {report.index} 号" in page
    assert "区审核（榕江区统计局）" in page
    receipt = client.get(f"/office/records/{report.index}/receipt.json")
    assert json.loads(receipt.content)["index"] == report.index


def test_the_same_sending_twice_is_one_report(reporting):
    client = reporting.client("c-1")
    first = client.post(GRID, sent("submit"))
    assert client.post(GRID, sent("submit")).url == first.url
    assert Report.objects.count() == 1


def test_the_same_sending_twice_is_one_correction_even_after_review(reporting):
    client = reporting.client("c-1")
    client.post(GRID, sent("submit"))
    reporting.send_back("c-1", "是否含税？")
    correction = sent("submit", A02="280", corrects=str(reporting.live("c-1").index), key="k-2")
    first = client.post(GRID, correction)
    reporting.accept("c-1")
    again = client.post(GRID, correction)
    assert (again.status_code, again.url) == (302, first.url)
    assert Report.objects.count() == 2


def test_the_same_key_gives_the_same_receipt_and_leaves_a_newer_draft(reporting):
    actor = reporting.actor("c-1")
    say = {"values": {"A01": "9.0", "A02": "1.0"}, "actor": actor, "key": "may-1"}
    actions.report(reporting.form, "2019-05", {"A01": "8.0", "A02": "1.0"}, actor)
    first = actions.report(reporting.form, "2019-05", **say)
    autosaved(reporting.client("c-1"))
    Draft.objects.update(period="2019-05")
    assert actions.report(reporting.form, "2019-05", **say) == first
    assert Draft.objects.exists()
    with pytest.raises(Refused) as refusal:
        actions.report(reporting.form, "2019-05", **{**say, "values": {"A01": "7.0", "A02": "1.0"}})
    assert [each.code for each in refusal.value.problems] == ["key-reused"]


def test_what_is_wrong_is_said_beside_its_cell_and_stays(reporting):
    answer = reporting.client("c-1").post(GRID, sent("submit", A01="约一千", A02=""))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="约一千"' in page
    assert "请只填数字，例如 1234.5。" in page
    assert "A02 其中：线上：请填写" in page
    assert not Report.objects.exists()


def test_a_draft_is_kept_whatever_is_wrong_in_it(reporting):
    client = reporting.client("c-1")
    client.post(GRID, sent("save", A01="约一千", A02=""))
    assert 'value="约一千"' in client.get(GRID).content.decode()
    assert "草稿" in client.get("/office/reports/").content.decode()


def autosaved(client, **given):
    data = {"A01": "5", "revision": 0, "corrects": None, **given}
    return client.post(f"{GRID}draft/", json.dumps(data), content_type="application/json")


def test_autosaving_counts_and_a_second_window_is_told(reporting):
    client = reporting.client("c-1")
    first = autosaved(client).json()
    assert first["revision"] == 1
    assert first["said"].startswith("已保存")
    assert autosaved(client, revision=1, A01="x").json()["cells"].keys() == {"A01"}
    second = autosaved(client, revision=1, A01="7")
    assert second.status_code == 409
    assert "另一个窗口" in second.json()["said"]
    assert Draft.objects.get().values == {"A01": "x"}


def test_autosaving_refuses_what_it_cannot_read(reporting):
    client = reporting.client("c-1")
    for body in ("", "[]", '{"revision": -1}', '{"revision": 0, "corrects": "x"}'):
        assert client.post(f"{GRID}draft/", body, content_type="application/json").status_code == 400
    assert autosaved(reporting.client("c-3")).status_code == 404


def test_a_returned_report_shows_the_query_and_is_corrected(reporting):
    client = reporting.client("c-1")
    client.post(GRID, sent("submit"))
    reporting.send_back("c-1", "线上收入是否含税？")
    assert "线上收入是否含税？" in client.get("/office/reports/").content.decode()
    page = client.get(GRID).content.decode()
    assert "线上收入是否含税？" in page
    assert 'value="300.5"' in page
    old = reporting.live("c-1").index
    client.post(GRID, sent("submit", A02="280", corrects=str(old), key="k-2"))
    new = reporting.live("c-1")
    assert (new.supersedes, new.values["A02"], new.state) == (old, "280.0", "waiting")


def test_the_unit_answers_the_reviewer_and_nobody_else(reporting):
    client = reporting.client("c-1")
    answer = {"explain-reply": "不含税，已核对合同"}
    client.post(GRID, sent("submit", **answer))
    assert reporting.live("c-1").explanations == {}
    reporting.send_back("c-1", "是否含税？")
    page = client.get(GRID).content.decode()
    assert "榕江区统计局问：是否含税？" in page
    assert "给审核单位的答复" in page
    old = reporting.live("c-1").index
    silent = client.post(GRID, sent("submit", corrects=str(old), key="k-2"))
    assert silent.status_code == 422
    assert "数没有改动，也没有答复审核单位" in silent.content.decode()
    client.post(GRID, sent("submit", corrects=str(old), key="k-2", **answer))
    new = reporting.live("c-1")
    assert (new.supersedes, new.explanations) == (old, {"reply": "不含税，已核对合同"})
    report = reporting.client("rj-qu").get(f"/office/reviews/reports/{new.index}/").content.decode()
    assert "对退回问题的答复" in report
    assert "不含税，已核对合同" in report
    reporting.send_back("c-1", "合同号？")
    assert "不含税，已核对合同" not in client.get(GRID).content.decode()


def test_a_query_asks_for_an_explanation(reporting, monkeypatch):
    finding = Finding("A01", Grade.QUERY, "比上年同期高出一倍，请核实。", rule="")
    monkeypatch.setattr(grid, "findings_for", lambda *_given: [finding])
    answer = reporting.client("c-1").post(GRID, sent("submit"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "比上年同期高出一倍，请核实。" in page
    assert "无误的，请说明原因" in page


def test_an_explanation_says_something(settings):
    settings.DEMO = True
    reporting = made(edits=EDITS)
    actions.report(reporting.form, "2019-05", {"A01": "100.0", "A02": "1.0"}, reporting.actor("c-1"))
    client = reporting.client("c-1")
    asked = client.post(GRID, sent("submit"))
    assert asked.status_code == 422
    short = client.post(GRID, sent("submit", **{"explain-E02": " 促销 "}))
    assert short.status_code == 422
    page = short.content.decode()
    assert 'value="促销"' in page
    assert "说明至少 4 个字" in page
    assert "有 1 处需要修改" in page
    assert client.post(GRID, sent("submit", **{"explain-E02": "年中促销"})).status_code == 302
    assert reporting.live("c-1").explanations == {"E02": "年中促销"}


def test_what_is_under_review_cannot_be_changed(reporting):
    client = reporting.client("c-1")
    client.post(GRID, sent("submit"))
    reporting.accept("c-1")
    page = client.get(GRID).content.decode()
    assert "已报送并通过审核" in page
    assert 'id="item-A01"' not in page
    assert client.post(GRID, sent("save")).status_code == 409
    assert "已通过" in client.get("/office/reports/").content.decode()
