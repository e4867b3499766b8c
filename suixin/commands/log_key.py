"""`suixin log key`: the keys that the log is signed with. docs/log-runbooks.md says when to change them."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.ledger import open_django, refuse

if TYPE_CHECKING:
    from suixin.platform.log.models import Log


reason_option = click.option(
    "--reason", required=True, help="原因，公开记入日志 · why; it is recorded for everybody to read"
)


@click.group("key")
def key() -> None:
    """签名密钥 · the log's signing keys."""


@key.command("list")
def list_keys() -> None:
    """正在使用的公钥 · the public keys in use."""
    for signer in with_log(keys_of):
        click.echo(signer.text)


@key.command()
@reason_option
def begin(reason: str) -> None:
    """启用新密钥，与旧密钥并用 · a new key beside the old one."""
    signer = with_log(lambda home, log: log_keys().begin_key(home, log, reason))
    click.echo(signer.text)
    click.echo(
        "请把这一行交给各见证方和核验者；都换好后再执行 suixin log key end。\n"
        "Give this line to every witness and whoever verifies; when all have it: suixin log key end.",
        err=True,
    )


@key.command()
@reason_option
def end(reason: str) -> None:
    """停用旧密钥，只留最新的 · only the newest key goes on."""
    ended = with_log(lambda home, log: log_keys().end_old_keys(home, log, reason))
    if not ended:
        refuse("只有一个密钥，没有可停用的。\nThere is only one key; none can go out of use.")
    for signer in ended:
        click.echo(f"停用 · out of use: {signer.text}")
    click.echo(
        "请用 suixin log status 查看各见证方是否已认识新密钥；不认识的不会签署。\n"
        "See with suixin log status whether every witness knows the new key; those that do not will not sign.",
        err=True,
    )


@key.command()
@reason_option
def sm2(reason: str) -> None:
    """检查点另加国密 SM2 签名行 · an SM2 line beside the log's own, on every checkpoint."""
    from suixin.kernel.log.sm2 import NoSM2

    try:
        click.echo(with_log(lambda home, log: log_keys().begin_sm2(home, log, reason)).text)
    except NoSM2:
        refuse(
            "没有安装国密库：uv pip install --constraint requirements/dev.lock gmalg，见 docs/anchors.md。\n"
            "The library for national algorithms is not installed; see docs/anchors.md."
        )


def log_keys() -> ModuleType:
    """Only once Django is open."""
    from suixin.platform.ledger import log_keys

    return log_keys


def keys_of(home: Path, log: "Log") -> Any:
    from suixin.platform.log.starting import signers_of

    return signers_of(home, log)


def with_log(act: Callable[[Path, "Log"], Any]) -> Any:
    """With the log that grows now."""
    open_django()
    from django.conf import settings

    from suixin.platform.ledger.refusals import Refusal
    from suixin.platform.log.models import Log
    from suixin.platform.log.stops import EXIT_CODE, Stopped

    log = Log.newest()
    if log is None:
        refuse("还没有日志：请先运行 suixin run。\nThere is no log yet: run suixin run first.")
    try:
        return act(Path(settings.SUIXIN_HOME), log)
    except Refusal as refusal:
        told = [f"{each.path} {each.message('zh-hans')} {each.message('en')}" for each in refusal.problems]
        refuse("\n".join([refusal.message("zh-hans"), refusal.message("en"), *told]))
    except Stopped as stop:
        click.echo(str(stop), err=True)
        sys.exit(EXIT_CODE)
