"""The programmes that ship: valid, linked, and equal to what the parser reads in the real notice.

A person reviewed the reading and took two steps, named here: brackets are set full-width as the standard of
punctuation has it, and the programme bears the title of the plan, not of the letter that brings it.
"""

from pathlib import Path

import pytest

from suixin.kernel.programme.datafile import ProgrammeData, load
from suixin.kernel.programme.model import Programme, Target, Task
from suixin.kernel.programme.parser import parse

REPOSITORY = Path(__file__).resolve().parents[2]
FULL_WIDTH = str.maketrans("()", "（）")


def shipped(slug: str) -> ProgrammeData:
    return load(REPOSITORY / "programmes" / slug / "programme.toml")


@pytest.fixture(scope="module")
def read(policies: Path) -> Programme:
    return parse((policies / "guangzhou-2019-6.txt").read_text("utf-8"))


@pytest.fixture(scope="module")
def data() -> Programme:
    return shipped("guangzhou-2019").programme


def test_the_guangzhou_programme_has_its_five_groups_sixteen_tasks_and_four_safeguards(data):
    assert [task.number for task in data.tasks] == [str(number) for number in range(1, 17)]
    in_group = [len([task for task in data.tasks if task.group == f"g{n}"]) for n in range(1, 6)]
    assert in_group == [4, 4, 3, 3, 2]
    assert [group.number for group in data.groups] == list("一二三四五")
    assert [safeguard.number for safeguard in data.safeguards] == list("一二三四")


def test_every_target_that_serves_another_finds_it():
    for path in (REPOSITORY / "programmes").glob("*/programme.toml"):
        for target in load(path).serves.values():
            slug, _, identifier = target.partition("/")
            assert identifier in {found.id for found in shipped(slug).programme.targets}


def test_the_data_has_the_head_of_the_notice(read, data):
    for fact in ("number", "issuer", "signed_on", "issued_on", "published_on", "period"):
        assert getattr(data, fact) == getattr(read, fact), fact
    assert f"《{data.title}》" in read.title.translate(FULL_WIDTH)
    assert [(base.number, base.title) for base in data.bases] == [
        (base.number, base.title.translate(FULL_WIDTH)) for base in read.bases
    ]


def test_the_data_has_the_groups_of_the_notice(read, data):
    assert data.groups == read.groups


@pytest.mark.parametrize("kind", ["tasks", "safeguards"])
def test_the_data_has_the_units_and_duties_of_the_notice(read, data, kind):
    assert [facts(unit) for unit in getattr(data, kind)] == [facts(unit) for unit in getattr(read, kind)]


def test_the_data_has_the_targets_of_the_notice_in_its_order(read, data):
    assert [aim(target) for target in data.targets] == [aim(target) for target in read.targets]


def test_the_notice_leaves_nothing_for_a_person_to_settle(read):
    assert read.warnings == ()


def facts(unit: Task) -> tuple:
    duties = [(duty.leads, duty.supports, duty.others) for duty in unit.duties]
    return unit.id, unit.number, unit.title, unit.group, unit.due, duties


def aim(target: Target) -> tuple:
    return target.metric, target.op, target.value, target.unit, target.due, target.kind, target.task
