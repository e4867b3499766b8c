"""The pages of reviewers and of a form's authority, as people look at them."""

from typing import Any

import pytest
from playwright.sync_api import expect
from reviewed_form import build_form, person_named, reported, unit

from suixin.engines.collections.actions import review
from suixin.engines.collections.models import Report
from suixin.platform.accounts.roles import Role

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


@pytest.mark.parametrize(
    ("code", "address"),
    [
        ("rv-tianhe", "/office/reviews/"),
        ("rv-tianhe", f"/office/reviews/{JUNE}district/"),
        ("rv-tianhe", "/office/reviews/reports/{waiting}/"),
        ("rv-city", "/office/collections/"),
        ("rv-city", "/office/collections/content-month/"),
        ("rv-city", f"/office/collections/{JUNE}"),
        ("rv-city", f"/office/collections/{JUNE}due/"),
    ],
)
def test_every_page_is_for_everybody(reader, look, settings, code: str, address: str):
    reports = a_month(settings)
    person = person_named(code, Role.PROGRAMME_OFFICER)
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
