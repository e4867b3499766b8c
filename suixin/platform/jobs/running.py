"""The process that does the rooms' work: each in its turn, again at once while there is something to do, and otherwise
about once a second. Work that fails is told of, and waits longer each time; the others go on."""

import fcntl
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from time import monotonic

from django.db import close_old_connections

from suixin.platform.jobs.works import Work

logger = logging.getLogger(__name__)

LOCK = ".work-lock"
EVERY = 1.0  # seconds
PAUSE_FIRST, PAUSE_MOST = 5.0, 600.0  # seconds that failed work waits: doubled each time


class RunsAlready(Exception):
    """Another process does the work of this folder."""


@dataclass(slots=True)
class Turn:
    """Where one piece of work stands."""

    work: Work
    failures: int = 0
    not_before: float = 0.0  # by the monotonic clock

    def take(self) -> bool:
        """Whether there was something to do."""
        if monotonic() < self.not_before:
            return False
        close_old_connections()
        try:
            busy = self.work.run()
        except Exception:  # whatever it is: one room's accident must not stop the work of the others
            pause = min(PAUSE_FIRST * 2**self.failures, PAUSE_MOST)
            logger.exception("work %s failed; it is tried again in %d s", self.work.name, pause)
            self.failures += 1
            self.not_before = monotonic() + pause
            return False
        if self.failures:
            logger.warning("work %s goes on", self.work.name)
        self.failures = 0
        return busy


def run(works: Sequence[Work], ended: Event) -> None:
    turns = [Turn(work) for work in works]
    while not ended.is_set():
        busy = [turn.take() for turn in turns if not ended.is_set()]
        if not any(busy):
            ended.wait(EVERY)


def finish(works: Sequence[Work]) -> None:
    """Until none has anything more to do. Raises whatever the work raises."""
    while any(work.run() for work in works):
        pass


@contextmanager
def only_one(home: Path, ended: Event | None = None) -> Iterator[None]:
    """The lock goes with the process, however it ends. Who gives `ended` waits for it; else raises `RunsAlready`."""
    handle = os.open(home / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if ended is None or ended.wait(EVERY):
                    raise RunsAlready from None
        yield
    finally:
        os.close(handle)
