"""The background work of statistics: after each new checkpoint, and at each moment of the calendar, it publishes what has
changed. It looks only at what has new records since it looked last; what fails waits for longer and longer.

`work` is called about once a second by `suixin work`. Everything it remembers it can find again: a new process begins
from the releases that there are.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

import duckdb
from django.db import DatabaseError
from django.utils import timezone

from suixin.engines.statistics import known, waiting
from suixin.engines.statistics.computing import Inexact
from suixin.engines.statistics.models import Due, Held, Release
from suixin.engines.statistics.publishing import UPDATED, Basis, draft, newest_checkpoint, publish, words_of
from suixin.engines.statistics.schedule import current, due_at
from suixin.engines.statistics.touched import touched
from suixin.engines.statistics.waiting import QUIET, Wait
from suixin.kernel.statistics.figures import parts_of
from suixin.kernel.statistics.indicators import Change, Indicator
from suixin.kernel.statistics.periods import Period, periods_between
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.refusals import Refusal

logger = logging.getLogger(__name__)

AGAIN_FIRST, AGAIN_MOST = 30, 3600  # seconds until what failed is tried again: doubled each time
AT_ONCE = 8  # releases in one call, so that others have their turn
CALENDAR_EVERY = 5  # seconds
TROUBLE = (DatabaseError, OSError, duckdb.Error, Inexact, ValueError, LookupError, ArithmeticError)

Task = tuple[str, Period]


@dataclass(slots=True)
class Failed:
    times: int
    next: float  # by the monotonic clock


@dataclass(slots=True)
class Round:
    """What one process knows of where it is."""

    looked: dict[str, int] = field(default_factory=dict)  # by indicator: the records that were looked at
    waiting: dict[Task, None] = field(default_factory=dict)  # to be computed, in order
    failed: dict[Task, Failed] = field(default_factory=dict)
    came: dict[Task, datetime] = field(default_factory=dict)  # moments of the calendar that were heeded
    size: int = -1  # of the ledger, at the last checkpoint looked at
    again: float | None = None  # when to look once more, where looking failed: by the monotonic clock
    calendar: float = 0  # when it was last looked at, by the monotonic clock

    def work(self) -> bool:
        try:
            basis = newest_checkpoint()
        except Wait:
            return False
        if self.size < 0:
            self.remember()
        if basis.records != self.size or (self.again is not None and self.again <= monotonic()):
            self.again = None
            self.look(basis)
            self.size = basis.records
        if monotonic() - self.calendar >= CALENDAR_EVERY:
            self.calendar = monotonic()
            for task, at in due_now(known.indicators()):
                if self.came.get(task) != at:
                    self.came[task] = at
                    self.add([task])
            self.add(task for task, failed in self.failed.items() if failed.next <= monotonic())
        some = list(self.waiting)[:AT_ONCE]
        for task in some:
            del self.waiting[task]
            self.do(task, basis)
        return bool(some)

    def remember(self) -> None:
        """What failed before this process began is tried again: it may be over."""
        for held in Held.objects.filter(is_failure=True):
            self.failed[held.indicator, Period.read(held.period)] = Failed(0, monotonic())

    def add(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            self.waiting.setdefault(task)

    def look(self, basis: Basis) -> None:
        """Which figures may have changed since the last look. Counted ones first: others derive from them."""
        indicators = known.indicators()
        for indicator in indicators:
            if indicator.derivation is None:
                since = self.looked.get(indicator.id)
                if since is None:
                    since = covered(indicator)
                try:
                    if news(indicator, since, basis.records):
                        self.add((indicator.id, each) for each in touched(indicator, since, basis.records))
                    self.looked[indicator.id] = basis.records
                except TROUBLE as error:
                    self.again = monotonic() + AGAIN_FIRST
                    self.troubled((indicator.id, current(indicator.frequency)), error)
        self.add(derived_anew(indicators, self.size, basis.records))

    def do(self, task: Task, basis: Basis) -> None:
        name, period = task
        before = newest_number(task)
        try:
            indicator = known.newest_indicator(name)
            if indicator is None:
                return
            if is_by_hand(indicator, period):
                raise Wait("by-hand" if draft(name, period, basis=basis).changed else "unchanged")
            publish(name, period, Actor.system("statistics"), UPDATED, basis=basis)
            logger.info("published %s %s", name, period)
            self.failed.pop(task, None)
        except Wait as wait:
            self.told(task, wait)
        except Refusal as refusal:
            if newest_number(task) != before:
                self.add([task])  # somebody published meanwhile: seen from there it may be no news any more
            else:
                self.told(task, Wait("refused", why=words_of(refusal)[:300]))
        except TROUBLE as error:
            self.troubled(task, error)

    def troubled(self, task: Task, error: Exception) -> None:
        logger.exception("figures of %s %s", *task)
        self.told(task, Wait("unexpected", why=f"{type(error).__name__}: {error}"[:300]))

    def told(self, task: Task, wait: Wait) -> None:
        name, period = task
        if wait.code in waiting.FAILURES:
            times = self.failed[task].times + 1 if task in self.failed else 0
            pause = min(AGAIN_FIRST * 2**times, AGAIN_MOST)
            self.failed[task] = Failed(times, monotonic() + pause)
            logger.error("%s %s was not published: %s", name, period, wait.details)
        else:
            self.failed.pop(task, None)
        if wait.code in QUIET or wait.code == "embargo":
            waiting.over(name, str(period))
        else:
            waiting.note(name, str(period), wait)


def newest_number(task: Task) -> int | None:
    """Of the newest release of an indicator for a period."""
    name, period = task
    rows = Release.objects.filter(indicator=name, period=str(period)).order_by("-index")
    return rows.values_list("index", flat=True).first()


def is_by_hand(indicator: Indicator, period: Period) -> bool:
    """What came out by the calendar is revised by an officer, or by another entry of the calendar."""
    at = due_at(indicator, period)
    held = Release.objects.filter(indicator=indicator.id, period=str(period), to_index=None).first()
    return at is not None and held is not None and held.recorded_at >= at


def covered(indicator: Indicator) -> int:
    """Up to where its releases have looked already; 0 where a definition is newer than all of them."""
    rows = Release.objects.filter(indicator=indicator.id).order_by("-records")
    newest = rows.values_list("records", "digest").first()
    return newest[0] if newest is not None and newest[1] == indicator.digest else 0


def news(indicator: Indicator, since: int, records: int) -> bool:
    """Whether records came that may bear on it: a question to an index of the ledger, and no more."""
    types = set(known.types_of(indicator))
    if indicator.source is not None and indicator.source.form:
        types |= {"collection.review", "collection.form"}
    types.add("statistics.indicator")
    return Entry.objects.filter(type__in=types, index__gte=since, index__lt=records).exists()


def due_now(indicators: Iterable[Indicator]) -> Iterator[tuple[Task, datetime]]:
    """What has come to its moment since its last release: of the year past, and whatever else the calendar names."""
    now = timezone.now()
    for indicator in indicators:
        said = Due.objects.filter(indicator=indicator.id, holds=True, at__lte=now)
        periods = {Period.read(each) for each in said.values_list("period", flat=True)}
        if indicator.release_days is not None:
            today = current(indicator.frequency)
            periods |= set(periods_between(today.earlier(indicator.frequency.a_year), today))
        for period in sorted(periods):
            at = due_at(indicator, period)
            held = Release.objects.filter(indicator=indicator.id, period=str(period), to_index=None).first()
            if at is not None and at <= now and (held is None or held.recorded_at < at):
                yield (indicator.id, period), at


def derived_anew(indicators: Iterable[Indicator], since: int, records: int) -> Iterator[Task]:
    """Derived figures of which a part was published among these records."""
    fresh = Release.objects.filter(index__gte=max(since, 0), index__lt=records)
    changed = {(name, Period.read(period)) for name, period in fresh.values_list("indicator", "period")}
    if not changed:
        return
    for indicator in indicators:
        if indicator.derivation is None:
            continue
        bases = {indicator.derivation.of, indicator.derivation.whole}
        own = [period for name, period in changed if name in bases]
        for period in sorted({each for base in own for each in resting_on(indicator, base)}):
            parts = {(part.indicator, part.period) for part in parts_of(indicator.derivation, period)}
            if parts & changed:
                yield indicator.id, period


def resting_on(indicator: Indicator, base: Period) -> Iterator[Period]:
    """The periods whose figure may have the base's in it, as far as there is anything to compare."""
    last = current(base.frequency)
    change = indicator.derivation.change if indicator.derivation else None
    if change in (Change.CUMULATIVE, Change.CUMULATIVE_ON_YEAR):
        far = 2 * base.frequency.a_year
    elif change is Change.INDEX:
        far = max(last.ordinal - base.ordinal, 0)
    else:
        far = base.frequency.a_year if change is Change.ON_YEAR else 1
    yield from (each for each in periods_between(base, base.later(far)) if each.ordinal <= last.ordinal)


ROUND = Round()


def work() -> bool:
    """Whether there was something to do."""
    return ROUND.work()
