"""Tessera's programs against a started site: its log over HTTP, and its growth."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from started_log import StartedLog, started_log
from tessera import hammered, passed, said_by_fsck


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StartedLog]:
    with started_log(tmp_path_factory.mktemp("site")) as started:
        yield started


def test_fsck_passes_the_log_of_a_site(fsck: Path, log: StartedLog, tmp_path: Path) -> None:
    key = tmp_path / "log.vkey"
    key.write_text(log.vkey)
    assert passed(log.size) in said_by_fsck(fsck, log.address, key)


def test_hammer_reads_while_people_are_entered(hammer: Path, log: StartedLog) -> None:
    with ThreadPoolExecutor() as beside:
        complaints = beside.submit(
            hammered, hammer, log.address, log.vkey, leaf_write_goal=2, max_read_ops=100
        )
        log.suixin("person", "add", "wang", "--name", "王", "--role", "auditor")
        log.suixin("person", "add", "li", "--name", "李", "--role", "auditor")
        assert complaints.result() == ""
