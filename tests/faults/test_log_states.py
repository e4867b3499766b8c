"""The log's own steps on a disk that fails, with the machine stopping anywhere: whatever happens, it never signs two
histories, what it has shown stays provable, and in the end every record that was acknowledged is in it."""

import errno
import random
import tempfile
from pathlib import Path
from unittest.mock import patch

import pytest
from django.db import OperationalError, connection
from failing_disk import Crash, FailingDisk, Platter
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from suixin.kernel.log.bundles import entries_in
from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.fsck import check_part, check_top, parts_of
from suixin.kernel.log.keys import read_log_key
from suixin.kernel.log.reading import read_bundle
from suixin.kernel.log.tree import EMPTY_ROOT, Frontier, leaf_hash
from suixin.platform.log import running, starting
from suixin.platform.log.models import Alarm, Growth, Log, WitnessSeen

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]

BATCH = 300  # leaves of a round, so that rounds are many
COUNTS = st.one_of(st.integers(1, 5), st.integers(200, 400), st.just(256))  # of leaves
WRITES = ("INSERT", "UPDATE", "DELETE")
# Where the disk fails or the machine stops: before and after each thing that lasts.
PLACES = (
    "read",
    "write",
    "written",
    "sync",
    "synced",
    "replace",
    "replacing",
    "replaced",
    "remove",
    "statement",
    "stored",
)
FAULTS = {"power": Crash, "kill": Crash, errno.EIO: OSError, errno.ENOSPC: OSError}


class Ledger:
    """Leaves that are acknowledged, and the root after each."""

    def __init__(self) -> None:
        self.leaves: list[tuple[bytes, bytes]] = []
        self.roots = [EMPTY_ROOT]
        self.frontier = Frontier()

    def add(self, count: int) -> None:
        for _ in range(count):
            leaf = b"record %d" % len(self.leaves)
            self.leaves.append((leaf, leaf_hash(leaf)))
            self.frontier.add(leaf_hash(leaf))
            self.roots.append(self.frontier.root())

    def size(self) -> int:
        return len(self.leaves)

    def read(self, start: int, stop: int) -> list[tuple[bytes, bytes]]:
        return self.leaves[start:stop]


