"""The witness as a WSGI application, for any server and under any prefix."""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from typing import Any

from suixin.kernel.log.witnessing import ADD_CHECKPOINT, SIZE_TYPE, Conflict, Declined
from suixin.platform.witness.keeping import open_witness
from suixin.platform.witness.page import STYLE, draw
from suixin.platform.witness.witnessing import Witness

LARGEST_BODY = 64 * 1024  # a proof takes 3 kB, a post-quantum signature 3.3 kB
IDENTITY = re.compile(r"[0-9a-f]{64}")
TEXT = "text/plain; charset=utf-8"
SAFE = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
logger = logging.getLogger("suixin.witness")

Environ = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    status: HTTPStatus
    content: bytes
    type: str = TEXT
    headers: dict[str, str] = field(default_factory=dict)


class Application:
    def __init__(self, witness: Witness) -> None:
        self.witness = witness

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        try:
            answer = self.answer(environ)
        except Exception:
            logger.exception("nothing was signed")
            answer = sentence(
                HTTPStatus.SERVICE_UNAVAILABLE, "the witness is out of order; its operator knows"
            )
        headers = {"Content-Type": answer.type, "Content-Length": str(len(answer.content))}
        status = f"{answer.status.value} {answer.status.phrase}"
        start_response(status, list((headers | SAFE | answer.headers).items()))
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else answer.content]

    def answer(self, environ: Environ) -> Answer:
        match environ.get("PATH_INFO", "").split("/"):
            case [*_, last] if last == ADD_CHECKPOINT:
                return allowed(environ, "POST") or self.add_checkpoint(environ)
            case [*_, identity, "checkpoint"] if IDENTITY.fullmatch(identity):
                return allowed(environ, "GET", "HEAD") or self.checkpoint(identity)
            case [*_, "witness.css"]:
                return allowed(environ, "GET", "HEAD") or Answer(
                    HTTPStatus.OK, STYLE, "text/css; charset=utf-8"
                )
            case [*_, ""]:
                return allowed(environ, "GET", "HEAD") or Answer(
                    HTTPStatus.OK, draw(self.witness), "text/html; charset=utf-8"
                )
        return sentence(HTTPStatus.NOT_FOUND, "there is nothing here")

    def add_checkpoint(self, environ: Environ) -> Answer:
        body = body_of(environ)
        if body is None:
            return sentence(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"a request has at most {LARGEST_BODY:,} bytes"
            )
        try:
            signatures = self.witness.add_checkpoint(body)
        except Conflict as conflict:
            return Answer(HTTPStatus.CONFLICT, b"%d\n" % conflict.size, SIZE_TYPE)
        except Declined as declined:
            return sentence(HTTPStatus(declined.status), declined.why)
        return Answer(HTTPStatus.OK, "".join(each.line for each in signatures).encode())

    def checkpoint(self, identity: str) -> Answer:
        note = self.witness.latest(identity)
        if note is None:
            return sentence(HTTPStatus.NOT_FOUND, "no checkpoint of such a log has been seen here")
        return Answer(HTTPStatus.OK, note.content)


def sentence(status: HTTPStatus, text: str) -> Answer:
    return Answer(status, f"{text}\n".encode())


def allowed(environ: Environ, *methods: str) -> Answer | None:
    if environ["REQUEST_METHOD"] in methods:
        return None
    words = ", ".join(methods)
    return Answer(HTTPStatus.METHOD_NOT_ALLOWED, f"only {words}\n".encode(), headers={"Allow": words})


def body_of(environ: Environ) -> bytes | None:
    """None if it is too large; then it is not read to its end."""
    stated = environ.get("CONTENT_LENGTH") or ""
    if stated.isascii() and stated.isdigit():
        length = min(int(stated[:20]), LARGEST_BODY + 1)
    else:  # in chunks; only a server that ends such a body for us may be read from
        length = LARGEST_BODY + 1 if environ.get("wsgi.input_terminated") else 0
    body: bytes = environ["wsgi.input"].read(length)
    return body if len(body) <= LARGEST_BODY else None


def application(home: Path) -> Application:
    """For `suixin witness serve`, and for other servers' own files. Raises `Unusable`."""
    return Application(open_witness(home))
