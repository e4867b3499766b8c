"""Five witnesses for the demo city, so that its log shows what witnessing looks like. They are real witnesses with keys of
their own, but they run in the log's process on one machine: they prove nothing, and their names say that they are a
demo's. A real city asks bodies that do not answer to one another.
"""

import time
from collections.abc import Callable, Iterable
from pathlib import Path
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from suixin.platform.log.models import Log
from suixin.platform.log.trust import FILE
from suixin.platform.witness.keeping import open_witness, set_up
from suixin.platform.witness.serving import Application
from suixin.platform.witness.store import LogKey

NAMES = {
    "audit": "市审计局",
    "statistics": "市统计局",
    "market": "市场监管局",
    "notary": "公证处",
    "university": "大学",
}
QUORUM = 3
MARK = "# 演示城市的见证方，由演示城市自己改写 · the demo city's own witnesses; it rewrites this file\n"

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """The witnesses tell their own log what matters."""


def serve(home: Path) -> None:
    """Starts them, and names them in the file of witnesses unless somebody has written that by hand."""
    policy = home / FILE
    if policy.exists() and not policy.read_text("utf-8").startswith(MARK):
        return
    applications = {name: Application(one(home / "demo-witnesses" / name, name)) for name in NAMES}
    server = make_server("127.0.0.1", 0, by_name(applications), server_class=Server, handler_class=Quiet)
    Thread(target=server.serve_forever, name="demo witnesses", daemon=True).start()
    lines = [
        f"witness 演示·{title} {applications[name].witness.cosigners[0].text} http://127.0.0.1:{server.server_port}/{name}\n"
        for name, title in NAMES.items()
    ]
    members = " ".join(f"演示·{title}" for title in NAMES.values())
    policy.write_text(f"{MARK}{''.join(lines)}group 演示 {QUORUM} {members}\nquorum 演示\n", "utf-8")


def one(home: Path, name: str) -> Any:
    set_up(home, f"{name}.demo.invalid/witness")
    witness = open_witness(home)
    for log in Log.objects.all():
        for key in log.keys.split():
            witness.store.add_log_key(LogKey(key, log.origin, int(time.time())))
    return witness


def by_name(applications: dict[str, Application]) -> Wsgi:
    def route(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        name = environ["PATH_INFO"].strip("/").partition("/")[0]
        return applications.get(name, next(iter(applications.values())))(environ, start_response)

    return route
