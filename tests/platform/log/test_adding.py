"""`POST /log/NAME/add`: bytes go into the log by an access key, and their position comes back."""

from base64 import b64decode

import orjson
import pytest
from django.test import Client

from suixin.platform.accounts.keys import make_key
from suixin.platform.accounts.models import Assignment, Organisation, Person
from suixin.platform.ledger import adding
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.leaves import LedgerLeaves
from suixin.platform.ledger.models import Entry
from suixin.platform.log.models import Log
from suixin.platform.log.running import Runner, end_log
from suixin.platform.log.shown import proof_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def runner(tmp_path, settings) -> Runner:
    settings.SUIXIN_HOME = tmp_path
    runner = Runner(tmp_path, "city.example", LedgerLeaves(), required=False)
    runner.finish()
    return runner


@pytest.fixture
def program() -> Client:
    li = Person.objects.create_user("li", name="李某")
    haizhu = Organisation.objects.create(code="haizhu", name="海珠区", kind="district")
    Assignment.objects.create(person=li, role="reporter", organisation=haizhu)
    key = make_key(Actor.system("tests"), li, "存证")
    return Client(headers={"Authorization": f"Bearer {key}"}, enforce_csrf_checks=True)


def add(program: Client, content: bytes, name: str | None = None):
    name = Log.objects.order_by("-first").first().name if name is None else name
    return program.post(f"/log/{name}/add", content, content_type="application/octet-stream")


def test_the_position_comes_back_and_the_log_proves_the_bytes(runner, program):
    answers = [add(program, content) for content in (b"one", b"\x00\xff" * 200, b"")]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    runner.finish()
    for answer, content in zip(answers, (b"one", b"\x00\xff" * 200, b""), strict=True):
        position = int(answer.content)
        leaf = bytes(Entry.objects.get(index=position).leaf)
        proof_of(position).check(leaf)
        record = orjson.loads(leaf)
        assert (record["type"], record["by"]) == ("log.entry", "haizhu")
        assert b64decode(record["public"]["content"]) == content


def test_bytes_that_look_like_anothers_record_stay_the_senders(runner, program):
    forged = bytes(Entry.objects.first().leaf)
    position = int(add(program, forged).content)
    assert orjson.loads(bytes(Entry.objects.get(index=position).leaf))["by"] == "haizhu"


def test_without_a_key_with_too_much_or_for_another_log_nothing_is_added(runner, program):
    before = Entry.objects.count()
    refused = add(Client(), b"one")
    assert (refused.status_code, refused["WWW-Authenticate"]) == (401, "Bearer")
    assert add(program, b"x" * (adding.LIMIT + 1)).status_code == 413
    chunked = program.post(
        f"/log/{Log.objects.get().name}/add",
        b"",
        "application/octet-stream",
        headers={"Transfer-Encoding": "chunked"},
    )
    assert chunked.status_code == 411
    assert add(program, b"one", "1999").status_code == 404
    assert program.get(f"/log/{Log.objects.get().name}/add").status_code == 405
    assert add(program, b"x" * adding.LIMIT).status_code == 200
    assert Entry.objects.count() == before + 1


def test_an_ended_log_takes_no_more_and_the_next_counts_its_own_positions(runner, program):
    add(program, b"one")
    old = Log.objects.get().name
    end_log(old, "next", LedgerLeaves())
    assert add(program, b"between", old)["Retry-After"] == "5"
    runner.finish()
    runner.finish()
    assert add(program, b"two", old).status_code == 404
    assert add(program, b"two").content == b"1", "leaf 0 is the checkpoint of the log before"


def test_a_log_that_lags_refuses_with_when_to_come_again(runner, program, monkeypatch):
    monkeypatch.setattr("suixin.platform.log.admission.LIMIT", 0)
    answer = add(program, b"one")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "wait for the log" in add_in_english(program).json()["detail"]


def add_in_english(program: Client):
    name = Log.objects.get().name
    return program.post(
        f"/log/{name}/add", b"one", content_type="application/octet-stream", headers={"Accept-Language": "en"}
    )
