"""`suixin log prove`: proofs from a log's tiles, checked before they are handed out."""

import json
from base64 import b64encode
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from suixin.commands.log_place import (
    FAULTY,
    head_at,
    json_option,
    opened,
    refuse,
    say,
    trust_options,
    trusted,
    within_reach,
)

if TYPE_CHECKING:
    from suixin.platform.log.places import Head, Place
    from suixin.platform.log.proving import Inclusion


@click.command()
@click.argument("log")
@click.argument("index", type=click.IntRange(0), required=False)
@click.option("--size", type=click.IntRange(1), help="只看前 N 条的树 · in the tree of the first N entries")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="证明写入此文件 · the proof's file, usually .tlog-proof",
)
@click.option(
    "--consistency",
    type=click.IntRange(0),
    help="证明前 OLD 条至今未变 · that the first OLD entries are the same",
)
@trust_options
@json_option
def prove(
    *,
    log: str,
    index: int | None,
    size: int | None,
    output: Path | None,
    consistency: int | None,
    policy: Path | None,
    key: str | None,
    as_json: bool,
) -> None:
    """证明日志 LOG 含有第 INDEX 条 · a proof that the log, a folder or an address, holds entry INDEX: a C2SP
    .tlog-proof file."""
    trust = trusted(policy, key)
    place = opened(log)
    head = head_at(log, place, trust)
    if index is None and consistency is not None:
        prove_consistency(log, place, head, consistency, as_json)
    elif index is not None and consistency is None:
        whole = head.checkpoint.size
        if size not in (None, whole) and output is not None:
            refuse(
                "证明文件须有已签名的 checkpoint，不能与更小的 --size 一起用。",
                "A proof's file needs a signed checkpoint: it cannot be of a smaller --size.",
            )
        found = inclusion_in(log, place, head, index, whole if size is None else size)
        if found.size == whole:
            hand_out(head, found, output, as_json)
        else:
            click.echo(json.dumps(inclusion_json(found)))
    else:
        refuse("请给出 INDEX，或 --consistency OLD。", "Give INDEX, or --consistency OLD.")


def inclusion_in(log: str, place: "Place", head: "Head", index: int, size: int) -> "Inclusion":
    from suixin.platform.log.proving import Unproved, inclusion

    if not index < size <= head.checkpoint.size:
        refuse(
            f"日志有 {head.checkpoint.size} 条，编号从 0 起；前 {size} 条里没有第 {index} 号。",
            f"The log has {head.checkpoint.size} entries, numbered from 0; there is no number {index} in the first {size}.",
        )
    with within_reach(log):
        try:
            return inclusion(place, head.checkpoint, index, size)
        except Unproved as error:
            not_borne_out(error)


def hand_out(head: "Head", found: "Inclusion", output: Path | None, as_json: bool) -> None:
    from suixin.platform.log.proving import proof_file

    proof = proof_file(head, found)
    if output is None:
        click.echo(
            json.dumps(inclusion_json(found) | {"proof": proof.content.decode()})
            if as_json
            else proof.content,
            nl=as_json,
        )
        return
    try:
        output.write_bytes(proof.content)
    except OSError as error:
        refuse(f"无法写入 {output}：{error.strerror}。", f"Cannot write {output}: {error.strerror}.")
    if as_json:
        click.echo(json.dumps(inclusion_json(found) | {"file": str(output)}))
    else:
        say(f"{output}: {head.checkpoint.origin} 第 {found.index} 号 · number {found.index} of {found.size}")


def prove_consistency(log: str, place: "Place", head: "Head", old: int, as_json: bool) -> None:
    from suixin.platform.log.proving import Unproved, consistency

    size = head.checkpoint.size
    if old > size:
        refuse(f"日志只有 {size} 条。", f"The log has {size} entries only.")
    with within_reach(log):
        try:
            found = consistency(place, head.checkpoint, old)
        except Unproved as error:
            not_borne_out(error)
    lines = [b64encode(each).decode("ascii") for each in found.proof]
    if as_json:
        told = {
            "old": found.old,
            "old_root": b64encode(found.old_root).decode("ascii"),
            "new": found.new,
            "new_root": b64encode(found.new_root).decode("ascii"),
            "proof": lines,
        }
        click.echo(json.dumps(told))
        return
    click.echo("\n".join((f"old {found.old}", *lines)))


def inclusion_json(found: "Inclusion") -> dict[str, object]:
    return {
        "index": found.index,
        "size": found.size,
        "root": b64encode(found.root).decode("ascii"),
        "leaf_hash": b64encode(found.leaf).decode("ascii"),
        "path": [b64encode(each).decode("ascii") for each in found.path],
    }


def not_borne_out(error: Exception) -> NoReturn:
    refuse(
        f"日志的文件与 checkpoint 不符，无法证明：{error}。请用 suixin log fsck 检查。",
        f"The log's files do not bear out its checkpoint: {error}. Check it with suixin log fsck.",
        FAULTY,
    )
