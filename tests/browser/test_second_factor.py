"""The second factor in a real browser: one-time codes, passkeys by a virtual authenticator, recovery codes.

The content security policy is the site's own, and a line in the console fails the test.
"""

import re
import time
from typing import Any
from urllib.parse import urljoin

import pyotp
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from suixin.platform.accounts.models import Assignment, Person

PASSWORD = "a long enough sentence"
LOGIN = "/accounts/login/?next=/accounts/2fa/"
SIGNED_IN = re.compile(r"^http://[^/]+/accounts/2fa/")  # or asked for the second factor
ARRIVED = re.compile(r"^http://[^/]+/accounts/2fa/$")
SIGNED_OUT = re.compile(r"^http://[^/]+/$")


@pytest.fixture
def person() -> Person:
    somebody = get_user_model().objects.create_user("lin", name="林某", password=PASSWORD)
    Assignment.objects.create(person=somebody, role="auditor")
    return somebody


def sign_in(window: Any) -> Any:
    page = window.open(LOGIN)
    give_password(page)
    return page


def give_password(page: Any) -> None:
    page.get_by_label("登录名").fill("lin")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_url(SIGNED_IN)


def sign_out(page: Any) -> None:
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(SIGNED_OUT)


def address(page: Any, path: str) -> str:
    return urljoin(page.url, path)


def go(page: Any, path: str) -> None:
    page.goto(address(page, path))


def go_confirming(page: Any, path: str) -> None:
    """To a page that first wants to know that it is oneself, with the password."""
    go(page, path)
    expect(page.locator("h1")).to_have_text("请先确认是您本人")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="确认").click()
    page.wait_for_url(address(page, path))


def virtual_key(page: Any) -> Any:
    """A passkey device in the browser that always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return session


def set_up_authenticator(page: Any) -> str:
    go_confirming(page, "/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("验证器里的 6 位数字").fill(pyotp.TOTP(secret).now())
    page.get_by_role("button", name="启用").click()
    page.wait_for_url("**/accounts/2fa/recovery-codes/")
    return secret


def next_code(secret: str) -> str:
    """A code is taken once only, so a second sign-in within the half minute needs the next one."""
    return pyotp.TOTP(secret).at(int(time.time()) + 30)


def test_an_authenticator_is_set_up_and_asked_for_at_the_next_sign_in(reader, person):
    page = sign_in(reader())
    secret = set_up_authenticator(page)
    codes = page.locator(".codes code").all_inner_texts()
    assert len(codes) == 10

    other = sign_in(reader())
    expect(other).to_have_url(address(other, "/accounts/2fa/authenticate/"))
    reader.assert_axe_clean(other)
    other.get_by_label("验证码").fill("000000")
    other.get_by_role("button", name="登录", exact=True).click()
    expect(other.locator(".problems")).to_contain_text("验证码不对或已过期")
    other.get_by_label("验证码").fill(next_code(secret))
    other.get_by_role("button", name="登录", exact=True).click()
    other.wait_for_url(ARRIVED)

    third = sign_in(reader())
    third.get_by_label("验证码").fill(codes[0])
    third.get_by_role("button", name="登录", exact=True).click()
    third.wait_for_url(ARRIVED)

    fourth = sign_in(reader())
    fourth.get_by_label("验证码").fill(codes[0])  # used up
    fourth.get_by_role("button", name="登录", exact=True).click()
    expect(fourth.locator(".problems")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_without_name_or_password(reader, person):
    page = sign_in(reader())
    key = virtual_key(page)
    go_confirming(page, "/accounts/2fa/webauthn/add/")
    reader.assert_axe_clean(page)
    page.get_by_label("给它起个名字").fill("办公电脑")
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/recovery-codes/")
    go(page, "/accounts/2fa/webauthn/")
    expect(page.locator("table")).to_contain_text("办公电脑")
    expect(page.locator("table")).to_contain_text("可单独登录")
    reader.assert_axe_clean(page)

    sign_out(page)
    go(page, LOGIN)
    page.get_by_role("button", name="用通行密钥登录").click()
    page.wait_for_url(ARRIVED)
    expect(page.locator("header")).to_contain_text("林某")
    key.detach()


def test_a_passkey_is_a_second_factor_after_the_password_and_confirms_who_one_is(reader, person):
    page = sign_in(reader())
    virtual_key(page)
    go_confirming(page, "/accounts/2fa/webauthn/add/")
    page.get_by_label("可单独用来登录").uncheck()
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/recovery-codes/")
    sign_out(page)
    go(page, LOGIN)
    give_password(page)
    page.wait_for_url("**/2fa/authenticate/")
    page.get_by_role("button", name="用通行密钥确认").click()
    page.wait_for_url(ARRIVED)
    go(page, "/accounts/2fa/webauthn/reauthenticate/?next=/accounts/2fa/recovery-codes/generate/")
    reader.assert_axe_clean(page)
    page.get_by_role("button", name="用通行密钥确认").click()
    page.wait_for_url(address(page, "/accounts/2fa/recovery-codes/generate/"))


def test_a_passkey_that_does_not_answer_is_told_on_the_page(reader, person):
    page = reader().open(LOGIN)
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('cancelled')) }")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.locator("#key_failed")).to_be_visible()
    reader.assert_axe_clean(page)


KEY_NAME = "我的密钥 1"
CHINESE, ENGLISH = re.compile(r"[\u3400-\u9fff]"), re.compile(r"[A-Za-z]{3,}")
PATHS = (
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/2fa/webauthn/keys/{key}/edit/",
    "/accounts/2fa/webauthn/keys/{key}/remove/",
    "/accounts/2fa/recovery-codes/",
    "/accounts/2fa/recovery-codes/generate/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/reauthenticate/",
    "/accounts/logout/",
)


def test_every_account_page_wears_the_frame_is_accessible_and_in_one_language(reader, person, look):
    window = reader()
    page = sign_in(window)
    virtual_key(page)
    go_confirming(page, "/accounts/2fa/webauthn/add/")
    page.get_by_role("button", name="添加通行密钥").click()
    page.wait_for_url("**/recovery-codes/")
    go(page, "/accounts/2fa/")  # what was said when the key was added was in the language of then
    key = person.authenticator_set.get(type="webauthn").pk
    cookies = {"django_language": look["language"], "suixin_mode": look.get("mode", "standard")}
    page.context.add_cookies([{"name": n, "value": v, "url": window.address} for n, v in cookies.items()])
    page.set_viewport_size({"width": look["width"], "height": 900})
    for path in (*PATHS, "/accounts/2fa/totp/deactivate/"):
        if path.endswith("deactivate/"):
            TOTP.activate(person, pyotp.random_base32())
        go(page, path.format(key=key))
        reader.assert_axe_clean(page)
        reader.assert_fits(page)
        expect(page.locator(".brand")).to_have_count(1)
        page.evaluate("document.querySelectorAll('#authenticator_secret').forEach((each) => each.remove())")
        words = page.locator("main").inner_text().replace(KEY_NAME, "")
        foreign = CHINESE if look["language"] == "en" else ENGLISH
        assert set(foreign.findall(words)) - {"PIN", "USB"} == set(), path
