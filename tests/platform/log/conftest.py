"""A city's folder, a ledger in memory, and what runs a log of it."""

from pathlib import Path

import pytest
from memory_ledger import Ledger

from suixin.platform.log.running import Runner


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.SUIXIN_HOME = tmp_path
    return tmp_path


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def runner(home: Path, ledger: Ledger) -> Runner:
    return Runner(home, "city.example", ledger, required=False)
