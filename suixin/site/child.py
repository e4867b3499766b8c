"""A process of our own beside the site: started with it, started again if it dies, ended with it."""

import os
import subprocess
import sys
from collections.abc import Sequence
from threading import Event, Thread
from time import monotonic

SHORTEST = 5.0  # seconds; a process that lives less is not started again at once


class Child:
    def __init__(self, command: Sequence[str], stays_down: int | None = None) -> None:
        """A sub-command of `suixin`. With the exit code `stays_down` it has said why it stands still, and is left so."""
        self.command = command
        self.stays_down = stays_down
        self.ended = Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.begun = 0.0
        self.watcher = Thread(target=self.watch, daemon=True)

    def start(self) -> None:
        """Before the server forks: a fork while another thread starts a process would leave that thread waiting for ever,
        as the fork holds the other end of its pipe."""
        self.begin()
        self.watcher.start()

    def begin(self) -> None:
        self.begun = monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - this very command
            [sys.executable, "-m", "suixin", *self.command, "--with-parent", str(os.getpid())],
            stdin=subprocess.DEVNULL,
        )

    def watch(self) -> None:
        while self.process is not None and self.process.wait() != self.stays_down:
            if self.ended.wait(max(0.0, SHORTEST - (monotonic() - self.begun))):
                return
            self.begin()

    def stop(self) -> None:
        self.ended.set()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
