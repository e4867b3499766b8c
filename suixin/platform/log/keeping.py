"""The keys a log signs with: a file that only its owner may read, a secret a line, the newest last.

During a rotation the file has two lines and the log signs with both. Nothing of a key is ever logged or shown.
"""

import contextlib
import os
import stat
import tempfile
from pathlib import Path

from suixin.kernel.log.keys import Ed25519Signer, MalformedKey, read_log_signer
from suixin.kernel.log.sm2 import NoSM2, SM2Signer, read_sm2_signer
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


def sm2_file(home: Path, name: str) -> Path:
    return home / FOLDER / f"log-{name}.sm2.key"


def keep_sm2(home: Path, name: str, signer: SM2Signer) -> None:
    """From now on the log's notes have an SM2 line as well."""
    write_keys(sm2_file(home, name), [signer.secret])


def read_sm2(home: Path, name: str) -> SM2Signer | None:
    """None where the log has none. Raises `Stopped`, also where the optional library is not there."""
    path = sm2_file(home, name)
    if not path.exists():
        return None
    try:
        return read_sm2_signer(lines_of(path)[0])
    except (MalformedKey, NoSM2, IndexError) as error:
        raise stops.wrong_key(str(path), str(error) or "empty") from None


def read_keys(home: Path, name: str) -> list[Ed25519Signer]:
    """Raises `Stopped`."""
    path = key_file(home, name)
    lines = lines_of(path)
    try:
        signers = [read_log_signer(line) for line in lines]
    except MalformedKey as error:
        raise stops.wrong_key(str(path), str(error)) from None
    if not signers:
        raise stops.wrong_key(str(path), "empty")
    return signers


def lines_of(path: Path) -> list[str]:
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise stops.open_to_others(str(path))
        return path.read_text("ascii").split()
    except FileNotFoundError:
        raise stops.no_key(str(path)) from None
    except (OSError, UnicodeDecodeError) as error:
        raise stops.wrong_key(str(path), str(error)) from None


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
