"""Every option an operator can set, in one place: name, type, default, meaning. Read from the environment.

Nothing else in Suixin reads the environment. A wrong value stops the start with a sentence.
"""

import contextlib
import os
import secrets
import tempfile
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent.parent


class WrongOption(Exception):
    """An option has a value that cannot be used; the message says which and what to do."""


@dataclass(frozen=True, slots=True)
class Options:
    home: Path  # SUIXIN_HOME: the folder that holds the database, the log and the collected static files
    programmes: Path  # SUIXIN_PROGRAMMES: the folder of programmes as data
    demo: bool  # SUIXIN_DEMO: a synthetic city with demo accounts; never for real work
    base_url: str  # SUIXIN_URL: the address people use, for instance https://suixin.example.gov.cn
    allowed_hosts: list[str]  # SUIXIN_HOSTS: host names served, separated by commas
    secret_key: str  # SUIXIN_SECRET: signs sessions; made on first start and kept in SUIXIN_HOME/secret


def read_options(environment: dict[str, str] | None = None) -> Options:
    """Raises `WrongOption` with a sentence that says what to do."""
    given = os.environ if environment is None else environment
    home = Path(given.get("SUIXIN_HOME") or REPOSITORY / "var").expanduser().resolve()
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WrongOption(
            f"SUIXIN_HOME={home} 无法建立：{error.strerror}。请换一个可写的文件夹。\n"
            f"SUIXIN_HOME={home} cannot be made: {error.strerror}. Name a folder that can be written."
        ) from error
    return Options(
        home=home,
        programmes=Path(given.get("SUIXIN_PROGRAMMES") or REPOSITORY / "programmes"),
        demo=given.get("SUIXIN_DEMO", "") == "1",
        base_url=given.get("SUIXIN_URL", "http://127.0.0.1:8000"),
        allowed_hosts=[host for host in given.get("SUIXIN_HOSTS", "127.0.0.1,localhost").split(",") if host],
        secret_key=given.get("SUIXIN_SECRET") or kept_secret(home / "secret"),
    )


def kept_secret(path: Path) -> str:
    """The secret made on first start. Readable by the owner only; there with all its bytes, or not at all."""
    if not path.exists():
        handle, made = tempfile.mkstemp(dir=path.parent, prefix=".secret-")  # for the owner only
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(64))
        with contextlib.suppress(FileExistsError):  # another process made one just now
            os.link(made, path)
        Path(made).unlink()
    return path.read_text("ascii")
