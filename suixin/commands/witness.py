"""`suixin witness`: run a witness of logs on a machine of its own. Nothing here starts Django."""

import json
import sqlite3
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.ledger import refuse

if TYPE_CHECKING:
    from suixin.platform.witness.witnessing import Witness

LONGEST_ORIGIN = 255  # bytes; a post-quantum cosignature cannot name a longer one
ALARM = 1
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "%(asctime)s %(levelname)s %(name)s: %(message)s",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "stream": "ext://sys.stderr", "formatter": "line"}
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"_granian": {"handlers": ["stderr"], "level": "ERROR", "propagate": False}},
}
home_option = click.option(
    "--home",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="见证方的文件夹 · the witness's folder",
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON · print JSON")


@click.group()
def witness() -> None:
    """见证方：替别人的日志作证 · a witness of logs: it signs that they only grow."""


@witness.command()
@home_option
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 · the address to listen on")
@click.option(
    "--port", default=8070, show_default=True, type=click.IntRange(1, 65535), help="端口 · the port"
)
@click.option(
    "--name",
    help="第一次启动时起名：不带 https:// 的网址 · its name, on the first start: an address without https://",
)
@click.option(
    "--post-quantum",
    is_flag=True,
    help="另加一把抗量子密钥 ML-DSA-44 · a post-quantum key as well, from now on",
)
def serve(home: Path, host: str, port: int, name: str | None, post_quantum: bool) -> None:
    """启动见证方 · run the witness; the first start makes its folder and keys."""
    from suixin.platform.witness import keeping
    from suixin.site.readiness import NotReady, port_is_free

    with refusals():
        keeping.set_up(home, name, post_quantum)
    with opened(home) as found:
        name = found.name
    try:
        port_is_free(host, port, "suixin witness serve")
    except NotReady as problem:
        refuse(str(problem))
    run_server(home, host, port, name)


def run_server(home: Path, host: str, port: int, name: str) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from suixin.platform.witness.serving import application

    address = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
    click.echo(f"见证方 {name} 已启动 · The witness {name} is at {address}  (Ctrl-C 停止 · stops)")
    sys.stdout.flush()
    Server(
        "suixin.platform.witness.serving:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
    ).serve(target_loader=partial(application, home), wrap_loader=False)


@witness.command()
@home_option
def key(home: Path) -> None:
    """公钥，以及策略文件里的一行 · its public keys, and the lines for a policy file."""
    from suixin.kernel.log.cosignature import ML_DSA_44

    with opened(home) as found:
        click.echo("# 公钥 · public keys")
        for each in found.cosigners:
            click.echo(str(each.text))
        click.echo(
            "# 给策略文件的行，网址请核对 · lines for a policy file; check the address, it is guessed from the name"
        )
        for each in found.cosigners:
            name = f"{found.name}-ml-dsa-44" if each.text.kind == ML_DSA_44 else found.name
            click.echo(f"witness {name} {each.text} https://{found.name}")


@witness.group()
def log() -> None:
    """它看着哪些日志 · the logs that it trusts."""


@log.command("add")
@home_option
@click.argument("vkey")
def add_log(home: Path, vkey: str) -> None:
    """信任一个日志的公钥 VKEY（换钥期间可有两把）· trust a log's public key; a second one while it changes keys."""
    from suixin.kernel.log.keys import MalformedKey, read_log_key
    from suixin.platform.witness.store import LogKey

    try:
        origin = read_log_key(vkey).name
    except MalformedKey as problem:
        refuse(  # what was given is not repeated: it may be a secret key
            f"这不是日志的公钥（{problem}）。公钥形如 名字+8位十六进制+base64，请向日志的运行单位索取。\n"
            f"That is no public key of a log ({problem}). It looks like name+8 hex digits+base64; ask whoever runs the "
            "log."
        )
    if len(origin.encode()) > LONGEST_ORIGIN:
        refuse(
            f"日志的名字超过 {LONGEST_ORIGIN} 字节，不能见证。\nThe log's name has more than {LONGEST_ORIGIN} bytes; "
            "it cannot be witnessed."
        )
    with opened(home) as found:
        others = [each for each in found.store.log_keys(origin) if each.text != vkey]
        if not found.store.add_log_key(LogKey(vkey, origin, int(time.time()))):
            refuse(f"{origin} 的这把公钥已经在了。\nThis key of {origin} is there already.")
    click.echo(f"已信任 {origin} · The log {origin} is trusted")
    if others:
        click.echo(
            f"它现在有 {len(others) + 1} 把公钥；旧的停用后请删去：suixin witness log remove\n"
            f"It now has {len(others) + 1} keys; remove the old one when it is out of use: suixin witness log remove"
        )


@log.command("list")
@home_option
@json_option
def list_logs(home: Path, as_json: bool) -> None:
    """列出日志和它们的公钥 · the logs and their public keys."""
    with opened(home) as found:
        keys = found.store.log_keys()
    if as_json:
        click.echo(json.dumps([{"origin": each.origin, "key": each.text} for each in keys], indent=2))
        return
    for each in keys:
        click.echo(each.text)
    if not keys:
        click.echo("还没有日志：suixin witness log add · No log yet: suixin witness log add", err=True)


@log.command("remove")
@home_option
@click.argument("which")
def remove_log(home: Path, which: str) -> None:
    """不再信任一把公钥或一个日志 WHICH · trust a key, or all keys of a log, no more; what was signed is kept."""
    with opened(home) as found:
        keys = [each for each in found.store.log_keys() if which in (each.text, each.origin)]
        if not keys:
            refuse(
                f"没有“{short(which)}”这个日志或公钥。请用 suixin witness log list 查看。\n"
                f"There is no log or key “{short(which)}”. See suixin witness log list."
            )
        for each in keys:
            found.store.remove_log_key(each.text)
            click.echo(f"已删去 · removed {each.text}")


@witness.command()
@home_option
@json_option
def status(home: Path, as_json: bool) -> None:
    """看到哪里了，有没有警报 · what it has seen, and alarms; exit code 1 when there are any."""
    with opened(home) as found:
        told = describe(found)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        tell(told)
    sys.exit(ALARM if told["alarms"] else 0)


def describe(found: "Witness") -> dict[str, Any]:
    keys = found.store.log_keys()
    logs = []
    for origin in dict.fromkeys(each.origin for each in keys):
        held = found.store.held(origin)
        logs.append(
            {
                "origin": origin,
                "keys": [each.text for each in keys if each.origin == origin],
                "size": held.checkpoint.size if held else None,
                "root": b64encode(held.checkpoint.root).decode("ascii") if held else None,
                "seen": moment(held.seen) if held else None,
            }
        )
    alarms = [
        {
            "origin": case.checkpoint.origin,
            "size": case.checkpoint.size,
            "proof": case.is_proof,
            "when": moment(case.when),
            "folder": str(case.folder),
        }
        for case in found.evidence.cases()
    ]
    return {
        "name": found.name,
        "keys": [str(each.text) for each in found.cosigners],
        "logs": logs,
        "alarms": alarms,
    }


def tell(told: dict[str, Any]) -> None:
    click.echo(f"见证方 · witness {told['name']}")
    for each in told["logs"]:
        seen = (
            f"{each['size']:,} 条 · entries, {each['seen']}" if each["seen"] else "还没有来过 · not seen yet"
        )
        click.echo(f"  {each['origin']}: {seen}")
    if not told["logs"]:
        click.echo("  还没有日志：suixin witness log add · no log yet: suixin witness log add")
    for each in told["alarms"]:
        what = (
            "同一大小签了两个根，证据确凿 · two roots signed for one size: proof"
            if each["proof"]
            else "与上次不一致 · does not follow from the last"
        )
        click.echo(
            f"警报 · ALARM {each['when']} {each['origin']} {each['size']:,}: {what}\n  {each['folder']}"
        )


@contextmanager
def opened(home: Path) -> "Iterator[Witness]":
    from suixin.platform.witness.keeping import open_witness

    with refusals():
        found = open_witness(home)
        try:
            yield found
        finally:
            found.store.close()


@contextmanager
def refusals() -> Iterator[None]:
    from suixin.platform.witness.keeping import Unusable

    try:
        yield
    except Unusable as problem:
        refuse(str(problem))
    except (OSError, sqlite3.Error) as problem:
        refuse(
            f"没有完成：{problem}。请检查 --home 的权限和磁盘。\nNot done: {problem}. Check --home: permissions, disk."
        )


def moment(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60]}…"
