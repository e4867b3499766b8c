"""How allauth behaves here: nobody signs themselves up, and what it says to people are our sentences."""

import base64
import hashlib
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suixin.platform.accounts.models import Person

WRONG_CODE = gettext_lazy("验证码不对或已过期。请输入验证器里现在显示的 6 位数字，或一个没用过的恢复码。")
LATER = gettext_lazy("尝试次数过多。请 15 分钟后再试，或联系安全管理员。")

# What is said after something was done; what is not here (for instance that one has signed in) needs no words.
SAID: dict[str, str | Promise] = {
    "account/messages/logged_out.txt": gettext_lazy("您已退出。"),
    "account/messages/password_changed.txt": gettext_lazy("密码已更改，其他地方的登录已全部退出。"),
    "account/messages/password_set.txt": gettext_lazy("密码已设置。"),
    "mfa/messages/totp_activated.txt": gettext_lazy("验证器已启用。"),
    "mfa/messages/totp_deactivated.txt": gettext_lazy("验证器已停用。"),
    "mfa/messages/webauthn_added.txt": gettext_lazy("通行密钥已添加。"),
    "mfa/messages/webauthn_removed.txt": gettext_lazy("通行密钥已移除。"),
    "mfa/messages/recovery_codes_generated.txt": gettext_lazy("已为您生成恢复码。请马上保存。"),
    "socialaccount/messages/account_connected.txt": gettext_lazy("已连接。以后可以用它登录。"),
    "socialaccount/messages/account_connected_updated.txt": gettext_lazy("已经连接过，无须再连。"),
    "socialaccount/messages/account_connected_other.txt": gettext_lazy(
        "这个身份已连接到另一个账号，所以没有连接。请用自己的身份重试，或联系安全管理员。"
    ),
    "socialaccount/messages/account_disconnected.txt": gettext_lazy("已解除连接。"),
}


class ClosedRegister(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": gettext_lazy("登录名或密码不对。请核对后再输一次。"),
        "invalid_login": gettext_lazy("登录名或密码不对。请核对后再输一次。"),
        "incorrect_password": gettext_lazy("密码不对。请再输一次。"),
        "enter_current_password": gettext_lazy("现在的密码不对。请再输一次。"),
        "account_inactive": gettext_lazy("这个账号已停用。如需恢复，请联系安全管理员。"),
        "too_many_login_attempts": LATER,
        "rate_limited": LATER,
        "incorrect_code": WRONG_CODE,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("mfa_index")

    def get_reauthentication_methods(self, user: Person) -> list[dict]:
        words = {
            "reauthenticate": _("用密码确认"),
            "mfa_reauthenticate": _("用验证器或恢复码确认"),
            "mfa_reauthenticate:webauthn": _("用通行密钥确认"),
        }
        methods = super().get_reauthentication_methods(user)
        return [method | {"description": words[method["id"]]} for method in methods]

    def add_message(  # noqa: PLR0917 - as allauth calls it
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        said = message or str(SAID.get(message_template or "", ""))
        if said:
            super().add_message(request, level, extra_tags=extra_tags, message=said)


class SecondFactors(DefaultMFAAdapter):
    """Secrets of second factors lie encrypted in the database, under a key made from the site's secret: a stolen
    database alone gives none of them."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": WRONG_CODE,
        "cannot_generate_recovery_codes": gettext_lazy("请先启用验证器或通行密钥，再生成恢复码。"),
        "cannot_delete_authenticator": gettext_lazy("这一项现在不能停用。"),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return cipher().decrypt(encrypted_text).decode()
        except InvalidToken:  # the site's secret was changed: a secret that no code fits, never an empty one
            return base64.b32encode(secrets.token_bytes(20)).decode()

    def get_totp_label(self, user: Person) -> str:
        return user.username

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return _("我的密钥 %(number)d") % {"number": number}

    def get_public_key_credential_user_entity(self, user: Person) -> dict:
        return super().get_public_key_credential_user_entity(user) | {"name": user.username}

    def _get_site_name(self) -> str:
        return settings.MFA_TOTP_ISSUER


def cipher() -> Fernet:
    derived = HKDF(SHA256(), 32, salt=None, info=b"suixin second factors").derive(
        settings.SECRET_KEY.encode()
    )
    return Fernet(base64.urlsafe_b64encode(derived))


class IdentityServices(DefaultSocialAccountAdapter):
    """Only an identity that its person connected while signed in comes in; no match by name or address of mail."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        page = render(
            request, "accounts/unknown_identity.html", {"service": sociallogin.provider}, status=403
        )
        raise ImmediateHttpResponse(page)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> Person:
        """Keeps a digest of who the service says it is, and nothing else. The service's address is in it, so that a
        number given by one service never lets in through another."""
        account = sociallogin.account
        told = f"{sociallogin.provider.app.settings['server_url']}\n{account.uid}"
        account.uid = hashlib.sha256(told.encode()).hexdigest()
        account.extra_data = {}
        return sociallogin.user

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: object) -> str:
        return reverse("mfa_index")
