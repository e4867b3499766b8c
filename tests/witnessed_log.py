"""A log as the running process leaves it, cosigned by witnesses whose keys are here; and receipts with their proof."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.cosignature import Cosigner, Ed25519Cosigner, MLDSA44Cosigner, cosignature
from suixin.platform.ledger.entries import receipt_of
from suixin.platform.ledger.leaves import LedgerLeaves
from suixin.platform.ledger.reading import access_row
from suixin.platform.log.models import Log, WitnessSeen
from suixin.platform.log.running import Runner
from suixin.platform.log.shown import proof_of

HOST = "city.example"
TIME = int(datetime(2026, 11, 24, 8, 30, tzinfo=UTC).timestamp())
WITNESSES: Sequence[Cosigner] = (
    *(Ed25519Cosigner(f"w{number}.example", bytes([number]) * 32) for number in range(1, 5)),
    MLDSA44Cosigner("w5.example", bytes([5]) * 32),
)
NAMES = ("统计局", "审计局", "档案馆", "公证处", "大学")  # a name in a policy may be any word


def policy(quorum: int = 3) -> bytes:
    lines = [
        f"witness {name} {each.text} https://{each.name}" for name, each in zip(NAMES, WITNESSES, strict=True)
    ]
    return "\n".join([*lines, f"group 见证 {quorum} {' '.join(NAMES)}", "quorum 见证", ""]).encode()


def publish(home: Path) -> Log:
    """All records of the ledger, signed by the log alone."""
    Runner(home, HOST, LedgerLeaves(), required=False).finish()
    return Log.objects.order_by("-first").first()


def witness(log: Log, signed: Sequence[int] = (0, 1, 2), behind: Sequence[int] = (), quorum: int = 3) -> Log:
    """The signed checkpoint cosigned by some of the five; those `behind` have seen one leaf less."""
    _checkpoint, note = read_signed_checkpoint(bytes(log.signed_note))
    note = note.with_signatures([cosignature(WITNESSES[each], note.text, TIME + each) for each in signed])
    log.policy = policy(quorum)
    log.published_note = note.content
    log.witnessed_size = log.published_size if len(signed) >= quorum else 0
    log.save()
    for place, (name, each) in enumerate(zip(NAMES, WITNESSES, strict=True)):
        size = log.published_size - (place in behind) if place in (*signed, *behind) else 0
        state = {
            "key_name": each.name,
            "size": size,
            "time": datetime.fromtimestamp(TIME + place, UTC) if size else None,
            "problem": "" if place in signed else "timed out",
        }
        WitnessSeen.objects.update_or_create(log=log, name=name, defaults=state)
    return log


def receipt_file(record: int, /, **changes: object) -> bytes:
    """As the download will have it, with members changed, or left out where None."""
    proof = proof_of(record)
    members = receipt_of(access_row(record)).as_json()
    members["proof"] = None if proof is None else proof.content.decode()
    members |= changes
    return json.dumps(
        {name: value for name, value in members.items() if value is not None}, ensure_ascii=False, indent=2
    ).encode()
