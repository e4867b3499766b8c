"""The queue of letters against a mail server that speaks SMTP over a socket."""

import logging
import socket
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone
from small_mail_server import MailServer, mail_server

from suixin.platform.accounts.actions import create_person
from suixin.platform.accounts.mail import stop_address
from suixin.platform.accounts.models import Person
from suixin.platform.ledger.actor import Actor
from suixin.platform.post import delivery, queue
from suixin.platform.post.models import Letter
from suixin.platform.post.queue import Tally, Written

pytestmark = pytest.mark.django_db


def person(name: str, **more: str) -> Person:
    given = {"email": f"{name}@reader.example"} | more
    return create_person(Actor.system("tests"), username=name, name=name, reason="登记", **given)


def put(*people: Person) -> None:
    queue.put("test/1", [Written(each.pk, "月报：今天截止", "您好：\n请填报。\n") for each in people])


def deliver(times: int = 1) -> delivery.Delivery:
    fresh = delivery.Delivery()
    for _ in range(times):
        fresh.out_until = 0.0
        fresh.work()
    return fresh


def later(**some: int) -> None:
    """The waiting letters have waited so long."""
    for letter in Letter.objects.filter(state="waiting"):
        letter.next_try -= timedelta(**some)
        letter.save(update_fields=["next_try"])


@pytest.fixture
def on(settings: LazySettings) -> LazySettings:
    settings.MAIL_IS_ON, settings.MAIL_A_MINUTE, settings.EMAIL_TIMEOUT = True, 100, 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.DEFAULT_FROM_EMAIL = "127.0.0.1", "suixin@city.example"
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    return settings


@pytest.fixture
def server(on: LazySettings) -> Iterator[MailServer]:
    stop_address(Person(pk=1))  # the site's addresses are read once, which is slow
    with mail_server() as post:
        on.EMAIL_PORT = post.port
        yield post


def test_letters_arrive_as_plain_text_with_a_way_to_stop(server: MailServer):
    put(person("zhang"), person("li"))
    deliver()
    assert server.addresses == ["zhang@reader.example", "li@reader.example"]
    assert server.connections == 1
    message = server.taken[0][1]
    assert (message["Subject"], message["From"]) == ("月报：今天截止", "suixin@city.example")
    assert message.get_content_type() == "text/plain"
    assert "请填报。" in message.get_content()
    assert message["List-Unsubscribe"].strip(" <>") in message.get_content()
    assert queue.tallies(["test/1"]) == {"test/1": Tally(sent=2)}
    assert set(Letter.objects.values_list("text", flat=True)) == {""}
    deliver()
    assert len(server.taken) == 2


def test_one_press_in_a_mail_program_stops_letters_and_opens_nothing(server: MailServer):
    zhang = person("zhang")
    put(zhang)
    deliver()
    address = server.taken[0][1]["List-Unsubscribe"].strip(" <>").partition("/accounts/")[2]
    stranger = Client(enforce_csrf_checks=True)
    assert "停发邮件提醒" in stranger.get(f"/accounts/{address}").text
    zhang.refresh_from_db()
    assert zhang.wants_mail
    answer = stranger.post(f"/accounts/{address}", {"List-Unsubscribe": "One-Click"})
    assert "不再给您发邮件提醒" in answer.text
    assert "sessionid" not in stranger.cookies
    put(zhang)
    deliver()
    assert len(server.taken) == 1
    assert queue.tallies(["test/1"])["test/1"] == Tally(sent=1, failed=1)
    assert stranger.get("/accounts/mail/stop/forged/").status_code == 404


def test_a_server_that_is_out_loses_nothing_and_is_left_alone(on, caplog: pytest.LogCaptureFixture):
    with socket.create_server(("127.0.0.1", 0)) as free:
        on.EMAIL_PORT = port = free.getsockname()[1]
    put(person("zhang"))
    fresh = delivery.Delivery()
    assert not fresh.work()
    assert fresh.out_until > 0
    assert not fresh.work()
    assert queue.tallies(["test/1"])["test/1"] == Tally(waiting=1)
    assert "reader.example" not in caplog.text
    with mail_server(port) as post:
        fresh.out_until = 0.0
        assert fresh.work()
        assert post.addresses == ["zhang@reader.example"]


