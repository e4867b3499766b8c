"""The real notices: what is in each of them, counted by reading, and that every fact points at its words."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from suixin.kernel.programme.model import DeclaredBy, OtherRole, Programme
from suixin.kernel.programme.parser import parse


@dataclass(frozen=True)
class Facts:
    """`leads` and the like count names over all duties."""

    number: str
    issuer: str
    dates: tuple[str | None, str | None, str | None]  # signed, printed, published
    groups: str  # their numbers
    tasks: int
    safeguards: int
    duties: int
    leads: int
    supports: int
    others: int
    targets: int
    numeric: int
    warnings: dict[str, int]


NOTICES = {
    "guangzhou-2019-6": Facts(
        "穗工信〔2019〕6号", "广州市工业和信息化局", ("2019-08-26", "2019-08-27", "2019-08-30"),
        "一二三四五", 16, 4, 21, 23, 15, 0, 12, 3, {},
    ),
    "国办发2018-117": Facts(
        "国办发〔2018〕117号", "国务院办公厅", ("2018-12-06", None, "2018-12-10"),
        "", 30, 0, 30, 19, 4, 27, 0, 0, {"published-conflict": 1, "no-lead": 1},
    ),
    "国办发2018-121": Facts(
        "国办发〔2018〕121号", "国务院办公厅", ("2018-12-11", None, "2018-12-21"),
        "二三四", 14, 2, 21, 2, 0, 63, 7, 3, {"published-conflict": 1, "no-lead": 1},
    ),
    "国办发2018-126": Facts(
        "国办发〔2018〕126号", "国务院办公厅", ("2018-12-23", None, "2019-01-08"),
        "一二三五", 17, 2, 17, 0, 0, 43, 0, 0, {"published-conflict": 1, "count-mismatch": 2},
    ),
    "国办发2019-4": Facts(
        "国办发〔2019〕4号", "国务院办公厅", ("2019-01-16", None, "2019-01-30"),
        "二三四", 11, 5, 0, 0, 0, 0, 13, 0, {"published-conflict": 1, "no-duties": 1, "table-unread": 1},
    ),
    "国发2018-39": Facts(
        "国发〔2018〕39号", "国务院", ("2018-11-16", None, "2018-12-05"),
        "一二三四", 11, 4, 15, 11, 25, 6, 0, 0, {"published-conflict": 1, "first-leads": 1, "no-lead": 1},
    ),
    "国发2019-3": Facts(
        "国发〔2019〕3号", "国务院", ("2019-01-12", None, "2019-01-25"),
        "一二三四五", 21, 1, 21, 21, 30, 0, 4, 0, {"published-conflict": 1, "first-leads": 1},
    ),
    "国发2019-5": Facts(
        "国发〔2019〕5号", "国务院", ("2019-01-27", None, "2019-02-15"),
        "三", 7, 3, 0, 0, 0, 0, 11, 0, {"published-conflict": 1, "no-duties": 1},
    ),
}  # fmt: skip

everywhere = pytest.mark.parametrize("name", NOTICES)


@pytest.fixture(scope="module")
def text_of(policies: Path):
    return {name: (policies / f"{name}.txt").read_text("utf-8") for name in NOTICES}.__getitem__


@everywhere
def test_the_facts_of_a_notice_are_those_counted_in_it(name, text_of):
    assert counted(parse(text_of(name))) == NOTICES[name]


@everywhere
def test_every_fact_points_at_its_words(name, text_of):
    text = text_of(name)
    programme = parse(text)
    units = [*programme.tasks, *programme.safeguards]
    for fact in [*programme.targets, *units, *(duty for unit in units for duty in unit.duties)]:
        assert text[fact.source.start : fact.source.end] == fact.text


@everywhere
def test_crlf_and_half_width_print_change_no_fact(name, text_of):
    half = str.maketrans("（）：；，", "():;,")
    changed = text_of(name).translate(half).replace("\n", "\r\n")
    assert counted(parse(changed)) == NOTICES[name]


def test_item_nine_of_guangzhou_has_two_duties_each_for_its_own_sentences(text_of):
    text = text_of("guangzhou-2019-6")
    first, second = parse(text).tasks[8].duties
    assert first.leads == ("市商务局", "市工业和信息化局") and second.leads == ("市工业和信息化局",)
    assert text[first.covers.start : first.covers.end].endswith("积极发展“新零售”")
    assert text[second.covers.start : second.covers.end].startswith("推动工业企业")


def test_a_column_of_guiding_departments_gives_guides_and_no_leads(text_of):
    tasks = parse(text_of("国办发2018-126")).tasks
    assert {duty.declared_by for task in tasks for duty in task.duties} == {DeclaredBy.TABLE}
    assert {other.role for task in tasks for duty in task.duties for other in duty.others} == {
        OtherRole.GUIDE
    }
    assert [task.number for task in tasks] == [*map(str, range(1, 15)), "21", "22", "23"]


def test_the_declared_first_leads_serves_all_below_it(text_of):
    for name in ("国发2018-39", "国发2019-3"):
        first, *below = parse(text_of(name)).tasks
        assert first.duties[0].declared_by is DeclaredBy.BRACKET
        assert {task.duties[0].declared_by for task in below} == {DeclaredBy.DOCUMENT}
        assert all(len(task.duties[0].leads) == 1 for task in below)


def test_the_output_of_an_industry_is_read_to_the_yuan(text_of):
    found = next(target for target in parse(text_of("国办发2018-121")).targets if target.unit == "元")
    assert (found.metric, found.value, found.due) == (
        "体育竞赛表演产业总规模",
        Decimal(2_000_000_000_000),
        "2025",
    )


def counted(programme: Programme) -> Facts:
    duties = [duty for unit in (*programme.tasks, *programme.safeguards) for duty in unit.duties]
    dates = (programme.signed_on, programme.issued_on, programme.published_on)
    return Facts(
        number=programme.number,
        issuer=programme.issuer,
        dates=tuple(day and day.isoformat() for day in dates),
        groups="".join(group.number for group in programme.groups),
        tasks=len(programme.tasks),
        safeguards=len(programme.safeguards),
        duties=len(duties),
        leads=sum(len(duty.leads) for duty in duties),
        supports=sum(len(duty.supports) for duty in duties),
        others=sum(len(duty.others) for duty in duties),
        targets=len(programme.targets),
        numeric=sum(target.value is not None for target in programme.targets),
        warnings=dict(Counter(warning.code for warning in programme.warnings)),
    )
