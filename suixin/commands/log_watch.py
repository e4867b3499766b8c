"""`suixin log watch`: whoever keeps a log's heads and compares them finds out when it is rewritten."""

import json
import shlex
import signal
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.log_place import CANNOT, FAULTY, json_option, opened, refuse, say, trust_options, trusted

if TYPE_CHECKING:
    from suixin.platform.log.heads import Alarm, Heads
    from suixin.platform.log.watching import Look, Watcher

IN_ALARM = 3
HOOK_SECONDS = 60
KINDS = {
    "fork": ("两份历史互相矛盾", "two histories contradict one another"),
    "rollback": ("日志变短了", "the log has become shorter"),
    "signature": ("签名不对", "a signature is wrong"),
    "unproved": ("拿不出与 checkpoint 相符的文件", "its files do not bear out its checkpoint"),
    "origin": ("换成了另一个日志", "it is another log now"),
}


@click.command()
@click.argument("url")
@click.option(
    "--home",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="保存所见与证据的文件夹 · a folder for what was seen, and for evidence",
)
@click.option(
    "--every",
    type=click.IntRange(1, 86_400),
    default=60,
    show_default=True,
    help="间隔秒数 · seconds between looks",
)
@click.option("--once", is_flag=True, help="只看一次 · look once")
@click.option(
    "--compare",
    multiple=True,
    help="另一处所见的同一日志（见证方的 checkpoint 或副本），可多次 · the same log as a witness or a mirror shows it",
)
@click.option(
    "--hook", help="有新警报时运行的命令，不经 shell · a command to run for each new alarm, without a shell"
)
@trust_options
@json_option
def watch(
    *,
    url: str,
    home: Path,
    every: int,
    once: bool,
    compare: tuple[str, ...],
    hook: str | None,
    policy: Path | None,
    key: str | None,
    as_json: bool,
) -> None:
    """监看日志 URL：只增不改，各处所见相同 · watch that a log only grows, and shows everybody the same; exit code 3
    when it does not, with both checkpoints kept as evidence."""
    from suixin.platform.log.heads import Heads
    from suixin.platform.log.watching import Watcher

    command = hook_words(hook)
    trust = trusted(policy, key)
    for place in (url, *compare):
        opened(place)
    try:
        heads = Heads(home)
    except (OSError, sqlite3.Error) as error:
        refuse(f"无法使用 {home}：{error}。", f"Cannot use {home}: {error}.")
    watcher = Watcher(url, compare, trust, heads)
    if trust is None:
        say(
            "没有核对签名：未给出 --policy 或 --key · signatures are not checked: neither --policy nor --key",
            err=True,
        )
    stop = threading.Event()
    if not once:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: stop.set())
    while True:
        code = look_once(watcher, heads, command, as_json, quiet=not once)
        if once or stop.wait(every):
            sys.exit(code)


def look_once(watcher: "Watcher", heads: "Heads", command: list[str], as_json: bool, quiet: bool) -> int:
    alarms: list[Alarm] = []
    try:
        look = watcher.look()
        alarms = look.alarms
        return report(look, heads, command, as_json, quiet)
    except (OSError, sqlite3.Error) as error:
        told = "; ".join(f"{each.kind} {each.source}: {each.why}" for each in alarms)
        refuse(
            f"无法保存所见：{error}。{'未能保存的警报 ' + told if alarms else ''}",
            f"What was seen cannot be kept: {error}. {'Alarms that are not kept: ' + told if alarms else ''}",
            IN_ALARM if alarms else CANNOT,
        )


def hook_words(hook: str | None) -> list[str]:
    try:
        words = shlex.split(hook or "")
    except ValueError:
        words = []
    if hook is not None and not words:
        refuse(f"--hook 不是一条命令：{hook}", f"--hook is no command: {hook}")
    return words


def report(look: "Look", heads: "Heads", command: list[str], as_json: bool, quiet: bool) -> int:
    """Prints what is new, and returns the exit code."""
    fresh: list[tuple[Alarm, Path]] = []
    for alarm in look.alarms:
        path, new = heads.record(alarm)
        if new:
            fresh.append((alarm, path))
    still = heads.open_alarms()
    if as_json:
        click.echo(json.dumps(told_json(look, still), ensure_ascii=False))
    elif look.new or not quiet or fresh or look.unread or look.few:
        say(*lines(look, fresh, still))
    for alarm, path in fresh:
        run_hook(command, alarm, path)
    if still:
        return IN_ALARM
    return FAULTY if look.unread or look.few else 0


def lines(look: "Look", fresh: list[tuple["Alarm", Path]], still: list[Path]) -> list[str]:
    told: list[str] = []
    if look.head is not None:
        told.append(
            f"{look.head.checkpoint.origin}: {look.head.checkpoint.size:,} 条 · entries{'，新 · new' if look.new else ''}"
        )
    for source, why in look.unread.items():
        told.append(f"？ 无法读取 · cannot be read: {source}: {why}")
    for source in sorted(set(look.waiting)):
        told.append(f"… 还不能比较 · not compared yet: {source}")
    for source, why in look.few.items():
        told.append(f"！ 见证方不够 · too few witnesses: {source}: {why}")
    for alarm, path in fresh:
        zh, en = KINDS[alarm.kind]
        told.append(f"✗ 警报：{zh}（{alarm.source}：{alarm.why}）。证据 {path}")
        told.append(f"✗ ALARM: {en} ({alarm.source}: {alarm.why}). Evidence: {path}")
    if still and not fresh:
        told.append(f"✗ 仍有 {len(still)} 个警报未处理，证据在 {still[0].parent}；处理后请移走。")
        told.append(
            f"✗ {len(still)} alarms are open, evidence in {still[0].parent}; move it away when dealt with."
        )
    if not (still or look.unread or look.few):
        told.append("✓ 只增不改，所见一致 · it has only grown, and is the same everywhere")
    return told


def run_hook(command: list[str], alarm: "Alarm", path: Path) -> None:
    if not command:
        return
    try:
        subprocess.run([*command, alarm.kind, str(path)], timeout=HOOK_SECONDS, check=True)  # noqa: S603 - the operator's
    except (OSError, subprocess.SubprocessError) as error:
        say(f"--hook 没有运行成功 · the hook failed: {error}", err=True)


def told_json(look: "Look", still: list[Path]) -> dict[str, Any]:
    head = look.head.checkpoint if look.head else None
    return {
        "origin": head.origin if head else None,
        "size": head.size if head else None,
        "root": head.root.hex() if head else None,
        "new": look.new,
        "alarms": [{"kind": each.kind, "source": each.source, "why": each.why} for each in look.alarms],
        "evidence": [str(path) for path in still],
        "waiting": sorted(set(look.waiting)),
        "unread": look.unread,
        "few": look.few,
    }
