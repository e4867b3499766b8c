"""The log's process, the site's, or all of them are killed under load: what was answered is in the ledger and in the log,
and nobody has ever seen two histories. `kill_loop.py` does it as often as one likes."""

import random
import time
from pathlib import Path

import pytest
from kill_loop import ALL, LOG, SITE, KilledSite

pytestmark = pytest.mark.faults

KILLS = (LOG, SITE, LOG, ALL, LOG, LOG)
CHECKED = (3, 5)  # after these; the others come while it starts, or in the middle of a round


def test_killed_at_random_moments_it_loses_nothing_and_signs_one_history(tmp_path: Path):
    with KilledSite(tmp_path / "home") as site:
        for number, what in enumerate(KILLS):
            time.sleep(random.uniform(0.0, 0.5))
            site.kill(what)
            if number in CHECKED:
                site.check()
        assert site.status()["alarms"] == [] or site.status()["alarms"][0]["code"] == "no-quorum"
    assert site.answered and len({head.size for head in site.seen}) > 3
