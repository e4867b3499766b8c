"""The log's page, through HTTP: what it says in each state of the log, and what it does not give away."""

from datetime import timedelta
from secrets import token_hex

import pytest
from django.test import Client
from django.utils import timezone
from witnessed_log import publish, witness

from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.log.alarms import raise_alarm
from suixin.platform.log.models import Growth, Log
from suixin.platform.log.pages.drawings import HEIGHT, WIDTH, columns, ladder, lanes
from suixin.platform.log.shown import WitnessState

pytestmark = pytest.mark.django_db
PAGE = "/log/"
CENTRE = {
    "name": "（演示）荔湾体验中心",
    "district": "440103",
    "opened_on": "2019-12-20",
    "themes": ["uhd"],
    "address": "荔湾区演示路1号",
    "contact": {"name": "演示", "telephone": "000-00000000"},
    "synthetic": True,
}


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.SUIXIN_HOME = tmp_path
    return tmp_path


def note(count: int = 1) -> None:
    centres = [{**CENTRE, "centre": f"c-{token_hex(4)}"} for _each in range(count)]
    submit([Submission("centre.opened", each) for each in centres], Actor.system("tests", "one"))


def shown(**query: str) -> str:
    response = Client().get(PAGE, query)
    assert response.status_code == 200
    return response.content.decode()


def test_before_there_is_a_log_the_page_says_so_and_how_to_be_a_witness():
    page = shown()
    assert "还没有日志" in page
    assert "suixin witness serve" in page


def test_without_witnesses_it_says_what_that_means(home):
    note(3)
    publish(home)
    page = shown()
    assert "还没有见证方" in page
    assert "日志只有自己的签名" in page
    assert "已写入的都已公布" in page
    assert "/log/2" in page  # the files


def test_what_is_not_yet_published_is_counted(home):
    note(3)
    publish(home)
    note(2)
    assert "另有 2 条等下一个检查点" in shown()


def test_witnesses_are_a_picture_and_a_table(home):
    note(3)
    witness(publish(home), behind=(3,))
    page = shown()
    assert "5 方中有 3 方见过最新的检查点" in page
    assert "信任策略要求 3/5" in page
    for words in ("统计局", "见过全部", "还差 1 条", "还没有签过", "2026年11月24日 16:30:00", "w1.example"):
        assert words in page


def test_too_few_witnesses_are_told(home):
    note(3)
    witness(publish(home), signed=(0,))
    assert "还不够" in shown()


def test_alarms_are_told_in_words_without_details_of_the_machine(home):
    note()
    publish(home)
    raise_alarm("stopped", "no-key", "/srv/suixin/keys/log-2026.key")
    raise_alarm("witness-silent", "统计局", "10.0.0.7 refused")
    raise_alarm("never-heard-of", "", "/srv/secret")
    page = shown()
    for words in ("日志停止签署", "见证方没有回应：统计局", "never-heard-of"):
        assert words in page
    for details in ("/srv", "10.0.0.7"):
        assert details not in page


def test_the_part_that_is_polled_is_no_whole_page(home):
    note()
    publish(home)
    part = shown(part="state")
    assert "<html" not in part
    assert "已公布的记录" in part


def test_caches_may_keep_the_page_and_ask_again(home):
    note()
    publish(home)
    response = Client().get(PAGE)
    assert {"public", "no-cache"} <= set(response["Cache-Control"].replace(" ", "").split(","))
    assert "Cookie" in response["Vary"]
    assert response.has_header("ETag")


def test_earlier_logs_are_listed(home):
    note(3)
    log = publish(home)
    Log.objects.filter(pk=log.pk).update(until=3)
    Log.objects.create(name="later", origin="city.example/log/later", first=3, opened=timezone.now())
    page = shown()
    assert "以前的日志" in page
    assert "第 0 至 2 号" in page


def test_it_is_in_the_navigation_and_about_numbers_leads_to_it():
    page = Client().get("/about/numbers/").content.decode()
    assert page.count('href="/log/"') >= 2
    assert 'href="/receipt/"' in page
    assert "Disallow: /log/records/" in Client().get("/robots.txt").content.decode()


# The drawings


def test_a_lane_is_full_only_when_everything_was_seen():
    found = lanes([WitnessState("w", "k", size, None, "") for size in (0, 1, 999_999, 1_000_000)], 1_000_000)
    assert [lane.width for lane in found] == [0, 0, WIDTH - 40, WIDTH]
    assert [lane.state for lane in found] == ["waiting", "attention", "attention", "done"]
    assert [lane.missing for lane in found] == [1_000_000, 999_999, 1, 0]


def test_a_day_without_a_checkpoint_stands_as_high_as_the_day_before(home):
    note(10)
    log, today = publish(home), timezone.localdate()
    Growth.objects.filter(log=log).delete()
    for ago, size in ((40, 2), (3, 5), (1, 10)):
        Growth.objects.create(log=log, day=today - timedelta(days=ago), size=size)
    found = columns(log, today)
    assert (len(found), found[0].size, found[0].added) == (30, 2, 0)
    assert [each.size for each in found[-4:]] == [5, 5, 10, 10]
    assert [each.added for each in found[-4:]] == [3, 0, 5, 0]
    assert found[-1].height == HEIGHT


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 11, 300])
def test_the_ladder_covers_every_leaf_once(size: int):
    for index in range(size):
        path = [bytes([at]) * 32 for at in range(steps(index, size))]
        rungs = ladder(index, size, path).rungs
        covered = [index, *(leaf for rung in rungs for leaf in range(rung.sibling[0], rung.sibling[1] + 1))]
        assert sorted(covered) == list(range(size))
        assert [rung.hash for rung in rungs] == path


def steps(index: int, size: int) -> int:
    """How many hashes the path of a leaf has (RFC 6962, 2.1.1)."""
    if size == 1:
        return 0
    half = 1 << ((size - 1).bit_length() - 1)
    return 1 + (steps(index, half) if index < half else steps(index - half, size - half))
