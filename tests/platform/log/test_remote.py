"""A log far away: what it has is read, and what it tries to do to us comes to nothing."""

import gzip
import socket
import threading
import time
from contextlib import suppress

import pytest
from sample_logs import serving

from suixin.platform.log import remote as module
from suixin.platform.log.remote import Remote, Unreachable, WrongAddress


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(module, "FIRST_PAUSE", 0.01)
    monkeypatch.setattr(module, "SILENT_SECONDS", 0.5)


def test_files_are_read_and_what_is_not_there_is_none():
    def answer(path):
        if path == "/log/checkpoint":
            return 200, {}, b"a checkpoint"
        if path == "/log/tile/0/000":
            return 200, {"Content-Encoding": "gzip"}, gzip.compress(b"x" * 8192)
        return 404, {}, b"not found"

    with serving(answer) as address:
        source = Remote(f"{address}/log/")
        assert source.read("checkpoint") == b"a checkpoint"
        assert source.read("tile/0/000") == b"x" * 8192
        for _ in range(30):  # more than there are connections
            assert source.read("tile/0/001") is None


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_asked_again_when_it_says(status):
    times = []

    def answer(_path):
        times.append(time.monotonic())
        return (status, {"Retry-After": "1"}, b"") if len(times) == 1 else (200, {}, b"ok")

    with serving(answer) as address:
        assert Remote(address).read("checkpoint") == b"ok"
    assert times[1] - times[0] >= 1


def test_a_server_that_stays_away_is_given_up():
    asked = []
    with serving(lambda path: (asked.append(path), (503, {}, b""))[1]) as address:
        source = Remote(address)
        for _ in range(10):
            with pytest.raises(Unreachable):
                source.read("checkpoint")
    assert len(asked) == module.TRIES * module.MOST_FAILURES
    assert source.given_up


def test_nothing_longer_than_a_file_can_be_is_read():
    answers = {
        "/tile/0/000": (200, {}, b"x" * 8193),
        "/tile/0/001": (200, {"Content-Encoding": "gzip"}, gzip.compress(bytes(50_000_000))),
        "/tile/0/002": (200, {"Content-Length": str(1 << 50)}, b"x" * 100_000),
        "/tile/0/003": (200, {"Content-Encoding": "gzip"}, b"no gzip"),
        "/tile/0/004": (500, {}, b"x" * 1_000_000),
    }
    with serving(answers.get) as address:
        for path in answers:
            with pytest.raises(Unreachable):
                Remote(address).read(path.lstrip("/"))


def test_an_answer_without_end_and_a_silent_one_are_left(monkeypatch):
    monkeypatch.setattr(module, "BODY_SECONDS", 0.3)

    def answer(path):
        if path == "/tile/0/000":
            time.sleep(3)
        return 200, {"Content-Length": "8192"}, b"x"

    with serving(answer) as address:
        started = time.monotonic()
        for path in ("tile/0/000", "tile/0/001"):
            with pytest.raises(Unreachable):
                Remote(address).read(path)
        assert time.monotonic() - started < 60


@pytest.mark.parametrize("drip", [b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b"x"])
def test_a_head_without_end_is_left(drip: bytes, monkeypatch):
    monkeypatch.setattr(module, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(module, "TRIES", 1)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        with suppress(OSError):
            connection, _ = listener.accept()
            connection.recv(10_000)
            connection.sendall(drip)
            while True:
                connection.sendall(drip if b"100" in drip else b"x")
                time.sleep(0.01)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    started = time.monotonic()
    with pytest.raises(Unreachable):
        Remote(f"http://127.0.0.1:{listener.getsockname()[1]}").read("checkpoint")
    assert time.monotonic() - started < 25
    listener.close()
    thread.join(5)


@pytest.mark.parametrize(
    ("location", "followed"),
    [
        ("/b/checkpoint", True),
        ("../b/checkpoint", True),
        ("http://169.254.169.254/latest", False),
        ("http://127.0.0.1:1/checkpoint", False),
        ("//elsewhere.example/checkpoint", False),
        ("file:///etc/passwd", False),
        ("/a/checkpoint", False),  # for ever
        ("http://[", False),
        ("", False),
    ],
)
def test_redirects_stay_with_the_server(location, followed):
    def answer(path):
        return (302, {"Location": location}, b"") if path == "/a/checkpoint" else (200, {}, b"there")

    with serving(answer) as address:
        source = Remote(f"{address}/a")
        if followed:
            assert source.read("checkpoint") == b"there"
        else:
            with pytest.raises(Unreachable):
                source.read("checkpoint")


@pytest.mark.parametrize(
    "url", ["", "log", "ftp://a/b", "http://", "http://a:b@c/", "http://a/?q", "http://a:0/", "http://[/"]
)
def test_what_is_no_address_is_said_so(url):
    with pytest.raises(WrongAddress):
        Remote(url)
