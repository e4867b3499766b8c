"""Watching a log: each time its head is compared with the one kept from before, and with those that others show.
Whoever signs two histories is found out by anybody who has seen both."""

from dataclasses import dataclass, field

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.notes import MalformedNote, Unverified
from suixin.kernel.log.tree import EMPTY_ROOT
from suixin.platform.log.heads import Alarm, Heads
from suixin.platform.log.places import CHECKPOINT, Head, Place, Trust, place_at, read_head
from suixin.platform.log.proving import Forked, Unproved, check_growth

FITS, WAITING, CONTRADICTS = "fits", "waiting", "contradicts"


@dataclass
class Look:
    """What one look came to."""

    head: Head | None = None  # the last that fits
    new: bool = False
    alarms: list[Alarm] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)  # sources of heads that could not be compared yet
    unread: dict[str, str] = field(default_factory=dict)  # source -> what came instead of a head
    few: dict[str, str] = field(
        default_factory=dict
    )  # source -> how many witnesses, where the policy asks for more


class Watcher:
    def __init__(self, log: str, others: tuple[str, ...], trust: Trust | None, heads: Heads) -> None:
        self.log, self.others = base_of(log), tuple(map(base_of, others))
        self.trust, self.heads = trust, heads

    def look(self) -> Look:
        look = Look()
        source = place_at(self.log)
        found = self.head_at(self.log, source, look)
        if found is not None:
            if found.verdict is not None and not found.verdict.quorum:
                look.few[self.log] = f"{len(found.verdict.seen)}/{found.verdict.witnesses}"
            self.compare_with_last(source, found, look)
        look.head = self.heads.last(self.log)
        for other in self.others:
            self.take_from(other, look)
        for other, head in self.heads.waiting():
            self.settle(source, other, head, look)
        return look

    def head_at(self, place: str, source: Place, look: Look) -> Head | None:
        content = b""
        try:
            content = source.read(CHECKPOINT) or b""
            return read_head(content, self.trust)
        except Unverified as error:
            look.alarms.append(Alarm("signature", place, str(error), "", content.decode()))
        except MalformedNote as error:
            look.unread[place] = str(error) if content else f"there is no {CHECKPOINT}"
        except OSError as error:
            look.unread[place] = str(error)
        return None

    def compare_with_last(self, source: Place, found: Head, look: Look) -> None:
        last = self.heads.last(self.log)
        if last is not None and same_tree(last, found):
            return
        state = FITS
        try:
            self.check(source, last, found)
            look.new = True
        except Contradiction as error:
            state = error.state
            look.alarms.append(alarm(error.kind, self.log, str(error), last, found))
        except OSError as error:
            state = WAITING
            look.unread[self.log] = str(error)
        self.heads.keep(self.log, found, state)

    def check(self, source: Place, last: Head | None, found: Head) -> None:
        """That the log's new head only adds to the last one; of the first, that its tiles bear it out. Raises
        `Contradiction` or OSError."""
        new = found.checkpoint
        old = last.checkpoint if last else Checkpoint(new.origin, 0, EMPTY_ROOT)
        if old.origin != new.origin:
            raise Contradiction("origin", CONTRADICTS, "another log is here now")
        try:
            if new.size >= old.size:
                check_growth(source, old, new)
                return
            check_growth(source, new, old)
        except Forked as error:
            raise Contradiction("fork", CONTRADICTS, str(error)) from None
        except Unproved as error:
            if new.size >= old.size:
                raise Contradiction("unproved", WAITING, str(error)) from None
        except OSError:
            if new.size >= old.size:
                raise
        raise Contradiction("rollback", WAITING, f"{new.size} leaves, and {old.size} before")

    def take_from(self, other: str, look: Look) -> None:
        head = self.head_at(other, place_at(other), look)
        if head is None:
            return
        if look.head is not None and head.checkpoint.origin != look.head.checkpoint.origin:
            look.unread[other] = f"the head of another log: {head.checkpoint.origin}"
            return
        self.heads.keep(other, head, WAITING)

    def settle(self, source: Place, other: str, head: Head, look: Look) -> None:
        """Compares a head with the log's last one, which must have grown as far."""
        last = look.head
        if last is None or head.checkpoint.size > last.checkpoint.size:
            look.waiting.append(other)
            return
        try:
            check_growth(source, head.checkpoint, last.checkpoint)
        except Forked as error:
            self.heads.keep(other, head, CONTRADICTS)
            look.alarms.append(alarm("fork", other, str(error), last, head))
        except (Unproved, OSError):
            look.waiting.append(other)
        else:
            self.heads.keep(other, head, FITS)


def same_tree(one: Head, other: Head) -> bool:
    a, b = one.checkpoint, other.checkpoint
    return (a.origin, a.size, a.root) == (b.origin, b.size, b.root)


class Contradiction(Exception):
    def __init__(self, kind: str, state: str, why: str) -> None:
        super().__init__(why)
        self.kind, self.state = kind, state


def alarm(kind: str, source: str, why: str, held: Head | None, found: Head) -> Alarm:
    return Alarm(kind, source, why, held.text if held else "", found.text)


def base_of(place: str) -> str:
    """A log's address; witnesses' monitors give that of the checkpoint itself."""
    return place.removesuffix("/").removesuffix(f"/{CHECKPOINT}")
