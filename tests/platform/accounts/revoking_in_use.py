"""A process in which three programs report with one key while its owner and the security administrator revoke it, both
at once.

Prints the statuses of requests that ended before, those of requests that began after, how many records tell of the
revocation, and whether each report that was answered with a receipt is there.
"""

import json
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

os.environ["DJANGO_SETTINGS_MODULE"] = "suixin.site.settings"
sys.path.insert(0, str(Path(__file__).parent.parent / "ledger"))

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402
from ledger_sample import sales, sample_house  # noqa: E402

from suixin.platform.accounts.actions import create_person, grant  # noqa: E402
from suixin.platform.accounts.keys import make_key  # noqa: E402
from suixin.platform.accounts.models import AccessKey, Organisation, Person  # noqa: E402
from suixin.platform.accounts.roles import Role  # noqa: E402
from suixin.platform.ledger import declarations  # noqa: E402
from suixin.platform.ledger.actor import Actor  # noqa: E402
from suixin.platform.ledger.models import Entry  # noqa: E402

setup_test_environment()
call_command("migrate", verbosity=0)
SYSTEM = Actor.system("tests")
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
ENOUGH = 12  # reports before the key is revoked
revoked = Event()
answers: list[tuple[float, float, int]] = []


def somebody(username: str, role: Role, organisation: Organisation | None = None) -> Person:
    person = create_person(SYSTEM, username=username, name=username, reason="新到岗")
    grant(SYSTEM, person, role, organisation, reason="任命")
    return person


def keep_reporting(key: str) -> None:
    client = Client(headers={"Authorization": f"Bearer {key}"})
    content = json.dumps({"type": "sample.sales", "data": sales()})
    last = 3  # requests after the revocation
    while last:
        last -= revoked.is_set()
        began = time.monotonic()
        status = client.post("/api/records", content, content_type="application/json").status_code
        answers.append((began, time.monotonic(), status))
    connection.close()


def revoke(person: Person, address: str) -> None:
    client = Client()
    client.force_login(person, backend=BACKEND)
    while len(answers) < ENOUGH:
        time.sleep(0.01)
    assert client.post(address, {"reason": "停用"}).status_code == 302
    connection.close()


with declarations.using(sample_house()):
    haizhu = Organisation.objects.create(code="haizhu", name="海珠区", kind="district")
    owner = somebody("li", Role.REPORTER, haizhu)
    security = somebody("security", Role.SECURITY_ADMIN)
    key = make_key(SYSTEM, owner, "产销系统")
    number = AccessKey.objects.get().pk
    with ThreadPoolExecutor() as threads:
        programs = [threads.submit(keep_reporting, key) for _ in range(3)]
        both = [
            threads.submit(revoke, owner, f"/accounts/keys/{number}/revoke/"),
            threads.submit(revoke, security, f"/office/people/{owner.pk}/keys/{number}/revoke/"),
        ]
        for each in both:
            each.result()
        done = time.monotonic()
        revoked.set()
        for each in programs:
            each.result()
    print(*sorted({status for _, ended, status in answers[:ENOUGH]}))
    print(*sorted({status for began, _, status in answers if began > done}))
    print(Entry.objects.filter(type="account.key").count() - 1)
    reported = sum(status == 201 for _, _, status in answers)
    print(reported == Entry.objects.filter(type="sample.sales").count())
