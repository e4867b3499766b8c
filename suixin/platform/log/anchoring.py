"""Anchoring as the log runs: once an hour, if it has grown, the published checkpoint is shown to the services outside
that the operator has switched on. What they give back is kept in SUIXIN_HOME/anchors/<log>/."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Thread
from time import monotonic

from django.db import connection

from suixin.platform.log.alarms import NOT_ANCHORED, clear_alarm, forget_alarms, raise_alarm
from suixin.platform.log.anchors.backend import AnchorBackend, AnchorProblem
from suixin.platform.log.anchors.folder import anchor_all
from suixin.platform.log.models import Log

logger = logging.getLogger(__name__)

EVERY = 3600.0  # seconds
AGAIN = 300.0  # after a problem


class Anchoring:
    """In a thread of its own, so that a slow service keeps nobody waiting."""

    def __init__(self, home: Path, backends: Callable[[], Sequence[AnchorBackend]]) -> None:
        self.home = home
        self.backends = backends
        self.next = 0.0  # by the monotonic clock
        self.size = -1  # that was anchored last
        self.thread: Thread | None = None

    def look(self, log: Log) -> None:
        busy = self.thread is not None and self.thread.is_alive()
        if busy or monotonic() < self.next or log.published_note is None or log.published_size == self.size:
            return
        self.next = monotonic() + EVERY
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
            forget_alarms(NOT_ANCHORED, ["", *(each.name for each in backends)] if backends else [])
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
        self.next = monotonic() + AGAIN
        raise_alarm(NOT_ANCHORED, backend, str(problem))
