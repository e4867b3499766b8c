"""Lock-out after repeated wrong passwords: who is told what, and what is kept."""

import hashlib
import hmac
from typing import Any

from axes.signals import user_locked_out
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from suixin.platform.accounts.models import Person
from suixin.platform.accounts.sign_in import locked_out


def disguised_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """What the counter of failures keeps in place of the typed name: people type passwords there by mistake. Names
    are matched in any case of letters, so they are counted so."""
    return hmac.new(
        settings.SECRET_KEY.encode(),
        typed_name(request, credentials).strip().casefold().encode("utf-8", "replace"),
        hashlib.sha256,
    ).hexdigest()


def typed_name(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    given = (credentials or {}).get("username") or (request.POST.get("login") if request is not None else "")
    return str(given or "")


def refuse(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    response = render(request, "accounts/locked.html", {"minutes": minutes}, status=429)
    response["Retry-After"] = str(minutes * 60)
    return response


@receiver(user_locked_out)
def remember(request: HttpRequest, **_: Any) -> None:
    person = Person.objects.filter(username__iexact=typed_name(request).strip()).first()
    if person is not None:  # a name that nobody has is not worth a record
        locked_out(person, request)
