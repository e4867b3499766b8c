"""The log's pages in a browser: three languages, elder mode, phone, dark; kept up to date; without scripts too."""

import pytest
from playwright.sync_api import expect
from test_records import MONTH, OPENED
from witnessed_log import publish, witness

from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.erasure import erase
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.log.alarms import raise_alarm

ACTOR = Actor.system("tests", "demo-one")
QUICKLY = "window.setInterval = ((set) => (work, time) => set(work, time / 20))(window.setInterval)"


@pytest.fixture(autouse=True)
def log(settings, tmp_path, reader):
    settings.SUIXIN_HOME = tmp_path
    submit([Submission("centre.opened", OPENED), Submission("centre.month", MONTH)], ACTOR)
    erase(0, "/contact", "本人申请", ACTOR)
    return witness(publish(tmp_path), behind=(3,))


def test_the_pages_are_accessible_and_fit(reader, look):
    raise_alarm("witness-silent", "大学")
    window = reader(**look)
    for path in ("/log/", "/log/records/0/", "/log/records/1/"):
        page = window.open(path)
        for summary in page.locator("main summary").all():
            summary.click()
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
        page.close()


def test_an_empty_log_is_accessible_too(reader, log):
    log.delete()
    page = reader(width=390).open("/log/")
    expect(page.get_by_text("还没有日志")).to_be_visible()
    reader.assert_axe_clean(page)
    reader.assert_fits(page)


def test_elder_mode_has_large_text_everywhere(reader):
    window = reader(mode="elder", width=390)
    for path in ("/log/", "/log/records/0/", "/receipt/"):
        page = window.open(path)
        small = page.evaluate(
            """[...document.querySelectorAll('main *')]
               .filter(e => !e.closest('svg, script, template, noscript') && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
               .filter(e => parseFloat(getComputedStyle(e).fontSize) < 22).map(e => e.outerHTML.slice(0, 80))"""
        )
        assert small == [], path


def test_the_page_keeps_itself_up_to_date_until_it_is_told_not_to(reader, tmp_path):
    window = reader()
    window.context.add_init_script(QUICKLY)
    page = window.context.new_page()
    page.emulate_media(reduced_motion="no-preference")
    page.goto(window.address + "/log/")
    value = page.locator(".figure-value")
    expect(value).to_contain_text("3")
    submit([Submission("centre.month", {**MONTH, "month": "2020-02"})], ACTOR)
    expect(page.get_by_text("另有 1 条等下一个检查点")).to_be_visible()
    page.get_by_role("button", name="暂停更新").click()
    expect(page.get_by_role("button", name="暂停更新")).to_have_attribute("aria-pressed", "true")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(1500)
    assert asked == []


def test_who_wants_less_motion_is_not_disturbed(reader):
    window = reader()
    window.context.add_init_script(QUICKLY)
    page = window.context.new_page()
    page.emulate_media(reduced_motion="reduce")
    page.goto(window.address + "/log/")
    expect(page.get_by_role("button", name="暂停更新")).to_have_attribute("aria-pressed", "true")


def test_from_the_log_to_its_files_and_from_a_record_to_its_proof(reader):
    page = reader().open("/log/")
    for name in ("检查点", "信任策略"):
        address = page.get_by_role("link", name=name).get_attribute("href")
        assert "city.example/log/" in page.request.get(page.url.removesuffix("/log/") + address).text()
    page.goto(page.url + "records/1/")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载日志证明").click()
    assert download.value.suggested_filename == "record-1.tlog-proof"
    page.get_by_text("看证明的路径").click()
    with page.expect_download():
        page.get_by_role("link", name="tile/0/000").click()


def test_it_all_works_without_scripts(reader):
    window = reader(javascript=False, width=390)
    page = window.open("/log/")
    expect(page.get_by_text("见过全部").first).to_be_visible()
    expect(page.get_by_role("button", name="暂停更新")).to_be_hidden()
    page.goto(window.address + "/log/records/0/")
    expect(page.get_by_text("本人申请")).to_be_visible()
    page.get_by_role("link", name="删除记录第 2 号").first.click()
    expect(page.locator("h1")).to_contain_text("第 2 号记录")
