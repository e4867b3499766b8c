"""`suixin verify`: a stranger verifies a figure, with its certificate and a copy of the log."""

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.log_place import (
    FAULTY,
    Lines,
    content_of,
    head_at,
    json_option,
    moment,
    opened,
    read_policy_file,
    refuse,
    say,
    within_reach,
)

if TYPE_CHECKING:
    from suixin.engines.statistics.checking import Checked
    from suixin.kernel.log.policy import Policy
    from suixin.kernel.records.receipt import Step
    from suixin.kernel.statistics.release import Cell
    from suixin.platform.log.folder import Folder
    from suixin.platform.log.places import Head
    from suixin.platform.log.remote import Remote

MOST_FETCHED = 200_000  # entries of a log far away; of more, a copy is made once and kept
TICK = 2.0  # seconds between lines of progress

STEPS = {
    "certificate": ("凭证格式", "certificate"),
    "release": ("发布记录", "release"),
    "proof": ("发布记录在日志中", "release is in the log"),
    "cell": ("所看的数据", "the figure looked at"),
    "log-signature": ("日志签名", "log signature"),
    "witness": ("见证", "witness"),
    "quorum": ("见证方数", "witnesses"),
    "entries": ("由全部条目重建日志的根", "root rebuilt from all entries"),
    "root": ("发布所依据的日志", "the log that the release rests on"),
    "definition": ("指标定义", "definition of the indicator"),
    "form": ("报表制度", "form"),
    "selection": ("计入的记录", "records that count"),
    "response": ("审定/上报/应报单位数", "accepted/reported/expected units"),
    "cells": ("各项数据齐全、相符", "cells complete and equal"),
    "openings": ("保密数值之和与承诺相符", "sums of confidential values fit their commitments"),
    "rounding": ("修约位数", "rounding, places"),
    "freshness": ("发布时没有遗漏新记录", "nothing newer was left out"),
    "sources": ("所依据的其他发布", "releases that it rests on"),
    "derived": ("推算", "derivation"),
}
DOING = {
    "fetching": ("下载条目", "fetching entries"),
    "hashing": ("读取并核对条目", "reading and hashing entries"),
    "counting": ("查找记录", "looking for records"),
    "adding": ("相加承诺", "adding commitments"),
}


@click.command()
@click.argument("certificate", type=click.Path(path_type=Path))
@click.option(
    "--log", "log", required=True, help="日志的副本文件夹或网址 · a copy of the log, or its address"
)
@click.option(
    "--policy", help="信任策略，文件或网址（C2SP tlog-policy）· whom to trust: a file or an address"
)
@click.option("--no-policy", is_flag=True, help="不核对签名也算通过 · signatures need not be checked")
@click.option(
    "--jobs",
    type=click.IntRange(1, 256),
    help="同时进行的进程数，缺省为处理器数 · processes; one a processor",
)
@click.option(
    "--language",
    type=click.Choice(["zh-hans", "en", "both"]),
    default="both",
    help="语言，缺省中英文 · the language; both unless told",
)
@json_option
def verify(
    *,
    certificate: Path,
    log: str,
    policy: str | None,
    no_policy: bool,
    jobs: int | None,
    language: str,
    as_json: bool,
) -> None:
    """核验数据凭证 CERTIFICATE：从日志重新算出所公布的数据 · verify a figure's certificate: everything is derived anew
    from the log's entries; exit code 1 when it does not hold."""
    from suixin.engines.statistics.checking import TooShort, verify_certificate
    from suixin.kernel.statistics.certificate import MOST_BYTES

    if policy is not None and no_policy:
        refuse("--policy 和 --no-policy 只能给一个。", "Give either --policy or --no-policy.")
    source = content_of(certificate, MOST_BYTES)
    trust = None if policy is None else policy_at(policy)
    progress = Stages(language)
    with copy_of(log, progress) as (folder, head):
        try:
            found = verify_certificate(
                source,
                folder,
                head.checkpoint.size,
                trust,
                jobs=jobs or os.cpu_count() or 1,
                heard=progress.heard,
            )
        except TooShort as error:
            progress.end()
            refuse(
                f"{log} 只有 {error.held} 条，凭证要用到 {error.needed} 条。请先更新副本：suixin log mirror 网址 文件夹。",
                f"{log} has {error.held} entries; the certificate needs {error.needed}. Bring the copy up to date: "
                "suixin log mirror URL FOLDER.",
            )
        except BrokenExecutor:
            refuse(
                "一个进程被中止了，可能是内存不足。请用 --jobs 1 再试。",
                "A process was ended, maybe for want of memory. Try --jobs 1.",
            )
    progress.end()
    if as_json:
        click.echo(
            json.dumps(told_json(certificate, found, progress.seconds), ensure_ascii=False, sort_keys=True)
        )
    else:
        for zh, en in lines(found, progress.seconds, language):
            say(*{"zh-hans": (zh,), "en": (en,), "both": (zh,) if zh == en else (zh, en)}[language])
    if not found.holds or not (found.signed or no_policy):
        sys.exit(FAULTY)


