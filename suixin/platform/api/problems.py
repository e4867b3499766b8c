"""One error shape for the whole API: RFC 9457 problem details, in the language of the request."""

import json
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import Schema
from pydantic import Field

from suixin.kernel.records.problem import Problem, in_language
from suixin.platform.api.failures import written
from suixin.platform.api.sentences import SENTENCES
from suixin.platform.ledger.refusals import Refusal
from suixin.platform.ui.numbers import language

MEDIA_TYPE = "application/problem+json"
STATUSES = frozenset({400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503})


class ProblemItem(Schema):
    """One thing that is wrong with what was sent."""

    path: str = Field(description="JSON pointer into the record's data; empty for the whole")
    code: str
    message: str
    position: int | None = Field(None, description="which record of a batch, from 0")


class ProblemDetails(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    problems: list[ProblemItem]


class Rejection(Exception):
    """The request cannot be served as it is; `code` names a sentence."""

    def __init__(
        self, status: int, code: str, problems: Iterable[Problem] = (), **parameters: str | int
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.problems = tuple(problems)
        self.parameters = parameters


def rejected(request: HttpRequest, rejection: Rejection) -> HttpResponse:
    sentence = in_language(SENTENCES[rejection.code], language()).format_map(rejection.parameters)
    response = answer(rejection.status, rejection.code, sentence, rejection.problems)
    if rejection.status == 401:  # RFC 6750, section 3
        response["WWW-Authenticate"] = (
            "Bearer" if rejection.code == "not-signed-in" else 'Bearer error="invalid_token"'
        )
    if (seconds := rejection.parameters.get("seconds")) is not None:
        response["Retry-After"] = str(seconds)
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    response = answer(refusal.status, refusal.code, refusal.message(language()), refusal.problems)
    if refusal.status == 503:
        response["Retry-After"] = str(refusal.retry_after)
    return response


def failed(request: HttpRequest, error: BaseException | None) -> HttpResponse:
    """An accident of ours: the log has the trace, the answer a number to ask about; neither has the content sent."""
    return rejected(request, Rejection(500, "failed", reference=written(request, error)))


def answer(status: int, code: str, sentence: str, problems: Iterable[Problem] = ()) -> HttpResponse:
    body: dict[str, Any] = {
        "type": f"urn:suixin:problem:{code}",
        "title": code,
        "status": status,
        "detail": sentence,
        "problems": [
            {
                "path": each.path,
                "code": each.code,
                "message": each.message(language()),
                "position": each.position,
            }
            for each in problems
        ],
    }
    content = json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
    return HttpResponse(content, status=status, content_type=MEDIA_TYPE)
