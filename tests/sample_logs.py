"""Logs to look at: made by the kernel in a folder, signed by a key of their own, and served by a small server."""

import json
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from suixin.cli import main
from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.cosignature import Cosigner, cosignature
from suixin.kernel.log.growth import GrowingTree
from suixin.kernel.log.keys import Ed25519Signer
from suixin.platform.log.folder import Folder

Answer = tuple[int, dict[str, str], bytes]


@contextmanager
def serving(answer: Callable[[str], Answer]) -> Iterator[str]:
    """The address of a server that answers as told, by path; it keeps connections."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            status, headers, body = answer(self.path)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if "Content-Length" not in headers:
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def served(folder: Path) -> Iterator[str]:
    def answer(path: str) -> Answer:
        file = folder / path.lstrip("/")
        return (200, {}, file.read_bytes()) if file.is_file() else (404, {}, b"nothing here")

    with serving(answer) as address:
        yield address


class SampleLog:
    """A log in a folder: it grows, signs, and publishes what witnesses add."""

    def __init__(self, folder: Path, origin: str = "city.example/log/2026", word: str = "entry") -> None:
        self.folder, self.disk, self.word = folder, Folder(folder), word
        self.origin, self.tree = origin, GrowingTree(0)
        self.signer = Ed25519Signer(origin, b"k" * 32)
        self.publish()

    @property
    def key(self) -> str:
        return str(self.signer.text)

    @property
    def checkpoint(self) -> Checkpoint:
        return Checkpoint(self.origin, self.tree.size, self.tree.root())

    def entry(self, number: int) -> bytes:
        return f"{self.word} {number}".encode()

    def grow(self, count: int) -> "SampleLog":
        first = self.tree.size
        self.tree.grow(self.disk, [self.entry(number) for number in range(first, first + count)])
        self.disk.sync()
        self.publish()
        return self

    def publish(self, *witnesses: Cosigner, time: int = 1_800_000_000) -> None:
        note = self.checkpoint.note.signed(self.signer)
        cosigned = [cosignature(each, note.text, time + i) for i, each in enumerate(witnesses)]
        self.disk.replace("checkpoint", note.with_signatures(cosigned).content)


def flip(path: Path, bit: int = 0) -> None:
    content = bytearray(path.read_bytes())
    content[bit // 8] ^= 1 << bit % 8
    path.write_bytes(content)


def ask(*arguments: object) -> Result:
    """What `suixin log` says; its two streams are one."""
    return CliRunner().invoke(main, ["log", *map(str, arguments)])


def told(*arguments: object) -> dict[str, Any]:
    """Its JSON."""
    result = CliRunner().invoke(main, ["log", *map(str, arguments), "--json"])
    return {"exit": result.exit_code, **json.loads(result.stdout)}


TESSERA_KEY = "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"


def tessera_log(folder: Path) -> Path:
    """A log that Tessera made, at its full size of 15."""
    vectors = Path(os.environ.get("SUIXIN_SHARED") or Path(__file__).resolve().parents[2] / "shared")
    source = vectors / "vectors" / "log" / "tessera-testdata-log" / "testdata" / "log"
    if not source.is_dir():
        pytest.skip(f"Tessera's log is not at {source}; name the folder of shared vectors in SUIXIN_SHARED")
    shutil.copytree(source, folder)
    shutil.copyfile(source / "checkpoint.15", folder / "checkpoint")
    return folder
