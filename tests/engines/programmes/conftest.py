"""People and bodies of a small city, made through the actions."""

from collections.abc import Callable

import pytest
from django.test import Client

from suixin.platform.accounts.actions import create_person, grant, save_organisation
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.roles import Role
from suixin.platform.ledger.actor import Actor

SYSTEM = Actor.system("tests")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
BODIES = {
    "rj-sh": "市数字生活办公室",
    "rj-mz": "市民政局",
    "rj-sw": "市商务局",
    "rj-jy": "市教育局",
    "rj-gx": "市工业和信息化局",
}


@pytest.fixture
def bodies() -> dict[str, Organisation]:
    return {
        code: save_organisation(
            Organisation(code=code, name=f"榕江{name}", short_name=name, kind="department"), SYSTEM, "登记"
        )
        for code, name in BODIES.items()
    }


@pytest.fixture
def sign_in(bodies: dict[str, Organisation], settings) -> Callable[..., Client]:
    """A browser of somebody who holds the role for the organisation."""
    settings.DEMO = True  # no second factor

    def signed_in(role: Role, organisation: str | None = "rj-sh", username: str = "") -> Client:
        username = username or f"{role.value}-{organisation}"
        person = Person.objects.filter(username=username).first()
        if person is None:
            person = create_person(SYSTEM, username=username, name=f"测试{username}", reason="登记")
            grant(SYSTEM, person, role, bodies[organisation] if organisation else None, reason="派任")
        client = Client()
        client.force_login(person, backend=BACKEND)
        return client

    return signed_in


@pytest.fixture
def officer(sign_in: Callable[..., Client]) -> Client:
    return sign_in(Role.PROGRAMME_OFFICER)
