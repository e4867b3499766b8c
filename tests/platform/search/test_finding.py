"""The search as residents use it: over HTTP, on what the programmes and the register publish."""

import re
from html import escape
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from suixin.engines.programmes.models import Item
from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.platform.accounts.actions import save_organisation
from suixin.platform.accounts.models import Organisation
from suixin.platform.accounts.register import load_register
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import house
from suixin.platform.ledger.projection import rebuild
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.search.models import StoredPage
from suixin.site.setting_up import fill_search

pytestmark = pytest.mark.django_db
PROGRAMMES = Path(__file__).parents[3] / "programmes"
SYSTEM = Actor.system("tests", organisation="gz-gxj")
OFFICER = Actor(3, "gz-gxj", frozenset({"programme_officer"}))
BLOCKCHAIN = "/programmes/guangzhou-2019/tasks/t11/"
LEAD = "/organisations/gz-gxj/"
THIS = "/programmes/guangzhou-2019/"


@pytest.fixture
def city(client: Client) -> Client:
    load_register(PROGRAMMES / "organisations.toml", SYSTEM, "登记")
    for slug in ("guangdong-2018", "guangzhou-2019"):
        publish(load(PROGRAMMES / slug / "programme.toml"), SYSTEM, "首次发布")
    return client


def page(client: Client, query: str, language: str = "zh-hans", **more: str) -> str:
    response = client.get("/search/", {"q": query, **more}, headers={"accept-language": language})
    assert response.status_code == 200
    return response.text


def addresses(text: str) -> list[str]:
    return re.findall(r'<h2><a href="([^"]+)"', text)


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("区块链", BLOCKCHAIN),
        ("區塊鏈", BLOCKCHAIN),
        ("qukuailian", BLOCKCHAIN),
        ("qukuail", BLOCKCHAIN),
        ("qkl", BLOCKCHAIN),
        ("blockchain", BLOCKCHAIN),
        ("ＢＬＯＣＫＣＨＡＩＮ", BLOCKCHAIN),
        ("市工信局", LEAD),
        ("工信局", LEAD),
        ("广州市工业和信息化局", LEAD),
        ("gxj", LEAD),
        ("Industry and Information Technology Bureau", LEAD),
        ("穗工信〔2019〕6号", THIS),
        ("穗工信[2019]6号", THIS),
        ("穗工信（２０１９）6號", THIS),
        ("〔2019〕6号", THIS),
        ("智慧 旅游", "/programmes/guangzhou-2019/tasks/t3/"),
        ("智慧旅游", "/programmes/guangzhou-2019/tasks/t3/"),
        ("谁负责区块链", BLOCKCHAIN),
    ],
)
def test_a_page_is_found_whichever_way_people_write_it(city: Client, query: str, address: str):
    assert address in addresses(page(city, query))[:3]


def test_what_is_called_so_comes_before_what_mentions_it(city: Client):
    found = addresses(page(city, "4K"))
    assert found[0] == "/programmes/guangzhou-2019/#targets"
    assert addresses(page(city, "市商务局"))[0] == "/organisations/gz-swj/"
    assert addresses(page(city, "信息消费"))[0] in {THIS, "/programmes/guangdong-2018/"}


@pytest.mark.parametrize("query", ["区块链", "qukuailian", "qkl", "區塊鏈"])
def test_the_words_are_marked_where_they_stand(city: Client, query: str):
    assert "<mark>区块链</mark>" in page(city, query)


def test_the_reader_s_language_is_used_and_says_why_a_page_was_found(city: Client):
    assert "<mark>區塊鏈</mark>" in page(city, "区块链", "zh-hant")
    assert "<mark>Blockchain</mark> in industry" in page(city, "blockchain", "en")
    chinese = page(city, "blockchain")
    assert "加大区块链行业应用供给" in chinese
    assert '<p lang="en"><mark>Blockchain</mark>' in chinese


def test_an_alias_is_told_and_marked_whole(city: Client):
    assert "<mark>市工信局</mark>" in page(city, "市工信局")


def test_results_are_counted_and_chosen_by_kind(city: Client):
    whole, tasks = page(city, "消费"), page(city, "消费", kind="task")
    assert "全部" in whole
    assert addresses(tasks)
    assert all("/tasks/" in address for address in addresses(tasks))
    assert addresses(page(city, "消费", kind="nothing", page="99"))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("区快链", "区块链"), ("虚拟显示", "虚拟现实"), ("blokchain", "blockchain"), ("市公信局", "市工信局")],
)
def test_a_slip_is_answered_with_a_suggestion_and_never_silently(city: Client, typed: str, meant: str):
    text = page(city, typed)
    assert re.search(rf"您是不是要找 <a [^>]+>{meant}</a>", text)
    assert f"<mark>{meant}</mark>" not in text
    assert addresses(page(city, meant))


