"""From a notice to a published programme in the office, as an officer's browser asks for it."""

import json
import re
from html import unescape

import pytest
from django.test import Client
from small_notice import NOTICE

from suixin.engines.programmes import read
from suixin.engines.programmes.drafting.projection import Drafts
from suixin.engines.programmes.models import DraftVersion
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.erasure import erase
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.projection import rebuild

pytestmark = pytest.mark.django_db
IMPORT = "/office/programmes/import/"


def imported(client: Client, text: str = NOTICE) -> str:
    """The address of the new draft."""
    response = client.post(IMPORT, {"text": text})
    assert response.status_code == 302, re.findall(r'class="error"[^>]*>([^<]*)', response.text)
    return response["Location"]


def fields(client: Client, address: str) -> dict[str, str]:
    """What the page's form would send if nothing were changed."""
    text = client.get(address).text
    form = text[text.index('id="clause"') :].split("</form>")[0]
    sent = {}
    for tag in re.findall(r"<(?:input|textarea|select)[^>]*name=[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)[1]
        if 'type="checkbox"' in tag and "checked" not in tag:
            continue
        ticked = "on" if 'type="checkbox"' in tag else ""
        sent[name] = (re.search(r'value="([^"]*)"', tag) or ["", ticked])[1]
    for name, content in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\s?(.*?)</textarea>', form, re.S):
        sent[name] = content.strip()
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else (re.search(r'value="([^"]*)"', options) or ["", ""])[1]
    return {name: unescape(value) for name, value in sent.items()}


def ready(client: Client, address: str) -> None:
    """Accepts everything and settles every question."""
    questions = re.findall(r'name="question" value="([^"]*)"', client.get(address).text)
    if questions:
        client.post(f"{address}settle/", {"question": questions, "note": "与原文核对无误"})
    client.post(f"{address}accept/", {"all": "1"})


def published(client: Client, slug: str = "rongjiang-2023") -> str:
    address = imported(client)
    ready(client, address)
    response = client.post(f"{address}publish/", {"slug": slug, "reason": "首次发布", "disclose": "on"})
    assert response.status_code == 302, response.text
    return slug


def test_an_imported_notice_shows_the_text_with_what_was_understood(officer: Client):
    text = officer.get(imported(officer)).text
    assert '<a class="understood organisation"' in text
    assert "活跃用户：目标超过 80 万户" in text
    assert "市云梦局" in text
    assert "1 个机构未登记" in text
    assert "已接受 0/" in text


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\x00\x01\x02" * 99, "文件不是文本"),
        ("今天天气很好，我们去公园玩。".encode(), "不像政策文件"),
        (b"PK\x03\x04" + b"0" * 100, "docx"),
    ],
)
def test_what_is_no_notice_is_refused_with_a_sentence(
    officer: Client, content: bytes, sentence: str, tmp_path
):
    file = tmp_path / "notice.txt"
    file.write_bytes(content)
    with file.open("rb") as upload:
        response = officer.post(IMPORT, {"file": upload})
    assert response.status_code == 422
    assert sentence in response.text
    assert not DraftVersion.objects.exists()


def test_nothing_given_asks_for_a_file_or_a_text(officer: Client):
    assert "请选择通知文件，或粘贴通知全文" in officer.post(IMPORT, {}).text


@pytest.mark.parametrize("role", [Role.REPORTER, Role.COMPANY])
def test_only_officers_make_programmes(sign_in, role: Role):
    assert sign_in(role).get("/office/programmes/").status_code == 403
    assert sign_in(role).post(IMPORT, {"text": NOTICE}).status_code == 403


def test_a_draft_is_for_its_own_organisation_only(officer: Client, sign_in):
    address = imported(officer)
    other = sign_in(Role.PROGRAMME_OFFICER, "rj-gx")
    assert other.get(address).status_code == 404
    assert other.post(f"{address}accept/", {"all": "1"}).status_code == 404
    assert other.get(f"{address}steps/").status_code == 404


def test_a_draft_s_content_is_in_no_leaf(officer: Client):
    imported(officer)
    [entry] = Entry.objects.filter(type="programme.draft")
    assert "数字生活" not in bytes(entry.leaf).decode()


