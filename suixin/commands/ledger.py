"""`suixin submit`, `suixin rebuild`, `suixin receipt`: the ledger from a terminal, for operators and reporters."""

import json
import os
import sys
from pathlib import Path
from typing import Any, BinaryIO, NoReturn

import click

BAD_INPUT = 2


def open_django() -> None:
    """Refuses where an option is wrong or there is no database yet."""
    import django

    from suixin.site.options import WrongOption

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suixin.site.settings")
    try:
        django.setup()
    except WrongOption as problem:
        refuse(str(problem))
    from django.conf import settings
    from django.db import connection

    if "ledger_entry" not in connection.introspection.table_names():
        refuse(
            f"{settings.SUIXIN_HOME} 里没有数据库。请用 SUIXIN_HOME 指明数据目录，或先运行 suixin run。\n"
            f"There is no database in {settings.SUIXIN_HOME}. Name the data folder with SUIXIN_HOME, "
            "or start the site once: suixin run."
        )


def refuse(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(BAD_INPUT)


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--as", "login", required=True, help="登录名 · the login of who submits")
@click.option(
    "--language",
    default="zh-hans",
    type=click.Choice(["zh-hans", "zh-hant", "en"]),
    help="提示的语言 · the language of problems",
)
def submit(file: BinaryIO, login: str, language: str) -> None:
    """提交记录 FILE（JSON 数组或每行一条）· submit the records in FILE, all or none; prints their receipts."""
    open_django()
    from suixin.platform.accounts.access import actor_for
    from suixin.platform.accounts.models import Person
    from suixin.platform.ledger.refusals import Refusal
    from suixin.platform.ledger.submissions import BATCH_BYTES, read_submissions
    from suixin.platform.ledger.submit import submit as submit_all

    person = Person.objects.filter(username=login, is_active=True).first()
    if person is None:
        refuse(f"没有名为“{login}”的有效账号，请核对。· There is no active account “{login}”.")
    try:
        receipts = submit_all(
            read_submissions(items_of(file.read(BATCH_BYTES + 1), language)), actor_for(person)
        )
    except Refusal as refusal:
        lines = [refusal.message(language)]
        for each in refusal.problems:
            place = "" if each.position is None else f"[{each.position}]"
            lines.append(f"  {place}{each.path} {each.message(language)}")
        refuse("\n".join(lines))
    for receipt in receipts:
        click.echo(json.dumps(receipt.as_json(), ensure_ascii=False))


def items_of(content: bytes, language: str) -> list[Any]:
    """One object, an array of them, or one a line."""
    from suixin.kernel.records.canonical import NotJson, parse_json
    from suixin.platform.ledger.submissions import BATCH_BYTES

    if len(content) > BATCH_BYTES:
        refuse(f"文件超过 {BATCH_BYTES} 字节，请分批提交。· The file is too large; submit it in parts.")
    try:
        if content.lstrip()[:1] == b"[":
            found = parse_json(content)
            return found if isinstance(found, list) else [found]
        return [parse_json(line) for line in content.split(b"\n") if line.strip()]
    except NotJson as error:
        refuse(error.problem.message(language))


@click.command()
@click.argument("name", required=False)
def rebuild(name: str | None) -> None:
    """重建投影 NAME（缺省为全部）· derive projections anew from the records."""
    open_django()
    from suixin.platform.ledger.declarations import house
    from suixin.platform.ledger.projection import rebuild as derive

    projections = house().projections
    if name is not None and name not in {each.name for each in projections}:
        refuse(f"没有名为 {name} 的投影，可选：{'、'.join(each.name for each in projections)}。")
    for each in projections:
        if name in (None, each.name):
            click.echo(f"{each.name}: {derive(each)}")


@click.group()
def receipt() -> None:
    """回执 · receipts of submitted records."""


@receipt.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def verify(file: Path) -> None:
    """核验回执 FILE · check a receipt offline, step by step; exit code 1 when it does not hold."""
    from suixin.kernel.records.receipt import verify_receipt

    names = {
        "receipt": "回执格式 receipt",
        "leaf": "叶 leaf",
        "leaf-hash": "叶哈希 leaf hash",
        "opening": "封存内容 opening",
        "proof": "日志证明 log proof",
    }
    steps = verify_receipt(file.read_bytes())
    for step in steps:
        mark = "✓" if step.ok else "✗"
        click.echo(f"{mark} {names[step.name]} {step.subject}{'：' + step.why if step.why else ''}")
    if not all(step.ok for step in steps):
        sys.exit(1)
    if steps[-1].name == "proof":
        click.echo(
            f"回执带有日志证明；签名没有核对，请运行：suixin log verify {file} --policy 信任策略\n"
            f"It has a log proof; who signed it was not checked: suixin log verify {file} --policy POLICY"
        )
    click.echo(
        "回执自身完整：内容、叶和封存值彼此相符。它不证明所报属实；是否在账本里，请在工作台“核对回执”处联网核验。"
    )
    click.echo(
        "The receipt is whole in itself: content, leaf and openings agree. It does not show that the report was true; "
        "whether the ledger holds it, the office's page for checking receipts tells."
    )
