"""Access keys: with one, a program of a company or of a department reports in its owner's name, without a browser.

A key is shown once and kept as a digest. It counts as long as its owner could report for the same organisation
without a second factor, and not longer: that is asked at each use.
"""

import hashlib
import hmac
import logging
import re
import secrets
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from suixin.platform.accounts.access import actor_for
from suixin.platform.accounts.actions import NotAllowed
from suixin.platform.accounts.models import AccessKey, Organisation, Person
from suixin.platform.accounts.roles import WITH_KEYS
from suixin.platform.api.problems import Rejection
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit

logger = logging.getLogger(__name__)

DAYS = 90  # unless told otherwise
MOST_DAYS = 365
SOON = timedelta(days=14)
MOST_KEYS = 10  # of one person, that can be used
FORM = re.compile(r"suixin_([0-9a-f]{12})_([0-9a-f]{48})")
NO_DIGEST = bytes(32)


def may_have_keys(actor: Actor) -> bool:
    return bool(actor.roles) and actor.roles <= WITH_KEYS


@dataclass(frozen=True, slots=True)
class KeyStanding:
    """A key as its owner reads of it."""

    key: AccessKey
    status: str  # of `ui.parts`
    words: str
    is_over: bool = False  # and cannot be revoked any more


def standing(key: AccessKey, owner: Actor) -> KeyStanding:
    if key.revoked is not None:
        return KeyStanding(key, "none", _("已撤销"), is_over=True)
    if key.expires < today():
        return KeyStanding(key, "none", _("已过期"), is_over=True)
    if not is_kept_by(owner, key):
        return KeyStanding(key, "stopped", _("不能使用"))
    if key.expires - today() <= SOON:
        return KeyStanding(key, "due-soon", _("即将过期"))
    return KeyStanding(key, "done", _("可用"))


def is_kept_by(owner: Actor, key: AccessKey) -> bool:
    """Whether the owner still is who the key was made for: one who reports, for the same organisation."""
    return may_have_keys(owner) and owner.organisation == key.organisation.code


def make_key(actor: Actor, person: Person, label: str, days: int = DAYS) -> str:
    """The whole key, which is kept nowhere. Raises `NotAllowed`, and `ValidationError` for a label that is none."""
    if not 1 <= days <= MOST_DAYS:
        raise NotAllowed(_("有效天数应为 1 至 %(most)d。") % {"most": MOST_DAYS})
    secret = secrets.token_hex(24)
    with transaction.atomic():
        owner = actor_for(Person.objects.select_for_update().get(pk=person.pk))
        if not may_have_keys(owner):
            raise NotAllowed(_("只有填报员和企业的账号可以有程序密钥，且不能兼任须启用第二重验证的角色。"))
        if AccessKey.objects.filter(person=person, revoked=None, expires__gte=today()).count() >= MOST_KEYS:
            raise NotAllowed(
                _("一个账号最多有 %(most)d 把可用的程序密钥。请先撤销不用的。") % {"most": MOST_KEYS}
            )
        key = AccessKey(
            id=secrets.token_hex(6),
            digest=digest(secret),
            person=person,
            organisation=Organisation.objects.get(code=owner.organisation),
            label=label.strip(),
            expires=today() + timedelta(days=days),
        )
        key.full_clean()
        key.save(force_insert=True)
        record(actor, key, "key_made", expires=key.expires.isoformat())
    return f"suixin_{key.id}_{secret}"


def revoke_key(actor: Actor, key: AccessKey, reason: str = "") -> None:
    """For good. Raises `NotAllowed` if it was revoked before: two who revoke at once leave one record."""
    with transaction.atomic():
        if not AccessKey.objects.filter(pk=key.pk, revoked=None).update(revoked=timezone.now()):
            raise NotAllowed(_("这把密钥已经撤销过了。"))
        record(actor, key, "key_revoked", **({"reason": reason} if reason else {}))


def record(actor: Actor, key: AccessKey, change: str, **more: str) -> None:
    data = {"person": key.person_id, "change": change, "key": key.pk, "label": key.label, **more}
    submit([Submission("account.key", data)], actor)


def actor_with(text: str) -> Actor:
    """The owner of a key. Raises `Rejection`; why, is told only to who has the whole key."""
    given = FORM.fullmatch(text)
    number, secret = given.groups() if given else ("", "")
    key = AccessKey.objects.select_related("person", "organisation").filter(pk=number).first()
    fits = hmac.compare_digest(digest(secret), bytes(key.digest) if key else NO_DIGEST)
    if key is None or not fits:
        raise Rejection(401, "wrong-key")
    if key.revoked is not None:
        raise Rejection(401, "key-revoked")
    if key.expires < today():
        raise Rejection(401, "key-expired")
    if not key.person.is_active:
        raise Rejection(401, "key-owner-off")
    actor = actor_for(key.person)
    if not is_kept_by(actor, key):
        raise Rejection(401, "key-owner-changed")
    note_use(key)
    return actor


def note_use(key: AccessKey) -> None:
    """To the day, so that not each request writes. A database that takes nothing now can still be read."""
    if key.last_used != today():
        try:
            AccessKey.objects.filter(pk=key.pk).update(last_used=today())
        except OperationalError as error:
            logger.warning("the use of a key could not be noted: %s", error)


def digest(secret: str) -> bytes:
    """Without salt or slowness: 192 random bits cannot be guessed."""
    return hashlib.sha256(secret.encode()).digest()


def today() -> date:
    return timezone.localdate()