def test_a_corrected_task_counts_as_accepted_and_leads_to_the_next(officer: Client):
    address = imported(officer)
    sent = fields(officer, f"{address}task/t1/") | {"title": "社区服务上线", "next": "1"}
    response = officer.post(f"{address}task/t1/", sent)
    assert response["Location"] == f"{address}task/t2/"
    text = officer.get(address).text
    assert "1 社区服务上线" in text
    assert "已接受 1/" in text


def test_a_wrong_value_is_told_beside_its_field_and_what_was_typed_stays(officer: Client):
    address = f"{imported(officer)}target/target-1/"
    response = officer.post(address, fields(officer, address) | {"value": "很多", "metric": "体验馆"})
    assert response.status_code == 422
    assert 'value="很多"' in response.text
    assert 'value="体验馆"' in response.text
    assert 'aria-invalid="true"' in response.text


def test_who_does_what_can_be_assigned_anew(officer: Client):
    address = imported(officer)
    sent = fields(officer, f"{address}task/t2/")
    assert (sent["duty-0-0-name"], sent["duty-1-0-name"]) == ("市教育局", "市云梦局")
    sent |= {"duty-1-0-name": "市商务局", "duty-1-1-role": "guide", "duty-1-1-name": "市民政局"}
    officer.post(f"{address}task/t2/", sent)
    text = officer.get(address).text
    assert "市云梦局" not in re.sub(r'<div class="notice-text.*?</div>', "", text, flags=re.S)
    assert "个机构未登记" not in text


def test_more_rows_keep_what_was_typed(officer: Client):
    address = f"{imported(officer)}task/t1/"
    sent = fields(officer, address) | {"more": "1", "title": "改到一半"}
    text = officer.post(address, sent).text
    assert 'value="改到一半"' in text
    assert text.count('name="duty-0-') >= 8


def test_one_organisation_cannot_be_named_twice_in_a_duty(officer: Client):
    address = f"{imported(officer)}task/t1/"
    response = officer.post(address, fields(officer, address) | {"duty-0-2-name": "市民政局"})
    assert response.status_code == 422
    assert "同一机构写了两次：市民政局" in response.text


def test_a_task_is_split_where_a_sentence_begins(officer: Client):
    address = imported(officer)
    text = officer.get(f"{address}task/t2/").text
    cut = next(
        cut
        for cut, words in re.findall(r'value="(\d+)" id="cut-.*?lang="zh-Hans">([^<]*)', text)
        if "推动企业" in words
    )
    version = re.search(r'name="version" value="(\d+)"', text)[1]
    officer.post(f"{address}task/t2/split/", {"cut": cut, "title": "开放培训课程", "version": version})
    first, second = fields(officer, f"{address}task/t2/"), fields(officer, f"{address}task/t2-1/")
    assert (first["duty-0-0-name"], first.get("duty-1-0-name")) == ("市教育局", "")
    assert (second["title"], second["duty-0-0-name"]) == ("开放培训课程", "市云梦局")
    assert fields(officer, f"{address}target/target-4/")["task"] == "t2-1"


def test_two_tasks_become_one_and_the_same_duty_is_kept_once(officer: Client):
    address = imported(officer)
    version = fields(officer, f"{address}task/t1/")["version"]
    officer.post(f"{address}task/t1/merge/", {"other": "t3", "version": version})
    assert officer.get(f"{address}task/t3/").status_code == 404
    merged = fields(officer, f"{address}task/t1/")
    assert (merged["duty-0-0-name"], merged["duty-1-0-name"]) == ("市民政局", "")


def test_a_step_can_be_taken_back_and_gone_back_to(officer: Client):
    address = imported(officer)
    first = DraftVersion.objects.get().index
    version = fields(officer, f"{address}task/t1/")["version"]
    officer.post(f"{address}task/t1/remove/", {"version": version})
    assert officer.get(f"{address}task/t1/").status_code == 404
    officer.post(f"{address}restore/", {"to": first})
    assert officer.get(f"{address}task/t1/").status_code == 200
    text = officer.get(f"{address}steps/").text
    assert "删去 1 推进社区服务上线" in text
    assert text.count("回到这里") >= 2


