"""The storeys are kept by import-linter: an import that goes where it must not is found in a copy of the package."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LINT = Path(sys.executable).with_name("lint-imports")


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("house")
    ours = shutil.ignore_patterns("__pycache__", "static", "locale", "templates")
    shutil.copytree(REPOSITORY / "suixin", root / "suixin", ignore=ours)
    shutil.copy(REPOSITORY / "pyproject.toml", root)
    for path in ("engines/bookings", "scenes/tourism"):
        folder = root / "suixin" / path
        folder.mkdir()
        (folder / "__init__.py").touch()
    return root


def lint(root: Path) -> tuple[int, str]:
    result = subprocess.run(
        [LINT, "--no-cache"],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.returncode, result.stdout


def test_the_package_keeps_its_storeys(house):
    code, output = lint(house)
    assert code == 0, output


@pytest.mark.parametrize(
    ("path", "line", "contract"),
    [
        ("kernel/records/planted.py", "import django", "the kernel knows no framework"),
        ("kernel/log/planted.py", "import suixin.kernel.records", "kernel: statistics > programme"),
        ("platform/api/planted.py", "import suixin.engines.programmes", "site > scenes > engines"),
        ("engines/bookings/planted.py", "import suixin.engines.programmes", "engines never import"),
        ("scenes/tourism/planted.py", "import suixin.scenes.experience_centres", "scenes never import"),
    ],
)
def test_a_planted_import_is_found(house, path, line, contract):
    planted = house / "suixin" / path
    planted.write_text(f"{line}\n")
    try:
        code, output = lint(house)
    finally:
        planted.unlink()
    assert code == 1
    assert any(each.startswith(contract) and each.endswith("BROKEN") for each in output.splitlines()), output
