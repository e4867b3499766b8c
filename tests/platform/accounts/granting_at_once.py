"""A process that gives one person two roles in two requests at once, several times for each pair of roles.

Usage: granting_at_once.py ROLE@ORGANISATION,ROLE@ORGANISATION... — prints every
outcome met: two statuses, lowest first, and the roles held.
"""

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

os.environ["DJANGO_SETTINGS_MODULE"] = "suixin.site.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from suixin.platform.accounts.actions import create_person, grant  # noqa: E402
from suixin.platform.accounts.models import Organisation  # noqa: E402
from suixin.platform.accounts.roles import Role  # noqa: E402
from suixin.platform.ledger.actor import Actor  # noqa: E402

setup_test_environment()
call_command("migrate", verbosity=0)
SYSTEM = Actor.system("tests")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
security = create_person(SYSTEM, username="security", name="security", reason="任命")
grant(SYSTEM, security, Role.SECURITY_ADMIN, reason="任命")
for code in ("gz-test", "gz-other"):
    Organisation.objects.create(code=code, name=code, kind="department")


def ask(client: Client, address: str, wanted: str, start: Barrier) -> int:
    role, organisation = wanted.split("@")
    start.wait()
    try:
        return client.post(
            address, {"role": role, "organisation": organisation, "reason": "任命"}
        ).status_code
    finally:
        connection.close()


found = set()
for number, pair in enumerate(sys.argv[1:] * 4):
    person = create_person(SYSTEM, username=f"p{number}", name="p", reason="新到岗")
    clients = [Client() for _ in pair.split(",")]
    for client in clients:
        client.force_login(security, backend=BACKEND)
    start = Barrier(len(clients))
    with ThreadPoolExecutor() as threads:
        asked = [
            threads.submit(ask, client, f"/office/people/{person.pk}/roles/", wanted, start)
            for client, wanted in zip(clients, pair.split(","), strict=True)
        ]
    found.add((*sorted(each.result() for each in asked), person.assignments.count()))
for each in sorted(found):
    print(*each)
