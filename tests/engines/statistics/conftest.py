"""A city's folder that is empty at first."""

from pathlib import Path

import pytest
from published_city import PublishedCity


@pytest.fixture
def home(tmp_path: Path, settings) -> Path:
    settings.SUIXIN_HOME = tmp_path
    return tmp_path


@pytest.fixture
def city(home: Path, db) -> PublishedCity:
    return PublishedCity(home)
