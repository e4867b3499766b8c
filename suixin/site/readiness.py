"""What must hold before the site may start. Each check gives a refusal in Chinese and English, or nothing."""

import errno
import shutil
import socket
import sys
import tempfile
from pathlib import Path

LEAST_PYTHON = (3, 11)
LEAST_FREE = 200 * 1024 * 1024  # bytes: below this a day's records may not fit


class NotReady(Exception):
    """The site cannot start. The message says why and what to do, in Chinese and English."""

    def __init__(self, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")


def python_is_new(version: tuple[int, ...] = tuple(sys.version_info[:3])) -> None:
    if version < LEAST_PYTHON:
        given, needed = ".".join(map(str, version)), ".".join(map(str, LEAST_PYTHON))
        raise NotReady(
            f"穗信需要 Python {needed} 或更高版本，当前是 {given}。请安装新版后重试。",
            f"Suixin needs Python {needed} or later; this is {given}. Install a newer one and try again.",
        )


def folder_is_writable(home: Path) -> None:
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home) as file:
            file.write(b"suixin")
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise _disk_is_full(home, 0) from error
        raise NotReady(
            f"不能写入数据目录 {home}：{error.strerror}。请改目录权限，或用 SUIXIN_HOME 指定别的目录。",
            f"Cannot write to the data folder {home}: {error.strerror}. "
            "Change its permissions, or name another with SUIXIN_HOME.",
        ) from error


def disk_has_room(home: Path, least: int = LEAST_FREE) -> None:
    free = shutil.disk_usage(home).free
    if free < least:
        raise _disk_is_full(home, free)


def _disk_is_full(home: Path, free: int) -> NotReady:
    left = f"{free // 1024 // 1024} MB"
    return NotReady(
        f"磁盘快满了：{home} 只剩 {left}，至少需要 {LEAST_FREE // 1024 // 1024} MB。请清理磁盘后重试。",
        f"The disk is nearly full: {home} has {left} left and needs at least {LEAST_FREE // 1024 // 1024} MB. "
        "Free some space and try again.",
    )


def port_is_free(host: str, port: int, command: str = "suixin run") -> None:
    family, kind, _, _, address = _resolved(host, port)
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except PermissionError as error:
            raise NotReady(
                f"没有权限使用端口 {port}。请用 1024 以上的端口：{command} --port 8000",
                f"No permission to use port {port}. Take one above 1024: {command} --port 8000",
            ) from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise _no_such_host(host, error) from error
            raise NotReady(
                f"端口 {port} 已被占用。请先停下占用它的程序，或换一个端口：{command} --port {port + 1}",
                f"Port {port} is taken. Stop the program that uses it, or take another: {command} --port {port + 1}",
            ) from error


def _resolved(host: str, port: int) -> tuple[int, int, int, str, tuple]:
    try:
        return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise _no_such_host(host, error) from error


def _no_such_host(host: str, error: OSError) -> NotReady:
    return NotReady(
        f"本机没有地址 {host}（{error.strerror}）。请用 127.0.0.1 或本机的地址。",
        f"This machine has no address {host} ({error.strerror}). Use 127.0.0.1 or an address of this machine.",
    )


def folder_is_of_this_kind(home: Path, demo: bool) -> None:
    """A folder is a demo city's or a real one's from its first start on: made-up data never joins real data."""
    mark = home / "kind"
    wanted = "demo" if demo else "real"
    kept = mark.read_text("ascii") if mark.is_file() else ""
    if kept in ("", wanted):  # empty: a start was killed just here
        mark.write_text(wanted, "ascii")
    elif demo:
        raise NotReady(
            f"{home} 存的是正式数据，不能加入演示城市。请去掉 --demo，或用 SUIXIN_HOME 指定别的目录。",
            f"{home} holds real data; a demo city cannot join it. Leave out --demo, or name another folder "
            "with SUIXIN_HOME.",
        )
    else:
        raise NotReady(
            f"{home} 存的是演示城市，不能用作正式网站。请加上 --demo，或用 SUIXIN_HOME 指定别的目录。",
            f"{home} holds a demo city and cannot serve as a real site. Add --demo, or name another folder "
            "with SUIXIN_HOME.",
        )


def database_is_ours() -> None:
    """A database that a newer Suixin has changed must not be opened by an older one. Needs Django."""
    from django.db import DatabaseError, connection
    from django.db.migrations.loader import MigrationLoader

    try:
        loader = MigrationLoader(connection)
    except DatabaseError as error:
        raise NotReady(
            f"打不开数据库 {connection.settings_dict['NAME']}：{error}。请用备份恢复，或用 SUIXIN_HOME 指定别的目录。",
            f"Cannot open the database {connection.settings_dict['NAME']}: {error}. "
            "Restore a backup, or name another folder with SUIXIN_HOME.",
        ) from error
    finally:
        connection.close()
    ours = {name for name, _ in loader.disk_migrations}
    unknown = sorted(
        f"{app}.{name}"
        for app, name in loader.applied_migrations
        if app in ours and (app, name) not in loader.disk_migrations and (app, name) not in _replaced(loader)
    )
    if unknown:
        raise NotReady(
            f"数据库由更新的穗信写过（{unknown[-1]}）。请升级穗信，或用升级前的备份恢复。",
            f"A newer Suixin has changed this database ({unknown[-1]}). "
            "Upgrade Suixin, or restore the backup made before the upgrade.",
        )


def _replaced(loader: "MigrationLoader") -> set[tuple[str, str]]:  # noqa: F821 - Django is imported late
    return {old for migration in loader.replacements.values() for old in migration.replaces}


def before_django(home: Path, demo: bool, host: str, port: int) -> None:
    """Raises `NotReady`."""
    python_is_new()
    folder_is_writable(home)
    disk_has_room(home)
    port_is_free(host, port)
    folder_is_of_this_kind(home, demo)
