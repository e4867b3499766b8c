"""`suixin run`: everything between an empty folder and a page, then the server. Refuses with a sentence."""

import os
import sys
from typing import NoReturn

import click

from suixin.kernel.programme.datafile import FaultyFile
from suixin.kernel.statistics.definitions import MalformedDefinition
from suixin.site.options import WrongOption, read_options
from suixin.site.readiness import NotReady, before_django, database_is_ours


@click.command()
@click.option(
    "--demo", is_flag=True, help="演示城市：虚构企业与演示账号 · a synthetic city with demo accounts"
)
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址 · the address to listen on")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口 · the port"
)
def run(demo: bool, host: str, port: int) -> None:
    """启动网站 · set up what is missing, then serve the site."""
    try:
        options = read_options()
        demo = demo or options.demo
        before_django(options.home, demo, host, port)
        _open_django(demo, host, port)
        database_is_ours()
        _set_up(demo)
    except (NotReady, WrongOption, FaultyFile, MalformedDefinition) as problem:
        _refuse(problem)
    _serve(host, port)


def _open_django(demo: bool, host: str, port: int) -> None:
    """The options that this command's arguments stand for reach the server's own process through the environment."""
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "suixin.site.settings"
    os.environ.setdefault("SUIXIN_URL", address(host, port))
    os.environ.setdefault("SUIXIN_HOSTS", f"127.0.0.1,localhost,{host}")
    if demo:
        os.environ["SUIXIN_DEMO"] = "1"
    django.setup()


def address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _set_up(demo: bool) -> None:
    from django.conf import settings

    from suixin.site import setting_up

    setting_up.prepare()
    setting_up.enter_city(settings.PROGRAMMES_FOLDER)
    if not demo:
        _tell_of_the_first_person()
        return
    from suixin.site import demo_city

    accounts = demo_city.build(settings.SUIXIN_HOME)
    if accounts:
        click.echo("演示账号（只显示这一次）· demo accounts, shown only this once:")
        for username, password, name in accounts:
            click.echo(f"  {username:<10} {password}  {name}")
    demo_city.accounts_are_told(settings.SUIXIN_HOME)


def _tell_of_the_first_person() -> None:
    from suixin.platform.accounts.models import Person
    from suixin.platform.accounts.roles import Role

    if not Person.objects.filter(is_active=True, assignments__role=Role.SECURITY_ADMIN).exists():
        click.echo("还没有安全管理员，别人无法登记。请另开一个终端，登记第一位：")
        click.echo("Nobody can enter people yet. Add the first security administrator, in another terminal:")
        click.echo("  suixin person add 登录名 --name 姓名 --role security_admin")


def _serve(host: str, port: int) -> None:
    from django.conf import settings
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    from suixin.platform.log.stops import EXIT_CODE
    from suixin.site.child import Child
    from suixin.site.log import LOGGING

    connections.close_all()
    click.echo(f"\n穗信已启动 · Suixin is at {address(host, port)}/  (Ctrl-C 停止 · stops)")
    click.echo(f"登录 · sign in: {settings.BASE_URL}/accounts/login/")
    sys.stdout.flush()
    # the log takes in records until its limit even while it stands still
    children = [Child(["log", "run"], EXIT_CODE), Child(["work"])]
    for child in children:
        child.start()
    server = Server(
        "suixin.site.serving:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        blocking_threads=4,
        log_level=LogLevels.error,
        log_dictconfig=LOGGING,
    )
    try:
        server.serve()
    finally:
        for child in children:
            child.stop()


def _refuse(problem: Exception) -> NoReturn:
    click.echo(str(problem), err=True)
    raise SystemExit(1)
