"""HTTP requests to somebody who may be slow, wrong or hostile: bounded in time and size, and sent nowhere else."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from queue import Empty, SimpleQueue
from typing import Generic, TypeVar
from urllib.parse import urlsplit

PART = 16 * 1024
T = TypeVar("T")
HEADERS = {"User-Agent": "suixin", "Connection": "close"}


class Unreachable(Exception):
    """No whole answer came; the message says why."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Redirects are replies like any other: nobody is asked in another's place."""

    status: int
    content: bytes


class Patience:
    """The time that some requests have together. When it is over, those who still talk are hung up on."""

    def __init__(self, seconds: float) -> None:
        self.end = time.monotonic() + seconds
        self.sockets: set[socket.socket] = set()
        self.lock = threading.Lock()

    def left(self) -> float:
        """Seconds. Raises `Unreachable` when there are none."""
        left = self.end - time.monotonic()
        if left <= 0:
            raise Unreachable("no answer in time")
        return left

    def hang_up(self) -> None:
        with self.lock:
            self.end = time.monotonic()
            for each in self.sockets:
                with suppress(OSError):
                    each.shutdown(socket.SHUT_RDWR)

    def opened(self, connection: HTTPConnection) -> socket.socket:
        connection.timeout = self.left()
        connection.connect()
        with self.lock:
            self.left()
            self.sockets.add(connection.sock)
        return connection.sock

    def closed(self, opened: socket.socket) -> None:
        with self.lock:
            self.sockets.discard(opened)


class Answers(Generic[T]):
    """Questions asked at once, each on a thread that nobody waits for: not the caller, and not the process's end."""

    def __init__(self, questions: Mapping[str, Callable[[], T]]) -> None:
        self.outstanding = len(questions)
        self.queue: SimpleQueue[tuple[str, T | Exception]] = SimpleQueue()
        for name, question in questions.items():
            threading.Thread(
                target=self.run, args=(name, question), name=f"asking {name}", daemon=True
            ).start()

    def run(self, name: str, question: Callable[[], T]) -> None:
        try:
            self.queue.put((name, question()))
        except Exception as fault:  # of our own: told to the caller
            self.queue.put((name, fault))

    def next(self, end: float) -> tuple[str, T] | None:
        """None when all have answered, or the time is over."""
        if not self.outstanding:
            return None
        try:
            name, answer = self.queue.get(timeout=max(0.0, end - time.monotonic()))
        except Empty:
            return None
        self.outstanding -= 1
        if isinstance(answer, Exception):
            raise answer
        return name, answer


def ask(method: str, url: str, patience: Patience, most: int, body: bytes | None = None) -> Reply:
    """An answer of at most so many bytes. Raises `Unreachable`."""
    connection, path = address(url)
    opened = None
    try:
        opened = patience.opened(connection)
        connection.request(method, path, body, HEADERS)
        response = connection.getresponse()
        content = bytearray()
        while len(content) <= most:
            if not response.isclosed():
                opened.settimeout(patience.left())
            part = response.read1(min(PART, most + 1 - len(content)))
            if not part:
                return whole(response.status, response.length, content)
            content += part
    except TimeoutError:
        raise Unreachable("no answer in time") from None
    except ssl.SSLError as problem:
        raise Unreachable(f"TLS: {problem.reason or problem}") from None
    except (OSError, HTTPException, ValueError) as problem:
        raise Unreachable(str(problem) or type(problem).__name__) from None
    finally:
        if opened is not None:
            patience.closed(opened)
        connection.close()
    raise Unreachable(f"an answer of more than {most:,} bytes")


def whole(status: int, missing: int | None, content: bytes | bytearray) -> Reply:
    if missing:
        raise Unreachable(f"the answer broke off, {missing:,} bytes before its end")
    return Reply(status, bytes(content))


def address(url: str) -> tuple[HTTPConnection, str]:
    """A connection to be opened, and the path to ask for there. Raises `Unreachable`."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError as problem:
        raise Unreachable(f"not an address: {problem}") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Unreachable("the address must begin with http:// or https://")
    path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
    if parts.scheme == "https":
        return HTTPSConnection(host, port, context=ssl.create_default_context()), path
    return HTTPConnection(host, port), path
