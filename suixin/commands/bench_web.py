"""How fast pages come: the real server with the demo city in a folder of its own, asked over kept-alive HTTP.

For each page what a reader waits for, and the bytes of a first view (page, styles and scripts, compressed); then
how many pages a second four readers get at once. Office pages are asked for signed in, with the demo's accounts.
"""

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import click

from suixin.commands.bench_notices import notice
from suixin.commands.measure import result, scratch_home, timed

PORTAL = (
    "/",
    "/?view=wall",
    "/programmes/",
    "/programmes/guangzhou-2019/",
    "/programmes/guangzhou-2019/history/",
    "/programmes/guangzhou-2019/tasks/t9/",
    "/compare/guangdong-2018/guangzhou-2019/",
    "/organisations/",
    "/organisations/gz-gxj/",
    "/organisations/gz-huangpu/",
    "/about/numbers/",
    "/search/?q=4K",
    "/accounts/login/",
)
OFFICE = {
    "officer": ("/office/", "/office/duties/", "/office/programmes/", "/office/records/"),
    "system": ("/office/organisations/",),
    "security": ("/office/people/",),
    "audit": ("/office/audit/",),
}
IMPORT = "/office/programmes/import/"
NOTICE = 5_000  # characters
RUNS = 100
READERS = 4
GOAL = "goal: p95 < 50 ms"
GOAL_BYTES = 200_000
ASSET = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"')
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
ACCOUNT = re.compile(r"^  (\w+)\s+([a-z0-9-]{14})\s", re.MULTILINE)
STARTING = 60  # seconds


class NoAnswer(click.ClickException):
    """The server did not come up, or refused to sign in."""


@click.command("web")
def bench_web() -> None:
    """网页 · pages over HTTP: time, bytes of a first view, pages a second."""
    with scratch_home() as folder, serving(folder) as (port, passwords):
        for found in measure(port, passwords):
            click.echo(json.dumps(found, ensure_ascii=False))


@contextmanager
def serving(home: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The demo city on a free port, in processes of its own; with the passwords of its accounts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    told = home / "told.txt"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("SUIXIN_")}
    with told.open("w") as output:
        server = subprocess.Popen(  # noqa: S603 - this very command
            [sys.executable, "-m", "suixin", "run", "--demo", "--port", str(port)],
            env=environment | {"SUIXIN_HOME": str(home / "city"), "PYTHONUNBUFFERED": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(port, server)
        yield port, dict(ACCOUNT.findall(told.read_text()))
    finally:
        server.terminate()
        server.wait(STARTING)


def wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + STARTING
    while time.monotonic() < last and server.poll() is None:
        try:
            Reader(port).get("/")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise NoAnswer("服务器没有启动 · the server did not start")


class Reader:
    """One kept-alive connection with its cookies."""

    def __init__(self, port: int) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies: dict[str, str] = {}

    def get(self, address: str, **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
        return self.ask("GET", address, None, headers)

    def ask(
        self, method: str, address: str, form: dict[str, str] | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, bytes]:
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, address, urlencode(form) if form is not None else None, headers)
        response = self.connection.getresponse()
        body = response.read()
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response, body

    def sign_in(self, name: str, password: str) -> None:
        found = TOKEN.search(self.get("/accounts/login/")[1].decode())
        form = {"login": name, "password": password, "csrfmiddlewaretoken": found[1] if found else ""}
        response, _ = self.ask("POST", "/accounts/login/", form, {})
        if "sessionid" not in self.cookies:
            raise NoAnswer(f"登录失败 · signing in failed: {response.status}")


def measure(port: int, passwords: dict[str, str]) -> Iterator[dict[str, Any]]:
    resident = Reader(port)
    for address in PORTAL:
        yield from page(resident, address)
    yield unchanged(resident)
    yield drawn_anew(resident)
    for name, addresses in OFFICE.items():
        signed_in = Reader(port)
        signed_in.sign_in(name, passwords[name])
        for address in addresses:
            yield from page(signed_in, address)
        if name == "officer":
            yield from review(signed_in)
    yield at_once(port)


def review(officer: Reader) -> Iterator[dict[str, Any]]:
    """A notice as long as Guangzhou's beside what was understood of it, and the form of one task."""
    found = TOKEN.search(officer.get(IMPORT)[1].decode())
    form = {"text": notice(NOTICE), "csrfmiddlewaretoken": found[1] if found else ""}
    draft = officer.ask("POST", IMPORT, form, {})[0].headers["Location"]
    yield from page(officer, draft, "a draft")
    yield from page(officer, f"{draft}task/t1/", "a task of a draft")


def page(reader: Reader, address: str, name: str = "") -> Iterator[dict[str, Any]]:
    """Nothing for a page that this version does not have."""
    response, _ = reader.get(address)
    if response.status != http.client.OK:
        return
    seconds = timed(lambda: reader.get(address), RUNS)
    size = first_view(reader, address)
    yield result(f"web {name or address}", 1, "pages/s", seconds, GOAL) | {
        "first_view_bytes": size,
        "goals_met": seconds_p95(seconds) < 0.05 and size < GOAL_BYTES,
    }


def seconds_p95(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.95)]


def first_view(reader: Reader, address: str) -> int:
    """Bytes of the page and of all styles and scripts that it names, as they travel."""
    body = reader.get(address)[1]
    travelled = reader.get(address, **{"Accept-Encoding": "gzip"})[1]
    assets = dict.fromkeys(ASSET.findall(body.decode()))
    return len(travelled) + sum(len(reader.get(asset, **{"Accept-Encoding": "gzip"})[1]) for asset in assets)


def unchanged(reader: Reader) -> dict[str, Any]:
    """A page that a reader has already."""
    tag = reader.get("/")[0].headers["ETag"]
    again = {"If-None-Match": tag}
    if reader.get("/", **again)[0].status != http.client.NOT_MODIFIED:
        raise NoAnswer("首页没有以 304 作答 · the home page did not answer 304")
    return result("web / not modified", 1, "pages/s", timed(lambda: reader.get("/", **again), RUNS), GOAL)


def drawn_anew(reader: Reader) -> dict[str, Any]:
    """The home page as the first reader after a change gets it: each address is asked for once."""
    fresh = count()
    seconds = timed(lambda: reader.get(f"/?draw={next(fresh)}"), RUNS)
    return result("web / drawn anew", 1, "pages/s", seconds, GOAL)


def at_once(port: int) -> dict[str, Any]:
    """The home page, by several readers at the same time."""
    readers = [Reader(port) for _ in range(READERS)]

    def read(reader: Reader) -> None:
        for _ in range(RUNS):
            reader.get("/")

    with ThreadPoolExecutor(READERS) as pool:
        seconds = timed(lambda: list(pool.map(read, readers)), 3)
    limit = "processor: Python, templates; the readers run on the same machine"
    return result(f"web / by {READERS} readers", READERS * RUNS, "pages/s", seconds, limit)