def test_when_no_page_has_every_word_it_is_said_so(city: Client):
    text = page(city, "虚拟现实 市民政局")
    assert "没有一页完全符合“虚拟现实 市民政局”" in text
    assert len(addresses(text)) >= 2


def test_nothing_found_says_what_was_looked_for_and_what_to_do(city: Client):
    text = page(city, "量子纠缠")
    assert "没有找到“量子纠缠”" in text
    assert 'href="/programmes/"' in text
    assert not addresses(text)


def test_an_empty_search_teaches_with_examples_that_find_something(city: Client):
    text = page(city, "")
    examples = re.findall(r'<dd><a href="(\?q=[^"]+)"', text)
    assert len(examples) >= 5
    for query in examples:
        assert addresses(city.get(f"/search/{query}").text)


def test_before_anything_is_published_it_says_so(client: Client):
    assert "还没有可以搜索的内容" in page(client, "")
    assert "没有找到“区块链”" in page(client, "区块链")


def test_a_corrected_page_is_found_by_its_new_words_only(city: Client):
    row = Item.objects.get(programme="guangzhou-2019", kind="task", item="t11", to_index=None)
    data = row.data | {"title": {"zh-hans": "推广可信账本"}, "summary": {"zh-hans": "同上"}, "reason": "更名"}
    submit([Submission("programme.task", data, supersedes=row.index)], OFFICER)
    assert addresses(page(city, "可信账本")) == [BLOCKCHAIN]
    assert BLOCKCHAIN not in addresses(page(city, "区块链"))


def test_what_is_withdrawn_is_no_longer_found(city: Client):
    row = Item.objects.get(programme="guangzhou-2019", kind="programme", to_index=None)
    data = row.data | {"in_force": False, "reason": "撤回"}
    submit([Submission("programme.programme", data, supersedes=row.index)], OFFICER)
    assert not addresses(page(city, "区块链"))
    assert addresses(page(city, "4K"))  # of the province


def test_a_renamed_body_is_found_by_its_new_name_and_companies_never(city: Client):
    body = Organisation.objects.get(code="gz-gxj")
    body.short_name, body.aliases = "市数字工业局", []
    save_organisation(body, SYSTEM, "更名")
    assert addresses(page(city, "数字工业局")) == [LEAD]
    assert "没有一页完全符合“市工信局”" in page(city, "市工信局")
    company = Organisation(code="demo-1", name="某某数码有限公司", kind=Organisation.Kind.COMPANY)
    save_organisation(company, SYSTEM, "登记")
    assert not addresses(page(city, "某某数码"))


def test_rebuilding_gives_the_same_pages(city: Client):
    row = Item.objects.get(programme="guangzhou-2019", kind="task", item="t11", to_index=None)
    data = row.data | {"title": {"zh-hans": "推广可信账本"}, "reason": "更名"}
    submit([Submission("programme.task", data, supersedes=row.index)], OFFICER)
    body = Organisation.objects.get(code="gz-gxj")
    body.aliases = ["工信"]
    save_organisation(body, SYSTEM, "更名")
    before = all_pages()
    for projection in house().projections:
        if projection.name.endswith("pages"):
            rebuild(projection)
    assert all_pages() == before
    assert addresses(page(city, "可信账本")) == [BLOCKCHAIN]


def test_a_start_after_an_upgrade_fills_the_search_from_the_records(city: Client):
    before = all_pages()
    StoredPage.objects.all().delete()
    fill_search()
    assert all_pages() == before


def all_pages() -> list[dict]:
    rows = StoredPage.objects.order_by("room", "owner", "key").values()
    return [{name: value for name, value in row.items() if name != "id"} for row in rows]


def test_every_result_leads_to_a_page(city: Client):
    for query in ("消费", "市", "4K"):
        for address in addresses(page(city, query)):
            assert city.get(address.partition("#")[0]).status_code == 200


def test_a_query_is_bounded_and_says_so(city: Client):
    assert "只用了前 100 个字" in page(city, "区块链" * 5000)


def test_the_header_has_a_field_on_every_page(city: Client):
    assert 'action="/search/"' in city.get("/about/numbers/").text


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(max_size=120)
    | st.text(alphabet="区块链信息消费4K市工局abqkl 〔〕2019号%_'\"<>\\&\0‘’（）*?[]\n", max_size=40)
)
@example("<script>alert(1)</script>")
@example("'; DROP TABLE search_storedpage; --")
@example("%_%")
@example("〔2019〕")
@example("ﷺﬁ①㈱")
@example("\ud7ff\uffff\U0010ffff")
def test_any_text_is_answered_and_escaped(city: Client, query: str):
    text = page(city, query)
    assert "<script>alert" not in text
    shown = " ".join(query.strip()[:100].split())
    if "\r" not in shown and "\0" not in shown:
        assert f'value="{escape(shown)}"' in text
