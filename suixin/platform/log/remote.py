"""A log's files over HTTP(S): the kernel's `Source`. Whoever serves them is not trusted: answers have a longest length
and a latest moment, and redirects stay with the same host."""

import socket
import threading
import time
import zlib
from contextlib import suppress
from urllib.parse import SplitResult, urljoin, urlsplit

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, ReadTimeoutError

from suixin import __version__
from suixin.platform.log.paths import checked, most_bytes

CONNECT_SECONDS, SILENT_SECONDS = 10.0, 20.0
HEAD_SECONDS, BODY_SECONDS = 30.0, 120.0
TRIES = 4
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 60.0  # seconds between tries, also when the server asks for more
MOST_REDIRECTS = 3
MOST_FAILURES = 3  # files in a row that could not be had; then nothing more is tried
AT_ONCE = 8  # connections
CHUNK = 1 << 16
GONE = frozenset((404, 410))
LATER = frozenset((429, 500, 502, 503, 504))
REDIRECTS = frozenset((301, 302, 303, 307, 308))
HEADERS = {"User-Agent": f"suixin/{__version__}", "Accept-Encoding": "gzip"}


class WrongAddress(ValueError):
    """Not an address of a log."""


class Unreachable(ConnectionError):
    """No answer, or none of use. The message says what came instead."""


class TryLater(Unreachable):
    def __init__(self, why: str, pause: float | None = None) -> None:
        super().__init__(why)
        self.pause = pause  # as the server asks


class Impatient:
    """A connection on which the head of an answer has a latest moment too, whatever drips in until then."""

    sock: socket.socket

    def getresponse(self):  # noqa: ANN201 - as urllib3 has it
        late = threading.Event()
        timer = threading.Timer(HEAD_SECONDS, self.cut, [late])
        timer.daemon = True
        timer.start()
        try:
            answer = super().getresponse()
        finally:
            timer.cancel()
        if late.is_set():  # a head that was cut looks like one that ends there
            raise TimeoutError(f"no head of an answer after {HEAD_SECONDS:.0f} seconds")
        return answer

    def cut(self, late: threading.Event) -> None:
        late.set()
        with suppress(OSError, AttributeError):  # closed already
            self.sock.shutdown(socket.SHUT_RDWR)


class ImpatientHTTP(Impatient, HTTPConnection):
    pass


class ImpatientHTTPS(Impatient, HTTPSConnection):
    pass


class HTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = ImpatientHTTP


class HTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = ImpatientHTTPS


class Remote:
    def __init__(self, url: str) -> None:
        """Raises `WrongAddress`."""
        self.url = address_of(url)
        self.pool = urllib3.PoolManager(
            maxsize=AT_ONCE,
            block=True,
            retries=False,
            headers=HEADERS,
            timeout=urllib3.Timeout(connect=CONNECT_SECONDS, read=SILENT_SECONDS),
        )
        self.pool.pool_classes_by_scheme = {"http": HTTPPool, "https": HTTPSPool}
        self.failures = 0

    @property
    def given_up(self) -> bool:
        return self.failures >= MOST_FAILURES

    def read(self, path: str) -> bytes | None:
        """Raises `Unreachable`, at once when that has been so for several files."""
        if self.given_up:
            raise Unreachable(f"{self.url} does not answer")
        try:
            content = self.tried(f"{self.url}/{checked(path)}", most_bytes(path))
        except Unreachable:
            self.failures += 1
            raise
        self.failures = 0
        return content

    def tried(self, url: str, most: int) -> bytes | None:
        pause = FIRST_PAUSE
        for _ in range(TRIES - 1):
            try:
                return self.followed(url, most)
            except TryLater as error:
                time.sleep(min(pause if error.pause is None else error.pause, LONGEST_PAUSE))
                pause *= 2
        return self.followed(url, most)

    def followed(self, url: str, most: int) -> bytes | None:
        for _ in range(MOST_REDIRECTS + 1):
            try:
                found = self.fetch(url, most)
            except Unreachable:
                raise
            except ReadTimeoutError as error:
                raise Unreachable(told(error)) from None
            except (HTTPError, OSError) as error:
                raise TryLater(told(error)) from None
            if not isinstance(found, str):
                return found
            url = target(url, found)
        raise Unreachable("too many redirects")

    def fetch(self, url: str, most: int) -> bytes | str | None:
        """The content, where a redirect leads, or None where there is nothing."""
        answer = self.pool.request("GET", url, preload_content=False, redirect=False)
        try:
            content = body_of(answer, most if answer.status == 200 else CHUNK)
            if answer.status in LATER:
                raise TryLater(f"status {answer.status}", pause_asked(answer))
            if answer.status in REDIRECTS:
                return answer.headers.get("Location", "")
            if answer.status in GONE:
                return None
            if answer.status != 200:
                raise Unreachable(f"status {answer.status}")
            return unpacked(content, most) if answer.headers.get("Content-Encoding") == "gzip" else content
        finally:
            answer.close()  # nothing happens where all was read
            answer.release_conn()


def address_of(url: str) -> str:
    """Without the slash at its end. Raises `WrongAddress`."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise WrongAddress(url) from None
    if not known or parts.query or parts.fragment or "@" in parts.netloc:
        raise WrongAddress(url)
    return url.removesuffix("/")


def target(url: str, location: str) -> str:
    """Where a redirect leads: the same server, or the same host by https. Raises `Unreachable`."""
    try:
        old, new = urlsplit(url), urlsplit(urljoin(url, location))
    except ValueError:
        raise Unreachable("a redirect that cannot be read") from None
    if server(new) == server(old) or (new.scheme, new.netloc) == ("https", old.hostname):
        return new.geturl()
    raise Unreachable(f"a redirect elsewhere: {location[:200]!a}")


def server(parts: SplitResult) -> tuple[str, str]:
    return parts.scheme, parts.netloc


def body_of(answer: urllib3.BaseHTTPResponse, most: int) -> bytes:
    """As it was sent, within length and time."""
    until = time.monotonic() + BODY_SECONDS
    parts: list[bytes] = []
    length = 0
    while part := answer.read1(CHUNK, decode_content=False):
        parts.append(part)
        length += len(part)
        if length > most:
            raise Unreachable(f"longer than {most:,} bytes")
        if time.monotonic() > until:
            raise Unreachable(f"not complete after {BODY_SECONDS:.0f} seconds")
    return b"".join(parts)


def unpacked(content: bytes, most: int) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        whole = unpacking.decompress(content, most + 1)
    except zlib.error as error:
        raise Unreachable(f"cannot be unpacked: {error}") from None
    if len(whole) > most:
        raise Unreachable(f"longer than {most:,} bytes")
    if not unpacking.eof:
        raise TryLater("the packed answer breaks off")
    return whole


def pause_asked(answer: urllib3.BaseHTTPResponse) -> float | None:
    """Retry-After in seconds; a date there is not worth reading."""
    asked = answer.headers.get("Retry-After", "")
    return float(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else None


def told(error: Exception) -> str:
    return str(error)[:300] or type(error).__name__
