"""A programme as data: what it gives, and how it tells of everything that is wrong at once."""

from decimal import Decimal

import pytest

from suixin.kernel.programme.datafile import FaultyFile, load
from suixin.kernel.programme.model import Operator, TargetKind

SMALL = """
slug = "a-city"
number = "某工信〔2024〕3号"
title = { zh-hans = "某市方案", en = "A plan" }
issuer = "某市工业和信息化局"
signed_on = 2024-05-06
completeness = "whole"

[[group]]
id = "g1"
number = "一"
title = { zh-hans = "第一类", en = "First" }

[[task]]
id = "t1"
number = "1"
group = "g1"
title = { zh-hans = "第一项", en = "One" }
summary = { zh-hans = "做第一件事。", en = "Do the first thing." }
duty = [{ leads = ["市教育局"], supports = ["市财政局"], others = [{ role = "guide", organisation = "省教育厅" }] }]

[[target]]
id = "share"
metric = { zh-hans = "覆盖率", en = "Coverage" }
op = ">="
value = "62.5"
unit = { zh-hans = "%", en = "%" }
kind = "share"
due = "2025-06"
task = "t1"
"""


def test_a_file_becomes_a_programme_with_its_words():
    data = load(SMALL)
    task, target = data.programme.tasks[0], data.programme.targets[0]
    assert (data.slug, data.programme.number, str(data.programme.signed_on)) == (
        "a-city",
        "某工信〔2024〕3号",
        "2024-05-06",
    )
    assert (task.group, task.duties[0].leads, task.duties[0].supports) == ("g1", ("市教育局",), ("市财政局",))
    assert task.duties[0].others[0].organisation == "省教育厅"
    assert (target.op, target.value, target.kind) == (
        Operator.AT_LEAST,
        Decimal("62.5"),
        TargetKind.SHARE,
    )
    assert data.words["t1"]["summary"]["en"] == "Do the first thing."


def test_every_fault_is_told_with_its_place():
    faulty = SMALL.replace('group = "g1"', 'group = "g9"').replace('task = "t1"', 'task = "t7"')
    faulty = faulty.replace('id = "share"', 'id = "t1"')
    with pytest.raises(FaultyFile) as caught:
        load(faulty)
    assert {fault.path for fault in caught.value.faults} == {
        "/task/0/group",
        "/task/0/id",
        "/target/0/id",
        "/target/0/task",
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (('value = "62.5"', "value = 62.5"), "/target/0/value"),  # a float is no official number
        (('completeness = "whole"', 'completeness = "all"'), "/completeness"),
        ((', en = "One"', ""), "/task/0/title"),
        (('kind = "share"', 'kind = "share"\nsize = 3'), "/target/0"),
    ],
)
def test_what_the_schema_forbids_is_refused(change, path):
    with pytest.raises(FaultyFile) as caught:
        load(SMALL.replace(*change))
    assert [fault.path for fault in caught.value.faults] == [path]


def test_text_that_is_no_toml_is_refused():
    with pytest.raises(FaultyFile, match="TOML"):
        load("slug = ")
