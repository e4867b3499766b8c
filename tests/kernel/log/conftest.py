import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="session")
def vectors() -> Path:
    """Other people's test vectors. They are no part of the repository: without them the tests on them are skipped."""
    folder = Path(os.environ.get("SUIXIN_SHARED") or REPOSITORY.parent / "shared") / "vectors" / "log"
    if not folder.is_dir():
        pytest.skip(f"other people's vectors are not at {folder}; name the folder above in SUIXIN_SHARED")
    return folder
