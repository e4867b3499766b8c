"""From a signed head to a published checkpoint: witnesses are asked, and what they sign is added.

Where witnesses are required, nothing is published before enough of them have signed. Where they are only wanted, the
checkpoint is published without, and an alarm says so: for the time in which departments set up their witnesses.
Figures rest on checkpoints that enough have signed, in either case.
"""

from datetime import UTC, datetime
from time import monotonic

from django.utils import timezone

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.notes import Note
from suixin.kernel.log.policy import Policy
from suixin.kernel.log.reading import MissingTile, TileTree
from suixin.kernel.log.witnessing import AddCheckpoint, Inconsistent
from suixin.platform.log import stops
from suixin.platform.log.alarms import NO_QUORUM, SILENT, clear_alarm, forget_alarms, raise_alarm
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Growth, Log, WitnessSeen
from suixin.platform.log.places import CHECKPOINT
from suixin.platform.log.starting import ask_witnesses, must_be_one_history
from suixin.platform.log.trust import policy_of
from suixin.platform.log.witnesses import Round, collect

INCONSISTENT = Inconsistent.status
PATIENCE = 2.0  # seconds that a round waits for witnesses
GRACE = 0.2  # seconds for the others once enough have signed
AGAIN = 10.0  # seconds, when too few have signed
REFRESH = 600.0  # seconds: a log that does not grow is witnessed anew, so that its age is known


class Publisher:
    def __init__(self, name: str, disk: Folder, required: bool) -> None:
        self.name = name
        self.disk = disk
        self.required = required
        # The size that was last taken to the witnesses, and when by the monotonic clock.
        self.tried: tuple[int, float] | None = None

    def publish(self) -> bool:
        """Publishes the signed head if it is new, or due again; False when nothing was published."""
        log = Log.objects.get(pk=self.name)
        if log.signed_note is None or not self.is_due(log):
            return False
        self.tried, now = (log.signed_size, monotonic()), timezone.now()
        policy = policy_of(log)
        note = self.witnessed(log, policy)
        seen = policy.seen_by(note)
        enough = policy.is_enough(seen)
        self.tell_of_the_quorum(log, enough, f"{len(seen)}/{len(policy.witnesses)}")
        if self.required and not enough:
            return False
        self.disk.replace(CHECKPOINT, note.content)
        published = {"published_size": log.signed_size, "published_note": note.content, "published_at": now}
        witnessed = {"witnessed_size": log.signed_size, "witnessed_note": note.content} if enough else {}
        Log.objects.filter(pk=log.pk).update(**published, **witnessed)
        Growth.objects.update_or_create(
            log=log, day=timezone.localdate(now), defaults={"size": log.signed_size}
        )
        return True

    def is_due(self, log: Log) -> bool:
        tried_size, tried = self.tried or (-1, 0.0)
        if tried_size != log.signed_size:
            return True
        lacking = log.witnessed_size != log.signed_size
        return monotonic() - tried >= (AGAIN if lacking else REFRESH)

    def witnessed(self, log: Log, policy: Policy) -> Note:
        """The log's own note, with what the witnesses add to it. Raises `Stopped` where one has seen more."""
        checkpoint, note = read_signed_checkpoint(bytes(log.signed_note))
        if not policy.witnesses:
            return note
        tree = TileTree(self.disk, checkpoint.size)

        def request_from(old: int) -> AddCheckpoint:
            return AddCheckpoint(old, tuple(tree.consistency(old)), checkpoint, note)

        sizes = {row.name: row.size for row in log.witnesses.all()}
        try:
            found = collect(policy, note, request_from, sizes, PATIENCE, grace=GRACE)
        except MissingTile as error:
            raise stops.altered(str(error)) from error
        note = note.with_signatures(found.signatures)
        self.remember(log, policy, found, policy.seen_by(note))
        return note

    def remember(self, log: Log, policy: Policy, found: Round, seen: dict[str, int]) -> None:
        for name, witness in policy.witnesses.items():
            if witness.url is None:
                continue
            state: dict[str, object] = {"key_name": witness.key.name, "asked": timezone.now()}
            problem = found.problems.get(name)
            state["problem"] = "" if problem is None else readable(problem.text)[:300]
            if name in found.sizes:
                state["size"] = found.sizes[name]
            if name in seen:
                state["time"] = moment(seen[name])
                clear_alarm(SILENT, name)
            elif problem is not None:
                raise_alarm(SILENT, name, readable(problem.text))
            WitnessSeen.objects.update_or_create(log=log, name=name, defaults=state)

        forget_alarms(SILENT, policy.witnesses)
        log.witnesses.exclude(name__in=policy.witnesses).delete()
        if found.ahead or any(each.status == INCONSISTENT for each in found.problems.values()):
            # Anybody can answer so. Only a checkpoint that the log has signed shows that it is.
            must_be_one_history(log, self.disk, ask_witnesses(log))

    def tell_of_the_quorum(self, log: Log, enough: bool, count: str) -> None:
        if enough:
            clear_alarm(NO_QUORUM, log.name)
        else:
            raise_alarm(NO_QUORUM, log.name, count)


def moment(seconds: int) -> datetime | None:
    """None for what no calendar has: a witness's clock may be anything."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def readable(text: str) -> str:
    """What a stranger answered, without what a terminal would obey."""
    return "".join(each if each.isprintable() else " " for each in text) or "?"
