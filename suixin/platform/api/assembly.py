"""Makes the API out of the rooms' routers."""

import math
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from ninja import NinjaAPI, Router
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import APIKeyCookie
from ninja.security.http import HttpAuthBase
from ninja.utils import check_csrf

from suixin import __version__
from suixin.platform.accounts.access import actor_of
from suixin.platform.accounts.bearer import actor_of_bearer
from suixin.platform.api import problems
from suixin.platform.api.limits import Limit
from suixin.platform.api.problems import MEDIA_TYPE, STATUSES, ProblemDetails, Rejection
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.refusals import Refusal

errors = {STATUSES: ProblemDetails}  # beside an operation's own answers


class SignedIn(APIKeyCookie):
    """A signed-in session; writing also needs the token that keeps other sites from using it."""

    param_name = settings.SESSION_COOKIE_NAME

    def __call__(self, request: HttpRequest) -> Actor | None:
        if not request.user.is_authenticated:
            return None
        if check_csrf(request) is not None:
            raise Rejection(403, "form-expired")
        return actor_of(request)

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        raise NotImplementedError("the session middleware has read the cookie")


class WithKey(HttpAuthBase):
    """A program's access key: comes before a session, and needs no token beside it."""

    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> Actor | None:
        return actor_of_bearer(request)


def visitor(request: HttpRequest) -> Actor:
    """Who sent neither a key nor a session."""
    return Actor(person=None, organisation=None)


# For an operation: `auth=signed_in` for people and their programs; for everybody, who then sees what they may see,
# `auth=anybody, openapi_extra=OR_NOBODY`.
signed_in = [WithKey(), SignedIn()]
anybody = [*signed_in, visitor]
OR_NOBODY = {"security": [{}]}


class API(NinjaAPI):
    """Ninja's, with problem details for every error, also in its description."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**options)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in response.get("content", {}):
                        response["content"][MEDIA_TYPE] = response["content"].pop("application/json")
        return schema

    def _get_urls(self) -> list[URLResolver | URLPattern]:
        patterns = super()._get_urls()
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = in_one_shape(pattern.callback)
        return patterns


EVERYTHING = Limit("api", 1_200)  # also what is refused before an operation begins


def in_one_shape(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Ninja answers a wrong method in plain text; here it is a problem like any other. So is asking too often."""

    @wraps(view)
    def shaped(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if not EVERYTHING.allow_request(request):
            return too_often(request, Throttled(EVERYTHING.wait()))
        try:
            response = view(request, *arguments, **named)
        except Http404:  # at the API's root
            return not_found(request)
        if response.status_code != 405:
            return response
        problem = problems.rejected(request, Rejection(405, "wrong-method"))
        problem["Allow"] = response["Allow"]
        return problem

    return shaped


def make_api(routers: Mapping[str, Router]) -> NinjaAPI:
    """The API with each router at its address."""
    api = API(
        title="穗信 Suixin",
        version=__version__,
        description="Records, programmes and figures. Every error is an RFC 9457 problem, "
        "its sentences in the language of Accept-Language (zh-Hans, zh-Hant, en).",
        docs_url=None,
        urls_namespace="api",
    )
    for address, router in routers.items():
        api.add_router(address, router)
    answers = {
        Refusal: problems.refused,
        Rejection: problems.rejected,
        Throttled: too_often,
        AuthenticationError: not_signed_in,
        ValidationError: wrong_parameter,
        HttpError: malformed,
        Http404: not_found,
        Exception: problems.failed,
    }
    for kind, handler in answers.items():
        api.add_exception_handler(kind, handler)
    return api


def too_often(request: HttpRequest, error: Throttled) -> HttpResponse:
    seconds = math.ceil(error.wait or 1)
    return problems.rejected(request, Rejection(429, "too-often", seconds=seconds))


def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    return problems.rejected(request, Rejection(401, "not-signed-in"))


def wrong_parameter(request: HttpRequest, error: ValidationError) -> HttpResponse:
    names = ", ".join(str(each["loc"][-1]) for each in error.errors)
    return problems.rejected(request, Rejection(400, "wrong-parameter", name=names[:100]))


def malformed(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.rejected(request, Rejection(400, "malformed"))


def not_found(request: HttpRequest, error: Exception | None = None) -> HttpResponse:
    """Also mounted behind the API, for addresses that no router has."""
    return problems.rejected(request, Rejection(404, "not-found"))