def test_two_officers_do_not_overwrite_one_another(officer: Client, sign_in):
    address = imported(officer)
    colleague = sign_in(Role.PROGRAMME_OFFICER, username="second")
    mine, theirs = fields(officer, f"{address}task/t1/"), fields(colleague, f"{address}task/t3/")
    officer.post(f"{address}task/t1/", mine | {"title": "我的"})
    response = colleague.post(f"{address}task/t3/", theirs | {"title": "他们的"})
    assert response.status_code == 409
    assert "别人刚改过" in response.text
    assert 'value="他们的"' in response.text
    again = re.search(r'name="version" value="(\d+)"', response.text)[1]
    assert (
        colleague.post(f"{address}task/t3/", theirs | {"title": "他们的", "version": again}).status_code
        == 302
    )
    text = officer.get(address).text
    assert "1 我的" in text
    assert "3 他们的" in text


def test_a_draft_with_open_questions_or_unseen_clauses_cannot_be_published(officer: Client):
    address = imported(officer)
    response = officer.post(f"{address}publish/", {"slug": "too-early", "reason": "首次发布"})
    assert "还不能发布" in response.text
    assert read.programme("too-early") is None


def test_a_settlement_needs_a_note_and_can_be_reopened(officer: Client):
    address = imported(officer)
    question = re.search(r'name="question" value="(bodies-[^"]*)"', officer.get(address).text)[1]
    officer.post(f"{address}settle/", {"question": question, "note": ""})
    assert "处理情况" not in officer.get(address).text
    officer.post(f"{address}settle/", {"question": question, "note": "新设机构，正在登记"})
    assert "新设机构，正在登记" in officer.get(address).text
    officer.post(f"{address}settle/", {"reopen": question})
    assert "新设机构，正在登记" not in officer.get(address).text


def test_a_published_notice_is_a_programme_with_its_text(officer: Client, client: Client):
    slug = published(officer)
    programme = read.programme(slug)
    assert programme is not None
    assert (programme.number, len(programme.tasks), len(programme.safeguards)) == ("榕数〔2023〕8号", 3, 1)
    users = next(target for target in programme.targets if str(target.metric) == "活跃用户")
    assert (users.op, users.value, users.due) == (">", 800_000, "2025")
    assert str(programme.task("t1").summary) == "梳理社区服务清单，按季度更新。"
    text = client.get(f"/programmes/{slug}/notice/").text
    assert f'href="/programmes/{slug}/tasks/t1/"' in text
    assert DraftVersion.objects.filter(is_newest=True, state="published").count() == 1


def test_a_notice_that_was_not_disclosed_stays_closed(officer: Client, client: Client):
    address = imported(officer)
    ready(officer, address)
    officer.post(f"{address}publish/", {"slug": "quiet-2023", "reason": "首次发布"})
    assert client.get("/programmes/quiet-2023/").status_code == 200
    assert client.get("/programmes/quiet-2023/notice/").status_code == 404


@pytest.mark.parametrize(
    "slug", ["Rongjiang", "a", "drafts", "with_underscore", "-dash", "汉字", "rongjiang-2023"]
)
def test_a_slug_that_cannot_be_used_is_refused(officer: Client, slug: str):
    published(officer)
    address = imported(officer)
    ready(officer, address)
    response = officer.post(f"{address}publish/", {"slug": slug, "reason": "首次发布"})
    assert response.status_code == 422
    assert 'class="problems"' in response.text


def test_a_closed_draft_can_no_longer_be_worked_on(officer: Client):
    address = imported(officer)
    assert officer.get(f"{address}discard/").status_code == 200
    officer.post(f"{address}discard/")
    assert officer.get(address).status_code == 404
    assert officer.post(f"{address}accept/", {"all": "1"}).status_code == 404
    assert "没有草稿" in officer.get("/office/programmes/").text


def test_a_published_task_changes_with_a_reason_that_everybody_sees(officer: Client, client: Client):
    slug = published(officer)
    address = f"/office/programmes/{slug}/task/t1/"
    sent = fields(officer, address) | {"title": "社区服务上线", "duty-0-1-name": "市教育局"}
    assert officer.post(address, sent | {"reason": ""}).status_code == 422
    assert officer.post(address, sent | {"reason": "分工调整"}).status_code == 302
    programme = read.programme(slug)
    assert (str(programme.task("t1").title), programme.task("t1").supports) == ("社区服务上线", ("市教育局",))
    text = client.get(f"/programmes/{slug}/history/").text
    assert "分工调整" in text
    assert "市商务局" in text


