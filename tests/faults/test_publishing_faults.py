"""Figures come out right whatever happens to who publishes them: killed at any step, no room on the disk, two at once. No
release comes out twice, and what spoilt files there are does no harm."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.faults
PROGRAM = Path(__file__).parent / "publishing.py"
LIMIT = 900  # seconds; on a busy machine
INDICATORS = 2


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    environment = os.environ | {"SUIXIN_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "suixin.site.settings"}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, env=environment, check=True, timeout=LIMIT)
    return folder


@pytest.fixture
def run(empty: Path, tmp_path: Path):
    home = shutil.copytree(empty, tmp_path / "home")

    def told(kind: str) -> dict:
        found = subprocess.run(
            [sys.executable, str(PROGRAM), kind],
            env=os.environ | {"SUIXIN_HOME": str(home)},
            capture_output=True,
            text=True,
            timeout=LIMIT,
            check=False,
        )
        assert found.returncode == 0, found.stderr[-3000:]
        return json.loads(found.stdout)

    return told


def assert_right(told: dict, releases: int) -> None:
    assert told["values"] == told["expected"]
    assert set(told["units"].values()) == {told["reports"]}
    assert told["alarms"] == []
    assert told["releases"] == releases


def test_killed_at_any_step_the_next_process_publishes_the_same_and_once(run):
    told = run("kills")
    for number, each in enumerate(told["rounds"], 1):
        assert each["second"] == "0", each
        assert_right(each, number * INDICATORS)
    assert [each["first"] for each in told["rounds"]][-1] == "0"
    assert {each["first"] for each in told["rounds"][:-1]} == {"killed"}
    assert len(told["rounds"]) > 10  # there were steps to be killed at
    assert told["rubbish"] == []
    assert told["holds"]


def test_without_room_on_the_disk_nothing_is_published_and_with_room_everything_is(run):
    told = run("full")
    assert told["first"] == "0"
    assert (told["between"]["releases"], told["between"]["alarms"]) == (0, ["unexpected"] * INDICATORS)
    assert told["second"] == "0"
    assert_right(told["after"], INDICATORS)
    assert told["holds"]


def test_two_processes_at_once_publish_each_change_once(run):
    told = run("together")
    for number, each in enumerate(told["rounds"], 1):
        assert each["codes"] == ["0", "0"]
        assert_right(each, number * INDICATORS)
    assert told["holds"]
