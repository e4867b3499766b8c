"""A query that is refused, told in the format that the reader asked for: as SDMX tells errors, or else as a problem
(RFC 9457)."""

from collections.abc import Sequence

import orjson
from django.http import HttpRequest, HttpResponse

from suixin.engines.statistics.sdmx.data_json import SCHEMA, meta
from suixin.engines.statistics.sdmx.formats import Format, choose
from suixin.engines.statistics.sdmx.markup import DECLARATION, attribute, namespaces, texts
from suixin.engines.statistics.sdmx.messages import header
from suixin.engines.statistics.sdmx.refusals import REFUSALS, Refused
from suixin.platform.ui.numbers import language

NEVER_READ = "application/problem+json"


def told(request: HttpRequest, refusal: Refused, offers: Sequence[Format], old: bool = False) -> HttpResponse:
    family, media_type = wanted(request, offers)
    if family == "xml":
        content, media_type = as_xml(refusal, "2.1" if old else "3.1"), "application/xml"
    elif family == "json":
        content = as_json(request, refusal)
    else:
        content, media_type = as_problem(refusal), NEVER_READ
    response = HttpResponse(content, status=refusal.status, content_type=media_type)
    if (seconds := refusal.parameters.get("seconds")) is not None:
        response["Retry-After"] = str(seconds)
    return response


def wanted(request: HttpRequest, offers: Sequence[Format]) -> tuple[str, str]:
    accept = request.headers.get("Accept", "")
    if NEVER_READ in accept:
        return "problem", NEVER_READ
    try:
        found = choose(accept, request.GET.get("format", ""), offers).format
    except Refused:
        return "problem", NEVER_READ
    return found.family, found.named


def as_json(request: HttpRequest, refusal: Refused) -> bytes:
    error = {"code": refusal.number, "title": refusal.code, "detail": refusal.sentence(language())}
    head = meta(header(request.get_full_path()))
    return orjson.dumps({"$schema": SCHEMA, "meta": head, "errors": [error]})


def as_xml(refusal: Refused, version: str) -> bytes:
    said = texts("com:Text", {each: refusal.sentence(each) for each in REFUSALS[refusal.code][2]})
    message = f"<mes:ErrorMessage{attribute('code', str(refusal.number))}>{said}</mes:ErrorMessage>"
    return f"{DECLARATION}<mes:Error{namespaces(version)}>{message}</mes:Error>".encode()


def as_problem(refusal: Refused) -> bytes:
    return orjson.dumps(
        {
            "type": f"urn:suixin:problem:sdmx-{refusal.code}",
            "title": refusal.code,
            "status": refusal.status,
            "detail": refusal.sentence(language()),
            "code": refusal.number,
        }
    )
