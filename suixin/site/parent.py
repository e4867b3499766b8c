"""Processes that must not outlive the one that started them: an orphan would hold the port, and take in records of which
no log is kept, while the site cannot be started again."""

import os
from collections.abc import Callable
from threading import Thread
from time import sleep

LOOKS_EVERY = 0.5  # seconds


def when_parent_ends(parent: int, end: Callable[[], object]) -> None:
    """Calls `end`, from another thread, when the process of that number is no longer the parent of this one."""

    def watch() -> None:
        while os.getppid() == parent:
            sleep(LOOKS_EVERY)
        end()

    Thread(target=watch, name="parent", daemon=True).start()
