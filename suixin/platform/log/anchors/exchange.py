"""One request and its answer, of at most so many bytes and seconds, whatever the other side does.

It follows no redirection, knows no proxy and keeps nothing.
"""

import http.client
import re
import socket
import ssl
import time
from collections.abc import Mapping
from contextlib import suppress
from threading import Timer
from urllib.parse import SplitResult, urlsplit

from suixin.platform.log.anchors.backend import Unreachable

MOST_BYTES = 1 << 20
SECONDS = 20.0


def exchange(
    url: str,
    body: bytes | None = None,
    headers: Mapping[str, str] = {},
    most: int = MOST_BYTES,
    seconds: float = SECONDS,
) -> bytes:
    """The answer's body; a GET without one of our own, else a POST. Raises `Unreachable`."""
    address, began = checked(url), time.monotonic()
    connection = http.client.HTTPConnection(str(address.hostname), address.port)
    watch = None
    try:
        opened = connection.sock = open_socket(address, seconds)
        # Time-outs of sockets begin anew with every byte that comes; this one does not.
        watch = Timer(seconds, cut, [opened])
        watch.daemon = True
        watch.start()
        if isinstance(opened, ssl.SSLSocket):
            opened.do_handshake()
        target = (address.path or "/") + (f"?{address.query}" if address.query else "")
        connection.request("GET" if body is None else "POST", target, body, dict(headers))
        response = connection.getresponse()
        content = response.read(most + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise silent(url, seconds, error if time.monotonic() - began < seconds else None) from error
    finally:
        if watch is not None:
            watch.cancel()
        connection.close()
    if time.monotonic() - began >= seconds:  # what was read has perhaps been cut off
        raise silent(url, seconds, None)
    if response.status != http.client.OK:
        raise Unreachable(
            f"{shown(url)} 回答 HTTP {response.status}，应为 200。请核对地址。",
            f"{shown(url)} answers HTTP {response.status}, not 200. Check the address.",
        )
    if len(content) > most:
        raise Unreachable(
            f"{shown(url)} 的回答超过 {most:,} 字节，未再读取。",
            f"{shown(url)} answers more than {most:,} bytes; the rest was not read.",
        )
    return content


def checked(url: str) -> SplitResult:
    try:
        address = urlsplit(url)
        usable = address.scheme in ("http", "https") and address.hostname and address.port != 0
    except ValueError:  # for instance a port that is no number
        usable = False
    if not usable:
        raise Unreachable(
            f"{shown(url)} 不是 http:// 或 https:// 地址。",
            f"{shown(url)} is no http:// or https:// address.",
        )
    return address


def open_socket(address: SplitResult, seconds: float) -> socket.socket:
    secret = address.scheme == "https"
    host, port = str(address.hostname), address.port or (443 if secret else 80)
    plain = socket.create_connection((host, port), seconds)
    if not secret:
        return plain
    return ssl.create_default_context().wrap_socket(
        plain, server_hostname=host, do_handshake_on_connect=False
    )


def cut(opened: socket.socket) -> None:
    with suppress(OSError):
        socket.socket.shutdown(opened, socket.SHUT_RDWR)  # below TLS, which would wait for the other side


def silent(url: str, seconds: float, error: Exception | None) -> Unreachable:
    if error is None or isinstance(error, TimeoutError):
        return Unreachable(
            f"{shown(url)} 在 {seconds:g} 秒内没有答完。请稍后再试。",
            f"{shown(url)} did not finish its answer within {seconds:g} seconds. Try again later.",
        )
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return Unreachable(
        f"无法连接 {shown(url)}：{why}。请稍后再试，或核对地址。",
        f"{shown(url)} cannot be reached: {why}. Try again later, or check the address.",
    )


def shown(url: str) -> str:
    """Without its path and query: with some services those are the password."""
    scheme, _, rest = url.partition("://")
    return f"{scheme}://{re.split('[/?#]', rest)[0].rpartition('@')[2]}"
