"""`suixin log shard`: the log ends here, and another goes on after it: once a year, or when a key was lost."""

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from suixin.commands.ledger import refuse
from suixin.commands.log_key import with_log

if TYPE_CHECKING:
    from suixin.platform.log.models import Log

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)
TAKEN = frozenset(("records",))  # addresses beside the logs


@click.command("shard")
@click.argument("name")
@click.option(
    "--lost",
    is_flag=True,
    help="旧日志已不能签署：密钥或历史丢失 · the old log can sign no more: its key or history is lost",
)
def shard(name: str, lost: bool) -> None:
    """结束当前日志，由 NAME（例如 2027）接续 · end the log; NAME, for instance 2027, goes on after it.

    新日志的第 0 叶是旧日志最后的检查点 · leaf 0 of the new log is the last checkpoint of the old one.
    """
    if NAME.fullmatch(name) is None or name in TAKEN:
        refuse(
            "名字由小写字母、数字和连字符组成，最多 40 个字符，例如 2027。\n"
            "A name has lower-case letters, digits and hyphens, at most 40, for instance 2027."
        )

    def end(home: Path, log: "Log") -> "Log":
        from suixin.platform.ledger.leaves import LedgerLeaves
        from suixin.platform.log.alarms import STOPPED
        from suixin.platform.log.models import Alarm, Log
        from suixin.platform.log.recovery import begin_anew
        from suixin.platform.log.running import end_log
        from suixin.platform.log.starting import only_one

        if Log.objects.filter(pk=name).exists():
            refuse(f"已有名为 {name} 的日志。\nThere is a log named {name} already.")
        if lost:
            with only_one(home):
                begin_anew(home, name)
            return log
        if log.until is not None:
            refuse(f"{log.origin} 已在收尾。\n{log.origin} is ending already.")
        if Alarm.objects.filter(code=STOPPED).exists():
            refuse(
                "日志已停止签署，发不出最后的检查点。请先查明原因（suixin log status）；若密钥或历史已丢失，请加 --lost。\n"
                "The log has stopped signing and cannot publish a last checkpoint. Find out why first (suixin log status); "
                "if its key or history is lost, add --lost."
            )
        end_log(log.name, name, LedgerLeaves())
        return log

    ended = with_log(end)
    if lost:
        click.echo(
            f"{ended.origin} 不再签署，重启后由 {name} 接续。\n"
            f"{ended.origin} signs no more; {name} goes on when the site is started again."
        )
        return
    click.echo(
        f"{ended.origin} 到此为止；最后的检查点发布后，{name} 接续。用 suixin log status 查看。\n"
        f"{ended.origin} ends here; {name} goes on once its last checkpoint is published. See suixin log status."
    )
