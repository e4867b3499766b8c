"""`suixin backup`: a whole copy of the data folder while the site runs. It needs no Django, and no quiet moment."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import click

from suixin.commands.ledger import refuse
from suixin.site.options import WrongOption, read_options

DATABASE = "truth.sqlite3"
# The site makes these again, or nobody misses them. Whatever else is in the folder, now or later, is copied.
MADE_AGAIN = ("static", "log", "cache", "facts", "outbox", f"{DATABASE}*", ".secret-*", ".work-lock")


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
def backup(target: Path) -> None:
    """备份到新文件夹 TARGET · copy the data folder to TARGET, a new folder, while the site may run."""
    try:
        home = read_options().home
    except WrongOption as problem:
        refuse(str(problem))
    target = target.expanduser().resolve()
    if not (home / DATABASE).is_file():
        refuse(
            f"{home} 里没有数据库。请用 SUIXIN_HOME 指明数据目录。\n"
            f"There is no database in {home}. Name the data folder with SUIXIN_HOME."
        )
    if target.exists() or target.is_relative_to(home):
        refuse(
            f"{target} 已存在或在数据目录里。请指定数据目录之外的一个新文件夹。\n"
            f"{target} is there already, or inside the data folder. Name a new folder outside of it."
        )
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(
            mode=0o700, parents=True
        )  # for the owner only: names, reports and the secret are in it
        copy_database(home / DATABASE, unfinished / DATABASE)
        shutil.copytree(
            home,
            unfinished,
            ignore=shutil.ignore_patterns(*MADE_AGAIN),
            copy_function=copy,
            dirs_exist_ok=True,
        )
        unfinished.chmod(0o700)
        unfinished.rename(target)
    except (OSError, sqlite3.Error) as problem:
        refuse(
            f"备份没有完成：{problem}。原数据未动。\nThe backup is not complete: {problem}. The data is untouched."
        )
    click.echo(f"已备份到 {target} · The backup is in {target}")


def copy_database(source: Path, target: Path) -> None:
    """One moment of it, whatever is written meanwhile; checked, and on the disk."""
    target.touch(0o600)
    with (
        closing(sqlite3.connect(f"{source.as_uri()}?mode=ro", uri=True, timeout=20)) as live,
        closing(sqlite3.connect(target)) as kept,
    ):
        kept.execute("PRAGMA synchronous = FULL")
        live.backup(kept)
        kept.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        found = kept.execute("PRAGMA integrity_check").fetchone()[0]
        if found != "ok":
            raise sqlite3.DatabaseError(found)


def copy(source: str, target: str) -> None:
    shutil.copyfile(source, target)
    Path(target).chmod(0o600)
