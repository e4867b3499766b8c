"""`suixin run` as an operator meets it: its own process, its own folder, a real port."""

import os
import signal
import socket
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path

import pytest
from started_site import LIMIT, command, free_port, page, refusal, rows, running


def test_the_demo_city_starts_is_told_once_and_stops_cleanly(tmp_path: Path):
    with running(tmp_path, "--demo") as (address, process):
        assert "穗信" in page(address, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(LIMIT) == 0
        first = process.stdout.read()
    assert "officer" in first
    tasks = "select count(*) from ledger_entry where type = 'programme.task' and organisation = 'gz-gxj'"
    assert rows(tmp_path, tasks)[0][0] >= 20  # sixteen tasks and four safeguards, for the issuer to change
    assert address in first
    # what is entered before the first page; the demo's reports and figures come in the background
    set_up = "select count(*) from ledger_entry where type like 'programme.%' or type like 'account.%' or type like 'centre.%'"
    entries = rows(tmp_path, set_up)
    with running(tmp_path, "--demo") as (address, process):
        assert "穗信" in page(address, process)
        process.send_signal(signal.SIGINT)
        assert process.wait(LIMIT) == 0
        assert "officer" not in process.stdout.read()
    assert rows(tmp_path, set_up) == entries


def test_a_real_site_has_the_citys_bodies_and_nothing_made_up(tmp_path: Path):
    with running(tmp_path) as (address, process):
        page(address, process)
        process.send_signal(signal.SIGINT)
        process.wait(LIMIT)
        assert "suixin person add" in process.stdout.read()
    assert rows(tmp_path, "select count(*) from accounts_organisation where is_synthetic")[0][0] == 0
    assert rows(tmp_path, "select count(*) from accounts_organisation where kind = 'district'")[0][0] == 11
    assert rows(tmp_path, "select count(*) from accounts_person")[0][0] == 0
    assert "演示" in refusal(tmp_path, "--demo", "--port", str(free_port()))


def test_a_taken_port_and_a_newer_database_are_refused_with_a_sentence(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert f"端口 {port} 已被占用" in refusal(tmp_path, "--port", port)
    with running(tmp_path) as (address, process):
        page(address, process)
    with closing(sqlite3.connect(tmp_path / "truth.sqlite3")) as database:
        database.execute(
            "insert into django_migrations (app, name, applied) values ('ledger', '9999_later', '2030-01-01')"
        )
        database.commit()
    assert "ledger.9999_later" in refusal(tmp_path, "--port", str(free_port()))


def test_a_faulty_programme_is_refused_with_its_faults(tmp_path: Path):
    programme = tmp_path / "programmes" / "a-city" / "programme.toml"
    programme.parent.mkdir(parents=True)
    programme.write_text('slug = "a-city"\n', "utf-8")
    line, environment = command(tmp_path / "home", "--port", str(free_port()))
    environment["SUIXIN_PROGRAMMES"] = str(tmp_path / "programmes")
    result = subprocess.run(line, env=environment, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert result.returncode == 1
    assert '"number" is a required property' in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.faults
def test_a_start_killed_at_any_moment_is_finished_by_the_next(tmp_path: Path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    with running(whole, "--demo") as (address, process):
        page(address, process)
    for tenths in (5, 12, 20, 32):
        line, environment = command(broken, "--demo", "--port", str(free_port()))
        process = subprocess.Popen(
            line,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(tenths / 10)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(LIMIT)
    with running(broken, "--demo") as (address, process):
        assert "穗信" in page(address, process)
    counts = (
        "select type, count(*) from ledger_entry where type != 'account.session' group by type order by type"
    )
    assert rows(broken, counts) == rows(whole, counts)
    first, last, number = rows(broken, 'select min("index"), max("index"), count(*) from ledger_entry')[0]
    assert (first, last) == (0, number - 1)
