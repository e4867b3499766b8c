"""`suixin log status`: how far the log has got, who has witnessed it, what is wrong."""

import json
import sys
from base64 import b64encode
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.ledger import open_django

if TYPE_CHECKING:
    from suixin.platform.log.shown import LogState


@click.command("status")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON · print JSON")
def status(as_json: bool) -> None:
    """日志的大小、见证方与警报 · the log's size, its witnesses and alarms. Exit code 1 while there is an alarm, or nobody runs it."""
    open_django()
    from django.conf import settings

    from suixin.platform.ledger.reading import ledger_size
    from suixin.platform.log.shown import alarms, states
    from suixin.platform.log.starting import is_run

    logs, raised = states(ledger_size()), alarms()
    running = is_run(Path(settings.SUIXIN_HOME))
    if as_json:
        told = [
            {"code": a.code, "subject": a.subject, "details": a.details, "since": a.since} for a in raised
        ]
        content = {"running": running, "logs": [as_members(each) for each in logs], "alarms": told}
        click.echo(json.dumps(content, ensure_ascii=False, default=str, indent=2))
    else:
        if not logs:
            click.echo("还没有日志：请先运行 suixin run。\nThere is no log yet: run suixin run first.")
        for each in logs:
            tell(each)
        for alarm in raised:
            click.echo(f"! {alarm.since:%Y-%m-%d %H:%M} {alarm.code} {alarm.subject}\n  {alarm.details}")
        if not running:
            click.echo("! 没有进程在运行日志（suixin run）· no process runs the log: suixin run")
    sys.exit(1 if raised or not running else 0)


def as_members(state: "LogState") -> dict[str, Any]:
    return asdict(state) | {
        "root": b64encode(state.root).decode("ascii"),
        "checkpoint": state.checkpoint.decode("utf-8"),
    }


def tell(state: "LogState") -> None:
    click.echo(f"{state.origin}{'  已结束 · ended' if state.closed else ''}")
    click.echo(f"  已发布 · published  {state.size:>12,}   等待 · waiting {state.waiting:,}")
    click.echo(f"  根哈希 · root       {b64encode(state.root).decode('ascii') or '-'}")
    if state.quorum:
        words = "达到 · reached" if state.enough else "未达到 · not reached"
        click.echo(f"  见证 · quorum       {state.quorum}  {words}")
    for witness in state.witnesses:
        when = f"{witness.time:%Y-%m-%d %H:%M:%S}Z" if witness.time else "-"
        click.echo(f"    {witness.name:<20} {witness.size:>12,}  {when}  {witness.problem}")
