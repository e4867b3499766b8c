"""The office as each role meets it: the right desk, the duties table by keyboard, accessible and fitting."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.platform.accounts.actions import create_person, save_organisation
from suixin.platform.accounts.demo import create_demo_people
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.register import load_register
from suixin.platform.ledger.actor import Actor

PROGRAMMES = Path(__file__).parents[2] / "programmes"
KEEPER = Actor.system("tests", organisation="gz-gxj")


@pytest.fixture
def city() -> dict[str, str]:
    """Its demo people's passwords."""
    load_register(PROGRAMMES / "organisations.toml", KEEPER, "登记")
    company = Organisation(code="demo-one", name="（演示）企业一", kind="company", is_synthetic=True)
    save_organisation(company, KEEPER, "登记")
    for slug in ("guangdong-2018", "guangzhou-2019"):
        publish(load(PROGRAMMES / slug / "programme.toml"), KEEPER, "首次发布")
    made = create_demo_people({"officer": "gz-gxj"})
    create_person(KEEPER, username="zhou", name="周某", reason="新到岗")
    return {account.username: password for account, password in made}


def test_each_role_sees_its_own_desk_and_the_places_open_to_it(reader, city):
    expected = {
        "officer": ("12 项任务", {"/office/tasks/", "/office/duties/", "/office/organisations/"}),
        "reporter": ("以“各区政府”统称", {"/office/tasks/", "/office/duties/", "/office/organisations/"}),
        "company": ("现在没有要您办的事", {"/office/tasks/", "/office/duties/", "/office/organisations/"}),
        "auditor": ("审计不派任务", {"/office/duties/", "/office/organisations/", "/office/audit/"}),
        "system": ("现在没有要您办的事", {"/office/duties/", "/office/organisations/"}),
        "security": ("1 人没有角色", {"/office/duties/", "/office/organisations/", "/office/people/"}),
        "audit": ("授予角色 8 次", {"/office/duties/", "/office/organisations/", "/office/audit/"}),
    }
    for username, (words, places) in expected.items():
        page = reader(person=Person.objects.get(username=username)).open("/office/")
        assert words in page.locator("main").inner_text(), username
        links = page.locator(".office-nav a").evaluate_all("links => links.map(a => a.getAttribute('href'))")
        assert set(links) >= places | {"/office/"}, username
        for address in links:
            assert page.request.get(page.url.removesuffix("/office/") + address).status == 200, (
                username,
                address,
            )


def test_the_office_is_accessible_and_fits(reader, city, look):
    officer = Person.objects.get(username="officer")
    window = reader(person=officer, **look)
    for address in ("/office/", "/office/tasks/", "/office/duties/", "/office/duties/?q=nowhere&role=lead"):
        page = window.open(address)
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
        page.close()


def test_the_duties_table_by_keyboard_alone(reader, city):
    page = reader(person=Person.objects.get(username="officer")).open("/office/duties/")
    page.keyboard.press("/")
    page.keyboard.type("超高清")
    page.keyboard.press("Enter")
    page.wait_for_url("**/office/duties/?*q=*")
    assert 1 <= page.locator("table.duties tbody tr").count() < 22
    page.goto(page.url.split("?")[0])
    page.locator("table.duties tbody th a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.locator("table.duties tbody th a").nth(2)).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("table.duties tbody tr").last.locator("th a")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/programmes/**/tasks/**")


def test_rows_are_ticked_and_taken_away(reader, city):
    page = reader(person=Person.objects.get(username="officer")).open(
        "/office/duties/?programme=guangzhou-2019"
    )
    expect(page.locator("#chosen")).to_contain_text("全部行")
    page.locator("table.duties tbody input[type=checkbox]").nth(0).check()
    page.locator("table.duties tbody input[type=checkbox]").nth(1).check()
    expect(page.locator("#chosen")).to_contain_text("2 行")
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    lines = Path(taken.value.path()).read_text("utf-8-sig").strip().splitlines()
    assert len(lines) == 3


def test_unticking_the_last_row_takes_everything_again(reader, city):
    page = reader(person=Person.objects.get(username="officer")).open("/office/duties/")
    box = page.locator("table.duties tbody input[type=checkbox]").first
    box.check()
    expect(page.locator("#chosen")).to_contain_text("1 行")
    box.uncheck()
    expect(page.locator("#chosen")).to_contain_text("全部行")


def test_the_head_of_a_long_table_stays_in_view(reader, city):
    page = reader(person=Person.objects.get(username="officer")).open("/office/duties/")
    frame = page.locator(".table-frame.tall")
    frame.evaluate("frame => { frame.scrollTop = 400 }")
    top = frame.bounding_box()["y"]
    assert abs(page.locator("table.duties thead th").nth(1).bounding_box()["y"] - top) < 2


def test_on_a_phone_each_duty_is_a_card(reader, city):
    page = reader(width=390, person=Person.objects.get(username="reporter")).open("/office/duties/?q=北斗")
    row = page.locator("table.duties tbody tr").first
    assert row.evaluate("row => getComputedStyle(row).display") == "block"
    label = row.locator("td[data-label='牵头']")
    assert label.evaluate("cell => getComputedStyle(cell, '::before').content").startswith('"牵头')


def test_everything_works_without_scripts(reader, city):
    page = reader(javascript=False, person=Person.objects.get(username="officer")).open("/office/duties/")
    page.get_by_label("角色").select_option("lead")
    page.get_by_label("机构名称或代号").fill("gz-swj")
    page.get_by_role("button", name="筛选").click()
    page.wait_for_url(re.compile("role=lead"))
    assert page.locator("table.duties tbody tr").count() >= 1
    page.locator("table.duties tbody input[type=checkbox]").first.check()
    with page.expect_download() as taken:
        page.get_by_role("button", name="XLSX").click()
    assert taken.value.suggested_filename.endswith(".xlsx")
