"""What others wrote is run against what Suixin wrote."""

from pathlib import Path

import pytest
from gotools import go_tool

TESSERA = "v1.0.4"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.interop)


@pytest.fixture(scope="session")
def fsck() -> Path:
    return go_tool(f"github.com/transparency-dev/tessera/cmd/fsck@{TESSERA}")


@pytest.fixture(scope="session")
def hammer() -> Path:
    return go_tool(f"github.com/transparency-dev/tessera/internal/hammer@{TESSERA}")
