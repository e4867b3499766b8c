"""Reads a file in a process of its own. The parsers of HTML, XML and PDF are large C programs, and some inputs make
them slow or hungry in ways that no check beforehand can see; a process can be ended without harm."""

import subprocess
import sys

from suixin.kernel.programme.reading.child import REFUSED
from suixin.kernel.programme.reading.kind import Kind
from suixin.kernel.programme.reading.unreadable import UnreadableFile

WAIT_SECONDS = 15  # for a busy machine; the child's own limit on processor time is far lower


def read_apart(data: bytes, kind: Kind) -> str:
    command = [sys.executable, "-P", "-m", "suixin.kernel.programme.reading.child", kind.value]
    try:
        child = subprocess.run(  # noqa: S603 - our own module, a fixed word as argument
            command, input=data, capture_output=True, timeout=WAIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise UnreadableFile("too_complex") from None
    if child.returncode == REFUSED:
        raise UnreadableFile(child.stdout.decode())
    if child.returncode != 0:
        raise UnreadableFile("too_complex")
    return child.stdout.decode()
