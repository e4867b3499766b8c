"""What the log's commands have in common: which log, whom to trust, and what is said when that goes wrong."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from suixin.kernel.log.policy import Policy, Verdict
    from suixin.platform.log.places import Head, Place, Trust

FAULTY, CANNOT = 1, 2
TICK = 0.5  # seconds between lines of progress on a terminal; ten elsewhere


def say(*lines: str, err: bool = False) -> None:
    """Whatever a log or a file tells goes through here: a terminal must not obey it."""
    for line in lines:
        plain = "".join(each if each.isprintable() else "\ufffd" for each in line)
        click.echo(plain.encode(errors="replace"), err=err)


def refuse(zh: str, en: str, code: int = CANNOT) -> NoReturn:
    say(zh, en, err=True)
    sys.exit(code)


def trust_options(command: Callable[..., None]) -> Callable[..., None]:
    policy = click.option(
        "--policy",
        type=click.Path(path_type=Path),
        help="信任策略文件（C2SP tlog-policy）· whom to trust: a policy file",
    )
    key = click.option("--key", help="日志公钥，或存有它的文件 · the log's public key, or a file with it")
    return policy(key(command))


json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON · print JSON")


def trusted(policy: Path | None, key: str | None) -> "Trust | None":
    from suixin.kernel.log.keys import MalformedKey, read_log_key
    from suixin.platform.log.places import KeyAlone

    if policy is not None and key is not None:
        refuse("--policy 和 --key 只能给一个。", "Give either --policy or --key.")
    if policy is not None:
        return read_policy_file(policy)
    if key is None:
        return None
    try:
        text = content_of(Path(key)).decode(errors="replace") if is_file(key) else key
        return KeyAlone(read_log_key(text.strip()))
    except MalformedKey as error:
        refuse(
            f"这不是日志的公钥：{error}。公钥的写法是 名称+编号+base64。", f"Not a log's public key: {error}."
        )


def read_policy_file(path: Path) -> "Policy":
    from suixin.kernel.log.policy import MalformedPolicy, read_policy

    try:
        return read_policy(content_of(path))
    except MalformedPolicy as error:
        refuse(f"信任策略 {path} 读不懂：{error}。", f"The policy {path} cannot be read: {error}.")


def is_file(text: str) -> bool:
    try:
        return Path(text).is_file()
    except OSError:  # a key is longer than a name may be
        return False


def content_of(path: Path, most: int = 1_000_000) -> bytes:
    """Refuses what is not there or too long."""
    try:
        with path.open("rb") as file:
            content = file.read(most + 1)
    except OSError as error:
        refuse(f"无法打开 {path}：{error.strerror}。", f"Cannot open {path}: {error.strerror}.")
    if len(content) > most:
        refuse(
            f"{path} 超过 {most:,} 字节，不是这里要的文件。",
            f"{path} has more than {most:,} bytes, and is not what is asked for here.",
        )
    return content


def opened(place: str) -> "Place":
    from suixin.platform.log.places import NoLog, open_place
    from suixin.platform.log.remote import WrongAddress

    try:
        return open_place(place)
    except WrongAddress:
        refuse(
            f"{place} 不是日志的网址。例：https://example.gov.cn/log/2026",
            f"{place} is not the address of a log. It is like https://example.gov.cn/log/2026",
        )
    except (NoLog, OSError):
        refuse(
            f"没有文件夹 {place}。请给出日志的文件夹或网址。",
            f"There is no folder {place}. Name a log's folder or address.",
        )


@contextmanager
def within_reach(place: str) -> Iterator[None]:
    """Says so where the log has no checkpoint, cannot be read, or is signed by somebody else."""
    from suixin.kernel.log.notes import MalformedNote, Unverified
    from suixin.platform.log.places import NoLog

    try:
        yield
    except NoLog:
        refuse(f"{place} 没有 checkpoint，不是日志。", f"{place} has no checkpoint: it is not a log.")
    except Unverified as error:
        refuse(
            f"checkpoint 的签名不可信：{error}。",
            f"The checkpoint's signature is not trusted: {error}.",
            FAULTY,
        )
    except MalformedNote as error:
        refuse(f"checkpoint 读不懂：{error}。", f"The checkpoint cannot be read: {error}.", FAULTY)
    except OSError as error:
        refuse(f"无法读取 {place}：{error}。", f"Cannot read {place}: {error}.")


def head_at(place: str, source: "Place", trust: "Trust | None") -> "Head":
    from suixin.platform.log.places import head_of

    with within_reach(place):
        return head_of(source, trust)


def signed_by(verdict: "Verdict | None") -> tuple[str, str]:
    """Who has signed a checkpoint, in both languages."""
    if verdict is None:
        return (
            "没有核对签名：未给出 --policy 或 --key",
            "signatures were not checked: neither --policy nor --key was given",
        )
    zh, en = "日志的签名有效", "the log's signature is valid"
    if verdict.witnesses:
        count, enough = f"{len(verdict.seen)}/{verdict.witnesses}", verdict.quorum
        zh += f"；见证方 {count}，{'达到' if enough else '未达到'}策略的要求"
        en += f"; witnesses {count}, {'enough' if enough else 'not enough'} for the policy"
    return zh, en


def signatures_json(verdict: "Verdict | None") -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {"seen": dict(verdict.seen), "witnesses": verdict.witnesses, "quorum": verdict.quorum}


def moment(seconds: int) -> str:
    """UTC; a witness may tell any number."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    except (OverflowError, ValueError, OSError):
        return f"{seconds} s"


class Lines:
    """What is being done, now and then, on standard error, so that what is printed can be passed on."""

    def __init__(self) -> None:
        self.began = self.told = time.monotonic()
        self.on_terminal = sys.stderr.isatty()

    def is_time(self, tick: float) -> bool:
        """Whether so many seconds have passed since the last line; then another is due."""
        now = time.monotonic()
        if now - self.told < tick:
            return False
        self.told = now
        return True

    def show(self, line: str) -> None:
        click.echo(f"\r\033[K{line}" if self.on_terminal else line, err=True, nl=not self.on_terminal)

    def end(self) -> None:
        if self.on_terminal:
            click.echo("\r\033[K", err=True, nl=False)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.began


class Progress(Lines):
    """How far towards a goal, and how fast."""

    def __init__(self, goal: int, start: int = 0) -> None:
        super().__init__()
        self.goal, self.start = goal, start

    def heard(self, done: int) -> None:
        if self.is_time(TICK if self.on_terminal else 20 * TICK):
            rate = (done - self.start) / self.seconds
            self.show(f"{done:,}/{self.goal:,} {100 * done // max(self.goal, 1)}% {rate:,.0f}/s")
