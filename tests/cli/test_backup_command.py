"""`suixin backup`: a whole copy while the site runs, and a site from the copy."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result
from started_site import LIMIT, command, page, rows, running

from suixin.cli import main

RECORDS = 'select "index", leaf from ledger_entry order by "index"'


def back_up(home: Path, target: Path) -> Result:
    return CliRunner().invoke(main, ["backup", str(target)], env={"SUIXIN_HOME": str(home)})


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_site_from_a_backup_has_the_same_records_people_and_secret(tmp_path: Path):
    home, kept, restored = (tmp_path / name for name in ("home", "kept", "restored"))
    _, environment = command(home)
    enter = [
        sys.executable,
        "-m",
        "suixin",
        "person",
        "add",
        "zhang",
        "--name",
        "张",
        "--role",
        "security_admin",
    ]
    with running(home) as (address, process):
        page(address, process)
        subprocess.run(enter, env=environment, check=True, capture_output=True, timeout=LIMIT)
        (home / "later").mkdir()
        (home / "later" / "file").write_text("of a room that does not exist yet")
        assert back_up(home, kept).exit_code == 0
    assert {path.name for path in kept.iterdir()} == {"truth.sqlite3", "secret", "kind", "later", "keys"}
    assert (mode(kept), {mode(path) for path in kept.rglob("*") if path.is_file()}) == (0o700, {0o600})
    shutil.copytree(kept, restored)
    with running(restored) as (address, process):
        page(address, process)
    assert rows(restored, RECORDS) == rows(home, RECORDS)
    assert rows(restored, "select username from accounts_person") == [("zhang",)]
    assert (restored / "secret").read_text() == (home / "secret").read_text()


def test_nothing_is_overwritten_and_nothing_half_is_left(tmp_path: Path, monkeypatch):
    home = tmp_path / "home"
    home.mkdir()
    assert "没有数据库" in back_up(home, tmp_path / "kept").output
    (home / "truth.sqlite3").write_bytes(b"no database" * 1000)
    (tmp_path / "there").mkdir()
    for place in (tmp_path / "there", home / "inside"):
        assert "已存在或在数据目录里" in back_up(home, place).output
    broken = back_up(home, tmp_path / "kept")
    assert (broken.exit_code, "备份没有完成" in broken.output) == (2, True)
    assert not (tmp_path / "kept").exists()


def test_the_copy_is_one_moment_while_somebody_writes(tmp_path: Path):
    home = tmp_path / "home"
    home.mkdir()
    script = (
        "import sqlite3, sys\n"
        "d = sqlite3.connect(sys.argv[1]); d.execute('pragma journal_mode=wal')\n"
        "d.execute('create table a (n)'); d.execute('create table b (n)'); d.commit(); print('on', flush=True)\n"
        "n = 0\n"
        "while True:\n"
        "    n += 1; d.execute('insert into a values (?)', (n,)); d.execute('insert into b values (?)', (n,)); d.commit()\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", script, os.fspath(home / "truth.sqlite3")], stdout=subprocess.PIPE
    )
    try:
        writer.stdout.readline()
        for turn in range(3):
            assert back_up(home, tmp_path / f"kept{turn}").exit_code == 0
            a, b = (rows(tmp_path / f"kept{turn}", f"select count(*), max(n) from {name}") for name in "ab")
            assert a == b
    finally:
        writer.kill()
        writer.wait()
        writer.stdout.close()
