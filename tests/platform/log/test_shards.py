"""Logs that end and go on in the next: every year, or after a loss."""

import shutil

import pytest
from running_log import published, the_log

from suixin.kernel.log.reading import TileTree
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Log
from suixin.platform.log.recovery import begin_anew
from suixin.platform.log.running import end_log
from suixin.platform.log.shown import proof_of, states

pytestmark = pytest.mark.django_db


def test_a_log_ends_and_the_next_begins_with_its_last_checkpoint(home, ledger, runner):
    ledger.grow(300)
    runner.finish()
    old = the_log()
    end_log(old.name, "next", ledger)
    ledger.grow(20)
    runner.finish()
    runner.finish()
    new = the_log()
    assert (new.name, new.first, new.origin) == ("next", 300, "city.example/log/next")
    assert published(home, new).size == 21
    last = Folder(home / "log" / old.name).read("checkpoint")
    assert TileTree(Folder(home / "log" / "next"), 21).entry(0) == last
    for number in (0, 299, 300, 319):
        proof_of(number).check(ledger.leaves[number])
    assert [(state.closed, state.size, state.waiting) for state in states(320)] == [
        (True, 300, 0),
        (False, 21, 0),
    ]


def test_a_log_told_to_end_while_it_takes_in_ends_there(home, ledger, runner):
    ledger.grow(3)
    runner.finish()
    ledger.grow(2)
    read = ledger.read

    def ending(start: int, stop: int):
        ledger.read = read
        end_log(the_log().name, "next", ledger)
        ledger.grow(4)
        return read(start, start + 6)  # more than there were when it was told to end

    ledger.read = ending
    runner.sequencer.integrate()
    assert the_log().size == 3
    runner.finish()
    runner.finish()
    assert [(state.size, state.waiting) for state in states(9)] == [(5, 0), (5, 0)]
    for number in range(9):
        proof_of(number).check(ledger.leaves[number])


def test_after_a_loss_a_new_log_begins_with_the_longest_checkpoint_that_is_left(home, ledger, runner):
    ledger.grow(5)
    runner.finish()
    old = Log.objects.values().get()
    ledger.grow(5)
    runner.finish()
    longest = Folder(home / "log" / old["name"]).read("checkpoint")
    Log.objects.filter(pk=old["name"]).update(**old)
    del ledger.leaves[5:], ledger.hashes[5:]
    ledger.add(b"another history")
    begin_anew(home, "after")
    runner.finish()
    assert published(home, the_log()).size == 2
    assert TileTree(Folder(home / "log" / "after"), 2).entry(0) == longest
    proof_of(5).check(b"another history")
    proof_of(4).check(ledger.leaves[4])


def test_ended_logs_are_brought_back_too(home, ledger, runner):
    ledger.grow(10)
    runner.finish()
    old = the_log()
    end_log(old.name, "next", ledger)
    runner.finish()
    runner.finish()
    shutil.rmtree(home / "log")
    runner.finish()
    assert published(home, Log.objects.get(pk=old.name)).size == 10
    proof_of(3).check(ledger.leaves[3])


def test_a_log_may_end_before_it_has_a_record(home, ledger, runner):
    ledger.grow(4)
    runner.finish()
    for name in ("mistyped", "2027"):
        end_log(the_log().name, name, ledger)
        runner.finish()
        runner.finish()
    ledger.grow(2)
    runner.finish()
    assert the_log().name == "2027"
    assert [(state.name, state.records) for state in states(6)][1:] == [("mistyped", 0), ("2027", 2)]
    proof_of(5).check(ledger.leaves[5])
