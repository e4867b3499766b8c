"""The house rules: the tree that ships keeps them, and each planted violation is found where it is."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from suixin.check import findings
from suixin.check.house import House
from suixin.cli import main

REPOSITORY = Path(__file__).resolve().parents[2]
SCENE = "suixin/scenes/experience_centres"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A small house that keeps every rule: one scene, its programme, the map of its rooms."""
    for folder in (SCENE, "programmes"):
        shutil.copytree(REPOSITORY / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for room in ("kernel", "platform", "engines", "scenes"):
        write(tmp_path / "suixin" / room / "__init__.py", "")
    rooms = "`scenes/experience_centres/`"
    write(
        tmp_path / "docs" / "rooms.md",
        f"# Rooms\n\n{rooms} is described in [its own page]({'../' + SCENE}/README.md).\n",
    )
    write(tmp_path / "requirements" / "run.lock", "click==8.1.0 \\\n    --hash=sha256:00\n")
    return tmp_path


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def found(tree: Path) -> set[tuple[str, str]]:
    return {(rule, finding.path) for rule, finding in findings(House(tree))}


def test_a_tree_that_keeps_the_rules_has_no_findings(tree):
    assert findings(House(tree)) == []


def test_a_manifest_may_name_a_desk(tree):
    change(
        tree / SCENE / "scene.toml", "version = 1", 'version = 1\ndesk = "suixin.platform.accounts.desk:desk"'
    )
    assert findings(House(tree)) == []


def plant_name(tree):
    change(tree / SCENE / "scene.toml", 'id = "experience_centres"', 'id = "centres"')


def plant_task(tree):
    change(tree / SCENE / "scene.toml", 'task = "16"', 'task = "17"')


def plant_language(tree):
    change(tree / SCENE / "scene.toml", 'zh-hant = "信息消費體驗中心", ', "")


def plant_role(tree):
    change(tree / SCENE / "scene.toml", '"company"', '"mayor"')


def plant_desk(tree):
    change(
        tree / SCENE / "scene.toml",
        "version = 1",
        'version = 1\ndesk = "suixin.platform.accounts.desk:nobody"',
    )


def plant_undeclared_schema(tree):
    write(tree / SCENE / "records" / "stray.schema.json", "{}")


def plant_no_visibility(tree):
    change(tree / SCENE / "records/centre.month.schema.json", '"x-visibility": "public",', "")


def plant_untitled(tree):
    change(tree / SCENE / "records/centre.month.schema.json", '"en": "Visits"', '"en": ""')


def plant_bad_sample(tree):
    change(tree / SCENE / "samples/centre.month.valid.json", '"visits": 3120', '"visits": "many"')


def plant_passing_invalid_sample(tree):
    change(tree / SCENE / "samples/centre.month.invalid.json", '"2020-13"', '"2020-12"')


def plant_programme_fault(tree):
    change(tree / "programmes/guangzhou-2019/programme.toml", 'group = "g5"', 'group = "g6"')


def plant_unknown_body(tree):
    change(tree / "programmes/guangzhou-2019/programme.toml", "市教育局", "市教育厅")


def plant_lost_target(tree):
    change(tree / "programmes/guangzhou-2019/programme.toml", "guangdong-2018/4k-users", "guangdong-2018/8k")


FORMS = "programmes/guangzhou-2019/collections"


def plant_form_with_a_lost_item(tree):
    change(tree / FORMS / "district-month.toml", "D02 <= D01", "D02 <= D99")


def plant_form_half_said(tree):
    change(tree / FORMS / "district-month.toml", ', en = "Experience centres" }', " }")


def plant_unknown_reviewer(tree):
    change(tree / FORMS / "district-month.toml", "gz-tjj", "gz-nobody")


def plant_form_of_another_name(tree):
    (tree / FORMS / "district-month.toml").rename(tree / FORMS / "districts.toml")


INDICATOR = """
id = "visits"
version = 1
titles = { zh-hans = "接待人次", zh-hant = "接待人次", en = "Visits" }
about = { zh-hans = "接待人次。", zh-hant = "接待人次。", en = "Visits." }
unit = "人次"
frequency = "month"
aggregate = "sum"
breakdowns = [["district"]]

[source]
form = "district-month"
items = ["D22"]
"""


def plant_indicator_of_a_lost_item(tree):
    write(tree / "programmes/guangzhou-2019/indicators/visits.toml", INDICATOR.replace("D22", "D99"))


def plant_engine_without_manifest(tree):
    write(tree / "suixin/engines/bookings/__init__.py", "")


def plant_unmapped_room(tree):
    change(tree / "docs/rooms.md", "`scenes/experience_centres/`", "The scene")


def plant_dead_link(tree):
    write(tree / "README.md", "See [the map](docs/map.md).\n")


def plant_long_file(tree):
    write(tree / "suixin/kernel/long.py", "x = 1\n" * 501)


def plant_utils(tree):
    write(tree / "suixin/kernel/utils.py", "x = 1\n")


def plant_address(tree):
    write(tree / "requirements/run.lock", "click @ https://mirror.example/click.whl --hash=sha256:00\n")


def plant_unhashed(tree):
    write(tree / "requirements/run.lock", "click==8.1.0\n")


def plant_vendored(tree):
    folder = tree / "suixin/platform/ui/static/vendor"
    write(folder / "lib-1/lib.js", "changed")
    listing = '[[package]]\nname = "lib"\nversion = "1"\nlicence = "MIT"\nfiles = { "lib.js" = { sha256 = "00" } }\n'
    write(folder / "vendor.toml", listing)


def plant_untranslated(tree):
    catalogue = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "任务"\nmsgstr ""\n'
    )
    write(tree / "suixin/platform/ui/locale/en/LC_MESSAGES/django.po", catalogue)
    write(tree / "suixin/platform/ui/locale/en/LC_MESSAGES/django.mo", "")


