"""How letters leave the site: SUIXIN_MAIL_URL and what goes with it, to Django's own settings of mail.

    smtp://host:25                      a server inside, without a password
    smtp+tls://user:password@host:587   encrypted by STARTTLS, or nothing is sent
    smtps://user:password@host:465      encrypted from the start

A demo city without it writes each letter into a file in the folder `outbox`; a real one without it sends none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from suixin.site.options import Options

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
A_MINUTE = 120
TIMEOUT = 5  # seconds; other background work waits as long at most


class MalformedMail(ValueError):
    """The message says what is wrong, in both languages."""


@dataclass(frozen=True, slots=True)
class MailServer:
    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str  # SUIXIN_MAIL_FROM
    a_minute: int  # SUIXIN_MAIL_RATE: letters a minute at most


def mail_server(given: Mapping[str, str]) -> MailServer | None:
    """Raises `MalformedMail`. None where no server is named."""
    url, sender = given.get("SUIXIN_MAIL_URL", ""), given.get("SUIXIN_MAIL_FROM", "")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        port = PORTS[parts.scheme] if parts.port is None else parts.port
    except (ValueError, KeyError):
        raise MalformedMail(WRONG_URL) from None
    if not parts.hostname or parts.path not in ("", "/") or parts.query or port == 0:
        raise MalformedMail(WRONG_URL)
    if parts.username and parts.scheme == "smtp" and parts.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise MalformedMail(
            "SUIXIN_MAIL_URL 带密码时应以 smtps:// 或 smtp+tls:// 开头，否则密码会明文传送。\n"
            "SUIXIN_MAIL_URL with a password must begin with smtps:// or smtp+tls://; else it travels in clear."
        )
    if sender.count("@") != 1 or not sender.isprintable() or any(each in sender for each in " <>,;"):
        raise MalformedMail(
            "SUIXIN_MAIL_FROM 应为发信地址，例如 suixin@example.gov.cn。\n"
            "SUIXIN_MAIL_FROM must be the address that letters come from, for instance suixin@example.gov.cn."
        )
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return MailServer(parts.scheme, parts.hostname, port, user, password, sender, rate(given))


def rate(given: Mapping[str, str]) -> int:
    value = given.get("SUIXIN_MAIL_RATE") or str(A_MINUTE)
    if value.isascii() and value.isdecimal() and 1 <= int(value) <= 6000:
        return int(value)
    raise MalformedMail(
        f"SUIXIN_MAIL_RATE={value} 应为 1 到 6000 的整数：每分钟最多发几封。\n"
        f"SUIXIN_MAIL_RATE={value} must be a whole number from 1 to 6000: letters a minute at most."
    )


WRONG_URL = (  # the address itself is not repeated: it holds a password
    "SUIXIN_MAIL_URL 应形如 smtp+tls://用户:密码@主机:587、smtps://用户:密码@主机:465 或 smtp://主机:25。\n"
    "SUIXIN_MAIL_URL must look like smtp+tls://user:password@host:587, smtps://user:password@host:465 "
    "or smtp://host:25."
)


def for_options(options: "Options") -> dict[str, Any]:
    server = options.mail
    if server is None:
        return {
            "MAIL_IS_ON": options.demo,
            "MAIL_A_MINUTE": A_MINUTE,
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": options.home / "outbox",
            "DEFAULT_FROM_EMAIL": "suixin@localhost",
        }
    return {
        "MAIL_IS_ON": True,
        "MAIL_A_MINUTE": server.a_minute,
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": server.host,
        "EMAIL_PORT": server.port,
        "EMAIL_HOST_USER": server.user,
        "EMAIL_HOST_PASSWORD": server.password,
        "EMAIL_USE_TLS": server.scheme == "smtp+tls",
        "EMAIL_USE_SSL": server.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT,
        "DEFAULT_FROM_EMAIL": server.sender,
    }
