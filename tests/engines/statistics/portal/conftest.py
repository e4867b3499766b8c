"""A city with three years of figures, made once for a module; each test's own changes are undone."""

from collections.abc import Iterator

import charted_city
import pytest
from django.db import transaction
from django.test import Client


@pytest.fixture(scope="module")
def three_years(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        charted_city.build("information-consumption", "information-consumption-on-year", "uhd-users")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def charted(three_years, db, client: Client) -> Client:
    return client
