"""What is looked at before anything is signed: the lock, the key, the right edge, and whoever may have seen more.

A log that was restored from an older copy must not sign again what it has signed before with other records: so the
checkpoint in the folder and the witnesses are asked first, and a longer history anywhere stops the start.
"""

import fcntl
import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from django.utils import timezone

from suixin.kernel.log.checkpoint import Checkpoint, read_signed_checkpoint
from suixin.kernel.log.keys import Ed25519Signer, Ed25519Verifier, read_log_key
from suixin.kernel.log.notes import MalformedNote, Signer, Unverified
from suixin.kernel.log.paths import root_of
from suixin.kernel.log.policy import read_policy
from suixin.kernel.log.reading import MissingTile, TileTree
from suixin.platform.log import stops
from suixin.platform.log.folder import Folder, TooLong
from suixin.platform.log.keeping import key_file, make_key, read_keys, read_sm2
from suixin.platform.log.leaves import Leaves
from suixin.platform.log.models import Log
from suixin.platform.log.places import CHECKPOINT
from suixin.platform.log.trust import public_policy
from suixin.platform.log.witnesses import Look, Trouble, latest

logger = logging.getLogger(__name__)

LOCK = ".lock"
PATIENCE = 3.0  # seconds for the witnesses to answer at the start
KNOCKS_EVERY = 0.5  # seconds between tries for the lock


class NobodyCanSay(OSError):
    """Nothing here tells how far the log had got, and no witness answers: it may be over soon."""


@contextmanager
def only_one(home: Path, ended: Event | None = None) -> Iterator[None]:
    """The lock goes with the process, however it ends. Raises `Stopped` where another process runs the log; who gives
    `ended` waits for the lock until that is set: a process that was killed with its site may have a round to finish."""
    folder = home / "log"
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        take_lock(handle, ended)
        yield
    finally:
        os.close(handle)


def is_run(home: Path) -> bool:
    """Whether a process holds the lock."""
    try:
        handle = os.open(home / "log" / LOCK, os.O_RDWR)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def take_lock(handle: int, ended: Event | None) -> None:
    told = False
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if ended is None or ended.wait(KNOCKS_EVERY):
                raise stops.runs_already() from None
            if not told:
                logger.warning("another process runs the log; this one waits until it has ended")
                told = True
        else:
            return


def first_log(home: Path, host: str) -> Log:
    """The newest log; on the first start it is made, named after the year."""
    found = Log.newest()
    if found is not None:
        return found
    name = str(timezone.localdate().year)
    if Folder(home / "log" / name).read(CHECKPOINT) is not None:
        raise stops.lost_history(f"log/{name}/checkpoint", 1, 0)
    return open_log(home, name, f"{host}/log/{name}", first=0)


def open_log(home: Path, name: str, origin: str, first: int, preface: bytes | None = None) -> Log:
    signer = make_key(home, name, origin)
    return Log.objects.create(
        name=name, origin=origin, first=first, preface=preface, opened=timezone.now(), keys=f"{signer.text}\n"
    )


def make_known(log: Log, signer: Ed25519Signer) -> None:
    """From now on whoever checks by the log's policy believes this key too."""
    log.refresh_from_db(fields=["keys"])
    log.keys = f"{log.keys}{signer.text}\n"
    log.save(update_fields=["keys"])


def signers_of(home: Path, log: Log) -> Sequence[Signer]:
    """Its keys, each of which was announced. Raises `Stopped`."""
    signers = read_keys(home, log.name)
    if any(each.name != log.origin for each in signers):
        raise stops.wrong_key(log.name, f"not of {log.origin}")
    known = Log.objects.values_list("keys", flat=True).get(pk=log.pk).split()
    for each in signers:
        if str(each.text) not in known:
            raise stops.wrong_key(str(key_file(home, log.name)), f"{each.text}: suixin log key begin")
    sm2 = read_sm2(home, log.name)
    return signers if sm2 is None else [*signers, sm2]


def ask_witnesses(log: Log) -> Look:
    """What each has seen of the log last."""
    return latest(read_policy(public_policy(log)), log.origin, PATIENCE)


def look_around(log: Log, disk: Folder, leaves: Leaves) -> Look:
    """What the witnesses have seen. Raises `Stopped` where anybody has seen more than was signed here."""
    ledger = log.leaf_of(leaves.size() if log.until is None else log.until)
    if ledger < log.size:
        raise stops.lost_history("log", log.size, ledger)
    keys = [read_log_key(text) for text in log.keys.split()]
    shown = own_checkpoint(disk, keys)
    if shown is not None:
        must_not_know_more(f"log/{log.name}/{CHECKPOINT}", shown, log)
    look = ask_witnesses(log)
    for witness, sighting in look.seen.items():
        must_not_know_more(witness, sighting.checkpoint, log)
    silent = [name for name, each in look.problems.items() if each.trouble is Trouble.UNREACHABLE]
    if shown is None and log.published_size and silent and not look.seen:
        raise NobodyCanSay(stops.nobody_can_say(log.origin, silent))
    return look


def show_again(log: Log, disk: Folder) -> None:
    """The file `checkpoint` as it was last published, where a restore or somebody has left another or none. One of a
    larger size stays: a crash came before it was noted here, and readers have seen it."""
    shown = own_checkpoint(disk, [read_log_key(text) for text in log.keys.split()])
    if log.published_note is None or (shown is not None and shown.size > log.published_size):
        return
    if shown is None or disk.read(CHECKPOINT) != bytes(log.published_note):
        logger.warning(
            "log/%s/%s was not the one that was published, and is written anew", log.name, CHECKPOINT
        )
        disk.replace(CHECKPOINT, bytes(log.published_note))


def own_checkpoint(disk: Folder, keys: Sequence[Ed25519Verifier]) -> Checkpoint | None:
    """The one in the folder, if it is whole and ours."""
    try:
        content = disk.read(CHECKPOINT)
    except TooLong:
        return None
    if content is None:
        return None
    try:
        checkpoint, note = read_signed_checkpoint(content)
        note.verified(keys)
    except (MalformedNote, Unverified):
        return None
    return checkpoint


def must_not_know_more(who: str, seen: Checkpoint, log: Log) -> None:
    if seen.size > log.signed_size:
        raise stops.lost_history(who, seen.size, log.signed_size)
    if seen.size == log.signed_size and seen.root != bytes(log.signed_root):
        raise stops.forked(who, seen.size)


def must_be_one_history(log: Log, disk: Folder, look: Look) -> None:
    """That what witnesses have seen is the beginning of what is on the disk. Raises `Stopped`."""
    tree = TileTree(disk, log.signed_size)
    for name, sighting in look.seen.items():
        seen = sighting.checkpoint
        must_not_know_more(name, seen, log)
        try:
            same = root_of(0, seen.size, tree.node) == seen.root
        except MissingTile as error:
            raise stops.altered(str(error)) from error
        if not same:
            raise stops.forked(name, seen.size)
