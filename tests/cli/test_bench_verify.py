"""`suixin bench verify`: a log of more than one part, read by processes side by side, and commitments added by them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from suixin.cli import main


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_small_run_verifies_both_kinds_and_leaves_nothing_behind(tmp_path: Path, monkeypatch, jobs):
    monkeypatch.setenv("SUIXIN_HOME", str(tmp_path))
    arguments = ["bench", "verify", "--leaves", "64000", "--commitments", "21000", "--jobs", str(jobs)]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["name"] for line in lines] == ["verify-open", "verify-confidential"]
    assert all(line["rate"] > 0 for line in lines)
    assert not any(tmp_path.iterdir())
