"""The pages of reviewers and of a form's authority, as people look at them."""

from typing import Any

import pytest
from playwright.sync_api import expect
from reviewed_form import build_form, person_named, reported, unit

from suixin.engines.collections.actions import review
from suixin.engines.collections.forms import newest_form
from suixin.engines.collections.models import Opening, Report
from suixin.engines.collections.reminding.recording import remind
from suixin.platform.accounts.mail import stop_address
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

JUNE = "content-month/2020-06/"


def a_month(settings: Any) -> list[Report]:
    settings.DEMO = True  # no second factor
    form = build_form()
    for code in ("rv-t1", "rv-t2", "rv-t3"):
        reported(form, code, "2020-05", "80")
    reports = [
        reported(form, code, device="a-token") for code in ("rv-t1", "rv-t2", "rv-t3", "rv-h1", "rv-h2")
    ]
    tianhe = unit("rv-tianhe", Role.REPORTER)
    review(form, "2020-06", "district", "accepted", [reports[0].pk], actor=tianhe)
    review(form, "2020-06", "district", "returned", [reports[1].pk], actor=tianhe, query="出口为何减半")
    return reports


def remind_missing(officer: Actor) -> None:
    """Of two periods, some of whom report afterwards."""
    form = newest_form("content-month")
    for period, units in (("2020-05", ["rv-t4", "rv-h1"]), ("2020-06", ["rv-t4"])):
        opening = Opening.objects.now(form=form.id, period=period)
        remind(form, opening, units, officer, message="请在本周内报齐，有困难请来电")


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("rv-tianhe", "/office/reviews/"),
        ("rv-tianhe", f"/office/reviews/{JUNE}district/"),
        ("rv-tianhe", "/office/reviews/reports/{waiting}/"),
        ("rv-city", "/office/collections/"),
        ("rv-city", "/office/collections/content-month/"),
        ("rv-city", f"/office/collections/{JUNE}"),
        ("rv-city", f"/office/collections/{JUNE}?standing=all"),
        ("rv-city", f"/office/collections/{JUNE}due/"),
        ("rv-city", f"/office/collections/{JUNE}remind/"),
        ("rv-t4", "/office/"),
        ("rv-t4", "/office/reports/"),
        ("rv-t4", "/accounts/2fa/"),
        ("rv-t4", "/accounts/mail/"),
    ],
)
def test_every_page_is_for_everybody(reader, look, settings, code: str, address: str):
    reports = a_month(settings)
    officer = Actor(None, "rv-city", frozenset({Role.PROGRAMME_OFFICER}))
    remind_missing(officer)
    person = person_named(code, Role.COMPANY if code == "rv-t4" else Role.PROGRAMME_OFFICER)
    page = reader(person=person, **look).open(address.format(waiting=reports[2].pk))
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    reader.screenshot(page, address.strip("/").replace("/", "-") + "-" + "-".join(map(str, look.values())))


@pytest.mark.parametrize("javascript", [True, False])
def test_ticked_reports_are_accepted_with_and_without_scripts(reader, settings, javascript: bool):
    a_month(settings)
    person = person_named("rv-tianhe", Role.REPORTER)
    page = reader(person=person, javascript=javascript).open(f"/office/reviews/{JUNE}district/")
    page.get_by_label("选择 天河企业3").check()
    if javascript:
        expect(page.locator("#chosen")).to_have_text("已选 1 份：")
    page.get_by_role("button", name="通过所选").click()
    expect(page.get_by_text("已通过 1 份。")).to_be_visible()
    expect(page.get_by_text("这一期没有待审的报告")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_the_missing_are_reminded_with_and_without_scripts(reader, settings, javascript: bool):
    a_month(settings)
    person = person_named("rv-city", Role.PROGRAMME_OFFICER)
    page = reader(person=person, javascript=javascript).open(f"/office/collections/{JUNE}")
    page.get_by_role("link", name="提醒未报单位").click()
    page.get_by_label("留言").fill("请今天报")
    page.get_by_role("button", name="提醒 2 个单位").click()
    expect(page.get_by_text("已提醒 2 个单位。")).to_be_visible()
    expect(page.get_by_text("请今天报")).to_be_visible()


def test_letters_are_stopped_from_the_link_in_a_letter(reader, look, settings):
    a_month(settings)
    address = stop_address(person_named("rv-t4", Role.COMPANY))
    page = reader(**look).open(address)
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    page.locator("main button").click()
    expect(page.locator("main a")).to_have_attribute("href", "/accounts/mail/")
    reader.assert_axe_clean(page)
