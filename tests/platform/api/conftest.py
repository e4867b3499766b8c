import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from suixin.platform.accounts.models import Assignment, Organisation, Person
from suixin.platform.ledger import declarations

sys.path.insert(0, str(Path(__file__).parent.parent / "ledger"))
from ledger_sample import Totals, sample_house


@pytest.fixture(autouse=True)
def sample() -> Iterator[declarations.House]:
    Totals.reports.clear()
    cache.clear()
    with declarations.using(sample_house()) as house:
        yield house


@pytest.fixture
def signed_in(db: None) -> Callable[[str, str], Client]:
    """A client signed in with a role for an organisation."""

    def sign_in(role: str, code: str, **options: bool) -> Client:
        organisation, _ = Organisation.objects.get_or_create(code=code, name=code, kind="district")
        person = Person.objects.create_user(f"{role}-{code}")
        Assignment.objects.create(person=person, role=role, organisation=organisation)
        if role == "auditor":  # may open what is sealed, so has a second factor
            Authenticator.objects.create(user=person, type="totp", data={})
        client = Client(**options)
        client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[-1])
        return client

    return sign_in
