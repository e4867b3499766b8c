"""`suixin person`: the first people of a real site, a way back in, and keys for programs, for who has the machine.

Every change goes through the actions that the security administrator's pages use, and is a record like theirs.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from suixin.commands.ledger import open_django, refuse

if TYPE_CHECKING:
    from suixin.platform.accounts.models import Person

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
    """人员：登记第一批人，给出设置密码的链接和程序密钥 · the first people, links to set a password, access keys."""


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
        from suixin.platform.ledger.actor import Actor

        _tell(issue_link(Actor.system(AT_THE_MACHINE), _somebody(username), reason))


@person.command()
@click.argument("username")
@click.option("--label", required=True, help="用途，例如“产销系统” · what it is for")
@click.option("--days", default=90, show_default=True, help="有效天数，至多 365 · for how many days")
@language
def key(username: str, label: str, days: int, language: str) -> None:
    """给 USERNAME 的程序一把密钥 · an access key for a program of this person; printed once, kept nowhere."""
    with _at_the_machine(language):
        from suixin.platform.accounts.keys import make_key
        from suixin.platform.ledger.actor import Actor

        made = make_key(Actor.system(AT_THE_MACHINE), _somebody(username), label, days)
    click.echo("这是整把密钥，不再显示。请存放在程序的保密配置里。", err=True)
    click.echo(
        "This is the whole key; it is not shown again. Keep it where the program keeps secrets.", err=True
    )
    click.echo(made)


@person.command()
@click.argument("username")
@language
def keys(username: str, language: str) -> None:
    """USERNAME 的密钥 · the keys of this person: number, last day, last used, state, what for."""
    with _at_the_machine(language):
        from suixin.platform.accounts.access import actor_for
        from suixin.platform.accounts.keys import standing

        owner = _somebody(username)
        actor = actor_for(owner)
        for each in (standing(key, actor) for key in owner.access_keys.select_related("organisation")):
            used = each.key.last_used or "—"
            click.echo(f"{each.key.pk}  {each.key.expires}  {used}  {each.words}  {each.key.label}")


@person.command("revoke-key")
@click.argument("number")
@reason
@language
def revoke_key(number: str, reason: str, language: str) -> None:
    """撤销编号为 NUMBER 的密钥 · revoke a key, for good: its program is refused from the next request on."""
    with _at_the_machine(language):
        from suixin.platform.accounts.keys import revoke_key
        from suixin.platform.accounts.models import AccessKey
        from suixin.platform.ledger.actor import Actor

        found = AccessKey.objects.filter(pk=number).first()
        if found is None:
            refuse(f"没有编号为“{number}”的密钥，请用 suixin person keys 查看。· There is no key “{number}”.")
        revoke_key(Actor.system(AT_THE_MACHINE), found, reason)
    click.echo("已撤销。· Revoked.")


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


def _somebody(username: str) -> "Person":
    from suixin.platform.accounts.models import Person

    found = Person.objects.filter(username=username, is_active=True).first()
    if found is None:
        refuse(f"没有名为“{username}”的有效账号，请核对。· There is no active account “{username}”.")
    return found


def _tell(path: str) -> None:
    from django.conf import settings

    click.echo("请把这个链接交给本人：三天内有效，只能用一次，不再显示。")
    click.echo("Give this link to the person: good for three days, once, and not shown again.")
    click.echo(f"  {settings.BASE_URL}{path}")
