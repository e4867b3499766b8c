"""Access keys in a real browser: made, copied, listed, withdrawn; accessible and fitting in every look."""

import re

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from suixin.platform.accounts.keys import make_key
from suixin.platform.accounts.models import AccessKey, Assignment, Organisation, Person
from suixin.platform.ledger.actor import Actor

PASSWORD = "a long enough sentence"
NEW = "/accounts/keys/new/"


@pytest.fixture
def li() -> Person:
    somebody = get_user_model().objects.create_user("li", name="李某", password=PASSWORD)
    haizhu = Organisation.objects.create(code="haizhu", name="海珠区", kind="district")
    Assignment.objects.create(person=somebody, role="reporter", organisation=haizhu)
    return somebody


def make(window, words: str = "产销系统"):
    page = window.open(NEW)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(window.address + NEW)
    page.locator("input[name=label]").fill(words)
    return page


def test_a_key_is_made_copied_and_withdrawn(reader, li):
    window = reader(person=li)
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = make(window)
    page.get_by_role("button", name="生成密钥").click()
    key = page.get_by_label("程序密钥").input_value()
    page.get_by_role("button", name="复制密钥").click()
    expect(page.get_by_role("button", name="已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == key
    asked = page.request.get(window.address + "/api/record-types", headers={"Authorization": f"Bearer {key}"})
    assert asked.status == 200
    page.get_by_role("link", name="保存好了，返回").click()
    page.get_by_role("link", name="撤销 产销系统").click()
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("table")).to_contain_text("已撤销")
    assert AccessKey.objects.get().revoked is not None


def test_pages_of_keys_are_accessible_and_fit(reader, li, look):
    make_key(Actor.system("tests"), li, "产销系统")
    window = reader(person=li, **look)
    page = make(window, "x")
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    page.locator("main form .primary").click()
    expect(page.locator(".problems")).to_be_visible()
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    window.complaints.clear()  # of a problem's status
    page.locator("input[name=label]").fill("产销系统")
    page.locator("main form .primary").click()
    expect(page.locator("#key")).to_be_visible()
    security = get_user_model().objects.create_user("zhang", name="张某")
    Assignment.objects.create(person=security, role="security_admin")
    pages = [page, reader(person=li, **look).open("/accounts/2fa/")]
    pages.append(reader(person=security, **look).open(f"/office/people/{li.pk}/"))
    pages.append(reader(person=li, **look).open(f"/accounts/keys/{AccessKey.objects.first().pk}/revoke/"))
    for each in pages:
        reader.assert_axe_clean(each)
        reader.assert_fits(each)


def test_without_scripts_a_key_is_made_and_can_be_marked(reader, li):
    page = make(reader(person=li, javascript=False))
    page.get_by_role("button", name="生成密钥").click()
    expect(page.get_by_label("程序密钥")).to_have_value(re.compile("^suixin_"))
    expect(page.get_by_role("button", name="复制密钥")).to_have_count(0)
