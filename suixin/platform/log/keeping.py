"""The keys a log signs with: a file that only its owner may read, a secret a line, the newest last.

During a rotation the file has two lines and the log signs with both. Nothing of a key is ever logged or shown.
"""

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from suixin.kernel.log.keys import Ed25519Signer, MalformedKey, read_log_signer
from suixin.platform.log import stops

FOLDER = "keys"


def key_file(home: Path, name: str) -> Path:
    return home / FOLDER / f"log-{name}.key"


def make_key(home: Path, name: str, origin: str) -> Ed25519Signer:
    """For a new log. Whoever comes second gets what the first has made."""
    path = key_file(home, name)
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        made = whole_file(path, Ed25519Signer.fresh(origin).secret + "\n")
        with contextlib.suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
        sync_folder(path.parent)
    return read_keys(home, name)[-1]


def fresh_key(home: Path, name: str) -> Ed25519Signer:
    """Not yet kept: whoever makes it announces it first."""
    return Ed25519Signer.fresh(read_keys(home, name)[-1].name)


def keep_also(home: Path, name: str, signer: Ed25519Signer) -> None:
    """From now on the log signs with it too."""
    path = key_file(home, name)
    write_keys(path, [*path.read_text("ascii").split(), signer.secret])


def retire_keys(home: Path, name: str) -> None:
    """All but the newest."""
    write_keys(key_file(home, name), [read_keys(home, name)[-1].secret])


def read_keys(home: Path, name: str) -> list[Ed25519Signer]:
    """Raises `Stopped`."""
    path = key_file(home, name)
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise stops.open_to_others(str(path))
        lines = path.read_text("ascii").split()
    except FileNotFoundError:
        raise stops.no_key(str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise stops.wrong_key(str(path), str(error)) from None
    try:
        signers = [read_log_signer(line) for line in lines]
    except MalformedKey as error:
        raise stops.wrong_key(str(path), str(error)) from None
    if not signers:
        raise stops.wrong_key(str(path), "empty")
    return signers


def write_keys(path: Path, secrets: list[str]) -> None:
    made = whole_file(path, "".join(f"{each}\n" for each in secrets))
    made.replace(path)
    sync_folder(path.parent)


def whole_file(path: Path, content: str) -> Path:
    """Beside the path, for the owner only, on the disk."""
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return Path(made)


def sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
