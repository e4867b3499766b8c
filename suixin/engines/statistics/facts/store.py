"""Facts, ready for a reading of the ledger: what is new there is taken in, what is lacking or spoilt is made again."""

import fcntl
import logging
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from suixin.engines.statistics.facts.columns import FIXED, Column, never_there
from suixin.engines.statistics.facts.parts import (
    Part,
    Parts,
    Unusable,
    check_part,
    compacted,
    make_part,
    read_parts,
    write_parts,
)
from suixin.engines.statistics.facts.rows import take
from suixin.kernel.statistics.forms import Form
from suixin.platform.ledger.entries import in_parts, public_data
from suixin.platform.ledger.models import Entry
from suixin.platform.ledger.reading import ERASURE, ledger_size

logger = logging.getLogger(__name__)

AT_ONCE = 50_000  # records in memory


@dataclass(frozen=True, slots=True)
class Facts:
    """The files of one type, as they were found."""

    type: str
    folder: Path
    parts: tuple[Part, ...]

    @property
    def files(self) -> list[Path]:
        return [self.folder / part.file for part in self.parts if part.rows]


def home() -> Path:
    return Path(settings.SUIXIN_HOME) / "facts"


def ready(type_id: str, columns: frozenset[Column], versions: Mapping[int, Form]) -> Facts:
    """Facts of all records there are, with these columns and whatever else `versions`, the form's by number, have."""
    folder = home() / type_id
    columns = frozenset() if type_id in FIXED else columns
    size = ledger_size()
    try:
        held = read_parts(folder, type_id)
        if is_ready(folder, held, columns, versions, size):
            return Facts(type_id, folder, tuple(held.parts))
    except Unusable as error:
        logger.warning("facts of %s are made anew: %s", type_id, error)
    with writing(folder):
        held = usable(folder, type_id)
        refresh(folder, held, columns, versions, size)
        return Facts(type_id, folder, tuple(held.parts))


def is_ready(
    folder: Path, held: Parts, columns: frozenset[Column], versions: Mapping[int, Form], size: int
) -> bool:
    """Raises `Unusable`."""
    if held.stop < size or not is_of_this_ledger(held) or was_erased(held):
        return False
    for part in held.parts:
        check_part(folder, part)
    return not any(lacking(held, part, columns, versions) for part in held.parts)


def usable(folder: Path, type_id: str) -> Parts:
    """What may be kept of what is there; looked at again, now that nobody else writes."""
    try:
        held = read_parts(folder, type_id)
    except Unusable:
        held = Parts(type_id)
    if held.stop > ledger_size() or not is_of_this_ledger(held) or was_erased(held):
        wipe(folder)
        return Parts(type_id)
    return held


def refresh(
    folder: Path, held: Parts, columns: frozenset[Column], versions: Mapping[int, Form], size: int
) -> None:
    """Makes anew what is spoilt or lacking, then takes in what came since."""
    before = list(held.parts), held.stop
    listed = {part.file for part in held.parts}
    held.parts = [
        each
        for part in held.parts
        for each in (
            [part]
            if is_whole(folder, part) and not lacking(held, part, columns, versions)
            else made_from(folder, held, sorted(columns | part.asked), part.first, part.stop)
        )
    ]
    for part in made_from(folder, held, sorted(columns), held.stop, size):
        there = [*held.parts, part]
        held.parts = compacted(folder, there)
        for each in {part.file for part in there} - {part.file for part in held.parts} - listed:
            (folder / each).unlink()  # nobody can have read it
    held.stop = size
    if (held.parts, held.stop) != before:
        if held.parts:
            held.last = last_of(held.type, size)
            held.mark = mark_of(held.last)
        write_parts(folder, held)


def made_from(folder: Path, held: Parts, columns: Sequence[Column], start: int, stop: int) -> Iterator[Part]:
    """Files of the type's records between two numbers; none where there are no records."""
    while start < stop:
        taken = take(held.type, columns, start, stop, AT_ONCE)
        if taken.last is None:
            return
        yield make_part(folder, held.type, columns, start, taken)
        start = taken.last + 1


def is_whole(folder: Path, part: Part) -> bool:
    try:
        check_part(folder, part)
    except Unusable as error:
        logger.warning("facts are made anew: %s", error)
        return False
    return True


def lacking(held: Parts, part: Part, columns: frozenset[Column], versions: Mapping[int, Form]) -> bool:
    forms = [versions[version] for version in part.versions if version in versions]
    return any(not never_there(column, held.type, forms) for column in columns - part.asked)


def is_of_this_ledger(held: Parts) -> bool:
    """A ledger that was put back, or is another city's, has another record there."""
    return held.last is None or mark_of(held.last) == held.mark


def mark_of(number: int | None) -> str:
    if number is None:
        return ""
    found = Entry.objects.filter(index=number).values_list("leaf_hash", flat=True).first()
    return "" if found is None else bytes(found).hex()


def last_of(type_id: str, size: int) -> int | None:
    rows = Entry.objects.filter(type=type_id, index__lt=size)
    return rows.order_by("-index").values_list("index", flat=True).first()


def was_erased(held: Parts) -> bool:
    """Whether something of its numbers is gone that a file may still have."""
    if held.last is None or not Entry.objects.filter(type=ERASURE, index__gte=held.stop).exists():
        return False
    rows = Entry.objects.filter(type=ERASURE, index__gte=held.stop).only("leaf")
    gone = [public_data(row)["entry"] for row in rows.iterator()]
    return any(Entry.objects.filter(index__in=some, type=held.type).exists() for some in in_parts(gone))


def forget_all() -> None:
    with writing(home()):
        for folder in home().iterdir():
            if folder.is_dir():
                shutil.rmtree(folder, ignore_errors=True)


def wipe(folder: Path) -> None:
    """At once: what was erased must not wait for anybody who reads."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def forget(type_id: str) -> None:
    """After an erasure in records of the type."""
    if (home() / type_id).exists():
        with writing(home() / type_id):
            wipe(home() / type_id)


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """One at a time, over all processes."""
    home().mkdir(parents=True, exist_ok=True, mode=0o700)
    home().chmod(0o700)
    with os.fdopen(os.open(home() / "lock", os.O_RDWR | os.O_CREAT, 0o600), "wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        folder.mkdir(exist_ok=True, mode=0o700)
        yield