@pytest.mark.parametrize(
    ("plant", "rule", "path"),
    [
        (plant_name, "scenes", f"{SCENE}/scene.toml"),
        (plant_task, "scenes", f"{SCENE}/scene.toml"),
        (plant_language, "scenes", f"{SCENE}/scene.toml"),
        (plant_role, "scenes", f"{SCENE}/scene.toml"),
        (plant_desk, "scenes", f"{SCENE}/scene.toml"),
        (plant_undeclared_schema, "scenes", f"{SCENE}/records/stray.schema.json"),
        (plant_no_visibility, "schemas", f"{SCENE}/records/centre.month.schema.json"),
        (plant_untitled, "schemas", f"{SCENE}/records/centre.month.schema.json"),
        (plant_bad_sample, "samples", f"{SCENE}/samples/centre.month.valid.json"),
        (plant_passing_invalid_sample, "samples", f"{SCENE}/samples/centre.month.invalid.json"),
        (plant_programme_fault, "programmes", "programmes/guangzhou-2019/programme.toml"),
        (plant_unknown_body, "programmes", "programmes/guangzhou-2019/programme.toml"),
        (plant_lost_target, "programmes", "programmes/guangzhou-2019/programme.toml"),
        (plant_form_with_a_lost_item, "collections", f"{FORMS}/district-month.toml"),
        (plant_form_half_said, "collections", f"{FORMS}/district-month.toml"),
        (plant_unknown_reviewer, "collections", f"{FORMS}/district-month.toml"),
        (plant_form_of_another_name, "collections", f"{FORMS}/districts.toml"),
        (
            plant_indicator_of_a_lost_item,
            "collections",
            "programmes/guangzhou-2019/indicators/visits.toml",
        ),
        (plant_engine_without_manifest, "engines", "suixin/engines/bookings"),
        (plant_unmapped_room, "rooms", "docs/rooms.md"),
        (plant_dead_link, "links", "README.md"),
        (plant_long_file, "size", "suixin/kernel/long.py"),
        (plant_utils, "size", "suixin/kernel/utils.py"),
        (plant_address, "locks", "requirements/run.lock"),
        (plant_unhashed, "locks", "requirements/run.lock"),
        (plant_vendored, "vendored", "suixin/platform/ui/static/vendor/lib-1/lib.js"),
        (plant_untranslated, "translations", "suixin/platform/ui/locale/en/LC_MESSAGES/django.po"),
    ],
)
def test_a_planted_violation_is_found(tree, plant, rule, path):
    plant(tree)
    assert (rule, path) in found(tree)


def test_an_indicator_that_fits_its_form_has_no_findings(tree):
    write(tree / "programmes/guangzhou-2019/indicators/visits.toml", INDICATOR)
    assert findings(House(tree)) == []


def test_the_command_tells_all_findings_at_once_and_fails(tree):
    plant_dead_link(tree)
    plant_utils(tree)
    result = CliRunner().invoke(main, ["check", "--root", str(tree), "--json"])
    assert result.exit_code == 1
    assert {(row["rule"], row["path"]) for row in json.loads(result.output)} == {
        ("links", "README.md"),
        ("size", "suixin/kernel/utils.py"),
    }


def test_one_rule_can_be_asked_alone(tree):
    plant_dead_link(tree)
    assert CliRunner().invoke(main, ["check", "--root", str(tree), "--rule", "size"]).exit_code == 0
