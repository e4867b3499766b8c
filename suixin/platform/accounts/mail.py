"""Who may be written to, in which language, and how they stop it. An address stays in this room, and in the letter."""

from collections.abc import Collection
from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from suixin.platform.accounts.models import Assignment, Person
from suixin.platform.ledger.entries import in_parts

SALT = "suixin.accounts.mail"


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody who can be written to about their organisation."""

    person: int
    organisation: str
    language: str


def readers(organisations: Collection[str], roles: Collection[str]) -> list[Reader]:
    """Those who hold one of the roles for one of the organisations, have an address and want letters."""
    found: dict[int, Reader] = {}
    for some in in_parts(list(organisations)):
        held = Assignment.objects.filter(
            organisation__code__in=some,
            role__in=roles,
            person__is_active=True,
            person__wants_mail=True,
        ).exclude(person__email="")
        for person, code, language in held.values_list("person", "organisation__code", "person__language"):
            found[person] = Reader(person, code, language)
    return list(found.values())


def stop_address(person: Person) -> str:
    """Where this person, without signing in, says that letters shall stop. It opens nothing else."""
    return reverse("account_mail_stop", args=[signing.dumps(person.pk, salt=SALT)])


def person_who_stops(token: str) -> Person | None:
    try:
        pk = signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None
    return Person.objects.filter(pk=pk).first()