def policy_at(place: str) -> "Policy":
    from suixin.kernel.log.policy import LIMIT, MalformedPolicy, read_policy
    from suixin.platform.log.places import SCHEMES
    from suixin.platform.log.remote import Remote, Unreachable, WrongAddress

    if not place.lower().startswith(SCHEMES):
        return read_policy_file(Path(place))
    try:
        content = Remote(place).tried(place, LIMIT)
        if content is None:
            raise Unreachable("404")
        return read_policy(content)
    except (WrongAddress, Unreachable) as error:
        refuse(f"无法读取信任策略 {place}：{error}。", f"Cannot read the policy {place}: {error}.")
    except MalformedPolicy as error:
        refuse(f"信任策略 {place} 读不懂：{error}。", f"The policy {place} cannot be read: {error}.")


@contextmanager
def copy_of(log: str, progress: "Stages") -> Iterator[tuple["Folder", "Head"]]:
    """The folder itself; of a log far away, a copy for as long as this takes. Its checkpoint only says how its files are
    cut: what is believed is the certificate's."""
    from suixin.platform.log.folder import Folder

    place = opened(log)
    head = head_at(log, place, None)
    if isinstance(place, Folder):
        yield place, head
        return
    size = head.checkpoint.size
    if size > MOST_FETCHED:
        refuse(
            f"{log} 有 {size:,} 条，请先复制到本地，再核验副本：\n"
            f"  suixin log mirror {log} 文件夹\n  suixin verify 凭证 --log 文件夹",
            f"{log} has {size:,} entries. Copy it first, then verify against the copy:\n"
            f"  suixin log mirror {log} FOLDER\n  suixin verify CERTIFICATE --log FOLDER",
        )
    with tempfile.TemporaryDirectory(prefix="suixin-verify-") as folder:
        copied = Folder(folder)
        fetched(log, place, head, copied, progress)
        yield copied, head


def fetched(log: str, place: "Remote", head: "Head", folder: "Folder", progress: "Stages") -> None:
    from suixin.platform.log.mirroring import Refused, mirror

    try:
        with within_reach(log):
            mirror(place, head, folder, lambda done: progress.heard("fetching", done))
    except Refused as error:
        refuse(
            f"{log} 的文件与其 checkpoint 不符：{error}。",
            f"The files of {log} do not fit its checkpoint: {error}.",
            FAULTY,
        )


def lines(found: "Checked", seconds: float, language: str) -> Iterator[tuple[str, str]]:
    """The answer first, in plain words; then each step; then what it does not show."""
    yield from answer(found)
    for step in found.steps:
        zh, en = STEPS[step.name]
        line = f"  {step_line(step, {'zh-hans': zh, 'en': en, 'both': f'{zh} {en}'}[language], found)}"
        yield line, line
    if found.holds and found.claim is not None:
        yield from meaning(found)
        yield f"用时 {seconds:.1f} 秒。", f"It took {seconds:.1f} s."


