"""allauth's forms about signing in, with our words on their fields and none inside them."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as keys
from django.contrib.auth.forms import SetPasswordForm
from django.utils.translation import gettext_lazy as _


class Worded:
    """`words` gives each field its label, `help_texts` its help. Words inside a field vanish when one types."""

    words: dict[str, Any] = {}  # noqa: RUF012
    help_texts: dict[str, Any] = {}  # noqa: RUF012

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.words.get(name, field.label)
            field.help_text = self.help_texts.get(name, "")
            field.widget.attrs.pop("placeholder", None)


class SignIn(Worded, account.LoginForm):
    words = {"login": _("登录名"), "password": _("密码")}  # noqa: RUF012


class PasswordAgain(Worded, account.ReauthenticateForm):
    words = {"password": _("密码")}  # noqa: RUF012


class SamePasswordTwice(Worded):
    words = {  # noqa: RUF012
        "oldpassword": _("现在的密码"),
        "password1": _("新密码"),
        "password2": _("再输一次新密码"),
    }
    help_texts = {"password1": _("至少 12 个字，不要只用数字，不要像登录名或常见的密码。")}  # noqa: RUF012

    def clean(self) -> dict[str, Any]:
        cleaned = super(account.PasswordVerificationMixin, self).clean()  # type: ignore[misc]
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", _("两次输入的新密码不一样。请再输一次。"))  # type: ignore[attr-defined]
        return cleaned


class ChangePassword(SamePasswordTwice, account.ChangePasswordForm):
    pass


class FirstPassword(SamePasswordTwice, account.SetPasswordForm):
    pass


class InvitedPassword(Worded, SetPasswordForm):
    """For who comes by a link."""

    words = {"new_password1": _("新密码"), "new_password2": _("再输一次新密码")}  # noqa: RUF012
    help_texts = {"new_password1": SamePasswordTwice.help_texts["password1"]}  # noqa: RUF012
    error_messages = {"password_mismatch": _("两次输入的新密码不一样。请再输一次。")}  # noqa: RUF012


class Code(Worded, factors.AuthenticateForm):
    words = {"code": _("验证码")}  # noqa: RUF012
    help_texts = {"code": _("验证器里的 6 位数字，或一个恢复码。")}  # noqa: RUF012


class CodeAgain(Worded, factors.ReauthenticateForm):
    words, help_texts = Code.words, Code.help_texts


class FirstCode(Worded, totp.ActivateTOTPForm):
    words = {"code": _("验证器里的 6 位数字")}  # noqa: RUF012


class NewKey(Worded, keys.AddWebAuthnForm):
    words = {  # noqa: RUF012
        "name": _("给它起个名字"),
        "passwordless": _("可单独用来登录，不再输密码"),
        "credential": _("通行密钥"),
    }
    help_texts = {  # noqa: RUF012
        "name": _("例如“办公电脑”“手机”，以后好认。"),
        "passwordless": _("登录时用指纹、面容或 PIN 确认。不勾选，则只在输入密码之后作第二重验证。"),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"passwordless": True} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)


class KeyName(Worded, keys.EditWebAuthnForm):
    words = {"name": _("名字")}  # noqa: RUF012


class UseKey(Worded, keys.AuthenticateWebAuthnForm):
    words = {"credential": _("通行密钥")}  # noqa: RUF012


class UseKeyAgain(Worded, keys.ReauthenticateWebAuthnForm):
    words = UseKey.words
