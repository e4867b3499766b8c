"""`suixin bench log` measures the whole log quickly, and says each line as JSON."""

import json
import os
import subprocess
import sys
from pathlib import Path

from started_site import LIMIT


def test_a_small_run_prints_each_rate_with_its_machine_and_leaves_nothing_behind(tmp_path: Path):
    result = subprocess.run(
        [sys.executable, "-m", "suixin", "bench", "log", "--leaves", "2000"],
        env=os.environ | {"SUIXIN_HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=LIMIT,
        check=True,
    )
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    names = {line["name"] for line in lines}
    assert names >= {
        "limit-disk-sync",
        "limit-sha256-hashlib",
        "log-append-and-integrate",
        "log-integrate",
        "log-fsck-by-2",
        "log-inclusion-proof",
        "log-submit-100",
    }
    for line in lines:
        assert line["rate"] > 0 and 0 < line["median"] <= line["p95"] and line["peak_memory"] > 0
        assert line["limit"] and set(line["machine"]) == {"cpu", "cores", "python"}
    assert not list(tmp_path.iterdir())
