"""How fast records are stored: one by one, each durable before the next, and 10,000 in one call; in a database of
its own under SUIXIN_HOME. Single submits are bound by the disk's sync, which is measured beside them."""

import json
import os
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from suixin.commands.measure import open_database, result, scratch_home, timed

SINGLES = 300
BATCH = 10_000
BATCH_RUNS = 3


@click.command("submit")
def bench_submit() -> None:
    """单条与批量提交 · single and batch submits, as JSON lines."""
    with scratch_home() as folder:
        for result in measure(folder):
            click.echo(json.dumps(result, ensure_ascii=False))


def measure(folder: Path) -> list[dict[str, Any]]:
    open_database()
    from suixin.platform.ledger import declarations
    from suixin.platform.ledger.actor import Actor
    from suixin.platform.ledger.submit import Submission, submit

    actor = Actor.system("benchmark")
    syncs = timed(sync_of(folder / "sync"), SINGLES)
    with declarations.using(bench_house(folder)):
        note = Submission("bench.note", {"district": "440105", "month": "2019-03", "households": 1234})
        sales = Submission("bench.sales", {"district": "440105", "month": "2019-03", "sales": "1234.50"})
        submit([note], actor)
        single = timed(lambda: submit([note], actor), SINGLES)
        plain = timed(lambda: submit([note] * BATCH, actor), BATCH_RUNS)
        measured = timed(lambda: submit([sales] * BATCH, actor), BATCH_RUNS)
    limit = f"disk: {1 / statistics.median(syncs):.0f} write+fdatasync/s of 4 KiB here"
    return [
        result("submit-single", 1, "records/s", single, limit),
        result("submit-batch-10000", BATCH, "records/s", plain, "processor: Python and SQLite"),
        result(
            "submit-batch-10000-with-measure",
            BATCH,
            "records/s",
            measured,
            "processor: two secp256k1 multiplications a measure",
        ),
    ]


def bench_house(folder: Path) -> Any:
    """Two record types made for this: all public, and with a confidential measure."""
    from suixin.platform.ledger import declarations

    public = {"type": "string", "x-visibility": "public"}
    shape = {"x-version": 1, "title": "基准", "type": "object", "additionalProperties": False}
    properties = {"district": public, "month": public}
    count = {"type": "integer", "minimum": 0, "x-visibility": "public"}
    amount = {"type": "string", "x-visibility": "confidential", "x-measure": {"scale": 2, "unit": "万元"}}
    room = folder / "bench"
    room.mkdir()
    (room / "note.json").write_text(json.dumps({**shape, "properties": {**properties, "households": count}}))
    (room / "sales.json").write_text(json.dumps({**shape, "properties": {**properties, "sales": amount}}))
    blocks = (
        f'[[record]]\ntype = "bench.{n}"\nschema = "{n}.json"\nsubmitters = []\n' for n in ("note", "sales")
    )
    (room / "room.toml").write_text("".join(blocks))
    return declarations.build_house([room])


def sync_of(path: Path) -> Callable[[], object]:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT)

    def write_and_sync() -> None:
        os.pwrite(handle, b"\0" * 4096, 0)
        os.fdatasync(handle)

    return write_and_sync