def test_a_published_clause_can_be_added_and_withdrawn(officer: Client):
    slug = published(officer)
    place = f"/office/programmes/{slug}/"
    new = fields(officer, f"{place}task/new/") | {"number": "4", "title": "新增一项", "reason": "补充"}
    assert officer.post(f"{place}task/new/", new | {"duty-0-0-name": "市教育局"}).status_code == 302
    added = next(task for task in read.programme(slug).tasks if str(task.title) == "新增一项")
    version = fields(officer, f"{place}task/{added.id}/")["version"]
    officer.post(f"{place}task/{added.id}/remove/", {"version": version})
    assert read.programme(slug).task(added.id) is not None
    officer.post(f"{place}task/{added.id}/remove/", {"version": version, "reason": "不再需要"})
    assert read.programme(slug).task(added.id) is None
    again = fields(officer, f"{place}task/new/") | {"number": "4", "title": "再增一项", "reason": "补充"}
    assert officer.post(f"{place}task/new/", again).status_code == 302


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_programme_is_not_dated_out_of_reach(officer: Client, day: str):
    slug = published(officer)
    address = f"/office/programmes/{slug}/programme/{slug}/"
    response = officer.post(address, fields(officer, address) | {"signed_on": day, "reason": "更正日期"})
    assert response.status_code == 422
    assert "年份应在 1900 至 2999 之间" in response.text
    assert f'value="{day}"' in response.text


def test_only_who_published_a_programme_may_change_it(officer: Client, sign_in):
    slug = published(officer)
    other = sign_in(Role.PROGRAMME_OFFICER, "rj-gx")
    assert other.get(f"/office/programmes/{slug}/").status_code == 404
    assert other.get(f"/office/programmes/{slug}/task/t1/").status_code == 404


@pytest.mark.parametrize(
    "contents",
    [
        {"clauses": [], "doubts": [], "accepted": [], "settled": []},
        {
            "clauses": [{"kind": "task", "id": "t1", "position": 0, "data": {}}],
            "doubts": [],
            "accepted": [],
            "settled": [],
        },
        {
            "clauses": [
                {"kind": "programme", "id": "x", "position": 0, "data": {"title": "no words", "whole": True}}
            ],
            "doubts": [],
            "accepted": [],
            "settled": [],
        },
        {"clauses": "none", "doubts": [], "accepted": [], "settled": []},
    ],
)
def test_contents_that_no_page_could_show_are_refused_by_the_interface_too(officer: Client, contents):
    body = {
        "type": "programme.draft",
        "data": {"draft": "abcdef123456", "state": "open", "step": {"kind": "import"}, "contents": contents},
    }
    client = Client(enforce_csrf_checks=False)
    client.cookies = officer.cookies
    response = client.post("/api/records", json.dumps(body), content_type="application/json")
    assert response.status_code == 422
    assert not DraftVersion.objects.exists()


def test_drafts_can_be_derived_again_from_their_records(officer: Client):
    ready(officer, imported(officer))
    before = list(DraftVersion.objects.order_by("index").values())
    rebuild(Drafts())
    assert list(DraftVersion.objects.order_by("index").values()) == before


def test_the_real_notice_becomes_a_published_programme(officer: Client, policies, client: Client):
    text = (policies / "guangzhou-2019-6.txt").read_text("utf-8")
    address = imported(officer, text)
    ready(officer, address)
    officer.post(f"{address}publish/", {"slug": "guangzhou-2019", "reason": "首次发布", "disclose": "on"})
    programme = read.programme("guangzhou-2019")
    assert (len(programme.groups), len(programme.tasks), len(programme.safeguards)) == (5, 16, 4)
    assert str(programme.title) == "广州市扩大和升级信息消费实施意见(2019-2021年)"
    assert [basis.number for basis in programme.bases] == ["国发〔2017〕40号", "粤府〔2018〕27号"]
    assert client.get("/programmes/guangzhou-2019/notice/").status_code == 200


def test_an_unfinished_draft_waits_on_the_officer_s_desk(officer: Client, sign_in):
    address = imported(officer)
    assert "继续核对" in officer.get("/office/").text
    ready(officer, address)
    assert f"{address}publish/" in officer.get("/office/").text
    assert "草稿：" not in sign_in(Role.REPORTER).get("/office/").text


@pytest.mark.parametrize("due", ["2021-02-31", "2021-13", "0000", "2021-06-00"])
def test_a_day_that_the_calendar_does_not_have_is_refused_everywhere(officer: Client, due: str):
    slug = published(officer)
    address = f"/office/programmes/{slug}/target/target-1/"
    response = officer.post(address, fields(officer, address) | {"due": due, "reason": "改期"})
    assert response.status_code == 422
    assert f'value="{due}"' in response.text
    draft = f"{imported(officer)}target/target-1/"
    assert officer.post(draft, fields(officer, draft) | {"due": due}).status_code == 422


