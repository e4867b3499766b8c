"""Reading what was sent: bounded, of the stated kind, and strictly JSON."""

from typing import Any

from django.http import HttpRequest

from suixin.kernel.records.canonical import NotJson, parse_json
from suixin.platform.api.problems import Rejection

JSON = "application/json"
NDJSON = "application/x-ndjson"


def json_body(request: HttpRequest, limit: int) -> Any:
    """One JSON value. Raises `Rejection`."""
    media_type(request, (JSON,))
    return parsed(body(request, limit), None)


def json_items(request: HttpRequest, limit: int) -> list[Any]:
    """The items of a JSON array, or the lines of NDJSON. Raises `Rejection`."""
    kind = media_type(request, (JSON, NDJSON))
    content = body(request, limit)
    if kind == NDJSON:
        lines = (line for line in content.split(b"\n") if line.strip())
        return [parsed(line, position) for position, line in enumerate(lines)]
    items = parsed(content, None)
    if type(items) is not list:
        raise Rejection(400, "malformed")
    return items


def parsed(content: bytes, position: int | None) -> Any:
    try:
        return parse_json(content)
    except NotJson as error:
        found = error.problem if position is None else error.problem.at(position)
        raise Rejection(400, "malformed", [found]) from None


def media_type(request: HttpRequest, expected: tuple[str, ...]) -> str:
    given = request.content_type or ""
    if given not in expected:
        raise Rejection(415, "wrong-media-type", expected=" / ".join(expected))
    return given


def body(request: HttpRequest, limit: int) -> bytes:
    """Reads past Django's own limit for forms, up to ours."""
    content = request.read(limit + 1)
    if len(content) > limit:
        raise Rejection(413, "too-large", limit=limit)
    return content
