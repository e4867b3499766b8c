"""`suixin work`: the process that does what waits while nobody asks. `suixin run` starts it beside the site."""

from pathlib import Path

import click

from suixin.commands import beside
from suixin.commands.ledger import open_django, refuse


@click.command()
@click.option("--once", is_flag=True, help="做完现有的就结束 · do what there is, then end")
@beside.with_parent
def work(once: bool, with_parent: int | None) -> None:
    """后台工作：数据随记录更新并发布、催报 · what is done in the background: figures follow the records, reminders go out."""
    open_django()
    from django.conf import settings

    from suixin.platform.jobs.running import RunsAlready, finish, only_one, run
    from suixin.platform.jobs.works import Work, works
    from suixin.site import demo_reports

    found = works()
    if settings.DEMO:
        found = [Work("demo", demo_reports.work), *found]
    ended = beside.ending(with_parent)
    try:
        with only_one(Path(settings.SUIXIN_HOME), None if with_parent is None else ended):
            if once:
                finish(found)
            else:
                while settings.DEMO and not ended.is_set() and demo_reports.work():
                    pass  # figures of a city that is half entered would only be made twice
                run(found, ended)
    except RunsAlready:
        if not ended.is_set():
            refuse(
                "已有另一个进程在做后台工作（suixin run 会自己启动它）。\n"
                "Another process does this already: suixin run starts it."
            )
