"""A started site as others meet its log: Tessera's fsck, its hammer that reads and adds, a reader in Python."""

from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path

import pytest
from started_log import StartedLog, started_log
from tessera import hammered, passed, said_by_fsck
from tlog_scales.backend import HttpBackend
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash

ADDED = 300


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedLog]:
    with started_log(tmp_path_factory.mktemp("site")) as started:
        yield started


@pytest.fixture(scope="module")
def access_key(log: StartedLog) -> str:
    log.suixin("person", "add", "li", "--name", "李", "--role", "reporter", "--organisation", "gz-gxj")
    return log.suixin("person", "key", "li", "--label", "load test").strip()


def test_hammer_adds_and_reads_and_fsck_passes(
    hammer: Path, fsck: Path, log: StartedLog, access_key: str, tmp_path: Path
) -> None:
    before = log.size
    writing = {"num_writers": 8, "max_write_ops": 200, "bearer_token_write": access_key, "leaf_min_size": 300}
    goal = {"leaf_write_goal": ADDED, "max_read_ops": 200}
    assert hammered(hammer, log.address, log.vkey, **writing, **goal) == ""
    assert log.size >= before + ADDED
    key = tmp_path / "log.vkey"
    key.write_text(log.vkey)
    assert passed(log.settled_size()) in said_by_fsck(fsck, log.address, key)


def test_what_was_added_is_found_where_the_answer_said(log: StartedLog, access_key: str) -> None:
    sent = "由别的程序写入".encode()
    index = log.add(sent, access_key)
    log.wait_until_it_has(index)
    reader = TilesReader(HttpBackend(log.address))
    checkpoint = reader.get_checkpoint()
    checkpoint.verify(Vkey.from_string(log.vkey))
    entry = reader.get_entry(index)
    assert b64encode(sent) in entry
    reader.get_inclusion_proof(index, checkpoint.size).check(leaf_hash(entry), checkpoint.root_hash)
