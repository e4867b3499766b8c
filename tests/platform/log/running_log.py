"""A log as a stranger reads it."""

from pathlib import Path

from suixin.kernel.log.checkpoint import Checkpoint, read_signed_checkpoint
from suixin.kernel.log.fsck import check_part, check_top, parts_of
from suixin.kernel.log.keys import read_log_key
from suixin.platform.log.folder import Folder
from suixin.platform.log.models import Log


def the_log() -> Log:
    return Log.newest()


def published(home: Path, log: Log) -> Checkpoint:
    """Read as a stranger would, and derived anew from the files."""
    folder = Folder(home / "log" / log.name)
    checkpoint, note = read_signed_checkpoint(folder.read("checkpoint"))
    note.verified([read_log_key(key) for key in log.keys.split()])
    outcome = check_top(
        folder, checkpoint.size, [check_part(folder, checkpoint.size, n) for n in parts_of(checkpoint.size)]
    )
    assert (outcome.root, outcome.faults) == (checkpoint.root, ())
    return checkpoint
