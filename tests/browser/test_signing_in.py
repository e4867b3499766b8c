"""Signing in and looking after one's account: accessible in three languages, in the site's own frame."""

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect


@pytest.fixture
def person():
    return get_user_model().objects.create_user("lin", password="a long enough sentence")


@pytest.mark.parametrize(
    ("language", "mode"), [("zh-hans", "standard"), ("zh-hant", "elder"), ("en", "standard")]
)
def test_the_sign_in_page_is_accessible(reader, language, mode):
    page = reader(language=language, mode=mode, width=390).open("/accounts/login/")
    reader.assert_axe_clean(page)
    reader.assert_fits(page)


@pytest.mark.parametrize("path", ["/accounts/2fa/", "/accounts/password/change/", "/accounts/logout/"])
def test_account_pages_wear_the_site_frame(reader, person, path):
    page = reader(person=person).open(path)
    reader.assert_axe_clean(page)
    expect(page.locator(".brand")).to_have_count(1)
    expect(page.locator("main .button").first).to_be_visible()


def test_a_wrong_password_is_told_and_the_name_is_kept(reader, person):
    page = reader().open("/accounts/login/")
    page.locator("input[name=login]").fill("lin")
    page.locator("input[name=password]").fill("wrong")
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.locator(".problems")).to_be_visible()
    expect(page.locator("input[name=login]")).to_have_value("lin")
    reader.assert_axe_clean(page)
