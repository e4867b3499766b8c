"""Who is asking, and what may they see. Every page and operation that is not public begins here."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase

from suixin.platform.accounts.models import AccessKey, Organisation, Person
from suixin.platform.accounts.roles import CHECKERS, Role
from suixin.platform.ledger.actor import Actor

View = Callable[..., HttpResponseBase]


def actor_of(request: HttpRequest) -> Actor:
    """The person of this request as the ledger knows them. Somebody who is not signed in has no role."""
    person = request.user
    if not isinstance(person, Person):
        return Actor(person=None, organisation=None)
    return actor_for(person)


def actor_for(person: Person) -> Actor:
    if not person.is_active:
        return Actor(person=None, organisation=None)
    assignments = list(person.assignments.select_related("organisation"))
    organisations = {each.organisation.code for each in assignments if each.organisation}
    if (
        len(organisations) > 1
    ):  # granted before the rule of one: no role counts until one organisation is left
        return Actor(person=person.pk, organisation=None, label=str(person))
    return Actor(
        person=person.pk,
        organisation=next(iter(organisations), None),
        roles=frozenset(each.role for each in assignments),
        label=str(person),
    )


def require_role(*roles: Role) -> Callable[[View], View]:
    """Only for people who hold one of the roles (any role if none is named); others sign in or are refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            actor = actor_of(request)
            if not (actor.roles & set(roles) if roles else actor.roles):
                raise PermissionDenied
            request.actor = actor  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.roles = frozenset(roles or Role)  # type: ignore[attr-defined] - the navigation reads whom the page is for
        return guarded

    return decorate


def require_sign_in(view: View) -> View:
    """For everybody who is signed in, with a role or still without."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        request.actor = actor_of(request)  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return guarded


def access_organisations(actor: Actor) -> QuerySet[Organisation]:
    """Officers, checkers and administrators see all; others the public bodies and their own."""
    everyone = {Role.PROGRAMME_OFFICER, Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, *CHECKERS}
    if actor.roles & everyone:
        return Organisation.objects.all()
    return Organisation.objects.filter(~Q(kind=Organisation.Kind.COMPANY) | Q(code=actor.organisation))


def access_people(actor: Actor) -> QuerySet[Person]:
    """People are for the security administrator; everybody else sees only themselves."""
    if Role.SECURITY_ADMIN in actor.roles:
        return Person.objects.prefetch_related("assignments__organisation")
    return Person.objects.filter(pk=actor.person).prefetch_related("assignments__organisation")


def access_keys(actor: Actor) -> QuerySet[AccessKey]:
    """Keys are for the security administrator; everybody else sees only their own."""
    keys = AccessKey.objects.select_related("person", "organisation")
    return keys if Role.SECURITY_ADMIN in actor.roles else keys.filter(person=actor.person)
