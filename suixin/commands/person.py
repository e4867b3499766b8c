"""`suixin person`: the first people of a real site, and a way back in, for who has the machine.

Every change goes through the actions that the security administrator's pages use, and is a record like theirs.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from suixin.commands.ledger import open_django, refuse

AT_THE_MACHINE = "运维在服务器上登记"  # who acts, in the record: nobody who signed in
LANGUAGES = click.Choice(["zh-hans", "zh-hant", "en"])
ROLES = click.Choice(
    [
        "programme_officer",
        "reporter",
        "company",
        "auditor",
        "system_admin",
        "security_admin",
        "audit_admin",
    ]
)
reason = click.option(
    "--reason", default=AT_THE_MACHINE, show_default=True, help="理由，随记录保存 · why; kept with the record"
)
language = click.option(
    "--language", default="zh-hans", type=LANGUAGES, help="提示的语言 · the language of problems"
)


@click.group()
def person() -> None:
    """人员：登记第一批人，给出设置密码的链接 · the first people, and links to set a password."""


@person.command()
@click.argument("username")
@click.option("--name", required=True, help="姓名 · the name")
@click.option("--role", required=True, type=ROLES, help="角色 · the role")
@click.option("--organisation", "code", help="机构代号，例如 gz-gxj · the code of the organisation")
@reason
@language
def add(*, username: str, name: str, role: str, code: str | None, reason: str, language: str) -> None:
    """登记 USERNAME 并授予角色 · enter a person with a role; prints the link to set their password."""
    with _at_the_machine(language):
        from django.db import transaction

        from suixin.platform.accounts.actions import create_person, grant, issue_link
        from suixin.platform.accounts.models import Organisation, Person
        from suixin.platform.accounts.roles import Role
        from suixin.platform.ledger.actor import Actor

        if Person.objects.filter(username=username).exists():
            refuse(
                f"登录名“{username}”已有人用，请换一个。· The login “{username}” is taken; choose another."
            )
        organisation = None
        if code is not None:
            organisation = Organisation.objects.filter(code=code).first()
            if organisation is None:
                refuse(f"没有代号为“{code}”的机构，请核对。· There is no organisation “{code}”.")
        actor = Actor.system(AT_THE_MACHINE)
        with transaction.atomic():
            somebody = create_person(actor, username=username, name=name, reason=reason)
            grant(actor, somebody, Role(role), organisation, reason=reason)
            path = issue_link(actor, somebody, reason)
        _tell(path)


@person.command()
@click.argument("username")
@reason
@language
def link(username: str, reason: str, language: str) -> None:
    """给 USERNAME 一个设置密码的链接 · a link for somebody who lost their password."""
    with _at_the_machine(language):
        from suixin.platform.accounts.actions import issue_link
        from suixin.platform.accounts.models import Person
        from suixin.platform.ledger.actor import Actor

        somebody = Person.objects.filter(username=username, is_active=True).first()
        if somebody is None:
            refuse(f"没有名为“{username}”的有效账号，请核对。· There is no active account “{username}”.")
        _tell(issue_link(Actor.system(AT_THE_MACHINE), somebody, reason))


@contextmanager
def _at_the_machine(language: str) -> Iterator[None]:
    """What the rules refuse is said in a sentence, and nothing is kept."""
    open_django()
    from django.core.exceptions import ValidationError
    from django.utils import translation

    from suixin.platform.accounts.actions import NotAllowed
    from suixin.platform.ledger.refusals import Refusal

    with translation.override(language):
        try:
            yield
        except ValidationError as error:
            refuse("\n".join(error.messages))
        except NotAllowed as error:
            refuse(str(error))
        except Refusal as refusal:
            sentences = [refusal.message(language), *(each.message(language) for each in refusal.problems)]
            refuse("\n".join(sentences))


def _tell(path: str) -> None:
    from django.conf import settings

    click.echo("请把这个链接交给本人：三天内有效，只能用一次，不再显示。")
    click.echo("Give this link to the person: good for three days, once, and not shown again.")
    click.echo(f"  {settings.BASE_URL}{path}")
