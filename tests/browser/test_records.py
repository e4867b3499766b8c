"""The record browser: find a record, open it, keep its receipt, check it. In three languages, elder mode, on a phone."""

import pytest
from click.testing import CliRunner
from playwright.sync_api import expect

from suixin.cli import main
from suixin.platform.accounts.models import Assignment, Organisation, Person
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.erasure import erase
from suixin.platform.ledger.submit import Submission, submit

LIST = "/office/records/"
MONTH = {
    "centre": "demo-liwan",
    "month": "2020-01",
    "visits": 1200,
    "trainings": 3,
    "trained": "60",
    "revenue": "12.50",
    "remark": "展厅装修，停业三天",
    "synthetic": True,
}
OPENED = {
    "centre": "demo-liwan",
    "name": "（演示）荔湾体验中心",
    "district": "440103",
    "opened_on": "2019-12-20",
    "themes": ["uhd", "5g"],
    "address": "荔湾区演示路1号",
    "contact": {"name": "演示", "telephone": "000-00000000"},
    "synthetic": True,
}


@pytest.fixture
def company() -> Person:
    """A company that opened a centre (0), reported a month (1) and corrected it (2); then a contact was erased (3)."""
    organisation = Organisation.objects.create(
        code="demo-one", name="（演示）荔湾视讯有限公司", kind="company"
    )
    person = Person.objects.create_user("company")
    Assignment.objects.create(person=person, role="company", organisation=organisation)
    actor = Actor.system("tests", "demo-one")
    submit([Submission("centre.opened", OPENED), Submission("centre.month", MONTH)], actor)
    submit([Submission("centre.month", {**MONTH, "visits": 1260}, supersedes=1)], actor)
    erase(0, "/contact", "本人申请", actor)
    return person


@pytest.fixture
def officer() -> Person:
    organisation = Organisation.objects.create(code="gz-test", name="测试局", kind="department")
    person = Person.objects.create_user("officer")
    Assignment.objects.create(person=person, role="programme_officer", organisation=organisation)
    return person


def test_find_a_record_open_it_keep_its_receipt_and_check_it(reader, company, tmp_path):
    page = reader(person=company).open(LIST)
    page.get_by_role("link", name="本单位").click()
    page.wait_for_url("**mine=1**")
    page.get_by_label("记录类型").select_option(label="体验中心月报")
    page.get_by_label("只看有效").check()
    page.get_by_role("button", name="查找").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody th a").click()
    expect(page.locator("h1")).to_contain_text("第 2 号记录")
    expect(page.locator(".difference del")).to_have_text("1200")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载回执").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert file.name == "receipt-2.json"
    assert CliRunner().invoke(main, ["receipt", "verify", str(file)]).exit_code == 0
    page.locator("main").get_by_role("link", name="核验回执", exact=True).click()
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.locator("#answer")).to_contain_text("回执成立")
    reader.assert_axe_clean(page)
    page.get_by_label("或粘贴").fill(file.read_text("utf-8").replace('"index": 2', '"index": 0'))
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.locator("#answer")).to_contain_text("编号被改动过")
    reader.assert_axe_clean(page)


def test_the_pages_are_accessible_and_fit(reader, company, look):
    window = reader(person=company, **look)
    for path in (LIST, f"{LIST}?mine=1&type=programme.task", f"{LIST}0/", f"{LIST}2/", f"{LIST}check/"):
        page = window.open(path)
        for summary in page.locator("main summary").all():
            summary.click()
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
        page.close()


def test_a_wrong_number_is_told_beside_its_field(reader, company):
    window = reader(person=company, width=390)
    page = window.context.new_page()  # a console counts the answer 422 as an error
    page.goto(window.address + LIST)
    page.get_by_label("编号", exact=True).fill("十二")
    page.get_by_role("button", name="打开这条").click()
    expect(page.locator(".problems")).to_be_visible()
    expect(page.get_by_label("编号", exact=True)).to_have_value("十二")
    reader.assert_axe_clean(page)
    reader.assert_fits(page)


def test_an_officer_reads_what_is_public_and_no_more(reader, company, officer):
    page = reader(person=officer, language="en").open(f"{LIST}2/")
    expect(page.locator("main")).to_contain_text("Confidential")
    assert "12.50" not in page.content()
    expect(page.get_by_role("link", name="Download the receipt")).to_have_count(0)
    reader.assert_axe_clean(page)


def test_arrow_keys_go_to_the_record_before_and_after(reader, company):
    page = reader(person=company).open(f"{LIST}1/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{LIST}2/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**{LIST}1/")


def test_arrow_keys_stay_in_a_field_that_is_being_written(reader, company):
    page = reader(person=company).open(f"{LIST}?before=2")
    page.get_by_label("编号", exact=True).fill("12")
    page.keyboard.press("ArrowLeft")
    page.keyboard.type("0")
    expect(page.get_by_label("编号", exact=True)).to_have_value("102")


def test_it_all_works_without_scripts(reader, company):
    page = reader(person=company, javascript=False, width=390).open(LIST)
    page.get_by_label("编号", exact=True).fill("1")
    page.get_by_role("button", name="打开这条").click()
    expect(page.locator("h1")).to_contain_text("第 1 号记录")
