"""A log in memory, to be witnessed: it can also tell two stories, as an honest one cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.notes import Note
from suixin.kernel.log.paths import consistency_path, root_of
from suixin.kernel.log.tree import full_root, leaf_hash
from suixin.kernel.log.witnessing import AddCheckpoint

ORIGIN = "log.example/log/2026"


class SmallLog:
    def __init__(self, origin: str = ORIGIN, signer: Ed25519Signer | None = None, story: str = "") -> None:
        self.origin = origin
        self.story = story
        self.signer = signer or Ed25519Signer.fresh(origin)
        self.vkey = str(self.signer.text)

    def told_otherwise(self) -> "SmallLog":
        """The same key, another history."""
        return SmallLog(self.origin, self.signer, f"{self.story}!")

    def node(self, height: int, number: int) -> bytes:
        width = 1 << height
        first = number * width
        return full_root([leaf_hash(f"{self.story}{i}".encode()) for i in range(first, first + width)])

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(self.origin, size, root_of(0, size, self.node))

    def note(self, size: int) -> Note:
        return self.checkpoint(size).note.signed(self.signer)

    def request(self, old: int, size: int) -> AddCheckpoint:
        proof = consistency_path(min(old, size), size, self.node)
        return AddCheckpoint(old, tuple(proof), self.checkpoint(size), self.note(size))


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(application) -> Iterator[str]:
    """A real socket, and its address."""
    server = make_server("127.0.0.1", 0, application, Server, Quiet)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
