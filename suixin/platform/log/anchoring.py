"""Anchoring as the log runs: once an hour, if it has grown, the published checkpoint is shown to the services outside
that the operator has switched on. What they give back is kept in SUIXIN_HOME/anchors/<log>/."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from django.db import connection
from django.utils import timezone

from suixin.platform.log.alarms import NOT_ANCHORED, clear_alarm, raise_alarm
from suixin.platform.log.anchors.backend import AnchorBackend, AnchorProblem
from suixin.platform.log.anchors.folder import anchor_all
from suixin.platform.log.models import Log

logger = logging.getLogger(__name__)

EVERY = timedelta(hours=1)
AGAIN = timedelta(minutes=5)  # after a problem


class Anchoring:
    """In a thread of its own, so that a slow service keeps nobody waiting."""

    def __init__(self, home: Path, backends: Callable[[], Sequence[AnchorBackend]]) -> None:
        self.home = home
        self.backends = backends
        self.next = timezone.now()
        self.size = -1  # that was anchored last
        self.thread: Thread | None = None

    def look(self, log: Log, now: datetime) -> None:
        busy = self.thread is not None and self.thread.is_alive()
        if busy or now < self.next or log.published_note is None or log.published_size == self.size:
            return
        self.next = now + EVERY
        self.thread = Thread(
            target=self.work, args=(log.name, bytes(log.published_note), log.published_size), daemon=True
        )
        self.thread.start()

    def work(self, name: str, note: bytes, size: int) -> None:
        try:
            self.anchor(name, note, size)
        finally:
            connection.close()  # of this thread

    def anchor(self, name: str, note: bytes, size: int) -> None:
        try:
            backends = self.backends()
            if not backends:
                return
            for outcome in anchor_all(note, backends, self.home / "anchors" / name):
                if outcome.problem is None:
                    clear_alarm(NOT_ANCHORED, outcome.backend)
                else:
                    self.tell(outcome.backend, outcome.problem)
            self.size = size
        except AnchorProblem as problem:
            self.tell("", problem)

    def tell(self, backend: str, problem: AnchorProblem) -> None:
        self.next = timezone.now() + AGAIN
        raise_alarm(NOT_ANCHORED, backend, str(problem))
