"""What the operator reads on standard error, and what must not be there."""

import logging
import re
import signal
import sqlite3
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest
from django.test import Client
from started_site import LIMIT, page, running

from suixin.site.log import ForOperators, Line

TABLES = ("accounts_person", "ledger_entry")


def failure(address: str) -> str:
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(address, timeout=LIMIT)
    assert answer.value.code == 500
    return answer.value.read().decode()


def test_a_page_that_fails_shows_the_number_under_which_the_log_has_its_trace(tmp_path: Path):
    """The tables are taken away from a site that runs, as a damaged database would."""
    with running(tmp_path) as (address, process):
        page(address, process)
        with closing(sqlite3.connect(tmp_path / "truth.sqlite3")) as database:
            for table in TABLES:
                database.execute(f"alter table {table} rename to {table}_gone")
        shown = failure(f"{address}set-password/MQ/secret-token/?name=who-asked")
        told = failure(f"{address}api/records/0")
        process.send_signal(signal.SIGINT)
        process.wait(LIMIT)
        log = process.stdout.read()
    reference = re.search(r"<code>([0-9a-f]{8})</code>", shown)[1]
    line = next(line for line in log.splitlines() if reference in line)
    assert re.match(r"\d{4}-\d\d-\d\dT[\d:]{8}[+-]\d{4} ERROR .*: Failure \w+ at GET /set-password/…$", line)
    assert "no such table: accounts_person" in log
    assert "invitation.py" in log
    assert log.count(reference) == 1
    for private in ("secret-token", "who-asked"):
        assert private not in log
    assert re.search(r"[0-9a-f]{8}", told)[0] in log


def written(name: str, message: str, error: Exception | None = None, **more: object) -> str:
    record = logging.LogRecord(
        name, logging.ERROR, "", 0, message, (), (type(error), error, None) if error else None
    )
    vars(record).update(more)
    return Line().format(record) if ForOperators().filter(record) else ""


def test_an_error_that_may_quote_what_was_typed_is_named_without_its_words():
    typed_in = "张三 13800138000"
    try:
        try:
            int(typed_in)
        except ValueError as typed:
            raise OSError(28, "No space left on device") from typed
    except OSError as full:
        text = written("suixin", "Failure", full)
    assert "ValueError" in text
    assert "13800138000" not in text
    assert "No space left on device" in text


def test_refusals_are_told_mistyped_addresses_are_not():
    assert written("django.request", "Forbidden: /office/people/", status_code=403)
    for status in (400, 404, 405, 422, 429, 500):
        assert not written("django.request", "Not Found: /x", status_code=status)
    host = written("django.security.DisallowedHost", "add 'evil' to ALLOWED_HOSTS", RuntimeError("evil"))
    assert "SUIXIN_HOSTS" in host
    assert "RuntimeError" not in host


@pytest.mark.django_db
def test_an_address_in_the_log_stays_on_one_line(monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("suixin.platform.accounts.second_factor.SecondFactorRequired.is_missing", fail)
    Client(raise_request_exception=False).get("/a%0AERROR forged/")
    [record] = [each for each in caplog.records if each.name == "suixin.platform.api.failures"]
    assert r"at GET /a\nERROR forged/" in record.getMessage()
