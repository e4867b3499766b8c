"""The public pages, as a resident's browser asks for them."""

from pathlib import Path

import pytest
from django.test import Client

from suixin.engines.programmes.publish import publish
from suixin.kernel.programme.datafile import load
from suixin.platform.accounts.register import load_register
from suixin.platform.ledger.actor import Actor

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
    for words in ("扩大和升级信息消费", "4K用户", "市工业和信息化局", "尚无数据", "荔湾区政府"):
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
