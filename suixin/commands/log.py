"""`suixin log`: the transparency log, ours or anybody's. Each sub-command is in a module log_<noun>.py."""

import click

from suixin.commands.log_key import key
from suixin.commands.log_rebuild import rebuild
from suixin.commands.log_run import run
from suixin.commands.log_shard import shard
from suixin.commands.log_status import status


@click.group()
def log() -> None:
    """透明日志 · the transparency log: run it, look at it, check it."""


log.add_command(key)
log.add_command(rebuild)
log.add_command(run)
log.add_command(shard)
log.add_command(status)
