"""Witnesses and the log: what they sign is published; too few are told of; one that has seen more stops the log."""

from contextlib import ExitStack
from pathlib import Path

import pytest
from memory_ledger import Ledger
from running_log import the_log
from small_log import served

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Alarm, Log
from suixin.platform.log.running import Runner
from suixin.platform.log.shown import states
from suixin.platform.log.stops import Stopped
from suixin.platform.witness.keeping import open_witness, set_up
from suixin.platform.witness.serving import Application
from suixin.platform.witness.store import LogKey

pytestmark = pytest.mark.django_db


class Witnesses:
    """Real ones on real sockets, named in the operator's file; those not yet told of the log refuse it."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.home, self.stack = home, stack
        self.all = {}

    def add(self, *names: str) -> None:
        for name in names:
            set_up(self.home / name, f"{name}.example/1")
            witness = open_witness(self.home / name)
            self.all[name] = (witness, self.stack.enter_context(served(Application(witness))))

    def trust(self, log: Log, *names: str) -> None:
        for name in names:
            for key in log.keys.split():
                self.all[name][0].store.add_log_key(LogKey(key, log.origin, 0))

    def are_asked(self, home: Path, quorum: int) -> None:
        lines = [f"witness {n} {w.cosigners[0].text} {address}\n" for n, (w, address) in self.all.items()]
        lines += [f"group all-of-them {quorum} {' '.join(self.all)}\n", "quorum all-of-them\n"]
        (home / "witnesses.policy").write_text("".join(lines))


@pytest.fixture
def home(tmp_path, settings) -> Path:
    settings.SUIXIN_HOME = tmp_path / "city"
    settings.SUIXIN_HOME.mkdir()
    return settings.SUIXIN_HOME


@pytest.fixture
def witnesses(tmp_path):
    with ExitStack() as stack:
        yield Witnesses(tmp_path / "witnesses", stack)


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def runner(home, ledger, witnesses):
    """Three witnesses, two needed, none of whom knows the log yet."""
    runner = Runner(home, "city.example", ledger, required=False)
    ledger.grow(3)
    runner.finish()
    witnesses.add("audit", "notary", "college")
    witnesses.are_asked(home, 2)
    return runner


def test_enough_signatures_are_published_with_the_checkpoint(home, ledger, runner, witnesses):
    witnesses.trust(the_log(), "audit", "notary")
    ledger.grow(1)
    runner.finish()
    _, note = read_signed_checkpoint(Folder(home / "log" / the_log().name).read("checkpoint"))
    assert {each.name for each in note.signatures} == {
        the_log().origin,
        "audit.example/1",
        "notary.example/1",
    }
    (state,) = states(4)
    assert (state.enough, state.quorum) == (True, "2/3")
    seen = {each.name: (each.size, each.time is not None, bool(each.problem)) for each in state.witnesses}
    assert seen == {"audit": (4, True, False), "notary": (4, True, False), "college": (0, False, True)}
    assert [(alarm.code, alarm.subject) for alarm in Alarm.objects.all()] == [("witness-silent", "college")]
    assert the_log().witnessed_size == 4


def test_too_few_are_told_of_and_wanted_ones_hold_nothing_back(ledger, runner, witnesses):
    witnesses.trust(the_log(), "audit")
    ledger.grow(1)
    runner.finish()
    log = the_log()
    assert (log.published_size, log.witnessed_size) == (4, 3), "figures rest on what enough have signed"
    assert Alarm.objects.filter(code="no-quorum", details="1/3").exists()
    witnesses.trust(log, "notary", "college")
    runner.publisher.tried = None
    runner.publisher.publish()
    assert the_log().witnessed_size == 4
    assert not Alarm.objects.exists()


def test_required_ones_hold_the_checkpoint_back(home, ledger, runner, witnesses):
    strict = Runner(home, "city.example", ledger, required=True)
    ledger.grow(1)
    strict.finish()
    log = the_log()
    assert (log.size, log.signed_size, log.published_size) == (4, 4, 3)
    assert read_signed_checkpoint(Folder(home / "log" / log.name).read("checkpoint"))[0].size == 3
    witnesses.trust(log, "audit", "college")
    strict.finish()
    assert the_log().published_size == 4


def test_a_restored_copy_is_told_by_any_witness_that_it_is_older(home, ledger, runner, witnesses):
    witnesses.trust(the_log(), "notary")
    old = Log.objects.values().get()
    ledger.grow(5)
    runner.finish()
    Log.objects.filter(pk=old["name"]).update(**old)
    del ledger.leaves[3:], ledger.hashes[3:]
    (home / "log" / old["name"] / "checkpoint").unlink()
    with pytest.raises(Stopped, match="notary has seen the log with 8 records") as stopped:
        runner.begin()
    assert stopped.value.code == "lost-history"


def test_a_witness_whose_clock_is_wrong_still_counts(home, ledger, runner, witnesses):
    witnesses.trust(the_log(), "audit", "notary")
    for witness, _address in witnesses.all.values():
        object.__setattr__(witness, "clock", lambda: 2**62)
    ledger.grow(1)
    runner.finish()
    (state,) = states(4)
    assert state.enough
    assert [each.time for each in state.witnesses] == [None, None, None]


def test_who_only_says_that_it_has_seen_more_is_a_silent_witness(home, ledger, runner, witnesses):
    def lying(_environ, start_response):
        start_response("409 Conflict", [("Content-Type", "text/x.tlog.size")])
        return [b"1000000000\n"]

    witness, _address = witnesses.all["college"]
    witnesses.all["college"] = (witness, witnesses.stack.enter_context(served(lying)))
    witnesses.are_asked(home, 2)
    witnesses.trust(the_log(), "audit", "notary")
    ledger.grow(1)
    runner.finish()
    assert the_log().witnessed_size == 4
    assert Alarm.objects.filter(code="witness-silent", subject="college").exists()


def test_alarms_of_a_witness_that_is_asked_no_more_end(home, ledger, runner, witnesses):
    witnesses.trust(the_log(), "audit", "notary")
    ledger.grow(1)
    runner.finish()
    assert Alarm.objects.filter(subject="college").exists()
    del witnesses.all["college"]
    witnesses.are_asked(home, 2)
    ledger.grow(1)
    runner.finish()
    assert not Alarm.objects.exists()
    assert [each.name for each in states(5)[0].witnesses] == ["audit", "notary"]


def test_a_witness_that_holds_another_history_stops_the_log_also_when_it_comes_back_later(
    home, ledger, runner, witnesses
):
    witnesses.trust(the_log(), "notary")
    old = Log.objects.values().get()
    ledger.grow(2)
    runner.finish()
    Log.objects.filter(pk=old["name"]).update(**old)
    for number in range(3, 8):
        if number < len(ledger.leaves):
            del ledger.leaves[number:], ledger.hashes[number:]
        ledger.add(b"another %d" % number)
    (home / "log" / old["name"] / "checkpoint").unlink()
    (home / "witnesses.policy").unlink()  # while nobody could say so
    runner.finish()
    assert the_log().signed_size == 8
    witnesses.are_asked(home, 2)
    runner.reread_policy()
    with pytest.raises(Stopped, match="another history") as stopped:
        runner.publisher.publish()
    assert stopped.value.code == "forked"
