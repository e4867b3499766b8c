"""`suixin log`: the transparency log, ours or anybody's. Each sub-command is in a module log_<noun>.py."""

import click

from suixin.commands.log_anchor import anchor, anchor_contract, anchor_verify
from suixin.commands.log_fsck import fsck
from suixin.commands.log_key import key
from suixin.commands.log_mirror import mirror
from suixin.commands.log_prove import prove
from suixin.commands.log_rebuild import rebuild
from suixin.commands.log_run import run
from suixin.commands.log_shard import shard
from suixin.commands.log_status import status
from suixin.commands.log_verify import verify
from suixin.commands.log_watch import watch


@click.group()
def log() -> None:
    """透明日志：运行、核验、检查、复制、监看 · transparency logs after C2SP: run ours; verify, check, copy, watch any."""


for command in (
    verify,
    status,
    fsck,
    prove,
    mirror,
    watch,
    run,
    key,
    shard,
    rebuild,
    anchor,
    anchor_verify,
    anchor_contract,
):
    log.add_command(command)
