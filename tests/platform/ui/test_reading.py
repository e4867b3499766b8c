"""The reader's choices: kept in cookies, and never a way to be sent elsewhere."""

import pytest
from django.test import Client
from django.utils import translation

from suixin.platform.ui.errors import failed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demo(settings):
    settings.DEMO = True


def test_choices_are_kept_and_shown():
    client = Client()
    answer = client.post("/reading/", {"language": "en", "next": "/gallery/"})
    assert (answer.status_code, answer["Location"]) == (302, "/gallery/")
    client.post("/reading/", {"mode": "elder"})
    client.post("/reading/", {"theme": "dark"})
    page = client.get("/gallery/").content.decode()
    assert '<html lang="en" class="portal" data-mode="elder" data-theme="dark">' in page
    assert "ui/elder.css" in page
    assert "Demonstration data" in page


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", ""])
def test_nobody_is_sent_elsewhere(elsewhere):
    answer = Client().post("/reading/", {"theme": "dark", "next": elsewhere})
    assert answer["Location"] == "/"


def test_an_unknown_choice_is_left_out():
    answer = Client().post("/reading/", {"mode": "<script>", "language": "xx"})
    assert not answer.cookies


def test_the_gallery_is_for_the_demo_only(settings):
    settings.DEMO = False
    assert Client().get("/gallery/").status_code == 404


@pytest.mark.parametrize(
    ("language", "title"),
    [("zh-hans", "没有这一页"), ("zh-hant", "沒有這一頁"), ("en", "There is no such page")],
)
def test_a_missing_page_says_so_in_the_readers_language(language, title):
    client = Client()
    client.cookies["django_language"] = language
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert f"<h1>{title}</h1>" in answer.content.decode()


def test_a_failure_page_needs_no_database(rf, django_db_blocker):
    with django_db_blocker.block(), translation.override("zh-hans"):
        answer = failed(rf.get("/"), "0a1b2c3d")
    assert answer.status_code == 500
    assert "系统出错" in answer.content.decode()
    assert "0a1b2c3d" in answer.content.decode()
