"""Through a city's identity service and back in a real browser, under the site's content security policy."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from suixin.site import security
from suixin.site.options import IdentityService

PASSWORD = "a long enough sentence"


@pytest.fixture
def service(identity_provider, settings) -> str:
    given = IdentityService(identity_provider, "suixin", "a secret", "市政务身份认证")
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": security.openid_connect(given)}
    return identity_provider


def test_a_person_connects_the_service_and_signs_in_with_it(reader, service):
    get_user_model().objects.create_user("lin", name="林某", password=PASSWORD)
    page = offline(reader()).open("/accounts/login/?next=/accounts/2fa/")
    reader.assert_axe_clean(page)
    page.get_by_label("登录名").fill("lin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("button", name="连接“市政务身份认证”").click()
    page.wait_for_url(f"{service}/**")
    page.locator("button", has_text="440100-7781").click()
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    expect(page.locator("main")).to_contain_text("已连接")
    reader.assert_axe_clean(page)

    other = offline(reader()).open("/accounts/login/?next=/accounts/2fa/")
    other.get_by_role("button", name="用“市政务身份认证”登录").click()
    other.wait_for_url(f"{service}/**")
    other.locator("button", has_text="440100-7781").click()
    other.wait_for_url(re.compile(r"^http://[^/]+/accounts/2fa/$"))
    expect(other.locator("header")).to_contain_text("林某")


@pytest.mark.parametrize(
    ("language", "said"), [("zh-hans", "还没有连接账号"), ("zh-hant", "還沒有連接"), ("en", "not connected")]
)
def test_an_unknown_identity_is_told_in_three_languages(reader, service, language, said):
    window = offline(reader(language=language, width=390))
    page = window.open("/accounts/login/")
    page.locator("form[action='/accounts/identity/go/'] button").click()
    page.wait_for_url(f"{service}/**")
    page.locator("input[name=sub]").fill("stranger")
    page.locator("input[name=sub]").press("Enter")
    page.wait_for_url("**/accounts/identity/city/back/**")
    expect(page.locator("h1")).to_contain_text(said)
    reader.assert_axe_clean(page)
    reader.assert_fits(page)
    assert [line for line in window.complaints if "403" not in line] == []
    window.complaints.clear()


def offline(window: Any) -> Any:
    """The provider's own page wants a style sheet from elsewhere; tests need no network."""
    style = {"body": "", "content_type": "text/css"}
    window.context.route(re.compile("^https:"), lambda route: route.fulfill(**style))
    return window
