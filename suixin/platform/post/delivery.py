"""Sends what waits: some at a time, never more a minute than the operator allows, each again and again until the server has
taken it or refused it for good. While the server itself is out, letters wait and none is blamed.

`work` is called about once a second; without letters it is one question to an index. A crash between the server's yes and
ours sends a letter twice at worst: both have one Message-ID, by which mail programs know them as one.
"""

import logging
import smtplib
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from suixin.platform.accounts.mail import stop_address
from suixin.platform.accounts.models import Person
from suixin.platform.post.models import Letter

logger = logging.getLogger(__name__)

AT_ONCE = 20  # letters over one connection, so that others have their turn
LONGEST_TURN = 2.0  # seconds
MINUTE = timedelta(minutes=1)
HELD = timedelta(minutes=10)  # for one process; then another may take it up
AGAIN_FIRST, AGAIN_MOST = timedelta(minutes=2), timedelta(hours=4)  # of one letter: doubled each time
OUT_FIRST, OUT_MOST = 30.0, 900.0  # seconds that a server which is out is left alone: doubled each time
KEPT = timedelta(days=90)  # what became of a letter


class ServerOut(Exception):
    """The server cannot be reached, or takes nothing from us: no letter is at fault."""


@dataclass(slots=True)
class Delivery:
    """What one process knows of the server."""

    out_until: float = 0.0  # by the monotonic clock
    out_times: int = 0

    def work(self) -> bool:
        if not settings.MAIL_IS_ON or monotonic() < self.out_until:
            return False
        now = timezone.now()
        waiting = list(
            Letter.objects.filter(state="waiting", next_try__lte=now).order_by("next_try")[:AT_ONCE]
        )
        room = allowance(now) if waiting else 0
        if room <= 0:
            return False
        try:
            self.send(waiting[:room])
        except ServerOut as out:
            pause = min(OUT_FIRST * 2**self.out_times, OUT_MOST)
            self.out_times, self.out_until = self.out_times + 1, monotonic() + pause
            logger.warning("the mail server takes nothing (%s); again in %d s", out, pause)
            return False
        self.out_times = 0
        Letter.objects.filter(done__lt=now - KEPT).delete()
        return True

    def send(self, letters: list[Letter]) -> None:
        connection = opened()
        begun = monotonic()
        try:
            for letter in letters:
                if monotonic() - begun > LONGEST_TURN:
                    return
                if hold(letter):
                    deliver(letter, connection)
        finally:
            closed(connection)


def allowance(now: datetime) -> int:
    sent = Letter.objects.filter(done__gt=now - MINUTE, state="sent").count()
    return int(settings.MAIL_A_MINUTE) - sent


def opened() -> BaseEmailBackend:
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        raise ServerOut(type(error).__name__) from None
    return connection


def closed(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):  # it has what it took; how it says goodbye is its own affair
        logger.info("the mail server ended the connection")


def hold(letter: Letter) -> bool:
    """Whether it is ours to send: not if another process has it."""
    held = Letter.objects.filter(pk=letter.pk, state="waiting", next_try=letter.next_try)
    return held.update(next_try=timezone.now() + HELD, tries=letter.tries + 1) == 1


def deliver(letter: Letter, connection: BaseEmailBackend) -> None:
    """Raises `ServerOut`. The letter then waits behind the others, in case it is the one at which the server leaves."""
    person = letter.person
    if timezone.now() > letter.until:
        return over(letter, "outdated")
    if not (person.is_active and person.wants_mail and person.email):
        return over(letter, "unwanted")
    try:
        connection.send_messages([message(letter, person)])
    except smtplib.SMTPRecipientsRefused as refused:
        return refusal(letter, max(code for code, _words in refused.recipients.values()))
    except smtplib.SMTPDataError as error:
        return refusal(letter, error.smtp_code)
    except (OSError, smtplib.SMTPException) as error:
        Letter.objects.filter(pk=letter.pk).update(next_try=timezone.now() + AGAIN_FIRST)
        raise ServerOut(type(error).__name__) from None
    except ValueError as error:  # an address that cannot be written as mail has it
        logger.warning("letter %d cannot be sent: %s", letter.pk, type(error).__name__)
        return over(letter, "malformed")
    Letter.objects.filter(pk=letter.pk).update(state="sent", done=timezone.now(), text="")
    return None


def refusal(letter: Letter, code: int) -> None:
    """4xx: not now. 5xx: not at all."""
    if code >= 500:
        return over(letter, str(code))
    pause = min(AGAIN_FIRST * 2**letter.tries, AGAIN_MOST)
    Letter.objects.filter(pk=letter.pk).update(next_try=timezone.now() + pause, problem=str(code))
    return None


def over(letter: Letter, problem: str) -> None:
    logger.info("letter %d was not sent: %s", letter.pk, problem)
    Letter.objects.filter(pk=letter.pk).update(state="failed", done=timezone.now(), text="", problem=problem)


def message(letter: Letter, person: Person) -> EmailMessage:
    """Plain text. Mail programs offer to stop such letters with one press (RFC 8058)."""
    stop = settings.BASE_URL + stop_address(person)
    headers = {
        "Message-ID": f"<letter-{letter.pk}-{letter.written:%Y%m%d%H%M%S}@{urlsplit(settings.BASE_URL).hostname}>",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": f"<{stop}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    with translation.override(person.language):
        last = _("不想再收到这类邮件：%(address)s") % {"address": stop}
    return EmailMessage(letter.subject, f"{letter.text}\n{last}\n", to=[person.email], headers=headers)


DELIVERY = Delivery()


def work() -> bool:
    """Whether there was something to do."""
    return DELIVERY.work()
