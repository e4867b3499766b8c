"""`suixin log run`: the process that keeps the log. `suixin run` starts it beside the site."""

import sys
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import click

from suixin.commands import beside
from suixin.commands.ledger import open_django


@click.command("run")
@click.option("--once", is_flag=True, help="只做一轮 · take in and publish what is there, then end")
@beside.with_parent
def run(once: bool, with_parent: int | None) -> None:
    """运行日志：写入、签署、请见证方见证 · run the log: take in, sign, ask the witnesses."""
    open_django()
    from django.conf import settings
    from django.db import DatabaseError

    from suixin.platform.log.alarms import STOPPED, TROUBLE, raise_alarm
    from suixin.platform.log.starting import only_one
    from suixin.platform.log.stops import EXIT_CODE, Stopped
    from suixin.site import demo_witnesses

    home, runner = open_runner()
    ended = beside.ending(with_parent)
    try:
        with only_one(home, None if with_parent is None else ended):
            runner.first_log()
            if settings.DEMO:
                demo_witnesses.serve(home)
            if once:
                runner.finish()
            else:
                runner.run(ended)
    except Stopped as stop:
        if ended.is_set():
            return
        if stop.code != "runs-already":
            with suppress(DatabaseError):  # it is said below in any case
                raise_alarm(STOPPED, stop.code, str(stop))
        click.echo(str(stop), err=True)
        sys.exit(EXIT_CODE)
    except Exception as fault:  # an accident of ours: told of, and tried again by whoever started this
        with suppress(DatabaseError):
            raise_alarm(TROUBLE, "", f"{type(fault).__name__}: {fault}")
        raise


def open_runner() -> tuple[Path, "Runner"]:  # noqa: F821 - Django is imported late
    from django.conf import settings

    from suixin.platform.ledger.leaves import LedgerLeaves
    from suixin.platform.log.anchoring import Anchoring
    from suixin.platform.log.anchors.services import backends
    from suixin.platform.log.running import Runner

    home = Path(settings.SUIXIN_HOME)
    host = urlsplit(settings.BASE_URL).netloc
    anchoring = Anchoring(home, lambda: backends(settings.ANCHORS))
    return home, Runner(home, host, LedgerLeaves(), settings.WITNESSES_REQUIRED, anchoring)
