"""A witness in a folder of its own, and a log that it trusts."""

from collections.abc import Callable
from pathlib import Path

import pytest
from small_log import SmallLog
from small_witness import NAME, Reply, call

from suixin.platform.witness.keeping import open_witness, set_up
from suixin.platform.witness.serving import Application
from suixin.platform.witness.store import LogKey
from suixin.platform.witness.witnessing import Witness


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "witness"
    set_up(home, NAME)
    return home


@pytest.fixture
def witness(home: Path) -> Witness:
    return open_witness(home)


@pytest.fixture
def log(witness: Witness) -> SmallLog:
    """Trusted."""
    log = SmallLog()
    witness.store.add_log_key(LogKey(log.vkey, log.origin, 0))
    return log


@pytest.fixture
def post(witness: Witness) -> Callable[..., Reply]:
    application = Application(witness)
    return lambda body: call(application, "POST", "/add-checkpoint", getattr(body, "content", body))
