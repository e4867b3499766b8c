"""How long a search takes on the server, with as many made-up pages as a large city has over the years; in a
database of its own under SUIXIN_HOME."""

import json
import random
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import click

from suixin.commands.measure import open_database, result, scratch_home, timed

QUERIES = (
    "信息消费",
    "区块链",
    "智慧 旅游",
    "qukuailian",
    "qkl",
    "blockchain",
    "穗工信〔2019〕66号",
    "区快链",
    "",
)
TERMS = [
    "信息消费",
    "区块链",
    "超高清视频",
    "智慧旅游",
    "虚拟现实",
    "人工智能",
    "社区服务",
    "医疗健康",
    "在线教育",
    "智能家居",
]
ENGLISH = [
    "consumption",
    "blockchain",
    "video",
    "tourism",
    "reality",
    "intelligence",
    "community",
    "health",
    "education",
    "homes",
]
HAN = "市区发展应用示范工程数据平台建设推进创新服务能力提升企业居民公共设施交通环境管理"
RUNS = 20
GOAL = "goal: p95 under 0.05 s with a city's pages"


@click.command("search")
@click.option("--pages", default=50_000, show_default=True, help="页数 · how many pages")
def bench_search(pages: int) -> None:
    """搜索 · searches over HTTP without the network, as JSON lines."""
    with scratch_home():
        for line in measure(pages):
            click.echo(json.dumps(line, ensure_ascii=False))


def measure(pages: int) -> Iterator[dict[str, Any]]:
    open_database()
    from django.test import Client

    from suixin.platform.search import index, snapshot
    from suixin.platform.search.warming import warm_up

    owners = {f"owner-{start}": list(made_up(start)) for start in range(0, pages, 100)}
    taken_in = timed(lambda: index.put("bench", owners), 1)
    yield result("search-take-in", pages, "pages/s", taken_in, "processor: pinyin of the titles")
    yield result("search-warm-up", 1, "starts/s", timed(warm_up, 1), "processor")
    one = {"owner-0": list(made_up(pages))}
    yield result(
        "search-change", 1, "changes/s", timed(lambda: changed(index, snapshot, one), 1), "processor"
    )
    client = Client(headers={"host": "localhost"})
    for query in QUERIES:
        address = "/search/?" + urlencode({"q": query})
        seconds = timed(lambda address=address: client.get(address), RUNS)
        yield result(f"search-{pages}-pages “{query}”", 1, "searches/s", seconds, GOAL)


def changed(index: Any, snapshot: Any, one: Any) -> None:
    """A hundred pages are published, and the next search sees them."""
    index.put("bench", one)
    snapshot.current()


def made_up(start: int) -> Iterator[Any]:
    from suixin.platform.search.page import Page

    chance = random.Random(start)  # noqa: S311 - the same made-up pages each time
    for number in range(start, start + 100):
        topic = chance.randrange(len(TERMS))
        filler = "".join(chance.choices(HAN, k=90))
        yield Page(
            key=str(number),
            kind=chance.choice(("programme", "task", "task", "target", "organisation")),
            route="programmes:task",
            arguments=("bench", str(number)),
            title={
                "zh-hans": f"{filler[:8]}{TERMS[topic]}{filler[8:10]}",
                "en": f"More {ENGLISH[topic]} {number}",
            },
            text={
                "zh-hans": f"{filler}信息消费{chance.choice(TERMS)}。",
                "en": f"{ENGLISH[topic]} for residents " * 4,
            },
            names=(f"穗工信〔{2000 + number % 25}〕{number % 400}号",) if number % 20 == 0 else (),
        )
