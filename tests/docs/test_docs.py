"""The documents tell of everything that can be run or set: each command, option, record type, rule and room."""

import re
from pathlib import Path

import click
import pytest

from suixin.check import RULES
from suixin.check.house import House
from suixin.cli import main

REPOSITORY = Path(__file__).resolve().parents[2]
README = (REPOSITORY / "README.md").read_text("utf-8")
CHINESE = (REPOSITORY / "README.zh.md").read_text("utf-8")


@pytest.mark.parametrize("name", sorted(main.commands))
@pytest.mark.parametrize("readme", [README, CHINESE], ids=["english", "chinese"])
def test_each_command_is_in_both_readmes_with_what_is_under_it(name, readme):
    row = next(line for line in readme.splitlines() if line.startswith(f"| `suixin {name}` |"))
    command = main.commands[name]
    for under in command.commands if isinstance(command, click.Group) else ():
        assert f"`{under}`" in row


@pytest.mark.parametrize("name", sorted(main.commands))
def test_each_command_says_what_it_is_for(name):
    command = main.commands[name]
    assert command.help
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.name}"


@pytest.mark.parametrize("readme", [README, CHINESE], ids=["english", "chinese"])
def test_each_setting_is_in_both_readmes(readme):
    source = (REPOSITORY / "suixin" / "site" / "options.py").read_text("utf-8")
    settings = set(re.findall(r"SUIXIN_[A-Z_]+", source))
    assert settings == set(re.findall(r"\| `(SUIXIN_[A-Z_]+)` \|", readme))


@pytest.mark.parametrize("manifest", House(REPOSITORY).scenes, ids=lambda each: each.folder.name)
def test_each_record_type_of_a_scene_is_in_its_page(manifest):
    page = (manifest.folder / "README.md").read_text("utf-8")
    for record in manifest.records:
        assert f"`{record.type}`" in page


def test_each_dependency_has_its_reason():
    reasons = (REPOSITORY / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8")
    for name in ("run.in", "dev.in"):
        for line in (REPOSITORY / "requirements" / name).read_text("utf-8").splitlines():
            package = re.match(r"[a-z0-9][a-z0-9-]*", line)
            if package:
                assert re.search(rf"\b{re.escape(package[0])}\b", reasons), package[0]


@pytest.mark.parametrize("rule", RULES)
def test_each_house_rule_is_explained(rule):
    text = (REPOSITORY / "docs" / "house-rules.md").read_text("utf-8")
    assert f"| `{rule}` |" in text


def test_each_page_that_code_and_pages_name_is_there():
    files = [
        *(REPOSITORY / "suixin").rglob("*.py"),
        *REPOSITORY.glob("*.md"),
        *(REPOSITORY / "docs").glob("*.md"),
    ]
    for path in files:
        text = path.read_text("utf-8")
        for name in re.findall(r"\bdocs/[a-z0-9/-]+\.md", text):
            assert (REPOSITORY / name).exists(), f"{path}: {name}"
