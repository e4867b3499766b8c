"""Why the log stands still, in Chinese and English. Records are still taken in, up to the limit of `admission`."""

import errno
from collections.abc import Sequence

EXIT_CODE = 3  # of the process: do not start again, a person must look


class Stopped(Exception):
    """Nothing more is signed until somebody has looked. `code` is stable; the message says what to do."""

    def __init__(self, code: str, chinese: str, english: str) -> None:
        super().__init__(f"{chinese}\n{english}")
        self.code = code


def runs_already() -> Stopped:
    return Stopped(
        "runs-already",
        "另一个进程正在运行这个日志。一个日志只能由一个进程签署：请先停下那一个。",
        "Another process runs this log. Only one may sign: stop that one first.",
    )


def no_key(path: str) -> Stopped:
    return Stopped(
        "no-key",
        f"找不到日志的签名密钥 {path}。请从备份恢复密钥；若已遗失，见 docs/log-runbooks.md。",
        f"The log's signing key {path} is not there. Restore it from a backup; if it is lost, see docs/log-runbooks.md.",
    )


def open_to_others(path: str) -> Stopped:
    return Stopped(
        "key-open-to-others",
        f"密钥文件 {path} 别人也能读。请执行 chmod 600 {path}；若可能已被读取，请更换密钥（docs/log-runbooks.md）。",
        f"Others can read the key file {path}. Run chmod 600 {path}; if somebody may have read it, change the key "
        "(docs/log-runbooks.md).",
    )


def wrong_key(path: str, why: str) -> Stopped:
    return Stopped(
        "wrong-key",
        f"密钥文件 {path} 不能用：{why}。请从备份恢复。",
        f"The key file {path} cannot be used: {why}. Restore it from a backup.",
    )


def altered(what: str) -> Stopped:
    return Stopped(
        "altered",
        f"日志的文件与签署过的不符：{what}。请先查明原因，再执行 suixin log rebuild 由账本重新生成（docs/log-runbooks.md）。",
        f"The log's files are not what was signed: {what}. Find out why, then derive them anew from the ledger with "
        "suixin log rebuild (docs/log-runbooks.md).",
    )


def ledger_unlike(origin: str, number: int) -> Stopped:
    return Stopped(
        "ledger-altered",
        f"账本第 {number} 号记录起，与日志 {origin} 签署过的内容不符。请停止使用，保存现场，并从备份恢复"
        "（docs/log-runbooks.md）。",
        f"From record {number} on the ledger is not what was signed in the log {origin}. Stop, keep everything as it is, "
        "and restore a backup (docs/log-runbooks.md).",
    )


def ledger_altered(number: int) -> Stopped:
    return Stopped(
        "ledger-altered",
        f"账本第 {number} 号记录的内容与其哈希值不符。请停止使用，保存现场，并从备份恢复（docs/log-runbooks.md）。",
        f"The ledger's record {number} is not what its hash says. Stop, keep everything as it is, and restore a backup "
        "(docs/log-runbooks.md).",
    )


def lost_history(who: str, seen: int, ours: int) -> Stopped:
    return Stopped(
        "lost-history",
        f"{who} 见过 {seen} 条记录的日志，而这里签署过的只有 {ours} 条：这份数据是旧的。不会签署更短的历史，请按"
        " docs/log-runbooks.md 处理。",
        f"{who} has seen the log with {seen} records, and what was signed here has only {ours}: this data is an older "
        "copy. A shorter history is not signed; see docs/log-runbooks.md.",
    )


def nobody_can_say(origin: str, witnesses: Sequence[str]) -> str:
    names = ", ".join(witnesses)
    return (
        f"日志 {origin} 的 checkpoint 文件不在（像是刚恢复的备份），见证方（{names}）又都没有应答：无从知道它曾签到哪里。"
        "在有一方应答之前不会签署。\n"
        f"The checkpoint of the log {origin} is not there, as after a restore, and no witness answers ({names}): nobody "
        "can say how far it had got. Nothing is signed until one of them answers."
    )


def waits(error: Exception) -> str:
    """For trouble that may be over soon."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        chinese, english = "磁盘已满，请腾出空间", "the disk is full, make room"
    elif isinstance(error, OSError):
        chinese, english = "磁盘读写出错，请检查磁盘", "the disk fails, look at it"
    else:
        chinese, english = "数据库暂时不能用", "the database cannot be used just now"
    return f"日志在等待，恢复后会自动继续：{chinese}。\nThe log waits and will go on by itself: {english}. ({error})"


def signed_elsewhere(origin: str) -> Stopped:
    return Stopped(
        "signed-elsewhere",
        f"日志 {origin} 的状态被另一个进程改动过，本进程停止签署，以免分叉。",
        f"Another process has changed the state of the log {origin}; this one stops signing, lest the log forks.",
    )


def wrong_policy(path: str, why: str) -> Stopped:
    return Stopped(
        "wrong-policy",
        f"见证方文件 {path} 不能用：{why}。请改正。",
        f"The witnesses' file {path} cannot be used: {why}. Correct it.",
    )
