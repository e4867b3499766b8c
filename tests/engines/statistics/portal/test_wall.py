"""The wall of an operations hall, as its browser asks for it."""

import pytest
from django.test import Client
from promised_city import CENTRES, CLOUD, COMMUNITIES, SLUG, USERS, PromisedCity, grown
from published_city import PublishedCity

ADDRESS = f"/programmes/{SLUG}/wall/"
DISTRICTS = {"440105": "2100", "440106": "6100"}


@pytest.fixture
def city(db) -> PromisedCity:
    return PromisedCity()


def test_the_wall_shows_the_targets_that_have_figures_and_names_the_others(city, client: Client):
    city.release(USERS, "2019-07", grown(2_100_000, 25_000, 12))
    city.release(COMMUNITIES, "2019-07", ["6", "17"])
    city.release(CENTRES, "2019-10", ["1", "3"])
    text = client.get(ADDRESS).text
    assert text.count('class="wall-tile"') == 3
    assert "已达到" in text
    assert "人工智能创新产品" in text
    assert "演示" in text


def test_before_anything_is_published_it_says_what_will_come(city, client: Client):
    text = client.get(ADDRESS).text
    assert "还没有公布数据" in text
    assert "12 个目标都还没有公布数据" in text


def test_the_map_shows_how_the_districts_share_a_figure(city, client: Client):
    city.release(CLOUD, "2019-07", ["8000", "8200"], DISTRICTS)
    text = client.get(ADDRESS).text
    assert 'class="step-5" aria-label="天河区 6,100 家"' in text
    assert f"/figures/{CLOUD}/2019-08/?district=440106" in text


def test_it_tells_the_last_release_the_log_and_its_witnesses(home, city, client: Client):
    city.release(COMMUNITIES, "2019-07", ["6", "17"])
    log = PublishedCity(home)
    log.witness()
    text = client.get(ADDRESS).text
    assert "4K 应用示范小区 2019年8月" in text
    assert "条记录" in text
    assert "最近检查点" in text


def test_it_is_dark_and_works_without_scripts(city, client: Client):
    text = client.get(ADDRESS).text
    assert 'data-theme="dark"' in text
    assert '<noscript><meta http-equiv="refresh" content="60"></noscript>' in text


def test_an_unchanged_wall_costs_no_more_than_a_question(city, client: Client):
    first = client.get(ADDRESS)
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 304


def test_there_is_no_wall_of_a_programme_that_is_not_published(city, client: Client):
    assert client.get("/programmes/no-such/wall/").status_code == 404
