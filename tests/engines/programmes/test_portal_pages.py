"""The public pages, as a resident's browser asks for them."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from suixin.engines.programmes.models import Item
from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.platform.accounts.actions import save_organisation
from suixin.platform.accounts.models import Organisation, Person
from suixin.platform.accounts.register import load_register
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.declarations import house, using
from suixin.platform.ledger.submit import Submission, submit

pytestmark = pytest.mark.django_db
PROGRAMMES = Path(__file__).parents[3] / "programmes"
SYSTEM = Actor.system("tests")


@pytest.fixture
def city(client: Client) -> Client:
    load_register(PROGRAMMES / "organisations.toml", SYSTEM, "登记")
    for slug in ("china-2017", "guangdong-2018", "guangzhou-2019"):
        publish(load(PROGRAMMES / slug / "programme.toml"), SYSTEM, "首次发布")
    return client


def test_before_anything_is_published_the_home_page_says_what_will_come(client: Client):
    response = client.get("/")
    assert response.status_code == 200
    assert "还没有发布方案" in response.text


def test_the_home_page_shows_targets_tasks_and_who_leads(city: Client):
    text = city.get("/").text
    for words in ("扩大和升级信息消费", "4K用户", "市工业和信息化局", "看目标进展", "荔湾区"):
        assert words in text


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/?view=wall",
        "/programmes/",
        "/programmes/guangzhou-2019/",
        "/programmes/guangzhou-2019/history/",
        "/organisations/",
        "/organisations/gz-gxj/",
        "/compare/guangdong-2018/guangzhou-2019/",
        "/about/numbers/",
        "/about/accessibility/",
    ],
)
def test_every_page_answers_in_every_language(city: Client, address: str, language: str):
    response = city.get(address, headers={"accept-language": language})
    assert response.status_code == 200
    assert response.text.count("<h1") == 1


def test_a_task_page_names_leads_and_parts(city: Client):
    text = city.get("/programmes/guangzhou-2019/tasks/t9/").text
    assert "市商务局" in text
    assert "/organisations/gz-gxj/" in text


def test_the_province_s_target_and_the_city_s_share_of_it(city: Client):
    text = city.get("/compare/guangdong-2018/guangzhou-2019/").text
    assert "15.0%" in text


@pytest.mark.parametrize("format_name", ["json", "akn", "iati", "xlsx", "docx"])
def test_a_programme_can_be_taken_away_in_each_format(city: Client, format_name: str):
    response = city.get(f"/programmes/guangzhou-2019/export.{format_name}")
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith('attachment; filename="guangzhou-2019.')
    assert len(response.content) > 1000


@pytest.mark.parametrize(
    "address",
    [
        "/programmes/nowhere/",
        "/programmes/guangzhou-2019/tasks/none/",
        "/programmes/guangzhou-2019/?as_of=2001-01-01",
        "/programmes/guangzhou-2019/?as_of=2021-02-31",
        "/organisations/nobody/",
        "/programmes/guangzhou-2019/export.exe",
    ],
)
def test_what_is_not_there_is_said_plainly(city: Client, address: str):
    response = city.get(address)
    assert response.status_code == 404
    assert "Traceback" not in response.text


def corrected(kind: str, item: str, **fields: object) -> int:
    """Submits a correction of an item of the city's programme; the place of the record."""
    row = Item.objects.get(programme="guangzhou-2019", kind=kind, item=item, to_index=None)
    data = {**row.data, **fields, "reason": "更名"}
    [receipt] = submit([Submission(f"programme.{kind}", data, supersedes=row.index)], SYSTEM)
    return receipt.index


@pytest.fixture
def past(city: Client, one_day: None) -> date:
    """Everything was published ten days ago, and task 9 renamed just now."""
    then = timezone.now() - timedelta(days=10)
    Item.objects.update(recorded_at=then)
    corrected("task", "t9", title={"zh-hans": "做强电商", "en": "E-commerce"})
    return timezone.localdate(then)


