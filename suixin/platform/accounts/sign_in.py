"""Sign-ins as records: who, as a personal field, and the outcome. Never what was typed."""

from typing import Any

from allauth.account.signals import password_changed
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.conf import settings
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.cache import cache
from django.dispatch import receiver
from django.http import HttpRequest

from suixin.platform.accounts.actions import record_person
from suixin.platform.accounts.models import Person
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit


@receiver(user_logged_in)
def signed_in(user: Person, request: HttpRequest | None = None, **_: Any) -> None:
    record(user, "signed_in", request)


@receiver(user_logged_out)
def signed_out(user: Person | None, request: HttpRequest | None = None, **_: Any) -> None:
    if user is not None:
        record(user, "signed_out", request)


@receiver(authenticator_added)
def factor_added(user: Person, **_: Any) -> None:
    record_person(Actor.system("second factor"), user, "factor_added")


@receiver(authenticator_removed)
def factor_removed(user: Person, **_: Any) -> None:
    record_person(Actor.system("second factor"), user, "factor_removed")


@receiver(authenticator_reset)
def codes_renewed(user: Person, **_: Any) -> None:
    record_person(Actor.system("second factor"), user, "codes_renewed")


@receiver(social_account_added)
def identity_connected(sociallogin: SocialLogin, **_: Any) -> None:
    record_person(Actor.system("identity service"), sociallogin.user, "identity_connected")


@receiver(social_account_removed)
def identity_disconnected(socialaccount: SocialAccount, **_: Any) -> None:
    record_person(Actor.system("identity service"), socialaccount.user, "identity_disconnected")


@receiver(password_changed)
def password_changed_by_oneself(user: Person, **_: Any) -> None:
    record_person(Actor.system("password"), user, "password_set")


def locked_out(person: Person, request: HttpRequest) -> None:
    """One record a person and cool-off: neither a storm of guesses nor guessed names may fill the log."""
    seconds = settings.AXES_COOLOFF_TIME.total_seconds()
    if cache.add(f"locked-out:{person.pk}", True, seconds):
        record(person, "locked_out", request)


def record(person: Person, event: str, request: HttpRequest | None = None) -> None:
    data: dict[str, Any] = {"person": person.pk, "event": event}
    if request is not None and (address := request.META.get("REMOTE_ADDR")):
        data["address"] = address
    submit([Submission("account.session", data)], Actor.system("sign-in"))
