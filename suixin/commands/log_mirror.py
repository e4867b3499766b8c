"""`suixin log mirror`: a copy of a log that anybody can check and serve."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

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
)

if TYPE_CHECKING:
    from suixin.platform.log.mirroring import Refused


@click.command()
@click.argument("url")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@trust_options
@json_option
def mirror(url: str, folder: Path, policy: Path | None, key: str | None, as_json: bool) -> None:
    """把日志 URL 复制到文件夹 FOLDER，只增不减 · copy a log to a folder, from where the copy ends; what is held is never
    given up."""
    from suixin.platform.log.folder import Folder
    from suixin.platform.log.mirroring import Refused
    from suixin.platform.log.mirroring import mirror as copy

    trust = trusted(policy, key)
    source = opened(url)
    head = head_at(url, source, trust)
    if head.verdict is not None and not head.verdict.quorum:
        zh, en = signed_by(head.verdict)
        refuse(f"没有复制：{zh}。", f"Nothing was copied: {en}.", FAULTY)
    size = head.checkpoint.size
    progress = Progress(size)
    try:
        held = copy(source, head, Folder(folder), progress.heard)
    except Refused as refused:
        progress.end()
        zh, en, code = words(refused, url, folder)
        refuse(zh, en, code)
    except OSError as error:
        progress.end()
        refuse(
            f"没有完成：{error}。再次运行会从中断处继续。",
            f"Not complete: {error}. Run it again to go on from there.",
        )
    progress.end()
    if as_json:
        told = {
            "origin": head.checkpoint.origin,
            "size": size,
            "root": head.checkpoint.root.hex(),
            "before": held.size,
            "signatures": signatures_json(head.verdict),
            "seconds": round(progress.seconds, 3),
        }
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    say(
        " · ".join(signed_by(head.verdict)),
        f"✓ {folder} 现有 {size:,} 条，新增 {size - held.size:,} 条；新增部分的哈希由条目推导，根与 checkpoint 相同。"
        "已有部分没有重读：suixin log fsck。",
        f"✓ {folder} holds {size:,} entries, {size - held.size:,} of them new; their hashes lead to the checkpoint's root. "
        "What was held before was not read again: suixin log fsck.",
    )


def words(refused: "Refused", url: str, folder: Path) -> tuple[str, str, int]:
    from suixin.platform.log import mirroring

    faulty = {
        mirroring.Smaller: (
            f"没有复制：{url} 现在只有 {refused} 条，比 {folder} 里的少。日志不会变短，请留存两份 checkpoint 并查问。",
            f"Nothing was copied: {url} shows {refused} entries, fewer than {folder} holds. A log never shrinks: keep "
            "both checkpoints, and ask.",
        ),
        mirroring.Contradicted: (
            f"没有复制：{url} 与 {folder} 里的历史不同（{refused}）。请留存两份 checkpoint 作为证据。",
            f"Nothing was copied: {url} has another history than {folder} ({refused}). Keep both checkpoints as evidence.",
        ),
        mirroring.WrongEntries: (
            f"没有复制完：{url} 的文件与其 checkpoint 不符：{refused}。",
            f"Not copied to the end: the files of {url} do not fit its checkpoint: {refused}.",
        ),
        mirroring.Damaged: (
            f"{folder} 已损坏：{refused}。请用 suixin log fsck 检查，或复制到新文件夹。",
            f"{folder} is damaged: {refused}. Check it with suixin log fsck, or copy to a new folder.",
        ),
    }
    if type(refused) in faulty:
        return (*faulty[type(refused)], FAULTY)
    if isinstance(refused, mirroring.Busy):
        return (
            f"另一个复制正在写入 {folder}，请等它结束。",
            f"Another copy is being made in {folder}; wait for it.",
            2,
        )
    return (
        f"{folder} 里是别的内容，不是这个日志的副本。请另选文件夹。",
        f"{folder} holds something else than a copy of this log. Name another folder.",
        2,
    )
