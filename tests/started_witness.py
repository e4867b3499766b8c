"""A witness as a department meets it: its own process, its own folder, a real port."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from started_site import LIMIT, free_port, page


def suixin(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "suixin", *arguments],
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=False,
    )


@contextmanager
def running_witness(home: Path, *arguments: str) -> Iterator[str]:
    """Its address, as soon as it answers."""
    port = free_port()
    line = [sys.executable, "-m", "suixin", "witness", "serve", "--home", str(home), "--port", str(port)]
    process = subprocess.Popen(
        [*line, *arguments], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        page(f"http://127.0.0.1:{port}/", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            process.wait(LIMIT)
        process.stdout.close()
