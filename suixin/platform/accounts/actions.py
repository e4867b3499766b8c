"""Every change of accounts: the table and the record in one transaction, so that neither is without the other."""

from collections.abc import Sequence
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.tokens import default_token_generator
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from suixin.platform.accounts.models import Assignment, Organisation, Person
from suixin.platform.accounts.roles import FOR_ORGANISATION, Role, conflict
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit


class NotAllowed(Exception):
    """A rule of accounts forbids the change; the message is for the person who asked."""


def save_organisation(organisation: Organisation, actor: Actor, reason: str) -> Organisation:
    """Raises `django.core.exceptions.ValidationError` when a field is wrong."""
    save_organisations([organisation], actor, reason)
    return organisation


def save_organisations(organisations: Sequence[Organisation], actor: Actor, reason: str) -> None:
    """All of them or none. Raises as `save_organisation` does."""
    for organisation in organisations:
        organisation.full_clean()
    with transaction.atomic():
        for organisation in organisations:
            organisation.save()
        records = [organisation_record(organisation, reason) for organisation in organisations]
        submit([Submission("account.organisation", record) for record in records], actor)


def create_person(actor: Actor, *, username: str, name: str, reason: str, **fields: Any) -> Person:
    """A person without a password: they set one through a link of their own."""
    person = Person(username=username, name=name, **fields)
    person.set_unusable_password()
    person.full_clean(exclude=["password"])
    with transaction.atomic():
        person.save()
        record_person(actor, person, "created", reason)
    return person


def change_person(actor: Actor, person: Person, change: str, reason: str) -> None:
    """Keeps the changed fields of a person; `change` is changed, disabled or enabled."""
    person.full_clean(exclude=["password"])
    with transaction.atomic():
        person.save()
        record_person(actor, person, change, reason)


def issue_link(actor: Actor, person: Person, reason: str) -> str:
    """The path at which this person, and whoever holds the link, may set a password once. It is kept nowhere.

    Also the way back in for somebody who lost the password; the old one works until the new one is set.
    """
    record_person(actor, person, "link_issued", reason)
    uid = urlsafe_base64_encode(str(person.pk).encode())
    return reverse("accounts:set-password", args=[uid, default_token_generator.make_token(person)])


def remove_second_factors(actor: Actor, person: Person, reason: str) -> None:
    """For somebody who lost the device and the recovery codes: they set up new ones after their password."""
    if actor.person == person.pk:
        raise NotAllowed(_("不能清除自己的第二重验证。请由另一位安全管理员办理。"))
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        record_person(actor, person, "factor_removed", reason)


def record_person(actor: Actor, person: Person, change: str, reason: str = "") -> None:
    data = {"person": person.pk, "change": change} | ({"reason": reason} if reason else {})
    submit([Submission("account.person", data)], actor)


def grant(
    actor: Actor,
    person: Person,
    role: Role,
    organisation: Organisation | None = None,
    *,
    district: str = "",
    reason: str,
) -> Assignment:
    """Raises `NotAllowed` when the role excludes one that the person holds, lacks its organisation, or is for a
    second organisation: a person acts for one."""
    if actor.person == person.pk:
        raise NotAllowed(_("不能给自己授予角色。请由另一位安全管理员办理。"))
    if role in FOR_ORGANISATION and organisation is None:
        raise NotAllowed(_("“%(wanted)s”须属于一个机构。请选择机构。") % {"wanted": role.title})
    data = role_record(person, role, organisation, district, reason)
    try:
        with transaction.atomic():
            Person.objects.select_for_update().get(
                pk=person.pk
            )  # nobody else grants to this person meanwhile
            held = list(Assignment.objects.filter(person=person).select_related("organisation"))
            if (other := conflict({Role(each.role) for each in held}, role)) is not None:
                raise NotAllowed(
                    _("“%(wanted)s”与此人已有的“%(other)s”不能由同一人担任。请先撤销后者，或另选一人。")
                    % {"wanted": role.title, "other": other.title}
                )
            served = next((each.organisation for each in held if each.organisation), organisation)
            if organisation is not None and served != organisation:
                raise NotAllowed(
                    _(
                        "此人已在“%(held)s”任职，一个账号只能代表一个机构。请为“%(wanted)s”另登记一个账号；"
                        "若已调离，请先撤销原机构的角色。"
                    )
                    % {"held": served, "wanted": organisation}
                )
            assignment = Assignment.objects.create(
                person=person, role=role, organisation=organisation, district=district
            )
            submit([Submission("account.grant", data)], actor)
    except IntegrityError:
        raise NotAllowed(_("此人已有这一角色，或已是另一类管理员。")) from None
    return assignment


def revoke(actor: Actor, assignment: Assignment, reason: str) -> None:
    role = Role(assignment.role)
    data = role_record(assignment.person, role, assignment.organisation, assignment.district, reason)
    with transaction.atomic():
        assignment.delete()
        submit([Submission("account.revocation", data)], actor)


def role_record(
    person: Person, role: Role, organisation: Organisation | None, district: str, reason: str
) -> dict[str, Any]:
    data: dict[str, Any] = {"person": person.pk, "role": role.value, "reason": reason}
    if organisation is not None:
        data["organisation"] = organisation.code
    if district:
        data["district"] = district
    return data


def organisation_record(organisation: Organisation, reason: str) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": organisation.code,
        "name": organisation.name,
        "kind": str(organisation.kind),
        "synthetic": organisation.is_synthetic,
        "reason": reason,
    }
    optional = {
        "short_name": organisation.short_name,
        "english": organisation.english,
        "district": organisation.district,
        "credit_code": organisation.credit_code,
        "aliases": list(organisation.aliases),
        "valid_from": organisation.valid_from and organisation.valid_from.isoformat(),
        "valid_to": organisation.valid_to and organisation.valid_to.isoformat(),
    }
    return data | {name: value for name, value in optional.items() if value}
