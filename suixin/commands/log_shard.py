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
def shard(name: str) -> None:
    """结束当前日志，由 NAME（例如 2027）接续 · end the log; NAME, for instance 2027, goes on after it.

    新日志的第 0 叶是旧日志最后的检查点 · leaf 0 of the new log is the last checkpoint of the old one.
    """
    if NAME.fullmatch(name) is None or name in TAKEN:
        refuse(
            "名字由小写字母、数字和连字符组成，最多 40 个字符，例如 2027。\n"
            "A name has lower-case letters, digits and hyphens, at most 40, for instance 2027."
        )

    def end(_home: Path, log: "Log") -> "Log":
        from suixin.platform.ledger.leaves import LedgerLeaves
        from suixin.platform.log.models import Log
        from suixin.platform.log.running import end_log

        if Log.objects.filter(pk=name).exists():
            refuse(f"已有名为 {name} 的日志。\nThere is a log named {name} already.")
        if log.until is not None:
            refuse(f"{log.origin} 已在收尾。\n{log.origin} is ending already.")
        end_log(log.name, name, LedgerLeaves())
        return log

    ended = with_log(end)
    click.echo(
        f"{ended.origin} 到此为止；最后的检查点发布后，{name} 接续。用 suixin log status 查看。\n"
        f"{ended.origin} ends here; {name} goes on once its last checkpoint is published. See suixin log status."
    )
