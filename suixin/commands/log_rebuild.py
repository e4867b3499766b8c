"""`suixin log rebuild`: a log's files derived anew from the ledger."""

import sys
from contextlib import nullcontext
from pathlib import Path

import click

from suixin.commands.ledger import open_django, refuse


@click.command("rebuild")
@click.argument("name", required=False)
@click.option(
    "--check",
    is_flag=True,
    help="只核对账本与日志是否一致，不写文件 · only compare the ledger with what was signed; write nothing",
)
def rebuild(name: str | None, check: bool) -> None:
    """由账本重新生成日志的文件 · derive the log's files anew from the ledger; NAME is a log's, or all."""
    open_django()
    from django.conf import settings

    from suixin.platform.ledger.leaves import LedgerLeaves
    from suixin.platform.log.folder import Folder
    from suixin.platform.log.models import Log
    from suixin.platform.log.rebuilding import check_ledger
    from suixin.platform.log.rebuilding import rebuild as derive
    from suixin.platform.log.starting import only_one, show_again
    from suixin.platform.log.stops import EXIT_CODE, Stopped

    home = Path(settings.SUIXIN_HOME)
    logs = list(Log.objects.filter(pk=name) if name else Log.objects.all())
    if not logs:
        refuse("没有这个日志。用 suixin log status 查看。\nThere is no such log. See suixin log status.")
    try:
        with nullcontext() if check else only_one(home):
            for log in logs:
                with click.progressbar(length=log.size, label=log.origin, file=sys.stderr) as bar:
                    kept = (check_ledger if check else derive)(
                        log,
                        Folder(home / "log" / log.name),
                        LedgerLeaves(),
                        lambda size, bar=bar: bar.update(size - bar.pos),
                    )
                if not check:
                    show_again(log, Folder(home / "log" / log.name))
                if kept is not None:
                    click.echo(
                        f"原来的文件移到了 {kept}，查明原因后可以删除。\n"
                        f"The files from before are in {kept}; delete them when you know what had happened."
                    )
                click.echo(
                    f"{log.origin}: {log.size:,} 条，根哈希与签署的一致 · leaves; the root is the one that was signed"
                )
    except Stopped as stop:
        click.echo(str(stop), err=True)
        sys.exit(EXIT_CODE)
    except OSError as error:
        refuse(f"没有完成，原来的文件没有改动：{error}。\nNot done, and the files are as they were: {error}.")
