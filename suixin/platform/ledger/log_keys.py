"""Changing the log's signing key: the change is itself a record, signed into the log by the key that goes."""

from pathlib import Path

from suixin.kernel.log.keys import Ed25519Signer
from suixin.kernel.log.sm2 import SM2Signer
from suixin.platform.ledger.actor import Actor
from suixin.platform.ledger.submit import Submission, submit
from suixin.platform.log.keeping import fresh_key, keep_also, keep_sm2, read_keys, retire_keys
from suixin.platform.log.models import Log
from suixin.platform.log.starting import make_known

TYPE = "log.key"


def begin_key(home: Path, log: Log, reason: str) -> Ed25519Signer:
    """A second key: announced first, then used beside the old one. Raises `Stopped` and what `submit` raises."""
    signer = fresh_key(home, log.name)
    announce(log, "begins", signer, reason)
    make_known(log, signer)
    keep_also(home, log.name, signer)
    return signer


def end_old_keys(home: Path, log: Log, reason: str) -> list[Ed25519Signer]:
    """From now on only the newest signs. Raises as `begin_key` does."""
    old = read_keys(home, log.name)[:-1]
    for signer in old:
        announce(log, "ends", signer, reason)
    retire_keys(home, log.name)
    return old


def begin_sm2(home: Path, log: Log, reason: str) -> SM2Signer:
    """A line by national algorithms beside the log's own. Raises `NoSM2` too."""
    signer = SM2Signer.fresh(log.origin)
    announce(log, "begins", signer, reason)
    keep_sm2(home, log.name, signer)
    return signer


def announce(log: Log, act: str, signer: Ed25519Signer | SM2Signer, reason: str) -> None:
    data = {"origin": log.origin, "act": act, "key": str(signer.text), "reason": reason}
    submit([Submission(TYPE, data)], Actor.system("log key"))
