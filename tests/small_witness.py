"""A witness called as a WSGI application."""

import io
from dataclasses import dataclass

from suixin.platform.witness.serving import Application

NAME = "witness.example/1"


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    content: bytes


def call(application: Application, method: str, path: str, body: bytes = b"", **environ: object) -> Reply:
    found: list = []
    content = application(
        {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "CONTENT_LENGTH": str(len(body)),
            "wsgi.input": io.BytesIO(body),
            **environ,
        },
        lambda status, headers: found.extend((int(status[:3]), dict(headers))),
    )
    return Reply(found[0], found[1], b"".join(content))
