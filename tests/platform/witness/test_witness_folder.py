"""The folder of a witness: made once, and refused when a part of it is gone."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from small_witness import NAME

from suixin.kernel.log.cosignature import fresh_cosigner
from suixin.platform.witness.keeping import Unusable, open_witness, set_up


def texts(home: Path) -> list[str]:
    return [str(each.text) for each in open_witness(home).cosigners]


def test_keys_are_made_once_and_for_the_owner_only(home):
    first = texts(home)
    assert len(first) == 1
    assert (home / "ed25519.key").stat().st_mode & 0o777 == 0o600
    assert home.stat().st_mode & 0o777 == 0o700
    set_up(home)
    assert texts(home) == first
    set_up(home, NAME, post_quantum=True)
    assert texts(home)[0] == first[0]
    assert len(texts(home)) == 2
    assert (home / "ml-dsa-44.key").stat().st_mode & 0o777 == 0o600


def test_a_first_start_needs_a_name_and_leaves_nothing_without(tmp_path):
    with pytest.raises(Unusable, match="--name"):
        set_up(tmp_path / "new")
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", ["https://a.example", "two words", "a+b", "", "/a", "x" * 256])
def test_a_name_is_an_address_without_a_scheme(tmp_path, name):
    with pytest.raises(Unusable, match="https://"):
        set_up(tmp_path / "new", name)


def test_the_name_is_kept(home):
    with pytest.raises(Unusable, match=NAME):
        set_up(home, "other.example")


def test_a_key_without_its_record_never_signs_again(home):
    for file in home.glob("witness.sqlite3*"):
        file.unlink()
    for attempt in (lambda: set_up(home, NAME), lambda: set_up(home), lambda: open_witness(home)):
        with pytest.raises(Unusable, match="must not sign again"):
            attempt()


def test_a_database_without_its_key_is_refused(home):
    (home / "ed25519.key").unlink()
    for attempt in (lambda: set_up(home), lambda: open_witness(home)):
        with pytest.raises(Unusable, match=r"ed25519\.key is missing"):
            attempt()


def test_another_key_in_the_file_is_refused(home):
    (home / "ed25519.key").write_text(fresh_cosigner(NAME).secret)
    with pytest.raises(Unusable, match="not this witness's key"):
        open_witness(home)


def test_a_key_that_others_can_read_is_refused(home):
    (home / "ed25519.key").chmod(0o640)
    with pytest.raises(Unusable, match="chmod 600"):
        open_witness(home)


def test_a_database_that_is_none_is_refused(tmp_path):
    (tmp_path / "witness.sqlite3").write_bytes(b"not a database, but long enough to be taken for one" * 40)
    with pytest.raises(Unusable, match="cannot be opened"):
        set_up(tmp_path, NAME)


def test_a_start_that_was_killed_before_its_key_was_recorded_begins_anew(tmp_path):
    home = tmp_path / "new"
    home.mkdir()
    (home / "ed25519.key.new").write_text("half a k")
    sqlite3.connect(home / "witness.sqlite3").close()
    with pytest.raises(Unusable, match="was not finished"):
        open_witness(home)
    set_up(home, NAME)
    assert len(texts(home)) == 1


def test_a_start_that_was_killed_after_its_key_was_recorded_goes_on(home):
    before = texts(home)
    (home / "ed25519.key").rename(home / "ed25519.key.new")
    assert texts(home) == before
    assert (home / "ed25519.key").exists()


def test_two_first_starts_at_once_make_one_key(tmp_path):
    home = tmp_path / "new"
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda _: set_up(home, NAME), range(4)))
    assert len(texts(home)) == 1


def test_it_runs_without_django_and_without_the_rest_of_the_platform():
    script = (
        "import sys, suixin.commands.witness, suixin.platform.witness.serving\n"
        "rooms = {m for m in sys.modules if m.startswith('suixin.platform.')}\n"
        "assert 'django' not in sys.modules\n"
        "assert all(m.startswith('suixin.platform.witness') for m in rooms), rooms\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
