"""`suixin log anchor`, `anchor-verify`, `anchor-contract`: what somebody outside says about a checkpoint.

None of them starts Django or needs a site: a checkpoint and a service are enough.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.log_place import FAULTY, content_of, json_option, refuse

if TYPE_CHECKING:
    from suixin.platform.log.anchors.backend import AnchorBackend
    from suixin.platform.log.anchors.folder import Outcome
    from suixin.platform.log.anchors.services import AnchorServices


@click.command()
@click.argument("checkpoint")
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="存放锚定的文件夹，每个日志一个 · the folder for this log's anchors",
)
@json_option
def anchor(checkpoint: str, folder: Path, as_json: bool) -> None:
    """锚定检查点 CHECKPOINT（文件、日志文件夹或网址）· show a signed CHECKPOINT (a file, a log's folder or its address)
    to the services that are set, and keep what they say. Exit code 1 when one of them did not."""
    from suixin.platform.log.anchors.folder import anchor_all
    from suixin.platform.log.anchors.services import backends

    content = checkpoint_at(checkpoint)
    with refusals():
        found = backends(services())
        if not found:
            refuse(
                "没有设置锚定服务。请设置 SUIXIN_TSA_URL 或 SUIXIN_CHAIN_URL，见 docs/anchors.md。",
                "No service is set. Set SUIXIN_TSA_URL or SUIXIN_CHAIN_URL, see docs/anchors.md.",
            )
        outcomes = list(anchor_all(content, found, folder))
    if as_json:
        click.echo(json.dumps([told(each) for each in outcomes], ensure_ascii=False, indent=1))
    else:
        for each in outcomes:
            click.echo(line(each))
    if any(each.problem for each in outcomes):
        sys.exit(FAULTY)


def told(outcome: "Outcome") -> dict[str, Any]:
    facts: dict[str, Any] = {"service": outcome.backend, "file": str(outcome.path)}
    if outcome.problem is not None:
        return facts | {"problem": {"zh": outcome.problem.zh, "en": outcome.problem.en}}
    if outcome.anchor is None:
        return facts | {"kept": "before"}
    return facts | {
        "kept": "now",
        "anchored": outcome.anchor.anchored.hex(),
        "reference": outcome.anchor.reference,
        "time": outcome.anchor.time.isoformat(),
    }


def line(outcome: "Outcome") -> str:
    if outcome.problem is not None:
        return f"✗ {outcome.backend}\n  {outcome.problem.zh}\n  {outcome.problem.en}"
    if outcome.anchor is None:
        return f"✓ {outcome.backend}：早已锚定 · anchored before：{outcome.path}"
    return (
        f"✓ {outcome.backend}：{outcome.anchor.time.isoformat()}，{outcome.anchor.reference}，{outcome.path}"
    )


@click.command("anchor-verify")
@click.argument("anchor", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--checkpoint",
    required=True,
    help="当时锚定的检查点文件 · the checkpoint as it was anchored",
)
@click.option(
    "--roots",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="时间戳的根证书；缺省为 SUIXIN_TSA_ROOTS · roots of the time stamp",
)
@click.option("--url", help="链的节点；缺省为 SUIXIN_CHAIN_URL · a node of the chain")
@click.option("--contract", help="合约地址；缺省为 SUIXIN_CHAIN_CONTRACT · the contract's address")
@json_option
def anchor_verify(
    *, anchor: Path, checkpoint: str, roots: Path | None, url: str | None, contract: str | None, as_json: bool
) -> None:
    """核验锚定 ANCHOR（.tsr 或 .chain.json）· check an ANCHOR of a checkpoint; exit code 1 when it does not hold. Who
    signed the checkpoint is another question: `suixin log verify`."""
    from suixin.kernel.log.checkpoint import read_signed_checkpoint
    from suixin.platform.log.anchors.backend import Unsound

    with refusals():
        found, note = read_signed_checkpoint(checkpoint_at(checkpoint))
        backend = on_chain(url, contract) if anchor.suffix == ".json" else stamped(roots)
        try:
            checked = backend.verify(content_of(anchor), found, note)
        except Unsound as problem:
            if as_json:
                click.echo(
                    json.dumps({"holds": False, "zh": problem.zh, "en": problem.en}, ensure_ascii=False)
                )
            else:
                click.echo(f"✗ {problem.zh}\n  {problem.en}")
            sys.exit(FAULTY)
    facts = {"holds": True, "origin": found.origin, "size": found.size}
    if as_json:
        more = {"time": checked.time.isoformat(), "by": checked.by}
        click.echo(json.dumps(facts | more, ensure_ascii=False))
        return
    click.echo(
        f"✓ {found.origin} 大小为 {found.size} 的检查点最迟在 {checked.time.isoformat()} 已存在，据 {checked.by}。\n"
        f"  The checkpoint of {found.origin}, size {found.size}, was there by {checked.time.isoformat()}, "
        f"says {checked.by}."
    )


@click.command("anchor-contract")
@click.option("--url", required=True, help="链的节点（JSON-RPC）· a node of the chain")
@click.option(
    "--key",
    required=True,
    type=click.Path(path_type=Path),
    help="密钥文件，合约从此属于它 · the file with the key that will own it",
)
def anchor_contract(url: str, key: Path) -> None:
    """在链上部署锚定合约，输出地址 · put the contract that keeps checkpoints on a chain; prints its address."""
    from suixin.platform.log.anchors.chain import deploy

    with refusals():
        click.echo(deploy(url, key))


def stamped(roots: Path | None) -> "AnchorBackend":
    from suixin.platform.log.anchors.timestamp import TimestampBackend, read_roots

    service = services().timestamp if roots is None else None
    path = roots or (service and service.roots)
    if path is None:
        refuse("请用 --roots 给出根证书文件。", "Name the file of roots with --roots.")
    return TimestampBackend(read_roots(path))


def on_chain(url: str | None, contract: str | None) -> "AnchorBackend":
    from suixin.platform.log.anchors.chain import ChainBackend
    from suixin.platform.log.anchors.services import is_contract

    chain = services().chain if url is None or contract is None else None
    url, contract = url or (chain and chain.url), contract or (chain and chain.contract)
    if url is None or contract is None:
        refuse(
            "请用 --url 给出链的节点，用 --contract 给出合约地址。",
            "Name a node of the chain with --url and the contract's address with --contract.",
        )
    if not is_contract(contract):
        refuse(
            f"{contract} 不是合约地址：应为 0x 加 40 个十六进制数字。",
            f"{contract} is no contract's address: that is 0x and 40 hexadecimal digits.",
        )
    return ChainBackend(url, contract)


def services() -> "AnchorServices":
    from suixin.site.options import WrongOption, anchor_services

    try:
        return anchor_services()
    except WrongOption as problem:
        zh, _, en = str(problem).partition("\n")
        refuse(zh, en)


def checkpoint_at(place: str) -> bytes:
    if place.startswith(("http://", "https://")):
        from suixin.platform.log.anchors.exchange import exchange

        with refusals():
            return exchange(f"{place.removesuffix('/checkpoint').rstrip('/')}/checkpoint")
    path = Path(place)
    return content_of(path / "checkpoint" if path.is_dir() else path)


@contextmanager
def refusals() -> Iterator[None]:
    from suixin.kernel.log.notes import MalformedNote
    from suixin.platform.log.anchors.backend import AnchorProblem

    try:
        yield
    except MalformedNote as problem:
        refuse(f"不是检查点：{problem}。", f"This is no signed checkpoint: {problem}.")
    except AnchorProblem as problem:
        refuse(problem.zh, problem.en)