def test_a_day_in_the_past_stays_through_the_links(city: Client, past: date):
    text = city.get(f"/programmes/guangzhou-2019/?as_of={past}").text
    assert "您看的是过去" in text
    assert "做强电子商务平台消费" in text
    assert f"/programmes/guangzhou-2019/tasks/t9/?as_of={past}" in text
    assert f"export.xlsx?as_of={past}" in text
    task = city.get(f"/programmes/guangzhou-2019/tasks/t9/?as_of={past}").text
    assert "做强电子商务平台消费" in task
    assert f"/programmes/guangzhou-2019/tasks/t10/?as_of={past}" in task
    assert 'href="/programmes/guangzhou-2019/tasks/t9/">看现在的' in task
    assert "做强电商" not in task
    export = city.get(f"/programmes/guangzhou-2019/export.json?as_of={past}")
    assert f"guangzhou-2019-{past}.json" in export["Content-Disposition"]
    assert "做强电子商务平台消费" in export.text


def test_today_is_the_present(city: Client, past: date):
    text = city.get(f"/programmes/guangzhou-2019/?as_of={timezone.localdate()}").text
    assert "做强电商" in text
    assert "您看的是过去" not in text


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("2021-02-31", "“2021-02-31”不是一个日期"),
        ("soon", "“soon”不是一个日期"),
        ("2999-01-01", "2999年1月1日还没有到"),
        ("2001-01-01", "2001年1月1日，这里还没有这个方案"),
    ],
)
@pytest.mark.parametrize("path", ["", "tasks/t9/", "export.json"])
def test_a_day_that_cannot_be_shown_is_answered_with_a_sentence(city: Client, asked, sentence, path):
    response = city.get(f"/programmes/guangzhou-2019/{path}?as_of={asked}")
    assert response.status_code == 404
    assert sentence in response.text
    assert 'href="/programmes/guangzhou-2019/">看现在的' in response.text


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh-hans", ("修改任务：做强电商", "标题", "分工")),
        ("en", ("Task changed: E-commerce", "Title", "duties")),
    ],
)
def test_the_history_speaks_the_readers_language(city: Client, past: date, language: str, words):
    text = city.get("/programmes/guangzhou-2019/history/", headers={"accept-language": language}).text
    for word in words:
        assert word in text
    for raw in ("in_force", ">title<", "supersedes"):
        assert raw not in text


def test_the_history_keeps_a_field_that_has_left_the_schema(city: Client, past: date):
    task = house()["programme.task"]
    labels = {path: title for path, title in task.record_type.labels.items() if path != "/title"}
    later = replace(task, record_type=replace(task.record_type, labels=labels))
    with using(replace(house(), records={**house().records, "programme.task": later})):
        response = city.get("/programmes/guangzhou-2019/history/")
    assert response.status_code == 200
    assert "做强电商" in response.text


def test_a_tasks_story_has_the_numbers_of_its_records(city: Client, past: date):
    newest = Item.objects.get(item="t9", to_index=None).index
    text = city.get("/programmes/guangzhou-2019/tasks/t9/").text
    assert f"记录{newest}，理由：更名" in text
    assert text.count("<time>") == 2


def test_an_english_page_names_bodies_in_english(city: Client):
    text = city.get("/programmes/guangzhou-2019/tasks/t14/", headers={"accept-language": "en"}).text
    assert "Guangzhou Agriculture and Rural Affairs Bureau" in text
    assert "市农业农村局" not in text


def test_a_department_goes_by_all_its_names(city: Client):
    assert "市工信局" in city.get("/organisations/gz-gxj/").text


def test_a_district_says_what_all_districts_carry(city: Client):
    assert "加强组织保障" in city.get("/organisations/gz-tianhe/").text
    corrected("duty", "t11-d1", supports=["市政务服务数据管理局", "黄埔区政府"])
    assert "加大区块链行业应用供给" in city.get("/organisations/gz-huangpu/").text
    assert "单独点名的区" in city.get("/").text


