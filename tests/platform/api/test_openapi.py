"""The API against its own description, by a client that makes up requests."""

from collections.abc import Callable

import pytest
import schemathesis
from django.conf import settings
from django.core.cache import caches
from django.test import Client
from hypothesis import HealthCheck, Phase
from hypothesis import settings as limited
from schemathesis.specs.openapi.checks import ignored_auth

from suixin.site.wsgi import application


@schemathesis.serializer("application/x-ndjson")
def lines(_: object, value: object) -> bytes:
    """Lines are a text to the description; whatever is made up for it is sent."""
    return str(value).encode("utf-8", "replace")


schema = schemathesis.openapi.from_wsgi("/api/openapi.json", application)


def test_every_operation_describes_its_errors_as_problems(db: None):
    paths = Client().get("/api/openapi.json").json()["paths"]
    assert {"/api/records", "/api/records/batch", "/api/records/{index}", "/api/reports/{form}"} <= set(paths)
    for operations in paths.values():
        for operation in operations.values():
            described = operation["responses"]
            assert {"400", "401", "403", "404", "409", "413", "415", "422", "429", "500", "503"} <= set(
                described
            )
            for status, response in described.items():
                if int(status) >= 400:
                    assert list(response["content"]) == ["application/problem+json"]


@pytest.mark.django_db
@schema.parametrize()
@limited(
    max_examples=15,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_whatever_is_sent_the_answer_is_as_described(case: schemathesis.Case, reporter_cookie: str):
    caches["counts"].clear()
    response = case.call(cookies={settings.SESSION_COOKIE_NAME: reporter_cookie})
    # The cookie is a real one, whatever else was made up as credentials; the test below goes without.
    case.validate_response(response, excluded_checks=[ignored_auth])


@pytest.mark.django_db
@schema.parametrize()
@limited(
    max_examples=5,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_without_sign_in_too(case: schemathesis.Case):
    caches["counts"].clear()
    case.validate_response(case.call())


@pytest.fixture
def reporter_cookie(signed_in: Callable[..., Client]) -> str:
    return signed_in("reporter", "haizhu").cookies[settings.SESSION_COOKIE_NAME].value
