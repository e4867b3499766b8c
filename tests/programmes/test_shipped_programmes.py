"""The programmes that ship: valid, linked, and equal to what the parser reads in the real notice."""

import os
from pathlib import Path

import pytest

from suixin.kernel.programme.datafile import ProgrammeData, load
from suixin.kernel.programme.model import Programme
from suixin.kernel.programme.parser import parse

REPOSITORY = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("SUIXIN_SHARED") or REPOSITORY.parent / "shared")
NOTICE = SHARED / "policies" / "guangzhou-2019-6.txt"

needs_notice = pytest.mark.skipif(not NOTICE.exists(), reason=f"the real notice is not at {NOTICE}")


def shipped(slug: str) -> ProgrammeData:
    return load(REPOSITORY / "programmes" / slug / "programme.toml")


@pytest.fixture(scope="module")
def read() -> Programme:
    return parse(NOTICE.read_text("utf-8"))


def test_the_guangzhou_programme_has_its_five_groups_sixteen_tasks_and_four_safeguards():
    programme = shipped("guangzhou-2019").programme
    assert [task.number for task in programme.tasks] == [str(number) for number in range(1, 17)]
    assert [len([task for task in programme.tasks if task.group == f"g{n}"]) for n in range(1, 6)] == [
        4,
        4,
        3,
        3,
        2,
    ]
    assert [group.number for group in programme.groups] == list("一二三四五")
    assert [safeguard.number for safeguard in programme.safeguards] == list("一二三四")


def test_every_target_that_serves_another_finds_it():
    for path in (REPOSITORY / "programmes").glob("*/programme.toml"):
        for target in load(path).serves.values():
            slug, _, identifier = target.partition("/")
            assert identifier in {found.id for found in shipped(slug).programme.targets}


@needs_notice
def test_the_data_has_the_facts_of_the_notice(read):
    data = shipped("guangzhou-2019").programme
    assert (data.number, data.issuer) == (read.number, read.issuer)
    assert (data.signed_on, data.issued_on, data.published_on) == (
        read.signed_on,
        read.issued_on,
        read.published_on,
    )
    assert data.period == read.period
    assert [basis.number for basis in data.bases] == [basis.number for basis in read.bases]
    assert [(g.number, g.title) for g in data.groups] == [(g.number, g.title) for g in read.groups]


@needs_notice
@pytest.mark.parametrize("kind", ["tasks", "safeguards"])
def test_the_data_has_the_duties_of_the_notice(read, kind):
    assert duties(shipped("guangzhou-2019").programme, kind) == duties(read, kind)


@needs_notice
def test_the_data_has_the_numeric_targets_of_the_notice(read):
    assert numeric(shipped("guangzhou-2019").programme) == numeric(read)


def duties(programme: Programme, kind: str) -> list[tuple]:
    groups = {group.id: group.number for group in programme.groups}
    return [
        (
            task.number,
            task.title,
            groups.get(task.group),
            [(duty.leads, duty.supports, duty.others) for duty in task.duties],
        )
        for task in getattr(programme, kind)
    ]


def numeric(programme: Programme) -> set[tuple]:
    return {
        (target.metric, target.op, target.value, target.unit, target.due)
        for target in programme.targets
        if target.value is not None
    }