def answer(found: "Checked") -> Iterator[tuple[str, str]]:
    claim = found.claim
    if claim is None or not found.holds:
        yield "✗ 不成立：见下面打叉的步骤。", "✗ It does not hold: see the steps that are crossed."
        return
    release, indicator = claim.release, claim.indicator
    title = indicator.titles["zh-hans"]
    english = indicator.titles.get("en", title)
    yield (
        f"✓ 成立：{title} {release.period}，由日志 {release.origin} 前 {release.size:,} 条记录重新算出，与公布的相同。",
        f"✓ It holds: {english} {release.period}, derived anew from the first {release.size:,} records of the log "
        f"{release.origin}, is what was published.",
    )
    cell = claim.cell or next((each for each in release.cells if not each.at), None)
    if cell is not None:
        yield figure_line(cell, indicator.unit)
    if release.synthetic or indicator.synthetic:
        yield "  这是演示数据。", "  These are demonstration data."
    if found.revisions:
        newest = max(found.revisions)
        yield (
            f"  注意：之后又有新的发布（记录 {newest}），这个数据已被修订。",
            f"  Mind: a later release (record {newest}) has taken the place of this one.",
        )
    if not found.signed:
        yield (
            "？ 但没有核对签名：请用 --policy 给出信任策略，才知道是谁签的、有谁见证。",
            "? But signatures were not checked: say whom to trust by --policy, to know who signed and who has seen it.",
        )
    elif not found.seen:
        yield (
            "  日志的签名有效，没有见证方见过：不能说明别人看到的是同一个日志。",
            "  The log has signed, no witness has seen it: others may be shown another log.",
        )
    else:
        last = moment(max(found.seen.values()))
        yield (
            f"  {found.witnesses} 个见证方中 {len(found.seen)} 个见过这个日志，最近在 {last}。",
            f"  {len(found.seen)} of {found.witnesses} witnesses have seen this log, last at {last}.",
        )


def figure_line(cell: "Cell", unit: str) -> tuple[str, str]:
    place = ", ".join(f"{name}={value}" for name, value in sorted(cell.at.items()))
    zh, en = place or "总计", place or "total"
    if cell.withheld:
        return (
            f"  {zh}：隐匿（{cell.units} 个单位），以免透露个别单位的数据。",
            f"  {en}: withheld ({cell.units} units), so as not to tell of single units.",
        )
    if cell.missing:
        return f"  {zh}：无数据。", f"  {en}: no figure."
    return (
        f"  {zh}：{cell.figure} {unit}（{cell.units} 个单位）",
        f"  {en}: {cell.figure} {unit} ({cell.units} units)",
    )


def meaning(found: "Checked") -> Iterator[tuple[str, str]]:
    withheld = any(cell.withheld for cell in found.claim.release.cells) if found.claim else False
    yield (
        "它说明：数据由日志中的全部有关记录按公开的定义算出，没有遗漏、重复或改动。",
        "It shows that the figure comes from all records that bear on it, by the public definition: none was left out, "
        "counted twice or changed.",
    )
    yield (
        "它不说明：各单位所报属实；填报单位名录齐全、没有虚设的单位。",
        "It does not show that the reports were true, or that the register of units is complete and of real units.",
    )
    if withheld:
        yield (
            "隐匿的数据没有核对数值，只核对了它存在和单位数。",
            "Of what is withheld only that it exists, and its number of units, was checked.",
        )


def step_line(step: "Step", name: str, found: "Checked") -> str:
    seen = found.seen or {}
    when = f" {moment(seen[step.subject])}" if step.name == "witness" and step.subject in seen else ""
    subject = f" {step.subject}" if step.subject else ""
    return f"{'✓' if step.ok else '✗'} {name}{subject}{when}{': ' + step.why if step.why else ''}"


def told_json(file: Path, found: "Checked", seconds: float) -> dict[str, Any]:
    claim = found.claim
    told: dict[str, Any] = {
        "file": str(file),
        "holds": found.holds,
        "signatures_checked": found.signed,
        "seen": None if found.seen is None else dict(found.seen),
        "witnesses": found.witnesses,
        "revisions": list(found.revisions),
        "seconds": round(seconds, 3),
        "steps": [
            {"name": step.name, "subject": step.subject, "ok": step.ok, "why": step.why}
            for step in found.steps
        ],
    }
    if claim is not None:
        cell = claim.cell
        told |= {
            "indicator": claim.release.indicator,
            "period": str(claim.release.period),
            "release": claim.certificate.number,
            "origin": claim.release.origin,
            "size": claim.release.size,
            "cell": None if cell is None else cell.as_data(),
        }
    return told


class Stages(Lines):
    """Which of several things is being done, for work that takes long."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language

    def heard(self, stage: str, done: int) -> None:
        if self.is_time(TICK):
            zh, en = DOING[stage]
            words = {"zh-hans": zh, "en": en, "both": f"{zh} · {en}"}[self.language]
            self.show(f"{words}: {done:,}")
