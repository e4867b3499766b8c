"""Alarms: raised while something is wrong, cleared when it is over. The log's page and the operators' desks show them."""

import logging
from collections.abc import Iterable

from django.utils import timezone

from suixin.platform.log.models import Alarm

NO_QUORUM = "no-quorum"
SILENT = "witness-silent"
STOPPED = "stopped"
TROUBLE = "trouble"
WRONG_POLICY = "wrong-policy"
NOT_ANCHORED = "not-anchored"

logger = logging.getLogger(__name__)


def raise_alarm(code: str, subject: str = "", details: str = "") -> None:
    alarm, fresh = Alarm.objects.get_or_create(
        code=code, subject=subject[:200], defaults={"since": timezone.now(), "details": details[:1000]}
    )
    if fresh:
        logger.error("alarm %s %s %s", code, subject, details)
    elif alarm.details != details[:1000]:
        Alarm.objects.filter(pk=alarm.pk).update(details=details[:1000])


def clear_alarm(code: str, subject: str | None = None) -> None:
    """Of that subject, or of all."""
    over = Alarm.objects.filter(code=code)
    if subject is not None:
        over = over.filter(subject=subject[:200])
    if over.delete()[0]:
        logger.warning("alarm over: %s %s", code, subject or "")


def forget_alarms(code: str, subjects: Iterable[str]) -> None:
    """Those of that kind whose subject is none of these any more."""
    Alarm.objects.filter(code=code).exclude(subject__in=[each[:200] for each in subjects]).delete()
