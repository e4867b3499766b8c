"""Services to anchor with, as the tests get them."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from anchor_services import Authority, Evm, answering, key_file


@pytest.fixture(scope="module")
def authority_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl on this machine")
    folder = tmp_path_factory.mktemp("authority")
    Authority(folder).make()
    return folder


@pytest.fixture
def authority(authority_files: Path) -> Iterator[Authority]:
    found = Authority(authority_files)
    with answering(found.answer) as found.url:
        yield found


@pytest.fixture
def evm() -> Iterator[Evm]:
    chain = Evm()
    with answering(chain.answer) as chain.url:
        yield chain


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Of the one who deploys."""
    return key_file(tmp_path / "owner.key", b"\x01" * 32)