def test_a_corrected_target_is_saved_with_its_number(officer: Client):
    address = imported(officer)
    sent = fields(officer, f"{address}target/target-2/")
    assert (sent["op"], sent["value"], sent["unit"]) == (">", "800000", "户")
    officer.post(f"{address}target/target-2/", sent | {"op": ">=", "value": "900,000"})
    assert "活跃用户：目标 90 万户以上" in officer.get(address).text


def test_a_wrong_english_title_opens_the_english_fields(officer: Client):
    address = f"{imported(officer)}task/t1/"
    response = officer.post(address, fields(officer, address) | {"title_en": "x" * 3000})
    assert response.status_code == 422
    assert '<details class="more" open>' in response.text


def test_a_task_s_own_date_is_on_its_page_and_in_its_exports(officer: Client, client: Client):
    slug = published(officer)
    address = f"/office/programmes/{slug}/task/t1/"
    officer.post(address, fields(officer, address) | {"due": "2024-06", "reason": "定期限"})
    assert "2024年6月" in client.get(f"/programmes/{slug}/tasks/t1/").text
    tasks = json.loads(client.get(f"/programmes/{slug}/export.json").content)["tasks"]
    assert tasks[0]["due"] == "2024-06"
    assert "2024年6月" in officer.get("/office/duties/").text


def test_a_body_may_have_a_slash_in_its_name(officer: Client, client: Client):
    slug = published(officer)
    address = f"/office/programmes/{slug}/task/t1/"
    officer.post(address, fields(officer, address) | {"duty-0-0-name": "市民政局/市商务局", "reason": "合署"})
    for page in ("/", f"/programmes/{slug}/", f"/programmes/{slug}/tasks/t1/", "/organisations/"):
        assert client.get(page).status_code == 200
    assert client.get("/organisations/市民政局/市商务局/").status_code == 200


def test_an_erased_draft_is_gone_and_the_office_goes_on(officer: Client):
    address = imported(officer)
    version = DraftVersion.objects.get().index
    erase(version, "/contents", "依法删除", Actor.system("tests"))
    erase(version, "/step", "依法删除", Actor.system("tests"))
    assert officer.get(address).status_code == 404
    for page in ("/office/", "/office/programmes/"):
        assert officer.get(page).status_code == 200
    assert "内容已依法删除" in officer.get(f"{address}steps/").text


def test_however_many_duties_none_is_lost(officer: Client):
    address = f"{imported(officer)}task/t1/"
    sent = fields(officer, address)
    for n in range(80):
        sent |= {
            f"duty-{n}-id": sent.get(f"duty-{n}-id", ""),
            f"duty-{n}-0-name": f"第{n}局",
            f"duty-{n}-0-role": "lead",
        }
    assert officer.post(address, sent).status_code == 302
    again = fields(officer, address)
    assert again["duty-79-0-name"] == "第79局"


def test_the_home_page_stays_with_the_first_programme_until_another_is_chosen(
    officer: Client, client: Client
):
    first = published(officer)
    other = NOTICE.replace("〔2023〕8号", "〔2023〕9号").replace("数字生活行动方案", "数字商务行动方案")
    address = imported(officer, other)
    ready(officer, address)
    officer.post(f"{address}publish/", {"slug": "second-2023", "reason": "首次发布"})
    assert "数字生活行动方案" in client.get("/").text
    head = "/office/programmes/second-2023/programme/second-2023/"
    officer.post(head, fields(officer, head) | {"front": "on", "reason": "换首页"})
    assert "数字商务行动方案" in client.get("/").text
    assert first != "second-2023"


def test_publishing_a_notice_twice_has_to_be_meant(officer: Client):
    published(officer)
    address = imported(officer)
    ready(officer, address)
    response = officer.post(f"{address}publish/", {"slug": "again-2023", "reason": "首次发布"})
    assert "已发布为“rongjiang-2023”" in response.text
    assert read.programme("again-2023") is None
    officer.post(f"{address}publish/", {"slug": "again-2023", "reason": "首次发布", "again": "on"})
    assert read.programme("again-2023") is not None
