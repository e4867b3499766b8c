"""The log's own process beside the site: started with it, started again if it dies, ended with it."""

import os
import subprocess
import sys
from threading import Event, Thread
from time import monotonic

from suixin.platform.log.stops import EXIT_CODE

SHORTEST = 5.0  # seconds; a process that lives less is not started again at once


class LogProcess:
    def __init__(self) -> None:
        self.ended = Event()
        self.process: subprocess.Popen[bytes] | None = None
        self.watcher = Thread(target=self.watch, daemon=True)

    def start(self) -> None:
        self.watcher.start()

    def watch(self) -> None:
        while not self.ended.is_set():
            begun = monotonic()
            self.process = subprocess.Popen(  # noqa: S603 - this very command
                [sys.executable, "-m", "suixin", "log", "run", "--with-parent", str(os.getpid())],
                stdin=subprocess.DEVNULL,
            )
            code = self.process.wait()
            if code == EXIT_CODE:  # it has said why; records are taken in until the limit
                return
            self.ended.wait(max(0.0, SHORTEST - (monotonic() - begun)))

    def stop(self) -> None:
        self.ended.set()
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(30)
