"""`suixin log`: the transparency log, ours or anybody's. Each sub-command is in a module log_<noun>.py."""

import click

from suixin.commands.log_anchor import anchor, contract, verify


@click.group()
def log() -> None:
    """透明日志 · the transparency log: run it, look at it, check it."""


log.add_command(anchor)
log.add_command(verify)
log.add_command(contract)
