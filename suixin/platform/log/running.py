"""The process that runs the log: it looks around, then takes in, signs and publishes, round after round, until it is
stopped. What only a person can mend ends it with `Stopped`; a full disk or a busy database it outlasts."""

import logging
from pathlib import Path
from threading import Event
from time import monotonic

from django.db import DatabaseError, connection, transaction

from suixin.platform.log.alarms import (
    NO_QUORUM,
    STOPPED,
    TROUBLE,
    WRONG_POLICY,
    clear_alarm,
    forget_alarms,
    raise_alarm,
)
from suixin.platform.log.anchoring import Anchoring
from suixin.platform.log.folder import Folder, TooLong
from suixin.platform.log.leaves import Leaves
from suixin.platform.log.models import Log
from suixin.platform.log.publishing import Publisher
from suixin.platform.log.rebuilding import rebuild
from suixin.platform.log.sequencer import Sequencer
from suixin.platform.log.starting import (
    NobodyCanSay,
    first_log,
    look_around,
    must_be_one_history,
    open_log,
    show_again,
    signers_of,
)
from suixin.platform.log.stops import Stopped, altered, waits
from suixin.platform.log.trust import FILE, operators_policy

logger = logging.getLogger(__name__)

PAUSE = 0.2  # seconds between looks when there is nothing to do
SIGNS_EVERY = 1.0  # seconds between checkpoints at the least
AFTER_TROUBLE = 2.0
REREADS_EVERY = 5.0


class Runner:
    """Needs the lock of `starting.only_one`."""

    def __init__(
        self, home: Path, host: str, leaves: Leaves, required: bool, anchoring: Anchoring | None = None
    ) -> None:
        self.home = home
        self.host = host
        self.leaves = leaves
        self.required = required
        self.disk: Folder | None = None
        self.anchoring = anchoring
        self.signed = self.reread = 0.0  # when these were done last, by the monotonic clock
        self.troubled = True  # as far as is known: a process before may have been

    def run(self, ended: Event) -> None:
        """Raises `Stopped`."""
        ready = False
        while not ended.is_set():
            try:
                if not ready:
                    self.begin()
                    ready = True
                busy = self.round()
                self.trouble_is_over()
            except TooLong as error:
                raise altered(str(error)) from error
            except (OSError, DatabaseError) as error:
                ready = False
                self.tell_of_trouble(error)
                ended.wait(AFTER_TROUBLE)
            else:
                if not busy:
                    ended.wait(PAUSE)

    def first_log(self) -> Log:
        """The newest log, which is made on the first start."""
        return first_log(self.home, self.host)

    def begin(self) -> None:
        """Looks around; after trouble too, as then nobody knows what the disk holds. Raises `Stopped`."""
        log = self.first_log()
        log.policy = operators_policy(self.home)
        log.save(update_fields=["policy"])
        if self.disk is not None:
            self.disk.close()
        self.disk = disk = Folder(self.home / "log" / log.name)
        signers_of(self.home, log)
        self.sequencer = Sequencer(log.name, disk, self.leaves, lambda: signers_of(self.home, log))
        self.publisher = Publisher(log.name, disk, self.required)
        look = look_around(log, disk, self.leaves)
        bring_back(log, disk, self.leaves)
        self.sequencer.check(log)
        must_be_one_history(log, disk, look)
        show_again(log, disk)
        self.bring_back_earlier(log)
        clear_alarm(STOPPED)
        forget_alarms(NO_QUORUM, [log.name])

    def bring_back_earlier(self, newest: Log) -> None:
        """Logs that have ended are still read."""
        for log in Log.objects.exclude(pk=newest.pk):
            disk = Folder(self.home / "log" / log.name)
            bring_back(log, disk, self.leaves)
            show_again(log, disk)
            disk.close()

    def round(self) -> bool:
        """Whether there was something to do."""
        busy = self.sequencer.integrate()
        if monotonic() - self.signed >= SIGNS_EVERY:
            if self.sequencer.sign():
                self.signed = monotonic()
                self.publisher.tried = None
            self.publisher.publish()
            self.go_on_after_the_last()
        if monotonic() - self.reread >= REREADS_EVERY:
            self.reread = monotonic()
            self.reread_policy()
            if self.anchoring is not None:
                self.anchoring.look(self.sequencer.log())
        return busy

    def reread_policy(self) -> None:
        """A file of witnesses that was changed counts at once; one that cannot be used changes nothing."""
        try:
            policy = operators_policy(self.home)
        except Stopped as stop:
            raise_alarm(WRONG_POLICY, "", str(stop))
            return
        clear_alarm(WRONG_POLICY)
        if Log.objects.filter(pk=self.sequencer.name).exclude(policy=policy).update(policy=policy):
            logger.warning("other witnesses are asked now, as %s says", FILE)
            self.publisher.tried = None

    def finish(self) -> None:
        """All that is stored now becomes published, however long it takes: for commands and tests."""
        self.begin()
        while self.sequencer.integrate():
            pass
        self.sequencer.sign()
        self.publisher.publish()
        self.go_on_after_the_last()

    def go_on_after_the_last(self) -> None:
        """When a log that was told to end is published whole, and enough have witnessed that, the next begins with its last
        checkpoint."""
        log = self.sequencer.log()
        if log.until is None or log.witnessed_size != log.leaf_of(log.until):
            return
        prefix = log.origin.rpartition("/")[0]
        open_log(self.home, log.successor, f"{prefix}/{log.successor}", log.until, bytes(log.witnessed_note))
        logger.warning("the log %s has ended; %s goes on", log.origin, log.successor)
        self.begin()

    def trouble_is_over(self) -> None:
        if self.troubled:
            clear_alarm(TROUBLE)
            self.troubled = False

    def tell_of_trouble(self, error: Exception) -> None:
        logger.error("the log waits: %s", error)
        self.troubled = True
        try:
            raise_alarm(TROUBLE, "", str(error) if isinstance(error, NobodyCanSay) else waits(error))
        except DatabaseError:
            connection.close()


def bring_back(log: Log, disk: Folder, leaves: Leaves) -> None:
    """A restored copy has no files of the log: they follow from the ledger."""
    if log.size and not (Path(disk.root) / "tile").exists():
        logger.warning("deriving the %s leaves of %s anew", log.size, log.origin)
        rebuild(log, disk, leaves)


def end_log(name: str, successor: str, leaves: Leaves) -> None:
    """The log takes no more records from here on. The running process publishes its end, and begins the successor."""
    with transaction.atomic():
        Log.objects.filter(pk=name, until=None).update(until=leaves.size(), successor=successor)
