"""A city's folder that is empty at first."""

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.SUIXIN_HOME = tmp_path
    return tmp_path
