"""`suixin log fsck`: everything a log holds, derived anew from its entries."""

import json
import os
import re
import sys
from concurrent.futures import BrokenExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.log_place import (
    FAULTY,
    Progress,
    head_at,
    json_option,
    opened,
    refuse,
    say,
    signatures_json,
    signed_by,
    trust_options,
    trusted,
    within_reach,
)

if TYPE_CHECKING:
    from suixin.kernel.log.fsck import Fault
    from suixin.platform.log.fsck import Finding
    from suixin.platform.log.places import Head

CHINESE = {
    r"does not fit what is below it": "与它下面的内容不符",
    r"does not fit what is above it": "与它上面的哈希不符",
    r"is not there": "缺失",
    r"has ([\d,]+) bytes, not ([\d,]+)": r"有 \1 字节，应为 \2",
    r"not a bundle of (\d+) entries": r"不是 \1 条的条目包",
}


@click.command()
@click.argument("log")
@trust_options
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="同时进行的进程数，缺省为处理器数 · processes; one a processor",
)
@click.option(
    "--since-size",
    "since",
    type=click.IntRange(0),
    default=0,
    help="此前的条目已查过，只取其哈希 · entries before this were checked; their hashes are taken",
)
@json_option
def fsck(
    *, log: str, policy: Path | None, key: str | None, jobs: int | None, since: int, as_json: bool
) -> None:
    """从条目重新推导日志 LOG（文件夹或网址）的全部哈希 · derive all hashes of a log anew from its entries, in a
    folder or at an address; exit code 1 when anything is wrong."""
    from suixin.platform.log.fsck import examine

    trust = trusted(policy, key)
    place = opened(log)
    head = head_at(log, place, trust)
    if since > head.checkpoint.size:
        refuse(
            f"日志只有 {head.checkpoint.size} 条，--since-size 不能是 {since}。",
            f"The log has {head.checkpoint.size} entries; --since-size cannot be {since}.",
        )
    progress = Progress(head.checkpoint.size)
    try:
        with within_reach(log):
            finding = examine(place, head.checkpoint, jobs or os.cpu_count() or 1, since, progress.heard)
    except BrokenExecutor:
        refuse(
            "一个进程被中止了，可能是内存不足。请用 --jobs 1 再试。",
            "A process was ended, maybe for want of memory. Try --jobs 1.",
        )
    progress.end()
    short = head.verdict is not None and not head.verdict.quorum
    if as_json:
        click.echo(json.dumps(told_json(log, head, finding, progress.seconds), ensure_ascii=False))
    else:
        tell(head, finding, progress.seconds)
    if short or not finding.whole:
        sys.exit(FAULTY)


def tell(head: "Head", finding: "Finding", seconds: float) -> None:
    size = head.checkpoint.size
    say(f"{head.checkpoint.origin}: {size:,} 条 · entries")
    say(" · ".join(signed_by(head.verdict)))
    for fault in finding.faults:
        say(f"✗ {sentence(fault)}")
    if finding.stopped:
        say(
            f"错误太多，读了 {finding.leaves:,} 条后停止。· Too many faults: stopped after {finding.leaves:,} entries."
        )
    if finding.whole:
        rate = f"{finding.leaves / max(seconds, 1e-9):,.0f}"
        say(
            f"✓ 日志完整：{size:,} 条，从条目推导出的根与 checkpoint 相同（{seconds:.1f} 秒，每秒 {rate} 条）。",
            f"✓ The log is whole: {size:,} entries lead to the checkpoint's root ({seconds:.1f} s, {rate} a second).",
        )


def sentence(fault: "Fault") -> str:
    for english, chinese in CHINESE.items():
        if found := re.fullmatch(english, fault.why):
            return f"{fault.path} {found.expand(chinese)} · {fault.why}"
    return f"{fault.path} 无法读取 · cannot be read: {fault.why}"


def told_json(log: str, head: "Head", finding: "Finding", seconds: float) -> dict[str, Any]:
    return {
        "log": log,
        "origin": head.checkpoint.origin,
        "size": head.checkpoint.size,
        "root": head.checkpoint.root.hex(),
        "signatures": signatures_json(head.verdict),
        "leaves": finding.leaves,
        "whole": finding.whole,
        "stopped": finding.stopped,
        "faults": [{"path": fault.path, "why": fault.why} for fault in finding.faults],
        "seconds": round(seconds, 3),
    }