class RunningLog(RuleBasedStateMachine):
    @initialize(seed=st.integers(0, 2**32))
    def begin(self, seed: int) -> None:
        for model in (Alarm, Growth, WitnessSeen, Log):
            model.objects.all().delete()
        self.folder = tempfile.TemporaryDirectory()  # for the key
        self.home = Path(self.folder.name)
        self.chance = random.Random(seed)
        self.platter, self.ledger = Platter(self.chance), Ledger()
        self.signed = 0
        self.place, self.times = "", 0  # at which of the calls at that place something happens
        self.what: BaseException | None = None
        self.platter.trouble = self.trouble
        self.patches = [
            patch.object(running, "Folder", lambda path: FailingDisk(self.platter, str(path))),
            patch.object(starting, "Folder", lambda path: FailingDisk(self.platter, str(path))),
            patch.object(running, "bring_back", lambda *_: None),  # it works on real folders
            patch.object(running, "SIGNS_EVERY", 0.0),
            patch("suixin.platform.log.sequencer.BATCH", BATCH),
        ]
        for each in self.patches:
            each.start()
        self.database = connection.execute_wrapper(self.query)
        self.database.__enter__()
        self.started: running.Runner | None = None

    def teardown(self) -> None:
        if hasattr(self, "database"):
            self.database.__exit__(None, None, None)
            for each in reversed(self.patches):
                each.stop()
            self.folder.cleanup()

    def trouble(self, call: str, path: str) -> None:
        if call == self.place and self.what is not None:
            self.times -= 1
            if self.times == 0:
                raise self.what

    def query(self, execute, sql, params, many, context):
        """The database keeps each statement whole: the machine may stop before it, or right after it."""
        if not sql.startswith(WRITES):
            return execute(sql, params, many, context)
        try:
            self.trouble("statement", "")
        except OSError as error:
            raise OperationalError("disk I/O error") from error
        done = execute(sql, params, many, context)
        if isinstance(self.what, Crash):
            self.trouble("stored", "")
        return done

    @rule(
        place=st.sampled_from(PLACES),
        times=st.integers(1, 3),
        kind=st.sampled_from(list(FAULTS)),
        counts=st.lists(COUNTS, min_size=1, max_size=3),
    )
    def something_happens_while_it_runs(
        self, place: str, times: int, kind: str | int, counts: list[int]
    ) -> None:
        self.place, self.times, self.what = place, times, FAULTS[kind](kind, "the disk fails")
        try:
            for count in counts:
                self.ledger.add(count)
                self.step()
        except OSError as error:
            assert str(error)
            self.started.tell_of_trouble(error)
            assert "\n" in Alarm.objects.get(code="trouble").details
        except OperationalError:
            pass
        except Crash:
            self.started = None
            if kind == "power":
                self.platter.lose_power()
        finally:
            self.what = None

    def step(self) -> None:
        """A round as `Runner.run` does it: after trouble it begins anew."""
        if self.started is None:
            self.started = running.Runner(self.home, "city.example", self.ledger, required=False)
            self.ready = False
        runner, ready, self.ready = self.started, self.ready, False
        if not ready:
            runner.begin()
        runner.round()
        self.ready = True

    @rule(count=COUNTS)
    def it_runs_well(self, count: int) -> None:
        self.ledger.add(count)
        self.step()

    @rule()
    def power_fails_while_it_is_idle(self) -> None:
        self.started = None
        self.platter.lose_power()

    @rule()
    def all_that_was_acknowledged_gets_in(self) -> None:
        self.started = None
        runner = running.Runner(self.home, "city.example", self.ledger, required=False)
        runner.finish()
        log = Log.objects.get()
        assert log.published_size == log.size == self.ledger.size()
        disk = FailingDisk(self.platter, "")
        held: list[bytes] = []
        for start in range(0, log.size, 256):
            width = min(256, log.size - start)
            held += entries_in(read_bundle(disk, start // 256, width), width)
        assert held == [leaf for leaf, _hash in self.ledger.leaves]

    @invariant()
    def no_head_was_signed_that_is_not_the_ledgers_beginning(self) -> None:
        log = Log.objects.first() if hasattr(self, "ledger") else None
        if log is None:
            return
        notes = [log.signed_note, log.published_note, *self.platter.shown]
        for head, _note in (read_signed_checkpoint(bytes(note)) for note in notes if note is not None):
            assert head.root == self.ledger.roots[head.size]
        assert log.published_size <= log.signed_size <= log.size
        assert bytes(log.root) == self.ledger.roots[log.size]
        assert log.signed_size >= self.signed
        self.signed = log.signed_size

    @invariant()
    def what_is_shown_is_whole_on_the_disk_and_never_less_than_before(self) -> None:
        if not hasattr(self, "ledger") or "checkpoint" not in self.platter.seen:
            return
        head, note = read_signed_checkpoint(self.platter.seen["checkpoint"])
        note.verified([read_log_key(Log.objects.get().keys.split()[0])])
        sizes = [read_signed_checkpoint(each)[0].size for each in self.platter.shown]
        assert sizes == sorted(sizes)
        for files in (self.platter.seen, self.platter.durable):
            disk = FailingDisk(Platter(self.chance), "")
            disk.platter.seen = files
            outcome = check_top(
                disk, head.size, [check_part(disk, head.size, n) for n in parts_of(head.size)]
            )
            assert (outcome.root, outcome.faults) == (head.root, ())


def test_whatever_happens_nothing_signed_is_lost_and_nothing_is_signed_twice():
    run_state_machine_as_test(
        RunningLog,
        settings=settings(
            max_examples=60,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
