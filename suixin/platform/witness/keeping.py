"""The witness's folder: made once, with a name and keys that stay.

What a key has signed is known only to the database beside it. So a key is made together with its row there, and a
folder that has one without the other is refused: a witness that forgot what it signed could sign the contrary.
"""

import os
import sqlite3
from contextlib import suppress
from pathlib import Path

from suixin.kernel.log.cosignature import (
    ED25519_COSIGNATURE,
    LONGEST_NAME,
    ML_DSA_44,
    Cosigner,
    fresh_cosigner,
    read_cosigner,
)
from suixin.kernel.log.keys import MalformedKey
from suixin.kernel.log.notes import is_name
from suixin.platform.witness.evidence import Evidence
from suixin.platform.witness.store import Store
from suixin.platform.witness.witnessing import Witness

DATABASE = "witness.sqlite3"
FILES = {ED25519_COSIGNATURE: "ed25519.key", ML_DSA_44: "ml-dsa-44.key"}
EXAMPLE = "witness.example.gov.cn/1"


class Unusable(Exception):
    """No witness can be run from this folder. The message says why and what to do, in two languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh}\n{en}")


def set_up(home: Path, name: str | None = None, post_quantum: bool = False) -> None:
    """Makes what is missing. Raises `Unusable`."""
    if name is not None:
        check_name(name)
    elif not (home / DATABASE).is_file() and not key_files(home):
        raise Unusable(
            f"{home} 里还没有见证方。第一次启动时请起名，例如 --name {EXAMPLE}（您的域名加编号，不带 https://）。",
            f"There is no witness in {home} yet. Give it a name on the first start, for instance --name {EXAMPLE} "
            "(your domain and a number, without https://).",
        )
    make_folder(home)
    store = open_store(home)
    wanted = [ED25519_COSIGNATURE, *([ML_DSA_44] if post_quantum else [])]
    try:
        with store.transaction():
            name = settle_name(home, store, name)
            for kind in wanted:
                if FILES[kind] not in store.own_keys():
                    make_key(home, store, fresh_cosigner(name, kind), FILES[kind])
        read_keys(home, store)
    finally:
        store.close()


def open_witness(home: Path) -> Witness:
    """Of a folder that is set up. Raises `Unusable`."""
    if not (home / DATABASE).is_file():
        refuse_lost_history(home)
        raise Unusable(
            f"{home} 里没有见证方。请核对 --home；新的见证方请先启动一次：suixin witness serve --name {EXAMPLE}",
            f"There is no witness in {home}. Check --home; start a new one once: suixin witness serve --name {EXAMPLE}",
        )
    store = open_store(home)
    name = store.name()
    if name is None:
        refuse_lost_history(home)
        raise Unusable(
            f"{home} 里的见证方没有建完。请再启动一次：suixin witness serve --name {EXAMPLE}",
            f"The witness in {home} was not finished. Start it again: suixin witness serve --name {EXAMPLE}",
        )
    return Witness(name, store, read_keys(home, store), Evidence(home / "evidence"))


def check_name(name: str) -> None:
    if not is_name(name) or "://" in name or name.startswith("/") or len(name.encode()) > LONGEST_NAME:
        raise Unusable(
            f"“{name}”不能作见证方的名字。请用不带 https:// 的网址，没有空格和加号，例如 {EXAMPLE}。",
            f"“{name}” cannot name a witness. Use an address without https://, spaces or plus signs: {EXAMPLE}.",
        )


def make_folder(home: Path) -> None:
    try:
        home.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as problem:
        raise Unusable(
            f"无法建立文件夹 {home}：{problem.strerror}。", f"Cannot make {home}: {problem.strerror}."
        ) from None


def open_store(home: Path) -> Store:
    store = Store(home / DATABASE)
    try:
        store.name()
    except sqlite3.Error as problem:
        raise Unusable(
            f"{store.path} 打不开：{problem}。不要用旧备份替换它，见 docs/witness.md。",
            f"{store.path} cannot be opened: {problem}. Do not put an old copy in its place; see docs/witness.md.",
        ) from None
    return store


def settle_name(home: Path, store: Store, name: str | None) -> str:
    known = store.name()
    if known is None:
        refuse_lost_history(home)
        if name is None:
            raise Unusable(
                f"见证方还没有名字。请加上 --name，例如 {EXAMPLE}。",
                f"The witness has no name yet. Add --name, for instance {EXAMPLE}.",
            )
        store.create(name)
        return name
    if name not in (None, known):
        raise Unusable(
            f"这个见证方叫 {known}，名字不能改。要换名字请用新文件夹，它会有新的密钥。",
            f"This witness is called {known}, and keeps its name. For another name use a new folder: it gets new keys.",
        )
    return known


def key_files(home: Path) -> list[str]:
    return [file for file in FILES.values() if (home / file).exists()]


def refuse_lost_history(home: Path) -> None:
    if found := key_files(home):
        raise Unusable(
            f"{home} 里有密钥 {found[0]}，却没有它签过什么的记录（{DATABASE}）。这把密钥不能再签，"
            "否则可能签出互相矛盾的内容。请用新文件夹建一个新的见证方，见 docs/witness.md。",
            f"{home} has the key {found[0]} but not the record of what it signed ({DATABASE}). That key must not sign "
            "again: it might contradict itself. Make a new witness in a new folder; see docs/witness.md.",
        )


def make_key(home: Path, store: Store, cosigner: Cosigner, file: str) -> None:
    """The secret lies aside until its row is committed: a key that has no row has signed nothing."""
    if (home / file).exists():
        refuse_lost_history(home)
    aside = home / f"{file}.new"
    aside.unlink(missing_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(cosigner.secret + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    store.add_own_key(file, str(cosigner.text))


def read_keys(home: Path, store: Store) -> list[Cosigner]:
    return [read_key(home / file, text) for file, text in store.own_keys().items()]


def read_key(path: Path, public: str) -> Cosigner:
    if not path.exists():
        with suppress(FileNotFoundError):  # another process may have been quicker
            path.with_name(f"{path.name}.new").rename(path)
            sync_folder(path.parent)
    try:
        if path.stat().st_mode & 0o077:
            raise Unusable(
                f"别人也能读 {path}。请先运行：chmod 600 {path}",
                f"Others can read {path}. Run first: chmod 600 {path}",
            )
        cosigner = read_cosigner(path.read_text("ascii"))
    except (OSError, UnicodeDecodeError, MalformedKey):
        cosigner = None
    if cosigner is None or str(cosigner.text) != public:
        raise Unusable(
            f"{path} 不在、读不了，或不是这个见证方的密钥（{public[:60]}…）。请放回原来的文件；丢了就要建新的见证方，"
            "见 docs/witness.md。",
            f"{path} is missing, cannot be read, or is not this witness's key ({public[:60]}…). Put the file back; if it "
            "is lost, make a new witness: see docs/witness.md.",
        )
    return cosigner


def sync_folder(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
