"""Background work: each in its turn, and the accident of one stops no other."""

import threading

import pytest

from suixin.platform.jobs import running
from suixin.platform.jobs.running import RunsAlready, finish, only_one, run
from suixin.platform.jobs.works import Work, read_works, works
from suixin.platform.ledger.declarations import MalformedDeclaration

pytestmark = pytest.mark.django_db


def test_the_rooms_work_is_found_by_their_manifests():
    assert "suixin.engines.statistics.rounds:work" in [work.name for work in works()]


@pytest.mark.parametrize("name", ["suixin.nowhere:work", "suixin.platform.jobs.running:EVERY"])
def test_work_that_leads_nowhere_stops_the_start(name):
    with pytest.raises(MalformedDeclaration):
        list(read_works([name]))


def test_what_there_is_is_finished(monkeypatch):
    left = [3]

    def some() -> bool:
        left[0] -= 1
        return left[0] > 0

    finish([Work("some", some)])
    assert left == [0]


def test_work_that_fails_waits_and_the_others_go_on(monkeypatch, caplog):
    monkeypatch.setattr(running, "EVERY", 0.001)
    ended, calls = threading.Event(), []

    def failing() -> bool:
        calls.append("failing")
        raise ValueError("an accident")

    def steady() -> bool:
        calls.append("steady")
        if calls.count("steady") == 20:
            ended.set()
        return False

    run([Work("failing", failing), Work("steady", steady)], ended)
    assert calls.count("failing") == 1
    assert calls.count("steady") == 20
    assert "an accident" in caplog.text


def test_work_that_failed_is_tried_again(monkeypatch):
    monkeypatch.setattr(running, "EVERY", 0.001)
    monkeypatch.setattr(running, "PAUSE_FIRST", 0.002)
    ended, calls = threading.Event(), []

    def shaky() -> bool:
        calls.append(1)
        if len(calls) < 3:
            raise OSError("not yet")
        ended.set()
        return True

    run([Work("shaky", shaky)], ended)
    assert len(calls) == 3


def test_one_process_a_folder(tmp_path):
    with only_one(tmp_path):
        with pytest.raises(RunsAlready), only_one(tmp_path):
            pass
        ended = threading.Event()
        ended.set()
        with pytest.raises(RunsAlready), only_one(tmp_path, ended):
            pass
    with only_one(tmp_path):
        pass
