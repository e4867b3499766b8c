"""`suixin log verify`: a receipt with its log proof, or a log proof with its leaf, checked without asking anybody."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from suixin.commands.log_place import FAULTY, content_of, json_option, moment, read_policy_file, refuse, say

if TYPE_CHECKING:
    from suixin.kernel.log.proof_file import LogProof
    from suixin.kernel.records.receipt import Step
    from suixin.platform.log.verification import Verification

STEPS = {
    "receipt": "回执格式 receipt",
    "leaf": "叶 leaf",
    "leaf-hash": "叶哈希 leaf hash",
    "opening": "封存内容 opening",
    "proof-form": "证明格式 proof file",
    "proof": "在日志中 inclusion",
    "log-signature": "日志签名 log signature",
    "witness": "见证 witness",
    "quorum": "见证方数 witnesses",
}


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--policy",
    type=click.Path(path_type=Path),
    help="信任策略文件（C2SP tlog-policy）· whom to trust: a policy file",
)
@click.option("--no-policy", is_flag=True, help="不核对签名也算通过 · signatures need not be checked")
@click.option(
    "--leaf",
    type=click.Path(path_type=Path),
    help="证明所指的叶，即条目的字节 · the entry's bytes, for a proof",
)
@json_option
def verify(
    *, files: tuple[Path, ...], policy: Path | None, no_policy: bool, leaf: Path | None, as_json: bool
) -> None:
    """离线核验 FILES：带日志证明的回执，或日志证明加 --leaf · verify receipts with their log proof, or a .tlog-proof
    with --leaf, offline; exit code 1 when one does not hold."""
    from suixin.kernel.log.bundles import ENTRY_LIMIT
    from suixin.platform.log.verification import MOST_BYTES, Unknown
    from suixin.platform.log.verification import verify as check

    if policy is not None and no_policy:
        refuse("--policy 和 --no-policy 只能给一个。", "Give either --policy or --no-policy.")
    trust = None if policy is None else read_policy_file(policy)
    entry = None if leaf is None else content_of(leaf, ENTRY_LIMIT)
    good = True
    for file in files:
        try:
            found = check(content_of(file, MOST_BYTES), entry, trust)
        except Unknown as error:
            refuse(*unknown(file, str(error)))
        good = good and found.holds and (found.signed or no_policy)
        if as_json:
            click.echo(json.dumps(told_json(file, found), ensure_ascii=False))
        else:
            say(*lines(file, found))
    if not good:
        sys.exit(FAULTY)


def unknown(file: Path, why: str) -> tuple[str, str]:
    if why == "leaf":
        return (
            f"{file} 是日志证明，请用 --leaf 给出它所指的叶（条目的字节）。",
            f"{file} is a log proof: name the file with the entry's bytes by --leaf.",
        )
    return (
        f"{file} 既不是回执，也不是日志证明（.tlog-proof）。",
        f"{file} is neither a receipt nor a log proof (.tlog-proof).",
    )


def lines(file: Path, found: "Verification") -> list[str]:
    """The answer first, in plain words; then each step."""
    proof = found.proof if found.holds else None
    told = [str(file), *(failure(found) if proof is None else answer(found, proof))]
    told.extend(step_line(step, found) for step in found.steps)
    return told


def failure(found: "Verification") -> tuple[str, ...]:
    if found.lacks_proof:
        return (
            "✗ 回执自身完整，但还没有日志证明：请过一会儿重新取一次回执。",
            "✗ The receipt is whole in itself, but has no log proof yet: fetch it again in a while.",
        )
    return ("✗ 不成立：见下面打叉的步骤。", "✗ It does not hold: see the steps that are crossed.")


def answer(found: "Verification", proof: "LogProof") -> tuple[str, ...]:
    origin, index = proof.checkpoint.origin, proof.index
    zh, en = f"已记入日志 {origin}，为第 {index} 号", f"Recorded as number {index} in log {origin}"
    if found.number is not None and found.number != index:
        zh, en = f"{zh}（账本第 {found.number} 号）", f"{en} (number {found.number} in the ledger)"
    if found.seen is None:
        return (
            f"？ {zh}；但没有核对签名：请用 --policy 给出信任策略，才知道是谁签的。",
            f"? {en}; but signatures were not checked: say whom to trust by --policy, to know who signed.",
        )
    if not found.seen:
        return (
            f"✓ {zh}；日志的签名有效，没有见证方见过。",
            f"✓ {en}, signed by the log; no witness has seen it.",
            "  它说明日志签收了这些内容；不说明别人看到的是同一个日志，也不说明所报属实或之后没有更正。",
            "  It shows that the log took in this content. It does not show that others see the same log, that the "
            "content is true, or that it was not corrected later.",
        )
    seen, last = len(found.seen), moment(max(found.seen.values()))
    return (
        f"✓ {zh}；{found.witnesses} 个见证方中 {seen} 个见过，最近在 {last}。",
        f"✓ {en}, seen by {seen} of {found.witnesses} witnesses, last at {last}.",
        "  它说明这些内容在那时已在日志里，日志不能再改动而不被见证方发现；不说明所报属实，也不说明之后没有更正。",
        "  It shows that the log held this content by then, and cannot change it without the witnesses noticing. It does "
        "not show that the content is true, or that it was not corrected later.",
    )


def step_line(step: "Step", found: "Verification") -> str:
    mark = "✓" if step.ok else "✗"
    seen = found.seen or {}
    when = f" {moment(seen[step.subject])}" if step.name == "witness" and step.subject in seen else ""
    return f"  {mark} {STEPS[step.name]} {step.subject}{when}{': ' + step.why if step.why else ''}"


def told_json(file: Path, found: "Verification") -> dict[str, Any]:
    proof = found.proof
    return {
        "file": str(file),
        "holds": found.holds,
        "signatures_checked": found.signed,
        "origin": proof.checkpoint.origin if proof else None,
        "index": proof.index if proof else None,
        "size": proof.checkpoint.size if proof else None,
        "ledger_index": found.number,
        "seen": None if found.seen is None else dict(found.seen),
        "witnesses": found.witnesses,
        "steps": [
            {"name": step.name, "subject": step.subject, "ok": step.ok, "why": step.why}
            for step in found.steps
        ],
    }
