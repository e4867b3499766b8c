"""Going on when a log cannot sign any more: its key is gone, or its history is longer elsewhere than here.

The old log stays as it was last seen, for ever; a new one, with a new key and a new origin, begins with the longest
checkpoint of the old one that anybody still has. Whoever reads the new log sees there what was lost.
"""

from pathlib import Path

from django.db import transaction

from suixin.kernel.log.checkpoint import read_signed_checkpoint
from suixin.kernel.log.keys import read_log_key
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Log
from suixin.platform.log.places import CHECKPOINT
from suixin.platform.log.starting import ask_witnesses, open_log, own_checkpoint


def begin_anew(home: Path, name: str) -> Log:
    """Needs the lock of `starting.only_one`. What no published checkpoint of the old log covers goes into the new one."""
    old = Log.newest()
    last = longest_known(home, old)
    until = old.first + max(old.published_size - old.offset, 0)
    origin = f"{old.origin.rpartition('/')[0]}/{name}"
    with transaction.atomic():
        Log.objects.filter(pk=old.pk).update(until=until, successor=name)
        return open_log(home, name, origin, until, last)


def longest_known(home: Path, log: Log) -> bytes | None:
    """The signed checkpoint of the greatest size: ours, the folder's, or a witness's."""
    notes = [] if log.published_note is None else [bytes(log.published_note)]
    disk = Folder(home / "log" / log.name)
    if own_checkpoint(disk, [read_log_key(key) for key in log.keys.split()]) is not None:
        notes.append(disk.read(CHECKPOINT) or b"")
    notes.extend(each.note.content for each in ask_witnesses(log).seen.values())
    return max(notes, key=lambda note: read_signed_checkpoint(note)[0].size, default=None)
