"""`suixin log`: the log, ours or anybody's, from a terminal. Each sub-command has a module of its own."""

import click

from suixin.commands.log_fsck import fsck
from suixin.commands.log_mirror import mirror
from suixin.commands.log_prove import prove
from suixin.commands.log_verify import verify
from suixin.commands.log_watch import watch


@click.group()
def log() -> None:
    """透明日志：核验、检查、复制、监看 · transparency logs after C2SP: verify, check, copy, watch."""


log.add_command(verify)
log.add_command(fsck)
log.add_command(prove)
log.add_command(mirror)
log.add_command(watch)
