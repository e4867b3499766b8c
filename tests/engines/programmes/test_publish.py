"""Programmes through `submit`: publish, correct with a reason, look back, rebuild."""

from pathlib import Path

import pytest

from suixin.engines.programmes import read
from suixin.engines.programmes.models import Item
from suixin.engines.programmes.projections import Items
from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.projection import rebuild
from suixin.platform.ledger.submit import NotAuthorised, Refused, Submission, submit

pytestmark = pytest.mark.django_db
PROGRAMMES = Path(__file__).parents[3] / "programmes"
SYSTEM = Actor.system("tests", organisation="gz-gxj")
OFFICER = Actor(3, "gz-gxj", frozenset({"programme_officer"}))


@pytest.fixture
def guangzhou() -> read.Programme:
    publish(load(PROGRAMMES / "guangzhou-2019" / "programme.toml"), SYSTEM, "首次发布")
    found = read.programme("guangzhou-2019")
    assert found is not None
    return found


def test_a_published_programme_reads_as_its_file_says(guangzhou: read.Programme):
    assert (len(guangzhou.groups), len(guangzhou.tasks), len(guangzhou.safeguards)) == (5, 16, 4)
    nine = next(task for task in guangzhou.tasks if task.number == "9")
    assert [duty.leads for duty in nine.duties] == [("市商务局", "市工业和信息化局"), ("市工业和信息化局",)]
    users = next(target for target in guangzhou.targets if target.id == "4k-users")
    assert (users.op, users.value, str(users.unit)) == (">", 3_000_000, "户")


def test_a_programme_is_published_once(guangzhou: read.Programme):
    with pytest.raises(Refused):
        publish(load(PROGRAMMES / "guangzhou-2019" / "programme.toml"), SYSTEM, "又发一次")


def test_a_correction_shows_now_and_the_past_stays(guangzhou: read.Programme):
    nine = next(task for task in guangzhou.tasks if task.number == "9")
    row = Item.objects.get(kind="task", item=nine.id, to_index=None)
    data = row.data | {"title": {"zh-hans": "做强电商"}, "reason": "更名"}
    [receipt] = submit([Submission("programme.task", data, supersedes=row.index)], OFFICER)
    now, before = read.programme("guangzhou-2019"), read.programme("guangzhou-2019", receipt.index - 1)
    assert now is not None
    assert before is not None
    assert str(now.task(nine.id).title) == "做强电商"
    assert str(before.task(nine.id).title) == str(nine.title)
    [latest] = read.history("guangzhou-2019")[:1]
    assert latest.recorded.reason == "更名"
    assert [name for name, _, _ in latest.fields] == ["title"]


def test_only_an_officer_changes_a_programme(guangzhou: read.Programme):
    row = Item.objects.get(kind="task", item=guangzhou.tasks[0].id, to_index=None)
    reporter = Actor(4, "gz-gxj", frozenset({"reporter"}))
    with pytest.raises(NotAuthorised):
        submit([Submission("programme.task", row.data, supersedes=row.index)], reporter)


def test_an_item_of_a_programme_that_is_not_there_is_refused():
    data = {
        "programme": "nowhere",
        "id": "g1",
        "position": 0,
        "in_force": True,
        "reason": "试",
        "number": "1",
    }
    with pytest.raises(Refused) as refused:
        submit(
            [Submission("programme.group", data | {"reason": "试试", "title": {"zh-hans": "组"}})], OFFICER
        )
    assert [problem.path for problem in refused.value.problems] == ["/programme"]


def test_rebuilding_gives_the_same_table(guangzhou: read.Programme):
    row = Item.objects.get(kind="task", item=guangzhou.tasks[0].id, to_index=None)
    submit([Submission("programme.task", row.data | {"reason": "再说一遍"}, supersedes=row.index)], OFFICER)
    before = list(Item.objects.order_by("index").values())
    rebuild(Items())
    assert list(Item.objects.order_by("index").values()) == before


def test_only_who_published_a_programme_adds_to_it(guangzhou: read.Programme):
    other = Actor(9, "gz-czj", frozenset({"programme_officer"}))
    frame = {"programme": "guangzhou-2019", "position": 50, "in_force": True, "reason": "试试"}
    task = frame | {"id": "more", "kind": "task", "number": "99", "title": {"zh-hans": "另加一项"}}
    with pytest.raises(Refused) as refused:
        submit([Submission("programme.task", task)], other)
    assert [problem.code for problem in refused.value.problems] == ["not-keeper"]
    second = frame | {"id": "x2", "whole": True, "title": {"zh-hans": "又一个"}}
    with pytest.raises(Refused) as refused:
        submit([Submission("programme.programme", second)], OFFICER)
    assert [problem.code for problem in refused.value.problems] == ["other-id"]
