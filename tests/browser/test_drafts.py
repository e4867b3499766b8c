"""An officer takes a notice from its text to the published programme, in a real browser."""

import re

import pytest
from playwright.sync_api import expect
from small_notice import NOTICE

from suixin.platform.accounts.actions import create_person, grant, save_organisation
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

SYSTEM = Actor.system("tests")
IMPORT = "/office/programmes/import/"


@pytest.fixture
def officer() -> Person:
    office = Organisation(
        code="rj-sh", name="榕江市数字生活办公室", short_name="市数字生活办公室", kind="department"
    )
    save_organisation(office, SYSTEM, "登记")
    person = create_person(SYSTEM, username="officer", name="测试员", reason="登记")
    grant(SYSTEM, person, Role.PROGRAMME_OFFICER, office, reason="派任")
    return person


def imported(window):
    page = window.open(IMPORT)
    page.locator("textarea[name=text]").fill(NOTICE)
    page.locator("main form .primary").click()
    page.wait_for_url("**/office/programmes/drafts/**")
    return page


def test_from_a_notice_to_a_published_programme(reader, officer):
    page = imported(reader(person=officer))
    expect(page.locator(".notice-text .understood.target")).to_have_count(4)
    page.get_by_role("button", name="接受全部没有疑问的").click()
    page.locator(".notice.done").get_by_text("已接受").wait_for()
    for box in page.locator("input[name=question]").all():
        box.check()
    page.get_by_label("怎样处理的").fill("与原文核对无误")
    page.get_by_role("button", name="勾选的已处理").click()
    page.get_by_text("没有待处理的问题").wait_for()
    page.get_by_role("button", name="接受全部没有疑问的").click()
    page.locator("progress[value='9'][max='9']").wait_for()
    page.get_by_role("link", name="去发布").click()
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url("**/programmes/rongjiang-2023/")
    page.goto(page.url + "notice/")
    page.locator(".notice-text a.understood.organisation").first.click()
    expect(page).to_have_url(re.compile("/tasks/t1/"))


def test_a_fact_and_its_sentence_lead_to_one_another(reader, officer):
    page = imported(reader(person=officer))
    page.locator("#task-t2 .place").click()
    expect(page).to_have_url(re.compile("#in-notice-task-t2$"))
    page.locator("#in-notice-task-t2").first.click()
    expect(page).to_have_url(re.compile("#task-t2$"))


def test_accepting_keeps_the_reader_s_place(reader, officer):
    page = imported(reader(person=officer))
    page.locator("#task-s1 input[name=clause]").check()
    page.evaluate("window.scrollTo(0, document.body.scrollHeight / 2)")
    before = page.evaluate("window.scrollY")
    page.get_by_role("button", name="接受勾选的").click()
    expect(page.locator("#task-s1 .status.done")).to_be_visible()
    assert abs(page.evaluate("window.scrollY") - before) < 200
    expect(page.locator("#main .notice.done")).to_have_count(1)
    reader.assert_axe_clean(page)


def test_the_review_works_without_scripts(reader, officer):
    page = imported(reader(person=officer, javascript=False))
    page.locator("#task-t1 .what a").click()
    page.get_by_label("标题", exact=True).fill("社区服务上线")
    page.get_by_role("button", name="保存并接受").click()
    expect(page.locator("#task-t1")).to_have_text(re.compile(r"^\s*已接受"))


def test_every_page_of_the_review_is_accessible_and_fits(reader, officer, look):
    page = imported(reader(person=officer, **look))
    draft = page.url
    clauses = ["task/t2/", "task/new/", "target/target-1/", "programme/head/", "group/g1/"]
    pages = [draft + place for place in ("", *clauses, "steps/", "publish/", "discard/")]
    for address in [*pages, reader.address + IMPORT, reader.address + "/office/programmes/"]:
        page.goto(address)
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