def test_targets_cascade_from_nation_to_province_to_city(city: Client):
    scale = {
        **Item.objects.get(programme="guangdong-2018", item="scale").data,
        **{"programme": "guangzhou-2019", "id": "scale", "value": "300000000000"},
        "serves": "guangdong-2018/scale",
    }
    submit([Submission("programme.target", scale)], SYSTEM)
    text = city.get("/compare/guangdong-2018/guangzhou-2019/").text
    assert "相当于上一级的25.0%" in text
    assert "相当于上一级的20.0%" in text
    assert "136.4%" not in text  # a growth rate is no part of another


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/", 5),
        ("/programmes/", 4),
        ("/programmes/guangzhou-2019/", 5),
        ("/programmes/guangzhou-2019/tasks/t9/", 6),
        ("/programmes/guangzhou-2019/history/", 6),
        ("/programmes/guangzhou-2019/export.json", 4),
        ("/compare/guangdong-2018/guangzhou-2019/", 4),
        ("/organisations/", 4),
        ("/organisations/gz-gxj/", 4),
        ("/sitemap.xml", 5),
    ],
)
def test_a_page_asks_the_database_few_questions(
    city: Client, django_assert_max_num_queries, address: str, queries: int
):
    with django_assert_max_num_queries(queries):
        assert city.get(address).status_code == 200
    with django_assert_max_num_queries(2):  # drawn already: only whether anything has changed
        assert city.get(address).status_code == 200


def test_a_page_that_has_not_changed_is_not_sent_again(city: Client):
    first = city.get("/")
    assert "no-cache" in first["Cache-Control"]
    assert {"Cookie", "Accept-Language"} <= set(first["Vary"].split(", "))
    again = city.get("/", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert "Cookie" in again["Vary"]
    corrected("task", "t9", title={"zh-hans": "做强电商"})
    changed = city.get("/", headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200
    assert "做强电商" in changed.text


def test_each_look_of_a_page_has_its_own_tag(city: Client):
    tags = {city.get("/")["ETag"], city.get("/", headers={"accept-language": "en"})["ETag"]}
    for cookie, value in (("suixin_mode", "elder"), ("suixin_theme", "dark")):
        city.cookies[cookie] = value
        tags.add(city.get("/")["ETag"])
    assert len(tags) == 4


def test_a_renamed_body_shows_at_once(city: Client):
    before = city.get("/organisations/gz-tjj/")
    bureau = Organisation.objects.get(code="gz-tjj")
    bureau.short_name = "市统计和数据局"
    save_organisation(bureau, SYSTEM, "更名")
    after = city.get("/organisations/gz-tjj/", headers={"if-none-match": before["ETag"]})
    assert "市统计和数据局" in after.text


def test_public_pages_are_compressed_and_pages_with_tokens_are_not(city: Client):
    gzip = {"accept-encoding": "gzip"}
    assert city.get("/", headers=gzip)["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in city.get("/accounts/login/", headers=gzip)


def test_no_cache_keeps_the_page_of_somebody_signed_in(city: Client):
    person = Person.objects.create_user("lin", password="a long enough sentence")
    city.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    response = city.get("/", headers={"accept-encoding": "gzip"})
    assert response["Cache-Control"] == "no-store"
    assert "ETag" not in response
    assert "Content-Encoding" not in response


def test_head_answers_without_a_body_and_writing_is_refused(city: Client):
    response = city.head("/")
    assert (response.status_code, response.content) == (200, b"")
    assert response["ETag"] == city.get("/")["ETag"]
    assert city.post("/").status_code == 405


def test_search_engines_find_every_page_and_no_office(city: Client, settings):
    robots = city.get("/robots.txt").text
    assert "Disallow: /office/" in robots
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in robots
    addresses = re.findall("<loc>([^<]+)</loc>", city.get("/sitemap.xml").text)
    paths = [address.removeprefix(settings.BASE_URL) for address in addresses]
    assert {"/", "/programmes/guangzhou-2019/tasks/t16/", "/organisations/gz-huangpu/"} <= set(paths)
    assert [path for path in paths if city.get(path).status_code != 200] == []
    descriptions = [
        re.search('name="description" content="([^"]+)"', city.get(path).text)[1] for path in paths
    ]
    assert len(set(descriptions)) == len(paths)


def test_a_programme_page_names_its_data(city: Client):
    text = city.get("/programmes/guangzhou-2019/").text
    assert (
        '<link rel="alternate" type="application/json" href="/programmes/guangzhou-2019/export.json">' in text
    )


def test_a_missing_page_offers_the_search(city: Client):
    text = city.get("/nowhere/").text
    assert 'action="/search/"' in text
    assert 'href="/"' in text


def test_who_answers_for_the_site_comes_from_data(city: Client):
    assert "市工业和信息化局" in city.get("/about/accessibility/").text