def test_the_pause_of_a_server_that_is_out_doubles_up_to_a_limit(on):
    with socket.create_server(("127.0.0.1", 0)) as free:
        on.EMAIL_PORT = free.getsockname()[1]
    put(person("zhang"))
    fresh = deliver(12)
    assert fresh.out_until - delivery.monotonic() <= delivery.OUT_MOST


def test_whom_the_server_refuses_for_good_is_not_tried_again_and_stops_no_other(
    server: MailServer, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.DEBUG)
    server.refusals["gone@reader.example"] = "550 gone@reader.example is unknown"
    put(person("gone"), person("li"))
    deliver(3)
    assert server.addresses == ["li@reader.example"]
    letter = Letter.objects.get(state="failed")
    assert (letter.problem, letter.text) == ("550", "")
    assert "reader.example" not in caplog.text


def test_whom_the_server_refuses_for_now_is_tried_later_and_later(server: MailServer):
    server.refusals["zhang@reader.example"] = "451 busy"
    put(person("zhang"))
    pauses = []
    for _ in range(3):
        deliver()
        deliver()  # too early
        letter = Letter.objects.get()
        pauses.append((letter.next_try - timezone.now()).total_seconds())
        later(hours=4)
    assert letter.tries == 3
    assert 0 < pauses[0] < pauses[1] < pauses[2]
    server.refusals.clear()
    deliver()
    assert server.addresses == ["zhang@reader.example"]


def test_a_letter_at_which_the_server_hangs_up_does_not_hold_up_the_others(server: MailServer):
    server.leaves_at.add("odd@reader.example")
    put(person("odd"), person("li"))
    deliver(2)
    assert server.addresses == ["li@reader.example"]
    assert Letter.objects.get(person__username="odd").state == "waiting"


def test_no_more_a_minute_than_the_operator_allows(server: MailServer, on):
    on.MAIL_A_MINUTE = 3
    put(*(person(f"p{n}") for n in range(5)))
    deliver(4)
    assert len(server.taken) == 3
    Letter.objects.filter(state="sent").update(done=timezone.now() - timedelta(minutes=2))
    deliver(4)
    assert len(server.taken) == 5


def test_what_has_become_outdated_and_who_has_left_get_no_letter(server: MailServer):
    gone, late = person("gone"), person("late")
    put(gone, late)
    Letter.objects.filter(person=late).update(until=timezone.now() - timedelta(minutes=1))
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    deliver()
    assert server.taken == []
    assert sorted(Letter.objects.values_list("problem", flat=True)) == ["outdated", "unwanted"]


def test_the_newest_address_counts_and_none_is_in_the_queue(server: MailServer):
    zhang = person("zhang")
    put(zhang)
    assert "reader.example" not in str(list(Letter.objects.values()))
    Person.objects.filter(pk=zhang.pk).update(email="new@reader.example")
    deliver()
    assert server.addresses == ["new@reader.example"]


def test_two_processes_do_not_send_one_letter_twice(server: MailServer):
    put(person("zhang"))
    letter = Letter.objects.get()
    assert delivery.hold(letter)
    assert not delivery.hold(letter)


def test_without_letters_it_asks_one_question_and_without_a_server_none(on, django_assert_num_queries):
    fresh = delivery.Delivery()
    with django_assert_num_queries(1):
        assert not fresh.work()
    on.MAIL_IS_ON = False
    with django_assert_num_queries(0):
        assert not fresh.work()


def test_a_demo_city_writes_letters_into_files(on, tmp_path):
    on.EMAIL_BACKEND, on.EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", tmp_path
    put(person("zhang"))
    deliver()
    [file] = tmp_path.iterdir()
    assert b"zhang@reader.example" in file.read_bytes()


def test_people_choose_for_themselves(settings):
    settings.DEMO = True  # no second factor
    zhang = person("zhang")
    client = Client()
    client.force_login(zhang, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert "zhang@reader.example" in client.get("/accounts/mail/").text
    answer = client.post("/accounts/mail/", {"language": "en"}, follow=True)
    assert "只在工作台上提醒" in answer.text
    zhang.refresh_from_db()
    assert (zhang.wants_mail, zhang.language) == (False, "en")
    assert client.post("/accounts/mail/", {"language": "xx"}).status_code == 422
